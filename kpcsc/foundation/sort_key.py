"""Names in alphabetical order, whatever the database's collation knows of accents."""

import unicodedata
from typing import Any

from django.db import models


def fold(text: str) -> str:
    """The text without accents, case and typographic variants, for sorting and searching."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    return bare.replace("’", "'").replace("œ", "oe")


class SortKeyField(models.CharField):
    """The folded text of another column, the first of `sources` that is filled; set on save."""

    def __init__(self, *args: Any, sources: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.sources = sources
        kwargs.update(max_length=255, editable=False, db_index=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        for implied in ("max_length", "editable", "db_index"):
            kwargs.pop(implied, None)
        return name, "kpcsc.foundation.sort_key.SortKeyField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        texts = (getattr(model_instance, source) for source in self.sources)
        value = fold(next((text for text in texts if text), ""))[:255]
        setattr(model_instance, self.attname, value)
        return value

"""Files that belong to one row alone: where they are kept, and that they go when it does."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any
from uuid import uuid4

from django.db import models, transaction


def random_path(_row: models.Model, _name: str) -> str:
    """Where a file is kept: at random, so that a path says nothing and is not guessed."""
    return uuid4().hex


def is_stored(file: Any) -> bool:
    """Whether a row's file is where it belongs, and not just chosen; none at all is neither."""
    return bool(file) and file._committed


_are_kept: ContextVar[bool] = ContextVar("files_are_kept", default=False)


@contextmanager
def keeping_files() -> Iterator[None]:
    """Has files outlive their rows: these lie in the bin."""
    token = _are_kept.set(True)
    try:
        yield
    finally:
        _are_kept.reset(token)


class OwnedFileField(models.FileField):
    """A file that is removed with its row, or when the row takes another one.

    It is removed once the change is committed, so a row never names what is not there. What the
    file was called is not kept, and may be as long as it likes.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"upload_to": random_path} | kwargs)

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False, **kwargs: Any
    ) -> None:
        super().contribute_to_class(cls, name, private_only=private_only, **kwargs)
        # The one way that also sees the rows which the database's cascade or a query removes.
        models.signals.post_delete.connect(self._remove_with_row, sender=cls, weak=False)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"max_length": None} | kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        former = None
        if not add and not is_stored(getattr(model_instance, self.attname)):
            rows = type(model_instance)._base_manager.filter(pk=model_instance.pk)
            former = rows.values_list(self.attname, flat=True).first()
        file = super().pre_save(model_instance, add)
        if former:
            transaction.on_commit(partial(self.storage.delete, former))
        return file

    def _remove_with_row(self, instance: models.Model, **_: Any) -> None:
        if _are_kept.get():
            return
        if name := getattr(instance, self.attname).name:
            transaction.on_commit(partial(self.storage.delete, name))

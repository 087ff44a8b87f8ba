"""Which texts exist in each language, and of which record they are a part."""

import re
from dataclasses import dataclass
from functools import cache, reduce
from typing import Any, Self

from django.apps import apps
from django.db.models import CASCADE, ForeignKey, Model
from modeltranslation.translator import translator

from kpcsc.foundation.rich_text import RichTextField
from kpcsc.foundation.translated_text import LANGUAGES
from kpcsc.foundation.versioned import Versioned

WRITTEN_KEY = re.compile(rf"(\w+\.\w+)\.([0-9]{{1,18}})\.(\w+)_({'|'.join(LANGUAGES)})", re.ASCII)


class UnknownTextError(ValueError):
    """A key that names no text of the portal."""


@dataclass(frozen=True)
class Key:
    """The name of a text, in sheets and in pages: "meetings.section.17.body_en"."""

    model: str  # "meetings.section"
    pk: int
    field: str
    language: str

    @classmethod
    def parse(cls, key: str) -> Self:
        """The key that is written so. Raises UnknownTextError where there can be no such text."""
        if not (parts := WRITTEN_KEY.fullmatch(key)):
            raise UnknownTextError(key)
        label, pk, field, language = parts.groups()
        try:
            model: type[Model] = apps.get_model(label)
        except LookupError as error:
            raise UnknownTextError(key) from error
        if field not in translated_fields(model):
            raise UnknownTextError(key)
        return cls(model._meta.label_lower, int(pk), field, language)

    def __str__(self) -> str:
        return f"{self.model}.{self.pk}.{self.column}"

    @property
    def column(self) -> str:
        """Where the text is kept: "body_en"."""
        return f"{self.field}_{self.language}"

    @property
    def source_language(self) -> str:
        """The language that it is translated from."""
        return other_language(self.language)

    @property
    def source_column(self) -> str:
        """Where the text is kept that it translates: "body_fr"."""
        return f"{self.field}_{self.source_language}"

    @property
    def is_rich(self) -> bool:
        """Whether it is HTML."""
        return isinstance(apps.get_model(self.model)._meta.get_field(self.field), RichTextField)

    @property
    def field_label(self) -> str:
        """The field's name for people."""
        field: Any = apps.get_model(self.model)._meta.get_field(self.field)
        return str(field.verbose_name)


def other_language(language: str) -> str:
    """The twin's language: the portal has two."""
    first, second = LANGUAGES
    return second if language == first else first


def text_of(record: Model, column: str) -> str:
    """What the column holds, which may be NULL."""
    return getattr(record, column) or ""


@cache
def translated_models() -> tuple[type[Model], ...]:
    """The models that have texts in each language, in the order of their registration."""
    return tuple(translator.get_registered_models(abstract=False))


@cache
def translated_fields(model: type[Model]) -> tuple[str, ...]:
    """The fields of the model that exist in each language, in the model's order."""
    if model not in translated_models():
        return ()
    names = translator.get_options_for_model(model).get_field_names()
    return tuple(field.name for field in model._meta.fields if field.name in names)


@cache
def expected_fields(model: type[Model]) -> tuple[str, ...]:
    """Those that are missing where only one language has them; not so an organisation's name."""
    own = getattr(translator.get_options_for_model(model), "own_names", ())
    return tuple(field for field in translated_fields(model) if field not in own)


@cache
def path_to_root(model: type[Model]) -> tuple[str, ...]:
    """The foreign keys that lead to the record which this one is a part of, and goes with."""
    if issubclass(model, Versioned):
        return ()
    for field in model._meta.fields:
        if isinstance(field, ForeignKey) and field.remote_field.on_delete is CASCADE:
            return (field.name, *path_to_root(field.related_model))
    raise TypeError(model)


@cache
def root_model(model: type[Model]) -> type[Versioned]:
    """The model of the record that this one is a part of, or itself."""
    for name in path_to_root(model):
        related: Any = model._meta.get_field(name).related_model
        model = related
    return model  # type: ignore[return-value]  # where every path ends


@cache
def root_lookup(model: type[Model]) -> str:
    """The root's key, as a query names it from this model."""
    return "__".join([*path_to_root(model), "pk"])


@cache
def root_models() -> tuple[type[Versioned], ...]:
    """The models of records that have texts, themselves or in a part."""
    return tuple(dict.fromkeys(root_model(model) for model in translated_models()))


@cache
def models_with_texts(root: type[Model]) -> tuple[type[Model], ...]:
    """The model of a record, and those of its parts that have texts."""
    return tuple(model for model in translated_models() if root_model(model) is root)


def root_of(record: Model) -> Versioned:
    """The record that this one is a part of, or itself."""
    root: Any = reduce(getattr, path_to_root(type(record)), record)
    return root

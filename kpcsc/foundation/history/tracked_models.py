"""What a record consists of: itself and its parts, with the columns that history keeps of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.db import models
from django.db.models import CASCADE, Field, ForeignKey, ManyToManyField
from simple_history.utils import get_history_model_for_model

from kpcsc.foundation.sort_key import SortKeyField
from kpcsc.foundation.translated_text import columns
from kpcsc.foundation.versioned import VersionField

# What objects are called, by model and key.
type Names = Mapping[tuple[type[models.Model], Any], str]


@dataclass(frozen=True, eq=False)
class TrackedModel:
    """One kind of object in a record: the record itself, or its parts of one model."""

    model: type[models.Model]
    history: type[models.Model]
    parent: str | None
    fields: tuple[Field[Any, Any], ...]
    lists: tuple[ManyToManyField[Any, Any], ...]

    @property
    def label(self) -> str:
        """The model's label, "meetings.section"."""
        return self.model._meta.label_lower

    @property
    def owner(self) -> str:
        """The column that says which record it belongs to."""
        return self.parent or self.model._meta.pk.attname

    @property
    def columns(self) -> list[str]:
        """The columns that a person fills."""
        return [field.attname for field in self.fields]

    def field(self, name: str) -> Field[Any, Any]:
        """The field that a state's value is of."""
        return next(one for one in (*self.fields, *self.lists) if one.attname == name)

    @property
    def title_columns(self) -> list[str]:
        """What tells one object from the others: its first translated text, its name, or whom
        it points at."""
        for field in self.fields:
            if source := getattr(field, "translated_field", None):
                return columns(source.name)
        named = [field.attname for field in self.fields if field.name == "name"]
        pointing = [field.attname for field in self.fields if isinstance(field, ForeignKey)]
        return (named or pointing)[:1]


def has_history(model: type[models.Model]) -> bool:
    """Whether what happens to this model's objects is kept."""
    return hasattr(model._meta, "simple_history_manager_attribute")


@cache
def tracked_models_of(model: type[models.Model]) -> dict[str, TrackedModel]:
    """The kinds of objects in a record of this model by label, the record itself first.

    A part is what is deleted with its record and has a history of its own.
    """
    kinds = [_kind(model, None), *(_kind(part, parent) for part, parent in _parts(model))]
    return {kind.label: kind for kind in kinds}


@cache
def complete_models_of(model: type[models.Model]) -> dict[str, TrackedModel]:
    """The same kinds of objects, each with all that a person may have changed in it.

    History leaves some of it out, such as files and secrets, for it is for ever.
    """
    return {kind.label: _completed(kind) for kind in tracked_models_of(model).values()}


def _completed(kind: TrackedModel) -> TrackedModel:
    meta = kind.model._meta
    fields = tuple(
        field
        for field in meta.concrete_fields
        if not (field.primary_key or isinstance(field, VersionField | SortKeyField))
        if field.attname != kind.parent and field.name not in mirrored_columns(kind.model)
    )
    return replace(kind, fields=fields, lists=tuple(meta.many_to_many))


def mirrored_columns(model: type[models.Model]) -> set[str]:
    """The names of the columns that stand for those of each language."""
    return {
        source.name
        for field in model._meta.fields
        if (source := getattr(field, "translated_field", None))
    }


def _parts(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    for relation in model._meta.related_objects:
        part: Any = relation.related_model
        if relation.on_delete is CASCADE and relation.one_to_many and has_history(part):
            yield part, relation.field.attname


def _kind(model: type[models.Model], parent: str | None) -> TrackedModel:
    history = get_history_model_for_model(model)
    translated = mirrored_columns(model)
    tracked = {field.name for field in history.tracked_fields}
    fields = [
        field
        for field in model._meta.fields
        if field.editable
        and field.name in tracked
        and not field.primary_key
        and field.attname != parent
        and field.name not in translated
    ]
    return TrackedModel(model, history, parent, tuple(fields), tuple(history._history_m2m_fields))

"""Where somebody is named in what the portal keeps, also where no reader sees it now.

Once an organisation is deleted or a person is erased, their names are words like any other: in what
is published, and in whatever may be published yet.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import CharField, Model, TextField
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.bin.models import DeletedRecord
from kpcsc.foundation.history.tracked_models import (
    has_history,
    mirrored_columns,
    tracked_models_of,
)
from kpcsc.foundation.proposals.models import ProposedChange, with_records
from kpcsc.foundation.translations.texts import path_to_root, root_of
from organisations.models import User
from organisations.names_in_texts.mentions import NameIndex

type Names = Callable[[Iterable[Any]], bool]  # whether one of these texts names somebody


class Place(Enum):
    """Where a record names somebody."""

    PRESENT = ""
    EARLIER = _("in an earlier state")
    PROPOSED = _("in a proposed change")
    DELETED = _("in the bin")


class NamingRecord(NamedTuple):
    """A record that names somebody; of one that is in the bin, what the bin holds."""

    record: Any
    place: Place

    def __str__(self) -> str:
        return ", ".join(filter(None, [str(self.record), str(self.place.value)]))


def records_naming(index: NameIndex) -> list[NamingRecord]:
    """The records that name somebody of this index, each once for each place; files are not read.

    It reads all texts in the database: for pages that are rarely asked for.
    """

    checked: dict[str, bool] = {}  # history says the same many times

    def names(texts: Iterable[Any]) -> bool:
        found = False
        for text in filter(None, texts):
            if text not in checked:
                # Not every text is HTML, and in what is, names stand in tags as well.
                both = (index.mentions_in(text, is_html) for is_html in (True, False))
                checked[text] = any(both)
            found = found or checked[text]
        return found

    models = _models_with_texts()
    present = ((one, Place.PRESENT) for model in models for one in _now(model, names))
    people = ((one, Place.PRESENT) for one in User.objects.exclude(role="") if names([one.role]))
    earlier = ((one, Place.EARLIER) for model in models for one in _ago(model, names))
    bin_rows = {(kept.model, kept.record_id): kept for kept in DeletedRecord.objects.restorable()}
    proposed = (
        (proposal.record, Place.PROPOSED)
        if proposal.record
        else (bin_rows.get((proposal.model, proposal.record_id)), Place.DELETED)
        for proposal in with_records(list(ProposedChange.objects.unsettled()))
        if names(_strings(proposal.content))
    )
    deleted = (
        (kept, Place.DELETED)
        for kept in bin_rows.values()
        if names(_strings(kept.rows)) or _named_ago(kept, names)
    )
    found = chain(present, people, earlier, proposed, deleted)
    return list(dict.fromkeys(NamingRecord(*one) for one in found if one[0]))


def _now(model: Any, names: Names) -> Iterator[Any]:
    """The records of which something of this model names somebody."""
    for key, _parent in _rows(model._base_manager.all(), model, names):
        yield root_of(model._base_manager.get(pk=key))


def _ago(model: Any, names: Names) -> Iterator[Any]:
    """The records of which something of this model did once, as far as they are there."""
    for key, parent in _rows(model.history.order_by(), model, names) if has_history(model) else ():
        path = path_to_root(model)
        owner = model._meta.get_field(path[0]).related_model if path else model
        if found := owner._base_manager.filter(pk=parent if path else key).first():
            yield root_of(found)


def _named_ago(kept: DeletedRecord, names: Names) -> bool:
    """Whether an earlier state of what is in the bin names somebody."""
    for kind in tracked_models_of(kept.record_model).values():
        history: Any = kind.model
        rows = history.history.filter(**{kind.owner: kept.record_id}).order_by()
        if any(True for _row in _rows(rows, kind.model, names)):
            return True
    return False


@cache
def _models_with_texts() -> tuple[type[Model], ...]:
    """Records and parts of records, but for what follows its record by itself, as a search does."""
    return tuple(model for model in apps.get_models() if _is_of_a_record(model))


def _is_of_a_record(model: type[Model]) -> bool:
    if getattr(model, "follows_record", False) or hasattr(model, "instance_type"):
        return False
    try:
        path_to_root(model)
    except TypeError:
        return False
    return bool(_text_columns(model))


@cache
def _text_columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField)
        if not field.choices and field.name not in mirrored_columns(model)
    )


def _rows(rows: Any, model: Any, names: Names) -> Iterator[tuple[Any, Any]]:
    """Of those rows that name somebody, the key, and that of what each is a part of."""
    meta = model._meta
    keys = [meta.pk.attname, *(meta.get_field(name).attname for name in path_to_root(model)[:1])]
    kept = {field.attname for field in rows.model._meta.concrete_fields}  # history has not all
    columns = [name for name in _text_columns(model) if name in kept]
    for row in rows.values_list(*keys, *columns).iterator():
        if names(row[len(keys) :]):
            yield row[0], row[1] if len(keys) > 1 else None


def _strings(value: Any) -> Iterator[str]:
    """All texts in what JSON holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from chain.from_iterable(map(_strings, value.values()))
    elif isinstance(value, list):
        yield from chain.from_iterable(map(_strings, value))

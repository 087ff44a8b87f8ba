"""Where somebody is named in what the portal keeps, also where no reader sees it now.

Once an organisation is deleted or a person is erased, their names are words like any other: in what
is published, and in whatever may be published yet.
"""

from collections.abc import Iterable, Iterator
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
    search = _NameSearch(index)
    sources: list[tuple[Place, Iterable[Any]]] = [
        (Place.PRESENT, search.present()),
        (Place.PRESENT, search.people()),
        (Place.EARLIER, search.earlier()),
        (Place.PROPOSED, search.proposed()),
        (Place.DELETED, search.deleted()),
    ]
    found = (NamingRecord(record, place) for place, records in sources for record in records)
    return list(dict.fromkeys(found))


class _NameSearch:
    """One search for names, which reads each text once: history says the same many times."""

    def __init__(self, index: NameIndex) -> None:
        self.index = index
        self.checked: dict[str, bool] = {}

    def present(self) -> Iterator[Any]:
        """The records that name somebody now."""
        for model in _models_with_texts():
            for key, _parent in self._rows(model._base_manager.all(), model):
                yield root_of(model._base_manager.get(pk=key))

    def people(self) -> Iterator[User]:
        """The people whose role does, which members read in the directory."""
        return (one for one in User.objects.exclude(role="") if self._names([one.role]))

    def earlier(self) -> Iterator[Any]:
        """The records that did once, as far as they are there."""
        for model in filter(has_history, _models_with_texts()):
            history: Any = model
            path = path_to_root(model)
            owner: Any = model._meta.get_field(path[0]).related_model if path else model
            for key, parent in self._rows(history.history.order_by(), model):
                if found := owner._base_manager.filter(pk=parent if path else key).first():
                    yield root_of(found)

    def proposed(self) -> Iterator[Any]:
        """The records for which a text is proposed that does."""
        for proposal in with_records(list(ProposedChange.objects.unsettled())):
            if proposal.record and self._names(_strings(proposal.content)):
                yield proposal.record

    def deleted(self) -> Iterator[DeletedRecord]:
        """What may be brought back from the bin and does: now, once, or as it is proposed."""
        for kept in DeletedRecord.objects.restorable():
            about = ProposedChange.objects.filter(model=kept.model, record_id=kept.record_id)
            contents = about.unsettled().values_list("content", flat=True)
            if self._names(_strings([kept.rows, *contents])) or self._named_ago(kept):
                yield kept

    def _named_ago(self, kept: DeletedRecord) -> bool:
        """Whether an earlier state of what is in the bin names somebody."""
        for kind in tracked_models_of(kept.record_model).values():
            rows = kind.history._default_manager.filter(**{kind.owner: kept.record_id})
            if any(True for _row in self._rows(rows.order_by(), kind.model)):
                return True
        return False

    def _rows(self, rows: Any, model: Any) -> Iterator[tuple[Any, Any]]:
        """Of those rows that name somebody, the key, and that of what each is a part of."""
        meta = model._meta
        path = path_to_root(model)[:1]
        keys = [meta.pk.attname, *(meta.get_field(name).attname for name in path)]
        kept = {field.attname for field in rows.model._meta.concrete_fields}  # history has not all
        columns = [name for name in _text_columns(model) if name in kept]
        for row in rows.values_list(*keys, *columns).iterator():
            if self._names(row[len(keys) :]):
                yield row[0], row[1] if path else None

    def _names(self, texts: Iterable[Any]) -> bool:
        """Whether one of these texts names somebody."""
        return any(map(self._is_naming, filter(None, texts)))

    def _is_naming(self, text: str) -> bool:
        if text not in self.checked:
            # Not every text is HTML, and in what is, names stand in tags as well.
            both = (self.index.mentions_in(text, is_html) for is_html in (True, False))
            self.checked[text] = any(both)
        return self.checked[text]


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


def _strings(value: Any) -> Iterator[str]:
    """All texts in what JSON holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from chain.from_iterable(map(_strings, value.values()))
    elif isinstance(value, list):
        yield from chain.from_iterable(map(_strings, value))

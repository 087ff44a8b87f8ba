"""The journal: every write that history keeps, of every record, for administrators alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from heapq import nlargest
from itertools import pairwise
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import NoReverseMatch, reverse

from kpcsc.foundation.history.change_descriptions import ObjectChange, describe_briefly, title_of
from kpcsc.foundation.history.save_descriptions import moment_named, reason_in_words
from kpcsc.foundation.history.states import (
    LONGEST_PAUSE,
    ObjectDifference,
    ObjectState,
    differences,
)
from kpcsc.foundation.history.stored_states import kept_states, names_for_differences, names_of
from kpcsc.foundation.history.tracked_models import (
    Names,
    TrackedModel,
    has_history,
    tracked_models_of,
)
from organisations.models import User

PAGE_SIZE = 50


class JournalPosition(NamedTuple):
    """Where a write stands in the journal: no two share it."""

    at: datetime
    kind: str
    history_id: int

    @classmethod
    def parse(cls, text: str) -> "JournalPosition | None":
        """The place that a link names; None if it is none."""
        moment, _, rest = text.partition("~")
        kind, _, number = rest.partition("~")
        at = moment_named(moment)
        is_number = number.isascii() and number.isdigit() and len(number) < 10
        return cls(at, kind, int(number)) if at and is_number else None

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.kind}~{self.history_id}"


@dataclass(frozen=True)
class UnreadWrite:
    """One write, found but not read yet."""

    place: JournalPosition
    previous: int | None
    record: Any
    root: type[models.Model]


@dataclass(frozen=True)
class JournalWrite:
    """One write, read."""

    row: UnreadWrite
    state: ObjectState
    difference: ObjectDifference

    def is_same_save_as(self, later: "JournalWrite") -> bool:
        """Whether the same person wrote it, without a pause, in the same record."""
        return (
            (self.row.root, self.row.record) == (later.row.root, later.row.record)
            and (self.state.by, self.state.reason) == (later.state.by, later.state.reason)
            and later.state.at - self.state.at <= LONGEST_PAUSE
        )


@dataclass(frozen=True)
class JournalEntry:
    """The writes of one person in one record at one moment, told."""

    at: datetime
    by: str
    reason: str
    record: str
    url: str
    changes: list[ObjectChange]


@dataclass(frozen=True)
class JournalQuery:
    """Which writes to tell: of whom, of what kind, in which time, and after which in the list."""

    by: int | None = None
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: JournalPosition | None = None


@cache
def journal_models() -> dict[str, TrackedModel]:
    """Every kind of object that has a history; parts know their record."""
    kept = [model for model in apps.get_models() if has_history(model)]
    alone = {
        kind.label: kind for model in kept for kind in [*tracked_models_of(model).values()][:1]
    }
    parts = {
        kind.label: kind for model in kept for kind in [*tracked_models_of(model).values()][1:]
    }
    return alone | parts


def journal_page_entries(wanted: JournalQuery) -> tuple[list[JournalEntry], JournalPosition | None]:
    """A page of the journal, the latest first, and the place after which the next one begins.

    Each kind is asked a fixed number of times, however long its history is.
    """
    kinds = journal_models()
    chosen = [kinds[wanted.kind]] if wanted.kind in kinds else kinds.values()
    rows = [row for kind in chosen for row in _rows(kind, wanted)]
    page = nlargest(PAGE_SIZE + 1, rows, key=lambda row: row.place)
    following = page[PAGE_SIZE - 1].place if len(page) > PAGE_SIZE else None
    return _told(page[:PAGE_SIZE], kinds), following


def _rows(kind: TrackedModel, wanted: JournalQuery) -> Iterable[UnreadWrite]:
    """The latest of one kind, one more than a page holds."""
    history: QuerySet[Any] = kind.history._default_manager.all()
    pk = kind.model._meta.pk.attname
    earlier = history.filter(**{pk: OuterRef(pk)}, history_id__lt=OuterRef("history_id"))
    found = history.filter(_condition(kind, wanted)).order_by("-history_date", "-history_id")
    previous = Subquery(earlier.order_by("-history_id").values("history_id")[:1])
    values = found.annotate(previous=previous, record=F(kind.owner)).values_list(
        "history_date", "history_id", "previous", "record"
    )
    for at, history_id, before, record in values[: PAGE_SIZE + 1]:
        yield UnreadWrite(JournalPosition(at, kind.label, history_id), before, record, _root(kind))


def _condition(kind: TrackedModel, wanted: JournalQuery) -> Q:
    condition = Q()
    if wanted.by is not None:
        condition &= Q(history_user_id=wanted.by)
    if wanted.since:
        condition &= Q(history_date__gte=wanted.since)
    if wanted.until:
        condition &= Q(history_date__lte=wanted.until)
    if place := wanted.before:
        condition &= Q(history_date__lte=place.at)
        if kind.label == place.kind:
            condition &= Q(history_date__lt=place.at) | Q(history_id__lt=place.history_id)
        elif kind.label > place.kind:
            condition &= Q(history_date__lt=place.at)
    return condition


def _told(rows: list[UnreadWrite], kinds: Mapping[str, TrackedModel]) -> list[JournalEntry]:
    """The rows in words, their states and all that they name asked for at once."""
    states = _states(rows, kinds)
    writes = [_write(row, states) for row in rows]
    names = names_for_differences(kinds, (write.difference for write in writes))
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    wanted[User] |= {write.state.by for write in writes}
    for row in rows:
        wanted[row.root].add(row.record)
    called = names_of(wanted)
    saves: list[list[JournalWrite]] = []
    for later, write in pairwise([None, *writes]):
        assert write is not None  # noqa: S101 (only the first is None)
        if later is None or not write.is_same_save_as(later):
            saves.append([])
        saves[-1].append(write)
    return [_entry(save, kinds, names, called) for save in saves]


def _entry(
    save: list[JournalWrite], kinds: Mapping[str, TrackedModel], names: Names, called: Names
) -> JournalEntry:
    latest = save[0]
    root = latest.row.root
    changed = [
        write.difference
        for write in reversed(save)
        if write.difference.names or write.difference.action != "changed"
    ]
    is_there = (root, latest.row.record) in called
    title, _language = title_of(latest.state, kinds[latest.state.kind], names)
    return JournalEntry(
        at=latest.state.at,
        by=called.get((User, latest.state.by), ""),
        reason=reason_in_words(latest.state.reason),
        record=called.get((root, latest.row.record), title),
        url=_history_url(root, latest.row.record) if is_there else "",
        changes=describe_briefly(changed, kinds, names),
    )


def _states(
    rows: list[UnreadWrite], kinds: Mapping[str, TrackedModel]
) -> dict[tuple[str, int], ObjectState]:
    """The states that these rows and those before them keep, by kind and history's own key."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        wanted[row.place.kind] |= {row.place.history_id, *filter(None, [row.previous])}
    states = {}
    for label, keys in wanted.items():
        kind = kinds[label]
        kept = kind.history._default_manager.filter(history_id__in=keys)
        for state in kept_states(kind, kept):
            states[label, state.history_id] = state
    return states


def _write(row: UnreadWrite, states: Mapping[tuple[str, int], ObjectState]) -> JournalWrite:
    """What the row wrote, and what that changed, if anything."""
    label = row.place.kind
    after = states[label, row.place.history_id]
    before = states[label, row.previous] if row.previous else None
    if before is None and not after.is_first:
        before = after  # older than its history: what it was is not known
    was = {before.key: before} if before and not before.is_gone else {}
    now = {} if after.is_gone else {after.key: after}
    found = next(iter(differences(was, now)), ObjectDifference(after, after, ()))
    return JournalWrite(row, after, found)


def _root(kind: TrackedModel) -> type[models.Model]:
    """The model of the record that objects of this kind belong to."""
    if kind.parent is None:
        return kind.model
    related: Any = kind.model._meta.get_field(kind.parent.removesuffix("_id")).related_model
    return related


def _history_url(model: type[models.Model], pk: Any) -> str:
    """The page of the record's own history, where it has one."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_history"
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""

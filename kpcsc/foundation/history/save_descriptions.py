"""The saves of a record, described for people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpcsc.foundation.history.change_descriptions import (
    ObjectChange,
    describe_briefly,
    describe_in_full,
)
from kpcsc.foundation.history.states import ObjectDifference, Save, made_after, saves
from kpcsc.foundation.history.stored_states import names_for_differences, names_of, states_of
from kpcsc.foundation.history.tracked_models import TrackedModel, tracked_models_of

# History keeps why in one short column: words that are the same in every language.
RESTORED = "restored "
PROPOSED = "proposed "  # and the key of the person
ERASED = "erased"
NAMING_STOPPED = "naming stopped"
NAMED_AGAIN = "named again"
FROM_BIN = "from the bin"
REASONS = {
    ERASED: gettext_lazy("Identifying details were erased."),
    NAMING_STOPPED: gettext_lazy("Its naming was stopped."),
    NAMED_AGAIN: gettext_lazy("It may be named again."),
    FROM_BIN: gettext_lazy("Brought back from the bin."),
}


@dataclass(frozen=True)
class SaveDescription:
    """Who saved what, when and why."""

    at: datetime
    by: str
    reason: str
    changes: list[ObjectChange]

    @property
    def key(self) -> str:
        """The moment, exactly, for addresses."""
        return self.at.isoformat()

    @property
    def is_creation(self) -> bool:
        """Whether the record began with it."""
        return any(change.is_record and change.action == "added" for change in self.changes)


def saves_of(record: models.Model) -> list[Save]:
    """What was saved of a record and its parts, the latest first; saves of nothing left out."""
    made = saves(states_of(record))
    return [save for save in reversed(made) if save.differences or save.reason]


def describe_saves_since(record: models.Model, version: int) -> list[SaveDescription]:
    """What others saved of a record after it had reached this version, the earliest first."""
    made = made_after(saves(states_of(record)), version)
    return describe_saves(
        [save for save in made if save.differences], tracked_models_of(type(record)), in_full=True
    )


def describe_saves(
    made: Sequence[Save], kinds: Mapping[str, TrackedModel], *, in_full: bool = False
) -> list[SaveDescription]:
    """The saves in words, all that is named asked for at once."""
    names = names_for_differences(kinds, (one for save in made for one in save.differences))
    people = get_user_model()
    authors = names_of({people: {key for save in made for key in (save.by, proposer(save.reason))}})
    describe = describe_in_full if in_full else describe_briefly
    return [
        SaveDescription(
            at=save.at,
            by=authors.get((people, save.by), ""),
            reason=reason_in_words(save.reason, authors.get((people, proposer(save.reason)), "")),
            changes=describe(save.differences, kinds, names),
        )
        for save in made
    ]


def describe_differences(
    found: Iterable[ObjectDifference], kinds: Mapping[str, TrackedModel]
) -> list[ObjectChange]:
    """Differences in words, with the names that they need."""
    every = list(found)
    return describe_in_full(every, kinds, names_for_differences(kinds, every))


def proposer(reason: str) -> int | None:
    """The key of the person who proposed what was saved for this reason."""
    key = reason.removeprefix(PROPOSED) if reason.startswith(PROPOSED) else ""
    return int(key) if key.isdecimal() else None


def reason_in_words(reason: str, proposed_by: str = "") -> str:
    """Why something was saved, for people; and who had proposed it."""
    if reason in REASONS:
        return str(REASONS[reason])
    if reason.startswith(PROPOSED):
        if not proposed_by:
            return _("A proposal was accepted.")
        return _("Proposed by %(person)s") % {"person": proposed_by}
    moment = moment_named(reason.removeprefix(RESTORED)) if reason.startswith(RESTORED) else None
    if moment is None:
        return reason
    return _("Brought back to the state of %(moment)s") % {"moment": moment_in_words(moment)}


def moment_named(text: str) -> datetime | None:
    """The moment that an address or a form names; None if it is none that a clock shows."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo and 1900 < moment.year < 3000 else None


def moment_in_words(moment: datetime) -> str:
    """A moment as the page's language writes it."""
    return date_format(localtime(moment), "DATETIME_FORMAT")

"""Changes to meetings that are more than a change of one row."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from kpcsc.foundation.history.author import set_author
from meetings.models import Meeting, Participation, Role
from organisations.models import Country, Organisation, User


@dataclass(frozen=True)
class Addition[Record]:
    """What was added to a meeting, and what was there already."""

    added: tuple[Record, ...]
    present: tuple[Record, ...]


@transaction.atomic
def add_participations(
    *,
    meeting: Meeting,
    organisations: Iterable[Organisation],
    role: Role,
    attended: bool | None,
    by: User,
) -> Addition[Organisation]:
    """Puts organisations on the meeting's list; those that are on it stay as they are."""
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    listed = set(meeting.participations.values_list("organisation", flat=True))
    addition = _without(listed, organisations)
    for organisation in addition.added:
        participation = Participation(
            meeting=meeting, organisation=organisation, role=role, attended=attended
        )
        set_author(participation, by).save()
    if addition.added:
        meeting.advance(by=by)
    return addition


@transaction.atomic
def add_countries(*, meeting: Meeting, countries: Iterable[Country], by: User) -> Addition[Country]:
    """Adds countries to those represented at the meeting."""
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    addition = _without(set(meeting.countries.values_list("pk", flat=True)), countries)
    if addition.added:
        set_author(meeting, by)
        meeting.countries.add(*addition.added)
        meeting.advance(by=by)
    return addition


def _without[Record: (Organisation, Country)](
    listed: set[int] | set[str], records: Iterable[Record]
) -> Addition[Record]:
    """The records, each once, those that are listed apart."""
    once = dict.fromkeys(records)
    return Addition(
        added=tuple(record for record in once if record.pk not in listed),
        present=tuple(record for record in once if record.pk in listed),
    )

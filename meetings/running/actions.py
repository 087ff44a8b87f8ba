"""What is written down while a meeting is under way."""

from collections.abc import Iterable

from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext

from kpcsc.foundation.history.author import set_author
from kpcsc.foundation.translated_text import LANGUAGES
from meetings.models import AgendaItem, Decision, FollowUp, Meeting, Participation, Visibility
from organisations.models import User


@transaction.atomic
def write_agenda(*, meeting: Meeting, items: Iterable[AgendaItem], by: User) -> None:
    """Saves items that were changed or added, and numbers all anew.

    An item that took another's number comes before that one, or after it if it moved down. A new
    one is for the secretariat alone until somebody there says who may see it.
    """
    changed = list(items)
    before = dict(meeting.agenda_items.values_list("pk", "position"))
    for item in changed:
        if item.pk is None:
            item.meeting, item.visibility = meeting, Visibility.STAFF

    def place(item: AgendaItem) -> tuple[int, int]:
        was = before.get(item.pk, item.position + 1)
        return item.position, (item.position > was) - (item.position < was)

    unchanged = meeting.agenda_items.exclude(pk__in=[item.pk for item in changed if item.pk])
    in_order = sorted([*changed, *unchanged], key=place)
    for position, item in enumerate(in_order, start=1):
        if item.position != position or item in changed:
            item.position = position
            _save_row(item, by)
    meeting.advance(by=by)


@transaction.atomic
def write_outcomes(
    *,
    meeting: Meeting,
    item: AgendaItem | None,
    discussion: str | None,
    decisions: Iterable[Decision],
    follow_ups: Iterable[FollowUp],
    removed: Iterable[Decision | FollowUp],
    by: User,
) -> None:
    """Saves what came up under an item of the agenda, or under none.

    A `discussion` of None leaves the item's notes as they are.
    """
    outcomes: list[Decision | FollowUp] = [*decisions, *follow_ups]
    for outcome in outcomes:
        if outcome.pk is None:
            outcome.meeting, outcome.agenda_item = meeting, item
            outcome.position = _next_position(meeting, type(outcome))
        _save_row(outcome, by)
    for outcome in removed:
        set_author(outcome, by).delete()
    if item and discussion is not None:
        stored = AgendaItem.objects.get(pk=item.pk)  # its title or place may have just been saved
        stored.discussion = discussion
        _save_row(stored, by)
    meeting.advance(by=by)


@transaction.atomic
def write_attendance(
    *, meeting: Meeting, participations: Iterable[Participation], by: User
) -> None:
    """Saves for which organisations somebody came."""
    for participation in participations:
        _save_row(participation, by)
    meeting.advance(by=by)


@transaction.atomic
def add_open_follow_ups_item(*, meeting: Meeting, by: User) -> AgendaItem:
    """Has the agenda begin with what earlier meetings left open; gives the item.

    An agenda that has such an item keeps it where it stands.
    """
    titles = {}
    for language in LANGUAGES:
        with translation.override(language):
            titles[f"title_{language}"] = gettext("What is still open")
    present = meeting.agenda_items.filter(
        models.Q(title_fr=titles["title_fr"]) | models.Q(title_en=titles["title_en"])
    ).first()
    if present:
        return present
    item = AgendaItem(position=0, **titles)
    write_agenda(meeting=meeting, items=[item], by=by)
    return item


def _save_row(row: models.Model, by: User) -> None:
    set_author(row, by).save()


def _next_position(meeting: Meeting, model: type[Decision | FollowUp]) -> int:
    rows = model._default_manager.filter(meeting=meeting)
    last = rows.aggregate(last=models.Max("position"))["last"]
    return 1 if last is None else last + 1

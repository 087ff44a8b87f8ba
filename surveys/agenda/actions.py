"""From a ranking to the draft of an agenda, which staff then make their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kpcsc.foundation.history.author import set_author
from kpcsc.foundation.translated_text import LANGUAGES
from meetings.models import AgendaItem, FollowUp, Meeting, Visibility
from organisations.models import User
from surveys.agenda.timetable import Break, Planned, timetable
from surveys.agenda.topic_ranking import Topic, TopicRanking, ranking_of
from surveys.models import AgendaOrigin, Question

MINUTES_FOR_A_FOLLOW_UP = 5
LONGEST_TITLE = 250


@dataclass(eq=False)
class _Draft:
    """An item as it is to be: what it comes from, what it says, how long it may last."""

    source: Topic | FollowUp
    origin: AgendaOrigin
    title: dict[str, str]
    weight: Any = 0
    minutes: int | None = None
    place: int = 0  # as drafted: from it, one sees later whether staff moved the item


@transaction.atomic
def draft_agenda(*, question: Question, by: User) -> list[AgendaItem]:
    """Drafts the agenda of the survey's meeting, for the secretariat's eyes alone.

    Open follow-ups of the campaign's earlier meetings come first, then the topics in the order of
    their points, which also share the time between them. Items that staff wrote themselves, with a
    time, keep it as breaks do. Drafted again, what staff changed stays: a title, a length, their
    order; and what they took out stays out. Raises ValidationError where the meeting's hours are
    not known, or everything does not fit.
    """
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=question.survey.meeting_id)
    shown = meeting.agenda_items.exclude(visibility=Visibility.STAFF)
    if meeting.needs_publisher(by) and shown.exists():
        raise ValidationError(
            _("Readers see the agenda of this meeting: only a publisher has it drafted anew.")
        )
    if meeting.starts_at is None or meeting.ends_at is None:
        raise ValidationError(_("Say first when the meeting starts and ends, to the minute."))
    ranking = ranking_of(question)
    origins = list(AgendaOrigin.objects.filter(meeting=meeting).select_related("agenda_item"))
    drafts = [
        *_follow_ups(meeting, {one.follow_up_id: one for one in origins if one.follow_up_id}),
        *_topics(ranking, meeting, {one.choice_id: one for one in origins if one.choice_id}),
    ]
    drafts = _in_the_order_of_staff(drafts)
    drafted = [draft.origin.agenda_item_id for draft in drafts]
    kept = meeting.agenda_items.exclude(pk__in=[key for key in drafted if key])
    breaks = [
        Break(item.starts_at, item.minutes) for item in kept if item.starts_at and item.minutes
    ]
    items = _laid_out(meeting.starts_at, meeting.ends_at, drafts, breaks, by)
    _number([*items, *kept])
    set_author(meeting, by)
    meeting.advance_version()
    return items


def _follow_ups(meeting: Meeting, origins: dict[int, AgendaOrigin]) -> Iterable[_Draft]:
    """What earlier meetings of the campaign left open, the longest due first."""
    if meeting.campaign_id is None:
        return
    for follow_up in FollowUp.objects.left_open_before(
        campaign=meeting.campaign_id, day=meeting.starts_on, meeting=meeting.pk
    ):
        origin = origins.get(follow_up.pk) or AgendaOrigin(meeting=meeting, follow_up=follow_up)
        if origin.pk and origin.agenda_item is None:
            continue  # taken out by staff
        title = {code: getattr(follow_up, f"what_{code}") or "" for code in LANGUAGES}
        yield _Draft(follow_up, origin, title, minutes=MINUTES_FOR_A_FOLLOW_UP)


def _topics(
    ranking: TopicRanking, meeting: Meeting, origins: dict[int, AgendaOrigin]
) -> Iterable[_Draft]:
    """The topics, with what their place rests on."""
    for topic in ranking.topics:
        origin = origins.get(topic.choice.pk) or AgendaOrigin(meeting=meeting, choice=topic.choice)
        if origin.pk and origin.agenda_item is None:
            continue  # taken out by staff
        origin.points, origin.place = topic.points, topic.score.place
        origin.respondents, origin.stability = ranking.voters, topic.percent_stable
        title = {code: getattr(topic.choice, f"text_{code}") or "" for code in LANGUAGES}
        yield _Draft(topic, origin, title, weight=topic.score.points)


def _in_the_order_of_staff(drafts: list[_Draft]) -> list[_Draft]:
    """The drafts as they come, unless staff moved an item since they were drafted: then in their
    order, from then on, and the new ones after."""
    before = [one for one in drafts if one.origin.agenda_item]
    was = sorted(before, key=lambda one: one.origin.drafted.get("place", 0))
    now = sorted(before, key=lambda one: one.origin.agenda_item.position)  # type: ignore[union-attr]
    is_moved = was != now
    if is_moved:
        drafts = [*now, *(one for one in drafts if one.origin.agenda_item is None)]
    for place, draft in enumerate(drafts, start=1):
        draft.place = draft.origin.drafted.get("place", place) if is_moved else place
    return drafts


def _laid_out(
    starts_at: time, ends_at: time, drafts: list[_Draft], breaks: list[Break], by: User
) -> list[AgendaItem]:
    """The items with their times, saved together with where they came from."""
    for draft in drafts:
        item = draft.origin.agenda_item
        if item and item.minutes != draft.origin.drafted.get("minutes"):
            draft.minutes = item.minutes
    planned = [Planned(draft, draft.weight, draft.minutes) for draft in drafts]
    # Follow-ups have no weight of their own and so no share, but the minutes they are given.
    try:
        slots = timetable(starts_at, ends_at, planned, breaks=breaks)
    except ValueError as error:
        raise ValidationError(str(error)) from error
    minutes: dict[_Draft, int] = {}
    starts: dict[_Draft, time] = {}
    for slot in slots:
        if not isinstance(slot.content, Break):
            starts.setdefault(slot.content, slot.starts_at)
            minutes[slot.content] = minutes.get(slot.content, 0) + slot.minutes
    items = []
    for place, draft in enumerate(drafts, start=1):
        item = draft.origin.agenda_item or AgendaItem(
            meeting=draft.origin.meeting, visibility=Visibility.STAFF
        )
        for code, text in draft.title.items():
            name = f"title_{code}"
            if getattr(item, name) in (None, "", draft.origin.drafted.get(name)):
                setattr(item, name, text[:LONGEST_TITLE])
        item.starts_at, item.minutes = starts[draft], minutes[draft]
        item.position = place
        set_author(item, by).save()
        draft.origin.agenda_item = item
        draft.origin.drafted = {
            "place": draft.place,
            "minutes": draft.origin.drafted.get("minutes")
            if draft.minutes is not None and draft.origin.drafted
            else item.minutes,
            **{f"title_{code}": text[:LONGEST_TITLE] for code, text in draft.title.items()},
        }
        draft.origin.save()
        items.append(item)
    return items


def _number(items: list[AgendaItem]) -> None:
    """Puts drafted items and those of staff in one order: that of their times."""
    for position, item in enumerate(sorted(items, key=_time), start=1):
        if item.position != position:
            item.position = position
            item.save(update_fields=["position"])


def _time(item: AgendaItem) -> tuple[bool, time]:
    return item.starts_at is None, item.starts_at or time.min

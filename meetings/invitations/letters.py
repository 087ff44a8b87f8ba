"""The letters to those invited to a meeting."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.mail.letters import Letter, letter_from, letter_kind, portal_url
from kpcsc.foundation.translated_text import page_language, translated
from meetings.calendar.appointments import personal_files
from meetings.calendar.times import day_in_words, period_in_zones
from meetings.invitations.links import link_path
from meetings.models import Invitation, Meeting, Reply, State
from meetings.models.invitation import meeting_of_facts
from meetings.models.publication import visibilities_shown_to
from organisations.models import User


@letter_kind(_("invitation to a meeting"))
def meeting_invitation(invitation: Invitation, person: User) -> Letter | None:
    """The invitation with its personal link; None once it is withdrawn, answered or too late."""
    is_wanted = invitation.reply == Reply.NONE and invitation.meeting.takes_replies
    return _letter("invitation", invitation, person) if is_wanted else None


@letter_kind(_("reminder of a meeting"))
def meeting_reminder(invitation: Invitation, person: User) -> Letter | None:
    """The reminder for those who said neither yes nor no, or said so before the date was moved."""
    is_awaited = invitation.reply in {Reply.NONE, Reply.MAYBE} or invitation.is_asked_again
    is_open = is_awaited and invitation.meeting.takes_replies
    return _letter("reminder", invitation, person) if is_open else None


def _is_coming(invitation: Invitation, _person: User) -> bool:
    """Whether somebody counts on the meeting."""
    return invitation.reply == Reply.YES


def _is_moved_or_off(invitation: Invitation, person: User) -> bool:
    """Whether somebody counts on a meeting that is moved, postponed or cancelled."""
    is_off = invitation.meeting.is_postponed_or_cancelled
    is_news = is_off or invitation.is_of_another_date(invitation.meeting)
    return _is_coming(invitation, person) and is_news


@letter_kind(_("what changed in a meeting"), is_owed=_is_moved_or_off)
def meeting_changed(invitation: Invitation, person: User) -> Letter | None:
    """What the meeting's time and place were, and what they are.

    None where the letter would say the same twice: all was put back, or only translated; and to
    whoever cannot come, but for another date.
    """
    meeting = invitation.meeting
    if invitation.notified is None or meeting.is_over:
        return None
    before = meeting_of_facts(invitation.notified, now=meeting)
    was, now = (_when_and_where(one, person) for one in (before, meeting))
    if (before.state, was) == (meeting.state, now):
        return None
    is_moved = before.period != meeting.period
    if invitation.reply == Reply.NO and not (is_moved and meeting.takes_replies):
        return None
    change: dict[str, Any] = {
        "is_cancelled": meeting.state == State.CANCELLED,
        "is_postponed": meeting.state == State.POSTPONED,
        "is_moved": is_moved,
        "was": was,
    }
    return _letter("changed", invitation, person, before=before, **change)


@letter_kind(_("joining link of a meeting"))
def joining_link(invitation: Invitation, person: User) -> Letter | None:
    """The private link, for those who come."""
    return _letter("joining_link", invitation, person) if invitation.sees_joining_link else None


@letter_kind(_("withdrawal of an invitation"), is_owed=_is_coming)
def invitation_withdrawn(invitation: Invitation, person: User) -> Letter | None:
    """That the invitation no longer stands; None if it does again."""
    is_wanted = invitation.is_revoked and not invitation.meeting.is_over
    return _letter("withdrawn", invitation, person, of_withdrawn=True) if is_wanted else None


def _letter(
    name: str,
    invitation: Invitation,
    person: User,
    *,
    before: Meeting | None = None,
    of_withdrawn: bool = False,
    **more: Any,
) -> Letter | None:
    if invitation.is_revoked and not of_withdrawn:
        return None
    meeting = invitation.meeting
    context: dict[str, Any] = {
        "person": person,
        "meeting": translated(meeting, "title").text,
        "when": meeting.period.formatted(page_language()),
        "text": translated(meeting, "invitation_text").text,
        "introduction": translated(meeting, "introduction").text,
        "agenda": agenda_lines(invitation),
        "organisation": invitation.organisation
        and translated(invitation.organisation, "name").text,
        "places": meeting.places,
        "reply_by": day_in_words(meeting.reply_by),
        "has_replied": invitation.reply != Reply.NONE,
        "reply": invitation.get_reply_display(),
        "is_asked_again": invitation.is_asked_again,
        "said_yes": invitation.reply == Reply.YES,
        "said_no": invitation.reply == Reply.NO,
        "link_of_organisation": _link_of_organisation(invitation),
        "joining_link": meeting.joining_link,
        "now": _when_and_where(meeting, person),
        "link": portal_url(link_path(invitation)),
        **more,
    }
    files = personal_files(invitation, person, before=before)
    return letter_from(f"meetings/mail/{name}.txt", context, files)


def _link_of_organisation(invitation: Invitation) -> str:
    """The link by which the person's organisation is invited too, and has not replied; or none.

    Whoever is invited twice gets one letter, on their own invitation.
    """
    organisation = invitation.person and invitation.person.organisation_id
    if not organisation:
        return ""
    others = invitation.meeting.invitations.in_force().filter(reply=Reply.NONE)
    other = others.filter(organisation=organisation).first()
    return portal_url(link_path(other)) if other else ""


def agenda_lines(invitation: Invitation) -> list[str]:
    """The items of the agenda that whoever has the link may see: "09:00 Justice"."""
    visibilities = visibilities_shown_to(invitation.link_viewer)
    items = invitation.meeting.agenda_items.filter(visibility__in=visibilities)
    return [
        f"{item.starts_at:%H:%M} {title}" if item.starts_at else title
        for item in items
        if (title := translated(item, "title").text)
    ]


def _when_and_where(meeting: Meeting, person: User) -> list[str]:
    """When it is, on the meeting's clocks and the reader's, and where, one fact a line."""
    place = translated(meeting, "place").text
    how = meeting.get_format_display() if meeting.format else ""
    return [*period_in_zones(meeting.period, [person.time_zone]), *filter(None, [place, how])]

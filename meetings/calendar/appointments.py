"""A meeting as an appointment: for everyone's calendar, or for that of somebody invited."""

from dataclasses import replace
from datetime import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from kpcsc.foundation.mail.letters import Attachment, portal_url
from kpcsc.foundation.short_title import short_title
from kpcsc.foundation.translated_text import translated
from meetings.calendar.icalendar_files import Appointment, Attendee, Method, calendar_file
from meetings.models import Invitation, Meeting, Reply, State
from organisations.models import User

CANCELLED = "CANCELLED"
STATUSES = {State.CANCELLED: CANCELLED, State.POSTPONED: "TENTATIVE"}
ATTENDEE_STATUSES = {Reply.YES: "ACCEPTED", Reply.MAYBE: "TENTATIVE", Reply.NO: "DECLINED"}


def public_calendar_file(meeting: Meeting, page: str) -> bytes:
    """The calendar file of a meeting whose day is known; it names no organisation.

    `page` is the meeting's address. Two downloads of one state of the record are the same bytes,
    which tell neither how many meetings there are nor how often this one was edited.
    """
    appointment = appointment_of(
        meeting,
        stamped_at=meeting.publish_at or meeting.period.start_moment,
        description=translated(meeting, "introduction").text,
        address=page,
    )
    appointment = replace(appointment, sequence=0)
    return calendar_file(appointment, Method.PUBLISH, organiser=organiser())


def personal_files(
    invitation: Invitation, person: User, *, before: Meeting | None = None
) -> tuple[Attachment, ...]:
    """The calendar file for one of those invited, to be attached; none without a day.

    It takes the appointment back where the meeting is cancelled, the invitation is withdrawn, or
    where the meeting had a day `before` and has none any more.
    """
    meeting = invitation.meeting
    dated = meeting if meeting.has_calendar_date or before is None else before
    if not dated.has_calendar_date:
        return ()
    appointment = appointment_of(
        meeting,
        stamped_at=timezone.now(),
        description=_description_for(invitation),
        address=_page_for(meeting, person),
    )
    method = Method.REQUEST
    if invitation.is_revoked or meeting.state == State.CANCELLED or dated is not meeting:
        method = Method.CANCEL
        appointment = replace(appointment, status=CANCELLED, period=dated.period)
    answer = ATTENDEE_STATUSES.get(Reply(invitation.reply), "NEEDS-ACTION")
    attendee = Attendee(person.name, person.email, answer)
    content = calendar_file(appointment, method, organiser=organiser(), attendee=attendee)
    return ((f"{meeting.slug}.ics", content, f"text/calendar; method={method}"),)


def _page_for(meeting: Meeting, person: User) -> str:
    """The meeting's page, or where it has none for them, the person's own pages, which lead to the
    reply. The personal link stays out: calendars are shared."""
    is_shown = Meeting.objects.visible_to(person.link_viewer).filter(pk=meeting.pk).exists()
    return portal_url(meeting.get_absolute_url() if is_shown else reverse("my_home"))


def _description_for(invitation: Invitation) -> str:
    """What the invitation says, with the private link for those who come."""
    meeting = invitation.meeting
    invited = translated(meeting, "invitation_text").text
    parts = [invited or translated(meeting, "introduction").text]
    if invitation.sees_joining_link:
        parts.append(_("Joining link: %(link)s") % {"link": meeting.joining_link})
    return "\n\n".join(filter(None, parts))


def appointment_of(
    meeting: Meeting, *, stamped_at: datetime, description: str, address: str = ""
) -> Appointment:
    """The appointment that a meeting is, in the language that is active.

    Its UID is the same wherever it is told of; each change of the record makes a later one of it.
    """
    return Appointment(
        uid=f"{key_of(meeting)}@{urlsplit(settings.PORTAL_URL).hostname}",
        sequence=meeting.version,
        stamped_at=stamped_at,
        title=short_title(meeting).text,
        period=meeting.period,
        status=STATUSES.get(State(meeting.state), "CONFIRMED"),
        description=description,
        place=translated(meeting, "place").text
        or (meeting.get_format_display() if meeting.format else ""),
        address=address,
    )


def key_of(meeting: Meeting) -> str:
    """What stands for the meeting's primary key, which would tell how many there are."""
    return salted_hmac("meetings.calendar", str(meeting.pk), algorithm="sha256").hexdigest()[:20]


def organiser() -> str:
    """The address that appointments come from: where an answer by e-mail would go."""
    return settings.CONTACT_EMAIL or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]

"""The letters that publication brings about."""

from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.addresses import change_address
from kpcsc.foundation.mail.letters import Letter, letter_from, letter_kind, portal_url
from kpcsc.foundation.translated_text import page_language, translated
from kpcsc.foundation.viewer import Viewer
from meetings.calendar.times import period_in_zones
from meetings.models import Meeting, PublicationStep
from organisations.models import User


@letter_kind(_("record returned"))
def record_returned(step: PublicationStep, person: User) -> Letter:
    """To whoever sent a record for review: what is to be done about it."""
    context = {
        "person": person,
        "title": translated(step.record, "title").text,
        "by": step.by,
        "comment": step.comment,
        "link": portal_url(change_address(step.record)),
    }
    return letter_from("meetings/mail/record_returned.txt", context)


@letter_kind(_("announcement of a meeting"))
def summary_published(meeting: Meeting, person: User) -> Letter | None:
    """To a member: a summary is there, or a meeting is planned; None where it is not there, or not
    for this person, or the meeting is off."""
    shown = Meeting.objects.visible_to(Viewer.of(person)).filter(pk=meeting.pk).first()
    if shown is None or shown.is_postponed_or_cancelled:
        return None
    context = {
        "person": person,
        "title": translated(shown, "title").text,
        "is_planned": not shown.is_over,
        "when": shown.period.formatted(page_language()),
        "dates": period_in_zones(shown.period, [person.time_zone]),
        "introduction": translated(shown, "introduction").text,
        "link": portal_url(shown.get_absolute_url()),
    }
    return letter_from("meetings/mail/summary_published.txt", context)

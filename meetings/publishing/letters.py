"""The letters that publication brings about."""

from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.addresses import change_address
from kpcsc.foundation.mail.letters import Letter, letter_from, letter_kind, portal_url
from kpcsc.foundation.translated_text import translated
from kpcsc.foundation.viewer import Viewer
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


@letter_kind(_("summary published"))
def summary_published(meeting: Meeting, person: User) -> Letter | None:
    """To a member: a summary is there; None where it is not, or not for this person."""
    shown = Meeting.objects.visible_to(Viewer.of(person)).filter(pk=meeting.pk).first()
    if shown is None:
        return None
    context = {
        "person": person,
        "title": translated(shown, "title").text,
        "introduction": translated(shown, "introduction").text,
        "link": portal_url(shown.get_absolute_url()),
    }
    return letter_from("meetings/mail/summary_published.txt", context)

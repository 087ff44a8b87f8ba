"""The weekly letter about what an organisation promised."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.mail.letters import Letter, letter_from, letter_kind, portal_url
from kpcsc.foundation.partial_date import PartialPeriod
from kpcsc.foundation.translated_text import page_language, translated
from meetings.models import FollowUp
from organisations.models import Organisation, User

SOON = timedelta(days=7)


@letter_kind(_("weekly reminder of follow-ups"))
def follow_ups_due(organisation: Organisation, person: User) -> Letter | None:
    """What is overdue, and what is due within a week; None where nothing is, for this person."""
    if person.organisation_id != organisation.pk or not person.wants_digest:
        return None
    today = timezone.localdate()
    due = [*FollowUp.objects.promised_by(person).due_within(today + SOON).longest_due_first()]
    if not due:
        return None
    lines = [
        (
            translated(one, "what").text,
            PartialPeriod(one.due).formatted(page_language()),
            one.is_overdue,
        )
        for one in due
        if one.due
    ]
    context = {
        "person": person,
        "organisation": translated(organisation, "name").text,
        "overdue": [(what, day) for what, day, is_overdue in lines if is_overdue],
        "soon": [(what, day) for what, day, is_overdue in lines if not is_overdue],
        "link": portal_url(reverse("my_follow_ups")),
    }
    return letter_from("meetings/mail/follow_ups_due.txt", context)

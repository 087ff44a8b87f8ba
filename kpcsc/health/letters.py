"""The letter that tells administrators what is wrong with the portal."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.mail.letters import Letter, letter_from, letter_kind, portal_url
from kpcsc.health.models import KnownFault
from organisations.models import User


def owed_to_administrators(_fault: Any, person: User) -> bool:
    """Whoever runs the portal has to know, also if they want no other messages."""
    return person.is_superuser


@letter_kind(_("fault of the portal"), is_owed=owed_to_administrators)
def fault_found(known: KnownFault, person: User) -> Letter | None:
    """What is wrong since when, and what to do; None where it is no longer so."""
    if not person.is_superuser:
        return None
    context = {
        "person": person,
        "sentence": known.fault.sentence,
        "advice": known.fault.advice,
        "since": known.since,
        "link": portal_url(reverse("admin:index")),
    }
    return letter_from("kpcsc/mail/fault_found.txt", context)

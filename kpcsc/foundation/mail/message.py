"""The message that a letter is sent as."""

from email.utils import formataddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from kpcsc.foundation.mail.letters import RULE, Letter, letter_html, rendered
from kpcsc.foundation.mail.models import Delivery
from kpcsc.foundation.mail.refusal import refusal_address
from kpcsc.foundation.translated_text import page_language


def _address_of(person: Any) -> str:
    """The address with the person's name beside it, as RFC 5322 writes them; alone where it has
    other letters than that knows, which Django writes for the server."""
    if not person.email.isascii():
        return str(person.email)
    return formataddr((" ".join(person.name.split()), person.email))


def message_of(letter: Letter, delivery: Delivery) -> EmailMultiAlternatives:
    """The message to the delivery's person, in the language that is active.

    Both parts have the same words and end with who writes, why, and how to stop it (RFC 8058).
    """
    # Sent again by hand, a letter has the name it had: many mailboxes then show it once.
    host = urlsplit(settings.PORTAL_URL).hostname
    headers = {
        "Message-ID": f"<{delivery.pk}.{delivery.queued_at:%Y%m%d%H%M%S}@{host}>",
        "Content-Language": page_language(),
        "Auto-Submitted": "auto-generated",  # RFC 3834: no answer from those who are away
    }
    refuse_at = "" if delivery.kind.asked_for else refusal_address(delivery.person)
    if refuse_at:
        headers["List-Unsubscribe"] = f"<{refuse_at}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    contact = settings.CONTACT_EMAIL
    context = {"portal": settings.PORTAL_URL, "contact": contact, "refuse_at": refuse_at}
    text = f"{letter.text}\n\n{RULE}\n{rendered('mail/footer.txt', context)}\n"
    message = EmailMultiAlternatives(
        letter.subject,
        text,
        to=[_address_of(delivery.person)],
        reply_to=[contact] if contact else [],
        headers=headers,
        attachments=letter.attachments,
    )
    page: dict[str, Any] = {
        "language": page_language(),
        "subject": letter.subject,
        "content": letter_html(text),
    }
    message.attach_alternative(render_to_string("mail/letter.html", page), "text/html")
    return message

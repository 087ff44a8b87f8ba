"""What the base template needs: the stylesheet, the other language's address, structured data."""

import json
from typing import Any
from urllib.parse import quote, urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from kpcsc.foundation.translated_text import LANGUAGES, page_language
from kpcsc.share_cards.records import card_of, portal_card
from kpcsc.styles import stylesheet as stylesheet_text

register = template.Library()

# So that no text can end the script element; as Django's own json_script does.
JSON_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&"}


@register.simple_tag
def stylesheet() -> SafeString:
    """The text of the `<style>` element; the security policy allows its hash."""
    return mark_safe(stylesheet_text())  # noqa: S308 (our own files)


@register.simple_tag
def demonstration() -> bool:
    """Whether this portal shows what it can do, on one machine, for nobody else."""
    return settings.DEMO


@register.simple_tag
def contact_email() -> str:
    """The address that people may write to; empty where none is set."""
    return settings.CONTACT_EMAIL


@register.simple_tag
def other_language() -> str:
    """The language that the page is not in."""
    return next(language for language in LANGUAGES if language != page_language())


@register.simple_tag
def address_in(request: HttpRequest, language: str) -> str:
    """The path of this page in a language: the addresses differ in their first part alone."""
    return f"/{language}/{request.path.partition('/')[2].partition('/')[2]}"


@register.simple_tag
def address_without_language(request: HttpRequest) -> str:
    """The path that leads to this page in the language that a browser asks for."""
    return f"/{request.path.partition('/')[2].partition('/')[2]}"


@register.simple_tag(takes_context=True)
def absolute(context: Context, path: str) -> str:
    """The whole address of a path."""
    request: HttpRequest = context["request"]
    return request.build_absolute_uri(path)


@register.inclusion_tag("components/share_card.html", takes_context=True)
def share_card(context: Context, record: Any = None) -> dict[str, Any]:
    """What a page tells of its card: that of a record which anyone may see, or the portal's.

    The card's address changes with what it shows, for networks keep a picture by its address.
    """
    request: HttpRequest = context["request"]
    if record is None:
        card, path = portal_card(), reverse("portal_share_card")
    else:
        card = card_of(record)
        path = reverse("share_card", args=[record._meta.model_name, record.slug])
    return {"card": card, "address": request.build_absolute_uri(f"{path}?v={card.digest}")}


@register.simple_tag
def whatsapp_link(words: str, address: str) -> str:
    """Opens WhatsApp with a text to send, which ends with the address; nobody is told of it."""
    return "https://wa.me/?" + urlencode({"text": f"{words} {address}"}, quote_via=quote)


@register.simple_tag
def mail_link(words: str, address: str, subject: str) -> str:
    """Opens a letter with the same text, under this subject."""
    letter = {"subject": subject, "body": f"{words}\n\n{address}"}
    return "mailto:?" + urlencode(letter, quote_via=quote)


@register.filter
def json_ld(data: dict[str, Any]) -> SafeString:
    """Data for machines, as the content of a `<script type="application/ld+json">`."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(JSON_ESCAPES))  # noqa: S308 (escaped on this line)

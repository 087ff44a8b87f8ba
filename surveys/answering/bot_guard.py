"""Keeps programs from filling surveys that are open to all, without asking anyone for help.

A field that people do not see stays empty, and nobody answers within three seconds of opening the
page. The moment of opening travels in the form, signed for the one answer whose code the page
holds; nothing is kept about the visitor.
"""

from collections.abc import Mapping
from typing import Any

from django.core.signing import BadSignature, TimestampSigner

LEAST_SECONDS = 3
MOST_SECONDS = 7 * 24 * 60 * 60
TRAP = "website"

_signer = TimestampSigner(salt="surveys.bot_guard")


def stamp(code: str) -> str:
    """The signed moment at which a page was made, for the answer with this code."""
    return _signer.sign(code)


def looks_automatic(data: Mapping[str, Any]) -> bool:
    """Whether a form was filled as programs fill them."""
    if data.get(TRAP) or not data.get("code"):
        return True
    sent = str(data.get("stamp", ""))
    try:
        if _signer.unsign(sent, max_age=MOST_SECONDS) != data.get("code"):
            return True
    except BadSignature:
        return True
    try:
        _signer.unsign(sent, max_age=LEAST_SECONDS)
    except BadSignature:  # older than that, as a person's is
        return False
    return True

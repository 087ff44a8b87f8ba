"""The page of a demonstration that shows the messages it would have sent."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override

from kpcsc.foundation.http import read_only

MOST_MESSAGES = 50
# The style of a message is its own; it loads nothing and sends nothing.
MESSAGE_CSP = {"default-src": [CSP.NONE], "style-src": [CSP.UNSAFE_INLINE]}


@dataclass(frozen=True)
class Message:
    """A message as it was written into the folder."""

    name: str
    email: EmailMessage

    @property
    def sent_at(self) -> datetime:
        return self.email["Date"].datetime

    @property
    def subject(self) -> str:
        return self.email["Subject"]

    @property
    def recipient(self) -> str:
        return self.email["To"]

    @property
    def language(self) -> str:
        return self.email["Content-Language"] or ""

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    @property
    def attachments(self) -> list[str]:
        """The names of the files that come with it."""
        return [part.get_filename("") for part in self.email.iter_attachments()]

    def _part(self, subtype: str) -> str:
        part = self.email.get_body([subtype])
        return part.get_content() if part else ""


def latest() -> list[Message]:
    """The messages in the folder that they go into instead of to people, the newest first."""
    folder: Path | None = settings.MAILERS["default"].get("OPTIONS", {}).get("folder")
    files = sorted(folder.glob("*.eml"), reverse=True) if folder else []
    return [
        Message(file.stem, message_from_bytes(file.read_bytes(), policy=policy.default))
        for file in files[:MOST_MESSAGES]
    ]


@read_only
def outbox(request: HttpRequest) -> HttpResponse:
    """The latest messages, the newest first; one's HTML as its recipient gets it, if named."""
    messages = latest()
    if name := request.GET.get("message"):
        return message_page(name, messages)
    return render(request, "kpcsc/outbox.html", {"sent": messages})


@csp_override(MESSAGE_CSP)
def message_page(name: str, messages: list[Message]) -> HttpResponse:
    """The HTML of one of the messages; Http404 where there is none of that name."""
    for message in messages:
        if message.name == name:
            return HttpResponse(message.html)
    raise Http404

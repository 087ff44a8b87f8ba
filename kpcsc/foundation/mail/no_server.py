"""Mail of a portal for which no server was named: it fails, and says so."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class NoServerError(Exception):
    """No mail server is set up."""


class EmailBackend(BaseEmailBackend):
    """Sends nothing, and never lets a message pass for sent."""

    def open(self) -> None:
        raise NoServerError("Name a mail server in EMAIL_URL.")

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.open()
        return 0

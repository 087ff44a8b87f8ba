"""Sending by SMTP, so that a letter that may have arrived is not taken for one that was refused."""

import smtplib
from dataclasses import dataclass
from typing import Any

from django.core.mail.backends import smtp


class InterruptedSendingError(Exception):
    """The connection broke while the letter was handed over: the server may have kept it."""


class _DetectsInterruption:
    """Tells a connection that breaks while the text is sent from one that breaks before."""

    def data(self, msg: Any) -> tuple[int, bytes]:
        try:
            return super().data(msg)  # type: ignore[misc]
        except smtplib.SMTPServerDisconnected as error:
            raise InterruptedSendingError from error


class SMTP(_DetectsInterruption, smtplib.SMTP):
    pass


class SMTPOverTLS(_DetectsInterruption, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Django's, which says by InterruptedSendingError when nobody knows what became of a letter."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return SMTPOverTLS if self.use_ssl else SMTP


@dataclass(frozen=True)
class Refusal:
    """What a mail server answered; `code` is 0 where there was no answer."""

    code: int
    text: str

    @property
    def is_permanent(self) -> bool:
        """Whether trying again is in vain (RFC 5321, 4.2.1)."""
        return self.code >= 500


def refusal_in(error: OSError) -> Refusal:
    """What the server answered, or why there was no answer; every error of smtplib is an OSError.

    Of several recipients, the first refused one is told of: our letters have one.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        [(code, answer), *_others] = error.recipients.values()
        return _refusal(code, answer)
    if isinstance(error, smtplib.SMTPResponseException):
        return _refusal(error.smtp_code, error.smtp_error)
    return Refusal(0, str(error) or type(error).__name__)


def _refusal(code: int, answer: bytes | str) -> Refusal:
    words = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return Refusal(code, " ".join(f"{code} {words}".split()))

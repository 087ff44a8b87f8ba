"""What a log may say: what broke and where, never of whom or for whom.

The path of a request may hold a token; the words of an error may hold what somebody typed, as
PostgreSQL's do of an address that is there already.
"""

import logging
from traceback import format_tb
from types import TracebackType

SECURITY_LOGGER_PREFIX = "django.security."  # their words repeat what somebody typed
GUNICORN_ERROR_PREFIX = "Error handling request"  # which the path follows

type ExcInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


def places_of(error: BaseException) -> str:
    """Where an error came from and what kind it is, and those behind it, without their words."""
    behind = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    kind = f"{type(error).__module__}.{type(error).__qualname__}\n"
    return "".join([places_of(behind) if behind else "", *format_tb(error.__traceback__), kind])


class DiscreetFormatter(logging.Formatter):
    """Leaves out the path of a request and the words of errors."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (logging's own name)
        if record.name.startswith(SECURITY_LOGGER_PREFIX):
            record.message = "Refused"  # for the reason that the logger's name gives
        elif hasattr(record, "request"):  # Django's: what happened, a colon, the path
            record.message = record.message.partition(":")[0]
        elif record.message.startswith(GUNICORN_ERROR_PREFIX):
            record.message = GUNICORN_ERROR_PREFIX
        return super().formatMessage(record)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 (likewise)
        return places_of(ei[1]) if ei[1] else ""

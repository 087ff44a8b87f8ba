"""What a log may say: what broke and where, never of whom or for whom.

The path of a request may hold a token; the words of an error may hold what somebody typed, as
PostgreSQL's do of an address that is there already.

What failed has a code, which the person sees to whom it happened: `manage.py log CODE` finds it.
"""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from traceback import format_tb
from types import TracebackType
from typing import Any

from django.utils.crypto import get_random_string

from kpcsc.foundation.release import release_name

SECURITY_LOGGER_PREFIX = "django.security."  # their words repeat what somebody typed
GUNICORN_ERROR_PREFIX = "Error handling request"  # which the path follows
# Whose words are known; those of other libraries quote what they read.
DISCREET_LOGGERS = (
    *("kpcsc", "meetings", "organisations", "surveys"),
    *("django", "django_tasks_db", "gunicorn"),
)
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none of which is read for another
CODE_LENGTH = 6

type ExcInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


def places_of(error: BaseException) -> str:
    """Where an error came from and what kind it is, and those behind it, without their words."""
    behind = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    kind = f"{type(error).__module__}.{type(error).__qualname__}\n"
    return "".join([places_of(behind) if behind else "", *format_tb(error.__traceback__), kind])


def new_failure_code() -> str:
    """A code for something that failed, to be read out on a telephone."""
    return get_random_string(CODE_LENGTH, CODE_LETTERS)


def tells_of_failure(record: logging.LogRecord) -> bool:
    """Whether a record of Django's is of a failure, and no answer that says that it is closed."""
    return getattr(record, "status_code", None) != HTTPStatus.SERVICE_UNAVAILABLE


class DiscreetFormatter(logging.Formatter):
    """Leaves out the path of a request and the words of errors."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (logging's own name)
        if record.name.startswith(SECURITY_LOGGER_PREFIX):
            record.message = "Refused"  # for the reason that the logger's name gives
        elif hasattr(record, "request"):  # Django's: what happened, a colon, the path
            record.message = record.message.partition(":")[0]
        elif record.message.startswith(GUNICORN_ERROR_PREFIX):
            record.message = GUNICORN_ERROR_PREFIX
        elif not record.name.startswith(DISCREET_LOGGERS):
            record.message = "A problem, whose words are left out"
        elif record.exc_info and (error := record.exc_info[1]) and str(error):
            record.message = record.message.replace(str(error), type(error).__qualname__)
        return super().formatMessage(record)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 (likewise)
        return places_of(ei[1]) if ei[1] else ""


class FailureFormatter(DiscreetFormatter):
    """Writes a line of JSON: what failed and where, when, in which view of which release."""

    def format(self, record: logging.LogRecord) -> str:
        record.message = record.getMessage()
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        return json.dumps(
            {
                "code": getattr(request, "failure_code", "") or new_failure_code(),
                "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
                "level": record.levelname,
                "logger": record.name,
                "message": self.formatMessage(record),
                "view": match.view_name if match else "",
                "release": release_name(),
                "places": self.formatException(record.exc_info) if record.exc_info else "",
            }
        )


def written_failures(path: Path) -> Iterator[dict[str, Any]]:
    """What the log at this path says, the oldest first, also in the files that it was before.

    A line that was cut short is left out.
    """
    rotated = [file for file in path.parent.glob(f"{path.name}.*") if file.suffix[1:].isdigit()]
    for file in [*sorted(rotated, key=lambda one: -int(one.suffix[1:])), path]:
        if not file.exists():
            continue
        for line in file.read_text(errors="replace").splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                continue

"""What is in a log, and what never is: who asked, for what, and what anybody typed."""

import logging
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kpcsc.foundation.logs import DiscreetFormatter, places_of
from organisations.models import User
from tests.factories import make_user

PATH = "/fr/surveys/answer/secret/"


def line(message: str, *args: object, name: str = "gunicorn.error", **facts: Any) -> str:
    """What the console shows of a record."""
    error = facts.pop("exc_info", None)
    record = logging.LogRecord(name, logging.ERROR, "", 0, message, args, error)
    vars(record).update(facts)
    return DiscreetFormatter("{levelname}: {message}", style="{").format(record)


@pytest.mark.parametrize(
    ("message", "args", "shown"),
    [
        ("Error handling request %s", [PATH], "Error handling request"),
        ("Error handling request %s %s", ["GET", PATH], "Error handling request"),
        ("Connection in use: %s", ["('127.0.0.1', 80)"], "Connection in use: ('127.0.0.1', 80)"),
        ("WORKER TIMEOUT (pid:%s)", [41], "WORKER TIMEOUT (pid:41)"),
    ],
)
def test_gunicorn_tells_of_itself_and_of_no_request(
    message: str, args: list[object], shown: str
) -> None:
    assert line(message, *args) == f"ERROR: {shown}"


def test_django_tells_of_no_path() -> None:
    shown = line("%s: %s", "Internal Server Error", PATH, name="django.request", request=None)
    assert shown == "ERROR: Internal Server Error"


def test_of_a_refusal_the_logger_s_name_tells_enough() -> None:
    said = "The field awa@example.org cannot be referenced."
    shown = line(said, name="django.security.DisallowedModelAdminToField", request=None)
    assert shown == "ERROR: Refused"


def test_other_libraries_quote_what_they_read() -> None:
    said = "found 'Grace was at the meeting'"
    assert line(said, name="pypdf.generic") == "ERROR: A problem, whose words are left out"


def test_the_words_of_an_error_are_not_repeated_either() -> None:
    error = ValueError("(1, Grace) already exists")
    shown = line(
        f"Error calling index in on_commit() ({error}).",
        name="django.db.backends.base",
        exc_info=(ValueError, error, None),
    )
    assert shown == "ERROR: Error calling index in on_commit() (ValueError).\nbuiltins.ValueError\n"


def failure() -> IntegrityError:
    """An error whose words hold an address on PostgreSQL, and the statement's values on none."""
    person = make_user(email="awa@example.org")
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        User.objects.create(email=person.email)
    return caught.value


@pytest.mark.django_db
def test_of_an_error_the_kind_and_the_place_are_shown_and_no_words() -> None:
    error = failure()
    shown = line("Broken.", exc_info=(type(error), error, error.__traceback__))
    assert shown.startswith("ERROR: Broken.\n")
    assert shown.endswith("django.db.utils.IntegrityError\n")
    assert ", in failure\n" in shown
    assert "awa@" not in shown


def test_the_errors_behind_an_error_come_first() -> None:
    def fail() -> None:
        try:
            raise KeyError("awa@example.org")
        except KeyError as error:
            raise ValueError("awa@example.org") from error

    with pytest.raises(ValueError, match="awa") as caught:
        fail()
    kinds = [line for line in places_of(caught.value).splitlines() if not line.startswith(" ")]
    assert kinds == ["builtins.KeyError", "builtins.ValueError"]


def test_the_server_drops_the_body_of_a_head_request_without_a_word() -> None:
    assert not logging.getLogger("gunicorn.http.wsgi").isEnabledFor(logging.WARNING)

"""What a process keeps of public records holds until they change, or until a moment."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.utils import timezone

from kpcsc.foundation import site_revision
from kpcsc.foundation.site_revision import (
    REVISION_QUERY,
    Kept,
    Revision,
    current_revision,
    revision_by_token,
    revision_read,
)
from meetings.models import Meeting
from tests.factories import make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def moments(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The moments at which records change by the clock."""
    found: list[datetime] = []
    monkeypatch.setattr(site_revision, "_moments", [lambda _after: found])
    monkeypatch.setattr(site_revision, "_latest", None)
    return found


@pytest.fixture
def numbers() -> Kept[[], int]:
    """Another number each time that it is made."""
    following = count(1)
    return Kept(lambda: next(following))


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Sets the clock."""
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_it_is_made_once_and_anew_after_a_change(
    moments: list[datetime], numbers: Kept[[], int]
) -> None:
    assert [numbers(), numbers()] == [1, 1]
    make_meeting()
    assert [numbers(), numbers()] == [2, 2]


def test_it_is_made_for_each_argument(moments: list[datetime]) -> None:
    made: list[tuple[int, str]] = []

    @Kept
    def words(number: int, *, word: str) -> str:
        made.append((number, word))
        return word * number

    assert [words(2, word="a"), words(1, word="a"), words(2, word="a")] == ["aa", "a", "aa"]
    assert made == [(2, "a"), (1, "a")]


def test_it_is_made_anew_from_a_moment_on(
    moments: list[datetime], numbers: Kept[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = datetime(2026, 6, 2, 12, tzinfo=timezone.get_current_timezone())
    moments[:] = [noon + timedelta(hours=9), noon, noon - timedelta(hours=1)]
    at(monkeypatch, noon - timedelta(minutes=1))
    assert numbers() == 1
    at(monkeypatch, noon - timedelta(seconds=0.001))
    assert numbers() == 1
    at(monkeypatch, noon)
    assert numbers() == 2
    # The database may think that it is a second earlier, or that it was one later just now.
    at(monkeypatch, noon + timedelta(seconds=0.9))
    assert numbers() == 3
    at(monkeypatch, noon + timedelta(seconds=1))
    assert [numbers(), numbers()] == [4, 4]
    at(monkeypatch, noon + timedelta(hours=9))
    assert numbers() == 5


def test_the_day_changes_without_anything_being_registered(
    moments: list[datetime], numbers: Kept[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    midnight = datetime(2026, 6, 3, tzinfo=timezone.get_current_timezone())
    at(monkeypatch, midnight - timedelta(hours=23))
    assert numbers() == 1
    at(monkeypatch, midnight - timedelta(microseconds=1))
    assert numbers() == 1
    at(monkeypatch, midnight)
    assert numbers() == 2


def test_what_the_clock_does_not_change_outlives_a_moment(
    moments: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    following = count(1)
    kept = Kept(lambda: next(following), revision=revision_by_token)
    moments[:] = [timezone.now() + timedelta(minutes=1)]
    assert kept() == 1
    at(monkeypatch, moments[0])
    assert kept() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("begins_before", [True, False])
def test_what_may_still_be_undone_is_not_kept(moments: list[datetime], begins_before: bool) -> None:
    """It is read in the transaction that wrote it, by a request that began before, or after."""
    kept = Kept(Meeting.objects.count)
    with revision_read() if begins_before else nullcontext():
        with transaction.atomic():
            make_meeting()
            assert kept() == 1
            transaction.set_rollback(True)
        assert [kept(), kept()] == [0, 0]


def test_moments_that_were_read_while_somebody_wrote_end_the_revision_at_once(
    moments: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(_after: datetime) -> Iterator[datetime]:
        make_meeting()
        yield timezone.now() + timedelta(hours=1)

    monkeypatch.setattr(site_revision, "_moments", [write])
    with revision_read():
        assert current_revision() is None
        revision = revision_by_token()
        assert revision is not None
        assert (revision.is_over, revision.is_current) == (True, False)


def test_without_a_token_nothing_is_kept(moments: list[datetime], numbers: Kept[[], int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM foundation_siterevision")
    assert current_revision() is None
    assert [numbers(), numbers()] == [1, 2]


def test_a_token_that_comes_back_brings_back_nothing(moments: list[datetime]) -> None:
    """A database restored from a copy has the token of then."""
    first = revision_by_token()
    assert first is not None
    assert revision_by_token() is first
    make_meeting()
    assert revision_by_token() is not first
    with connection.cursor() as cursor:
        cursor.execute("UPDATE foundation_siterevision SET token = %s", [first.token])
    again = revision_by_token()
    assert isinstance(again, Revision)
    assert (again.token, again is first) == (first.token, False)


def test_a_connection_that_broke_since_the_last_request_is_replaced(client: Client) -> None:
    """Also where Django was told not to look: the token's query does."""
    failures = iter([OperationalError("server closed the connection unexpectedly")])

    def fail_once(execute: Any, sql: str, *arguments: Any) -> Any:
        if sql.startswith(REVISION_QUERY) and (failure := next(failures, None)):
            raise failure
        return execute(sql, *arguments)

    with connection.execute_wrapper(fail_once), pytest.MonkeyPatch.context() as patch:
        closed: list[bool] = []
        patch.setattr(connection, "close", lambda: closed.append(True))
        assert client.get("/fr/about/").status_code == 200
    assert closed == [True]

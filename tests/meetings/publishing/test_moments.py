"""When readers see another page although nothing was written."""

from datetime import UTC, date, datetime, time

import pytest

from meetings.publishing.moments import moments_after
from tests.factories import make_campaign, make_meeting

NOW = datetime(2026, 6, 2, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def moments() -> list[str]:
    """Those after NOW, in order."""
    return sorted(
        f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}" for moment in moments_after(NOW) if moment > NOW
    )


def test_the_next_publication_of_each_kind() -> None:
    for day in (1, 9, 20):
        make_meeting(publish_at=datetime(2026, 6, day, 8, tzinfo=UTC))
        make_campaign(publish_at=datetime(2026, 6, day, 9, tzinfo=UTC))
    assert moments() == ["2026-06-09 08:00", "2026-06-09 09:00"]


def test_a_meeting_to_come_begins_and_is_over_by_the_clocks_of_its_place() -> None:
    make_meeting(
        state="planned",
        starts_on=date(2026, 6, 3),
        starts_at=time(9),
        ends_at=time(11, 30),
        precision="minute",
        time_zone="Africa/Kinshasa",
    )
    assert moments() == ["2026-06-03 08:00", "2026-06-03 10:30"]


@pytest.mark.parametrize(
    ("precision", "ends_on", "over"),
    [
        ("day", None, "2026-06-03 00:00"),
        ("day", date(2026, 6, 9), "2026-06-10 00:00"),
        ("month", None, "2026-07-01 00:00"),
        ("year", None, "2027-01-01 00:00"),
    ],
)
def test_a_meeting_is_over_when_its_last_day_is(
    precision: str, ends_on: date | None, over: str
) -> None:
    first = {"day": date(2026, 6, 2), "month": date(2026, 6, 1), "year": date(2026, 1, 1)}
    make_meeting(
        state="planned",
        starts_on=first[precision],
        ends_on=ends_on,
        precision=precision,
        time_zone="UTC",
    )
    assert moments() == [over]


def test_one_that_was_held_or_is_long_past_has_no_moment() -> None:
    make_meeting(starts_on=date(2026, 6, 3), state="held")
    make_meeting(starts_on=date(2024, 6, 3), state="planned")
    assert moments() == []

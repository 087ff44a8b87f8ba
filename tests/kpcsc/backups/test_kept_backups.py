"""Which backups are kept: 7 days, 5 weeks, 12 months."""

from datetime import UTC, datetime, timedelta

from kpcsc.backups.kept_backups import kept_moments

NOON = datetime(2026, 12, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_of_nightly_backups_of_two_years_few_are_kept() -> None:
    nights = [NOON - number * DAY for number in range(730)]
    kept = sorted(kept_moments(nights), reverse=True)
    assert kept[:7] == nights[:7]
    sundays = [datetime(2026, 11, day, 12, tzinfo=UTC) for day in (29, 22, 15, 8)]
    assert set(sundays) <= set(kept)
    last_days = [datetime(2026, month, 1, 12, tzinfo=UTC) - DAY for month in range(2, 13)]
    assert set(last_days) <= set(kept)
    assert len(kept) == 7 + 3 + 10  # the others are among the days, or among the weeks


def test_of_a_day_the_last_is_kept() -> None:
    kept = kept_moments([NOON, NOON - timedelta(hours=1), NOON - DAY])
    assert kept == {NOON, NOON - DAY}


def test_where_none_was_made_for_years_none_goes() -> None:
    old = {NOON - 1000 * DAY, NOON - 2000 * DAY}
    assert kept_moments(old) == old
    assert kept_moments([]) == set()

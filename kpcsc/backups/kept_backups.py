"""Which backups are kept: the last of each of 7 days, 5 weeks and 12 months."""

from collections.abc import Callable, Iterable
from datetime import datetime

DAYS, WEEKS, MONTHS = 7, 5, 12

type Period = tuple[int, ...]


def kept_moments(moments: Iterable[datetime]) -> set[datetime]:
    """Those of the moments at which backups were made, whose backups are kept.

    Counted are days, weeks and months that have a backup: where none is made for a year, none goes.
    """
    newest_first = sorted(moments, reverse=True)
    periods: list[tuple[int, Callable[[datetime], Period]]] = [
        (DAYS, lambda moment: (moment.toordinal(),)),
        (WEEKS, lambda moment: tuple(moment.isocalendar()[:2])),
        (MONTHS, lambda moment: (moment.year, moment.month)),
    ]
    return {
        moment
        for number, period in periods
        for moment in _last_of_each(newest_first, number, period)
    }


def _last_of_each(
    newest_first: list[datetime], number: int, period: Callable[[datetime], Period]
) -> list[datetime]:
    last: dict[Period, datetime] = {}
    for moment in newest_first:
        last.setdefault(period(moment), moment)
    return list(last.values())[:number]

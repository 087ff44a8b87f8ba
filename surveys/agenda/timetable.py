"""From weights to minutes: a meeting shared among its items and laid out around its breaks."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Break:
    """A pause that keeps its time."""

    starts_at: time
    minutes: int


@dataclass(frozen=True)
class Planned[Item]:
    """An item to be laid out: for its own minutes if it has any, else by its weight."""

    item: Item
    weight: Fraction | int = 1
    minutes: int | None = None


@dataclass(frozen=True)
class Slot[Item]:
    """A stretch of the meeting and what fills it."""

    content: Item | Break
    starts_at: time
    minutes: int
    is_continued: bool = False  # the item began before a break


def allot(
    total: int, weights: Sequence[Fraction | int], *, least: int = 5, step: int = 5
) -> list[int]:
    """The minutes of each item, by weight; their sum is `total`.

    Each gets whole steps, and at least `least` minutes (rounded up to whole steps): an item whose
    share is less gets the least, and the others share the rest. Steps left over by rounding go to
    the largest remainders, of equal ones to the earlier. Minutes that make no whole step go to
    the longest item: of equally long ones to the heaviest, of those to the first. So no item is
    shorter than a lighter one. Where every weight is 0, all weigh the same.

    Method: largest remainders, Hamilton (1792). Raises ValueError, in a sentence for people, when
    there is no room for all, or no item to take the minutes.
    """
    steps, odd_minutes = divmod(total, step)
    least_steps = -(-least // step)
    lacking = len(weights) * least_steps * step - total
    if lacking > 0:
        sentence = ngettext(
            "The items do not fit: %(number)d minute is lacking.",
            "The items do not fit: %(number)d minutes are lacking.",
            lacking,
        )
        raise ValueError(sentence % {"number": lacking})
    if not weights and total:
        sentence = ngettext(
            "%(number)d minute is left, and no item may take it.",
            "%(number)d minutes are left, and no item may take them.",
            total,
        )
        raise ValueError(sentence % {"number": total})
    if not any(weights):
        weights = [1] * len(weights)
    minutes = [share * step for share in _largest_remainders(steps, weights, least_steps)]
    if odd_minutes:
        longest = max(range(len(minutes)), key=lambda index: (minutes[index], weights[index]))
        minutes[longest] += odd_minutes
    return minutes


def timetable[Item](
    starts_at: time,
    ends_at: time,
    items: Sequence[Planned[Item]],
    *,
    breaks: Sequence[Break] = (),
    least: int = 5,
    step: int = 5,
) -> list[Slot[Item]]:
    """The meeting laid out from its start to its end, without a gap.

    Items keep their order. Those with minutes of their own keep them; the others share what is
    left of the time without breaks, as `allot` does. Breaks keep their time: an item that would
    run over one is cut in two, and its second slot says that it is continued. Times count to the
    minute. With `least` 0, an item that gets no minutes has no slot.

    Raises ValueError, in a sentence for people, when the meeting does not end on its day after it
    starts, when a break lies outside it or over another, when an item or a break lasts no minute,
    and as `allot` does.
    """
    opening, closing = _minute_of_day(starts_at), _minute_of_day(ends_at)
    if closing <= opening:
        raise ValueError(
            _("The end is not after the start: a meeting past midnight cannot be laid out.")
        )
    own_minutes = [planned.minutes for planned in items if planned.minutes is not None]
    own_minutes += [pause.minutes for pause in breaks]
    if any(minutes < 1 for minutes in own_minutes):
        raise ValueError(_("Items and breaks last at least one minute."))
    pauses = sorted(breaks, key=lambda pause: pause.starts_at)
    _check_breaks(pauses, opening, closing)
    to_share = closing - opening - sum(own_minutes)
    weights = [planned.weight for planned in items if planned.minutes is None]
    shares = iter(allot(to_share, weights, least=least, step=step))
    lengths = [next(shares) if planned.minutes is None else planned.minutes for planned in items]
    return list(_around(pauses, opening, [planned.item for planned in items], lengths))


def _around[Item](
    pauses: Iterable[Break], opening: int, items: Sequence[Item], lengths: Sequence[int]
) -> Iterator[Slot[Item]]:
    """The slots from the opening minute on, the items set between the breaks and cut by them."""
    ahead = deque(pauses)
    clock = opening
    for item, length in zip(items, lengths, strict=True):
        left = length
        while left:
            until_break = _minute_of_day(ahead[0].starts_at) - clock if ahead else left
            if until_break:
                minutes = min(left, until_break)
                starts_at = time(*divmod(clock, 60))
                yield Slot(item, starts_at, minutes, is_continued=left < length)
                left -= minutes
            else:
                pause = ahead.popleft()
                minutes = pause.minutes
                yield Slot(pause, pause.starts_at, minutes)
            clock += minutes
    for pause in ahead:
        yield Slot(pause, pause.starts_at, pause.minutes)


def _largest_remainders(seats: int, weights: Sequence[Fraction | int], least: int) -> list[int]:
    """The seats shared by weight, each share at least `least`; there are seats enough for that."""
    sharing = list(range(len(weights)))
    while True:
        to_share = seats - least * (len(weights) - len(sharing))
        together = sum(weights[index] for index in sharing)
        quotas = {index: to_share * Fraction(weights[index], together) for index in sharing}
        sharing = [index for index, quota in quotas.items() if quota >= least]
        if len(sharing) == len(quotas):
            break
    shares = [int(quotas.get(index, least)) for index in range(len(weights))]
    by_remainder = sorted(quotas, key=lambda index: int(quotas[index]) - quotas[index])
    for index in by_remainder[: seats - sum(shares)]:
        shares[index] += 1
    return shares


def _check_breaks(pauses: Sequence[Break], opening: int, closing: int) -> None:
    """Raises ValueError unless the breaks, in order of time, lie in the meeting and apart."""
    starts = [_minute_of_day(pause.starts_at) for pause in pauses]
    ends = [start + pause.minutes for start, pause in zip(starts, pauses, strict=True)]
    if any(start < opening or end > closing for start, end in zip(starts, ends, strict=True)):
        raise ValueError(_("A break lies outside the meeting."))
    if any(end > following for end, following in zip(ends, starts[1:], strict=False)):
        raise ValueError(_("Two breaks overlap."))


def _minute_of_day(moment: time) -> int:
    return moment.hour * 60 + moment.minute

"""The choices of a question as staff write them: one a line, French and English side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from operator import eq

from kpcsc.foundation.partial_date import PartialPeriod


class UnevenLinesError(ValueError):
    """The two languages have different numbers of lines."""

    def __init__(self, french: int, english: int) -> None:
        super().__init__(french, english)
        self.french, self.english = french, english


@dataclass(frozen=True)
class ChoiceTexts:
    """A choice in both languages, one of which may be empty; of a date poll, also its slot."""

    fr: str
    en: str
    slot: PartialPeriod | None = None


@dataclass(frozen=True)
class ExistingChoice:
    """A choice that exists: its key and its texts."""

    key: int
    line: ChoiceTexts


def read_choice_lines(french: str, english: str) -> list[ChoiceTexts]:
    """The choices of two boxes; blank lines count for nothing.

    One box may be empty. Raises UnevenLinesError where both are filled and their lines do not pair.
    """
    fr, en = (
        [line.strip() for line in box.splitlines() if line.strip()] for box in (french, english)
    )
    if fr and en and len(fr) != len(en):
        raise UnevenLinesError(len(fr), len(en))
    return [ChoiceTexts(*texts) for texts in zip_longest(fr, en, fillvalue="")]


def keys(
    wanted: Sequence[ChoiceTexts], existing: Sequence[ExistingChoice], *, may_reword: bool = True
) -> list[int | None]:
    """For each wanted line, the key of the choice that it is; None for a new one.

    A choice is known by its text, in both languages or else in one, wherever it moved, so that what
    depends on it follows. What is left over on both sides is paired in order: those texts were
    changed. It is not where nothing `may_reword`, for somebody may be ticking the former text.
    """
    left = list(existing)
    found: dict[int, int] = {}
    for is_same in (eq, _is_same_in_one_language):
        for place, line in enumerate(wanted):
            same = next((one for one in left if is_same(one.line, line)), None)
            if same and place not in found:
                left.remove(same)
                found[place] = same.key
    changed = (one.key for one in left if may_reword)
    return [found[place] if place in found else next(changed, None) for place in range(len(wanted))]


def _is_same_in_one_language(one: ChoiceTexts, other: ChoiceTexts) -> bool:
    return bool(one.fr and one.fr == other.fr) or bool(one.en and one.en == other.en)

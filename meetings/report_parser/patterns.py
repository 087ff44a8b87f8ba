"""Patterns put together from lists of words, so that the lists can be read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

_META = frozenset(r"\.^$*+?{}[]|()")
_QUANTIFIERS = frozenset("?*+{")
_OPENS_WITH_GROUP = re.compile(r"\(\?:(?P<choices>[^()\[\]\\]+)\)(?![?*+{])")
_CAPTURES = re.compile(r"\((?!\?)|\(\?P<")


def any_of(listed: str) -> str:
    """A pattern for any entry of a list, the first that fits.

    Entries are patterns themselves. A comma with a space after it, or the end of a line, stands
    between two: "{0,3}" is within one.
    """
    entries = (entry.strip() for entry in re.split(r",\s|\n", listed))
    return f"(?:{_choice([entry for entry in entries if entry])})"


def words(listed: str) -> re.Pattern[str]:
    """Finds any entry of a list where it stands as words of its own."""
    return re.compile(rf"\b{any_of(listed)}\b")


def few_words(most: int) -> str:
    """A pattern for up to so many words, each with a space after it, as few as will do."""
    return rf"(?:[\w']+ ){{0,{most}}}?"


def _choice(entries: Sequence[str]) -> str:
    """The entries as one pattern, which tries each letter that several begin with only once.

    It finds the same, and long lists much sooner. The order of those with a letter stays theirs;
    those that begin with no letter keep their place among all.
    """
    expanded = [choice for entry in entries for choice in _expanded(entry)]
    parts: list[str] = []
    for begins_with_letter, run in groupby(expanded, key=_begins_with_letter):
        parts += (_by_first_letter if begins_with_letter else iter)(run)
    return "|".join(parts)


def _by_first_letter(entries: Iterable[str]) -> Iterator[str]:
    """The entries of one letter together, the letter once before what goes on after it."""
    rests: dict[str, list[str]] = {}
    for entry in entries:
        rests.setdefault(entry[0], []).append(entry[1:])
    for letter, after in rests.items():
        yield letter + (f"(?:{_choice(after)})" if len(after) > 1 else after[0])


def _begins_with_letter(entry: str) -> bool:
    """Whether an entry begins with a letter that stands for itself, once."""
    return entry[:1] not in {"", *_META} and entry[1:2] not in _QUANTIFIERS and _is_whole(entry)


def _is_whole(entry: str) -> bool:
    """Whether no "|" stands outside the entry's groups."""
    depth = 0
    for letter in re.sub(r"\\.|\[[^\]]*\]", "", entry):
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and not depth:
            return False
    return True


def _expanded(entry: str) -> list[str]:
    """The entry once for each choice of the group that it opens with: "(?:was|were) here"."""
    found = _OPENS_WITH_GROUP.match(entry)
    rest = entry[found.end() :] if found else ""
    if not found or not _is_whole(entry) or _CAPTURES.search(rest):
        return [entry]
    return [choice + rest for choice in found["choices"].split("|")]

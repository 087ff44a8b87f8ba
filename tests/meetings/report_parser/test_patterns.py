"""Patterns of lists: the same as all entries side by side, and sooner."""

import re

import pytest

from meetings.report_parser.patterns import any_of, few_words, words


@pytest.mark.parametrize(
    ("listed", "text", "expected"),
    [
        ("meet, meeting,", "meetings", "meet"),
        ("meeting, meet", "meeting", "meeting"),
        ("m?eets, meets", "eets", "eets"),
        ("(?:was|were) held, were here", "were here", "were here"),
        (r"ab, \w+, abc", "abcd", "ab"),
        (r"x, \w+, abc", "abcd", "abcd"),
        ("a|b, ac", "ac", "a"),
        ("la table\nle, l'", "le", "le"),
    ],
)
def test_the_first_entry_that_fits(listed: str, text: str, expected: str) -> None:
    found = re.match(any_of(listed), text)
    assert found is not None
    assert found[0] == expected


@pytest.mark.parametrize("text", ["met", "was held", "were held", "hold", "held 12"])
def test_long_lists_find_what_their_entries_find(text: str) -> None:
    entries = ["met", "(?:was|were) held", "hold", r"held \d{1,2}", "h[ae]ld", "melt"]
    one_by_one = any(re.fullmatch(entry, text) for entry in entries)
    assert bool(re.fullmatch(any_of(", ".join(entries)), text)) == one_by_one


def test_words_stand_alone() -> None:
    assert words("mine, miner").findall("a mine, miners, undermine, miner") == ["mine", "miner"]


def test_few_words() -> None:
    pattern = re.compile(rf"was {few_words(2)}held")
    assert pattern.search("was at last held")
    assert not pattern.search("was in the end held")

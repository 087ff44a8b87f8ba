"""A text without the names in it that its reader may not see."""

from collections.abc import Iterable

from organisations.names_in_texts.mentions import Mention
from organisations.names_in_texts.names import ORGANISATION, PERSON


def masked(text: str, mentions: Iterable[Mention], phrases: dict[str, str]) -> str:
    """The text with a phrase where each of these mentions of it stands.

    `phrases` says what stands for an ORGANISATION and for a PERSON. Tags stay as they are, but
    for attributes that name somebody. Mentions that touch become one phrase.
    """
    cuts: list[tuple[int, int, str]] = []
    for mention in mentions:
        phrase = phrases[_kind_of(mention)]
        cuts += [(*cut, "" if number else phrase) for number, cut in enumerate(mention.cuts)]
        cuts += [(*place, "") for place in mention.attributes]
    pieces, place = [], 0
    for start, end, phrase in _joined(cuts):
        pieces += [text[place:start], phrase]
        place = end
    return "".join([*pieces, text[place:]])


def without(text: str, mentions: Iterable[Mention]) -> str:
    """The text without these mentions of it."""
    return masked(text, mentions, {ORGANISATION: " ", PERSON: " "})


def _kind_of(mention: Mention) -> str:
    kinds = {subject.kind for subject in mention.subjects}
    return ORGANISATION if ORGANISATION in kinds else PERSON


def _joined(cuts: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The cuts in their order, those that overlap made one."""
    joined: list[tuple[int, int, str]] = []
    for start, end, phrase in sorted(cuts):
        if joined and start < joined[-1][1]:
            first, last, earlier = joined[-1]
            joined[-1] = (first, max(last, end), earlier or phrase)
        else:
            joined.append((start, end, phrase))
    return joined

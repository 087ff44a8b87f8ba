"""Whether a name was written as another is, slips of the pen apart.

Letters left out, doubled or in the wrong order, and accents, are slips. A letter that does not
belong is hardly one, and a word that exists in another name never is: Niger is no Nigeria.
"""

import re
from collections import Counter
from collections.abc import Iterator, Set
from functools import lru_cache

from kpcsc.foundation.sort_key import fold

LEAST_LETTERS = 6  # in a shorter name, a slip cannot be told from another name
MOST_SLIPS = 0.25  # of the letters of a name

SMALL_WORDS = frozenset(
    "a al au aux d da das de del des di do dos du e ed el en et for in l la las le les los na of "
    "on para pela pelo por pour s sur the to und y".split()
) | {"and"}

_NOT_IN_WORDS = re.compile(r"[^\w]+|_")
_DOT_OF_ACRONYM = re.compile(r"(?<=\b\w)\.")
_DOUBLED = re.compile(r"([^\W\d])\1+")
_AMERICAN = re.compile(r"\b(cent|theat)er\b|(\w{3}[iy])z(?=(?:e|ed|er|ers|es|ation|ations)\b)")


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """The words of the text, folded, one space between; R.D.C. is RDC, a center is a centre."""
    words = _NOT_IN_WORDS.sub(" ", _DOT_OF_ACRONYM.sub("", fold(text))).strip()
    return _AMERICAN.sub(lambda found: f"{found[1]}re" if found[1] else f"{found[2]}s", words)


def likeness(name: str, typed: str, other_words: Set[str] = frozenset()) -> float | None:
    """How near a typed text is to a name, from 0 to 1; None where it may well be another name.

    Both are `plain`. `other_words` are words of other names, which are never slips.
    """
    if name == typed:
        return 1.0
    letters = len(name.replace(" ", ""))
    slips, foreign, words_changed = 0, 0, 0
    for word, written in _side_by_side(name, typed):
        if written == word:
            continue
        if word in SMALL_WORDS and (written in SMALL_WORDS or not written):
            slips += 1
            continue
        found = _slips(word, written)
        if found is None or (written in other_words and not _same_word(word, written)):
            return None
        slips += found[0]
        if word not in SMALL_WORDS:
            foreign += found[1]
            words_changed += 1
    if letters < LEAST_LETTERS and slips + foreign > 0:
        return None
    if foreign > words_changed // 2 or slips + foreign > MOST_SLIPS * letters:
        return None
    if words_changed == 1 and slips > 1 + letters // 12:
        return None  # all in one word: rather another town than a tired hand
    return 1 - (slips + foreign + 1) / (letters + 1)


def distance(one: str, other: str) -> int:
    """How many letters are added, missing, replaced, or swapped with the next."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 (loaded when a list is pasted)

    return OSA.distance(one, other)


def is_slip_of(name: str, typed: str) -> bool:
    """Whether a few slips lead from the name to this, where something else speaks for it too.

    For the acronym or the country beside a name: too short to be known by themselves.
    """
    allowed = 1 if len(name) < 4 else 2
    return len(typed) > 1 and set(typed) <= set(name) and distance(name, typed) <= allowed


def initials(name: str) -> str:
    """The first letters of the words of a `plain` name, small words apart."""
    return "".join(word[0] for word in name.split() if word not in SMALL_WORDS)


def _same_word(word: str, written: str) -> bool:
    """Whether it is one word, of two languages or numbers: "groupe", "mines", "resources"."""
    return _DOUBLED.sub(r"\1", word).rstrip("es") == _DOUBLED.sub(r"\1", written).rstrip("es")


@lru_cache(maxsize=50_000)
def _slips(word: str, written: str) -> tuple[int, int] | None:
    """How many slips lead from the word to what is written, and how many letters are foreign.

    None where these are too many for a word of this length.
    """
    once, written_once = _DOUBLED.sub(r"\1", word), _DOUBLED.sub(r"\1", written)
    if once == written_once:
        return 1, 0
    allowed = 1 if len(word) < 5 else 2 if len(word) < 10 else 3
    ways = []
    for one, other in [(word, written), (once, written_once)]:
        slips = distance(one, other)
        gained = (Counter(other) - Counter(one)).total()
        if slips <= allowed and gained <= 1 and not gained >= slips > 1:
            ways.append((slips, gained))
    return min(ways, key=sum, default=None)


def _side_by_side(name: str, typed: str) -> Iterator[tuple[str, str]]:
    """Each word of the name with the piece of the typed text that stands in its place."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 (likewise)

    place = [len(typed)] * (len(name) + 1)
    for change in Levenshtein.opcodes(name, typed):
        for position in range(change.src_start, change.src_end):
            step = min(position - change.src_start, change.dest_end - change.dest_start)
            place[position] = change.dest_start + step
    words = [(found.start(), found[0]) for found in re.finditer(r"\S+", name)]
    starts = [0, *(_start_of_word(typed, place[start]) for start, _ in words[1:]), len(typed)]
    for number, (_, word) in enumerate(words):
        pieces = typed[starts[number] : starts[number + 1]].split()
        if len(pieces) > 1:
            pieces = [piece for piece in pieces if piece not in SMALL_WORDS] or pieces
        yield word, " ".join(pieces)


def _start_of_word(text: str, position: int) -> int:
    """The start of a word within two letters of the position, or the position itself."""
    for moved in (0, -1, 1, -2, 2):
        if 0 < position + moved <= len(text) and text[position + moved - 1] == " ":
            return position + moved
    return position

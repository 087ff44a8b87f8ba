"""Text in one spelling: Unicode's composed letters, plain quotes and dashes, no invisible signs.

Each letter keeps its place in the source, so that what is found leads back to what was written.
"""

import re
import unicodedata
from functools import lru_cache

# Soft hyphen, zero width, joiners, marks of direction, byte order.
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")

_ALIKE = {
    "'": "’‘ʼ´`",
    '"': "“”„«»‹›",
    "-": "–—‑‐−",
    " ": "\t\x1c\x1d\x1e\x1f",
    "\n": "\v\f\r\x85\u2028\u2029",
}
_SPELT = str.maketrans({other: plain for plain, others in _ALIKE.items() for other in others})

_ACCENTS = r"\u0300-\u036f"  # that combine with the letter before
_PLAIN_RUN = rf"[\x00-\x7f]+(?![{_ACCENTS}])"
_CLUSTER = rf"[^{_ACCENTS}][{_ACCENTS}]*|[{_ACCENTS}]+"
_PARTS = re.compile(rf"(?P<plain>{_PLAIN_RUN})|{_CLUSTER}")
_LONG_SPACE = re.compile(r"\s{80,}")
_CACHE_SIZE = 4096  # letters, of which a text uses a hundred


def normalised(text: str) -> tuple[str, list[int]]:
    """The text in one spelling, and for each letter, and the end, its place in the source."""
    parts: list[str] = []
    origin: list[int] = []
    for found in _PARTS.finditer(text):
        if found["plain"]:
            parts.append(found[0].translate(_SPELT))
            origin += range(found.start(), found.end())
        else:
            parts.append(_composed(found[0]))
            origin += [found.start()] * len(parts[-1])
    return _with_short_spaces("".join(parts), [*origin, len(text)])


def folded(text: str) -> str:
    """The text without accents and capitals, and as long as it was."""
    return "".join(map(_folded, text))


def _with_short_spaces(text: str, origin: list[int]) -> tuple[str, list[int]]:
    """The same without endless white space, over which every rule would be slow."""
    parts: list[str] = []
    places: list[int] = []
    start = 0
    for found in _LONG_SPACE.finditer(text):
        space = "\n" * min(found[0].count("\n"), 2) or " "
        parts += text[start : found.start()], space
        places += origin[start : found.start() + len(space)]
        start = found.end()
    return "".join([*parts, text[start:]]), places + origin[start:]


@lru_cache(_CACHE_SIZE)
def _composed(cluster: str) -> str:
    """A letter with its accents, in Unicode's form KC: one letter, none, or those of a ligature."""
    letters = unicodedata.normalize("NFKC", INVISIBLE.sub("", cluster)).translate(_SPELT)
    return "".join(" " if letter.isspace() and letter != "\n" else letter for letter in letters)


@lru_cache(_CACHE_SIZE)
def _folded(letter: str) -> str:
    folded = unicodedata.normalize("NFD", letter)[0].lower()
    return folded if len(folded) == 1 else letter

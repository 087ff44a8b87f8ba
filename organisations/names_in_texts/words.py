"""The words of a text as names are compared by, with their places in it."""

import re
import unicodedata
from functools import lru_cache

# What may stand inside a word and is not seen: accents that are signs of their own, soft hyphens,
# joiners and marks of direction.
UNSEEN = (
    "\u00ad\u0300-\u036f\u061c\u064b-\u0652\u115f\u1160\u180e\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2069\u20d0-\u20ff\u3164\ufe00-\ufe0f\ufe20-\ufe2f"
    "\ufeff\uffa0"
)
# Signs that Unicode counts as letters or digits, and that stand beside words: apostrophes of many
# alphabets, numbers of footnotes.
APOSTROPHES, FOOTNOTES = "\u02bc\u02bb\u02b9\u2032\u201b\uff07\u055a\ua78c", "¹²³⁰⁴⁵⁶⁷⁸⁹"
NOT_LETTER = re.compile(f"[{APOSTROPHES}{FOOTNOTES}]")
# Letters that are no other letter with an accent, as they are typed without one.
PLAIN_LETTERS = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ħ": "h", "Ħ": "H", "ı": "i"}
    | {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ß": "ss", "þ": "th", "ð": "d"}
)
WORD = re.compile(rf"(?:[^\W_]|[{UNSEEN}])+")
# The same where no underscore is: five times as fast, for it is one class of signs.
WORD_WITHOUT_UNDERSCORE = re.compile(rf"[\w{UNSEEN}]+")
UNSEEN_SIGN = re.compile(f"[{UNSEEN}]")
# An acronym as some write it: "I.P.I.S.", "I-P-I-S" or "I P I S".
SPELLED = re.compile(r"(?<![^\W_])[A-ZÀ-ÖØ-Þ](?:[.\-–/•·\s]{1,2}[A-ZÀ-ÖØ-Þ](?![^\W_]))+")
LIGATURE_IN_CAPITALS = re.compile("([ŒÆ])(?=[A-ZÀ-Þ])")


@lru_cache(maxsize=65_536)
def bare(word: str) -> str:
    """The word without accents, ligatures and what is not seen; its capitals are kept."""
    if word.isascii():
        return word
    word = LIGATURE_IN_CAPITALS.sub(lambda found: {"Œ": "OE", "Æ": "AE"}[found[1]], word)
    decomposed = unicodedata.normalize("NFKD", word)
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return UNSEEN_SIGN.sub("", letters).translate(PLAIN_LETTERS)


@lru_cache(maxsize=65_536)
def folded(word: str) -> str:
    """The word as it is compared where case does not matter."""
    return bare(word).casefold()


def with_signs_apart(text: str) -> str:
    """The text with signs as signs that Unicode counts as letters, each in its place."""
    return NOT_LETTER.sub(lambda found: "'" if found[0] in APOSTROPHES else " ", text)


def words_in(text: str) -> list[str]:
    """The words of a text, bare, in their order."""
    return [word for word in map(bare, WORD.findall(text)) if word]


def set_of_words(text: str) -> set[str]:
    """The different words of a text, folded."""
    written = set(WORD_WITHOUT_UNDERSCORE.findall(text.replace("_", " ")))
    return set(map(folded, written))


def letters_of(text: str) -> str:
    """The letters and digits of a text, folded, without anything between them."""
    return "".join(map(folded, WORD.findall(with_signs_apart(text))))

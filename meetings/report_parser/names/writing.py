"""How names are written: their capitals and acronyms, and the small words before and in them."""

import re
from collections.abc import Iterator

from meetings.report_parser.countries import countries_in
from meetings.report_parser.patterns import any_of
from meetings.report_parser.reading import Reading, Stretch

EDGES = " \n,.;:*-\"'"  # what stands around a name and is no part of it
AROUND = EDGES + "()[]"
BRACKETS = re.compile(r"\([^()\n]*\)?|\[[^\[\]\n]*\]?|\"[^\"\n]*\"")
CAPITAL = re.compile(r"(?<![\w'-])[A-ZÀ-Ý]")
_CAPITAL_WITHIN = re.compile(r"(?<=[\s'])[A-ZÀ-Ý]")
_OTHER_WORD = re.compile(r"[A-ZÀ-Ý]\w*[^\W\d_]|[a-zà-ÿ]{5,}")

_SMALL_WORDS = any_of("""
    le, la, les, du, de, des, au, aux, notamment, outre
    the, of, from, besides, both, including
    o, a, os, as, da, do, das, dos, pel[oa], alem d[aeo]s?, el, los, las
""")
ARTICLE = re.compile(rf"(?:[ld]'|{_SMALL_WORDS} )+(?=[\w\"'(])", re.IGNORECASE)
"""The small words before a name."""

OF = re.compile(r"(?:d'|de l'|(?:de la|des?|du|da|do|das|dos|of|from) )", re.IGNORECASE)
CONNECTOR = re.compile(
    any_of("""
        à, et, pour, en, sur, contre, de, du, des, d', la, le, les, l', aux?
        a, of, the, for, and, in, on, at, to, against, with
        o, os, as, ao, aos, às, e, da, do, das, dos, para, pela, pelo, no, na, y, del, los, las, el
    """)
)
"""A small word within a name."""

CHAIN = re.compile(
    rf"[A-ZÀ-Ý][\w'&.-]*(?:'s?)?(?: (?:(?:{CONNECTOR.pattern}) ?){{0,2}}\(?[A-ZÀ-Ý][\w'&.-]*\)?)*"
)
"""Words with capitals, and small words between them."""


def after_article(reading: Reading, stretch: Stretch) -> Stretch:
    """The stretch without the small words before it: "de la Maison des Mines"."""
    article = ARTICLE.match(reading.text, stretch.start, stretch.end)
    return Stretch(article.end(), stretch.end) if article else stretch


def is_acronym(text: str) -> bool:
    """Whether it is one short word, at least half of it capitals."""
    bare = text.strip(AROUND)
    if not 2 <= len(bare) <= 14 or " " in bare:
        return False
    return sum(map(str.isupper, bare)) >= max(2, len(bare) // 2)


def capitals_within(text: str) -> Iterator[int]:
    """Where words with a capital begin, the first word apart: there a name may begin."""
    return (found.start() for found in _CAPITAL_WITHIN.finditer(text))


def names_countries_alone(reading: Reading, stretch: Stretch) -> bool:
    """Whether the stretch names countries and nothing else."""
    mentions = countries_in(reading, stretch)
    starts = [stretch.start, *(mention.end for mention in mentions)]
    ends = [*(mention.start for mention in mentions), stretch.end]
    rest = " ".join(reading.text[start:end] for start, end in zip(starts, ends, strict=True))
    return bool(mentions) and not _OTHER_WORD.search(rest)

"""The countries that a text names, by every name that the field uses, in three languages."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from operator import attrgetter

from babel import Locale

from kpcsc.foundation.sort_key import fold
from meetings.report_parser.reading import ReportText, TextRange, once_per_reading
from organisations.country_names import names_met
from organisations.regions import COUNTRIES_BY_REGION as COUNTRIES_OF_REGIONS

# As reports write them, beside the names of CLDR and those that `organisations` knows.
_AS_WRITTEN = {
    "AO": "República de Angola",
    "BI": "Republic of Burundi",
    "CD": (
        "RDC, R.D.C., RD Congo, R D Congo, R.D. Congo, R. D. Congo, D.R. Congo, D. R. Congo, "
        "Congo (RDC), Congo RDC, Congo/RDC, Congo (DRC), Congo DRC, Congo Kinshasa, "
        "République Démocratique de Congo, Democratic Republic of Congo, "
        "Democratic Republic of the Congo, República Democrática do Congo, "
        "República Democrática de Congo, Congo Democrático"
    ),
    "CF": (
        "RCA, R.C.A., République Centre Africaine, République Centre-Africaine, "
        "Central African Rep., República Centro-Africana, Centro-África"
    ),
    "CG": (
        "Congo Brazzaville, Congo (Brazzaville), Congo/Brazzaville, Congo Brazaville, "
        "République de Congo, Republic of Congo, República do Congo"
    ),
    "CI": "Côte d Ivoire, Cote d'Ivoire, Costa do Marfim",
    "CM": "Camarões",
    "CZ": "República Checa",
    "GB": "U.K., Reino Unido, Inglaterra",
    "GH": "Republic of Ghana",
    "GN": "Guinée (Conakry), Guiné, Guiné Conakry, Guiné-Conacri, República da Guiné",
    "GQ": "Guiné Equatorial",
    "KE": "Quénia",
    "LS": "Royaume du Lesotho, Kingdom of Lesotho",
    "MG": "Madagáscar",
    "MU": "Maurícia, Maurícias",
    "MW": "Malawi",
    "MZ": "República de Moçambique",
    "NL": "Holanda, Países Baixos",
    "ST": "S. Tomé e Príncipe, S. Tomé",
    "SS": "Soudan du Sud, Sud-Soudan, South Sudan",
    "SZ": "Suazilândia, Essuatíni",
    "TL": "Timor-Leste",
    "US": "U.S., U.S.A., E.-U., the States, EUA, Estados Unidos da América",
    "ZW": "Zimbabwe, Zimbabué, Zimbábue",
}
_OF_TWO_COUNTRIES = "congo"
# Countries of one name, counted together.
_TOGETHER = {
    re.compile(r"\b(?:trois|three|tres|3) guin(?:ees|eas|es)\b"): ("GN", "GW", "GQ"),
    re.compile(r"\b(?:deux|two|dois|2) congos?\b"): ("CD", "CG"),
    re.compile(r"\b(?:deux|two|dois|2) (?:soudans?|sudans|sudoes)\b"): ("SD", "SS"),
}

# Waters and lands named after a country: "Gulf of Guinea", "le bassin du Congo", "Niger Delta".
_NAMED_AFTER = re.compile(
    r"\b(?:gulf of|golfe de|golfo da|delta du|delta do|bassin du|bacia do|lac|lake|lago|fleuve"
    r"|river|riviere)\s$"
)
_NAMED_BEFORE = re.compile(r" (?:delta|basin|river|copperbelt)\b")
_LONGEST_BEFORE = 12  # characters

_CAPITALS = re.compile(r"[A-Z.\s&]{2,}")
_ARTICLE = re.compile(r"(?:la|le|les|the|a|o|os|as) ")
_WORD = re.compile(r"\w+")
_start = attrgetter("start")


@dataclass(frozen=True)
class CountryMention(TextRange):
    """A country where it is named; `code` is empty where the name is that of two."""

    code: str


@dataclass(frozen=True)
class _Name:
    """A country's name, folded, with spaces for hyphens."""

    text: str
    code: str
    in_capitals: bool  # "US" is a country, "us" is not

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The name, a blank beside a hyphen or not: "Guinea- Bissau"."""
        return re.compile(re.escape(self.text).replace(r"\ ", " {1,2}"))

    @property
    def article(self) -> str:
        """The article that it begins with, and a space."""
        found = _ARTICLE.match(self.text)
        return found[0] if found else ""


class _Mentions:
    """The mentions of a text in its order."""

    def __init__(self, mentions: list[CountryMention]) -> None:
        self._mentions = mentions
        self._starts = [mention.start for mention in mentions]

    def within(self, stretch: TextRange) -> list[CountryMention]:
        """Those that lie within a stretch."""
        first = bisect_left(self._starts, stretch.start)
        after = bisect_left(self._starts, stretch.end, first)
        if first == after:
            return []
        return [mention for mention in self._mentions[first:after] if mention.end <= stretch.end]


def countries_in(reading: ReportText, stretch: TextRange) -> list[CountryMention]:
    """The countries named in a stretch, in order, the longest name at each place."""
    possible, together = _mentions_of(reading)
    named: list[CountryMention] = []
    for mention in possible.within(stretch):
        if not named or mention.start >= named[-1].end:
            named.append(mention)
    counted = together.within(stretch)
    return sorted([*counted, *named], key=_start) if counted else named


def resolve_congo(mentions: list[CountryMention]) -> list[CountryMention]:
    """A "Congo" beside the other Congo is the one of Brazzaville; alone it stays unsure."""
    codes = {mention.code for mention in mentions}
    if "CD" not in codes or "CG" in codes:
        return mentions
    return [mention if mention.code else replace(mention, code="CG") for mention in mentions]


@once_per_reading
def _mentions_of(reading: ReportText) -> tuple[_Mentions, _Mentions]:
    """All names in the text, the longest first at each place; and "les trois Guinées"."""
    possible = _names_in(reading.text, reading.plain.replace("-", " "))
    together = [
        CountryMention(found.start(), found.end(), code)
        for pattern, codes in _TOGETHER.items()
        for found in pattern.finditer(reading.plain)
        for code in codes
    ]
    return _Mentions(list(possible)), _Mentions(sorted(together, key=_start))


def _names_in(text: str, plain: str) -> Iterator[CountryMention]:
    names_from = _names()
    for word in _WORD.finditer(plain):
        start = word.start()
        if not text[start].isupper() or _is_within_word(text, start):
            continue
        for name in names_from.get(word[0], ()):
            found = name.pattern.match(plain, start)
            if not found or _is_named_after(plain, start, found.end()):
                continue
            if _is_written(name, found.end() - start, text[start : found.end() + 1]):
                yield CountryMention(start, found.end(), name.code)


def _is_named_after(plain: str, start: int, end: int) -> bool:
    """Whether what is named is no country, but has its name from one."""
    before = plain[max(0, start - _LONGEST_BEFORE) : start]
    return bool(_NAMED_AFTER.search(before) or _NAMED_BEFORE.match(plain, end))


def _is_within_word(text: str, start: int) -> bool:
    """Whether a hyphen ties the place to a word before it: "Green-Senegal"."""
    return text[start - 1 : start] == "-" and text[max(0, start - 2)].isalnum()


def _is_written(name: _Name, length: int, text: str) -> bool:
    """Whether the name ends as a word, and has its capitals; `text` may be one letter longer."""
    written, after = text[:length], text[length:]
    if after.isalnum() or after == "_":
        return False
    if name.article and not written[len(name.article)].isupper():
        return False
    return not name.in_capitals or _CAPITALS.fullmatch(written) is not None


@cache
def _names() -> dict[str, list[_Name]]:
    """Every country's names by their first words, the longest first."""
    names: defaultdict[str, dict[str, _Name]] = defaultdict(dict)
    for code in " ".join(COUNTRIES_OF_REGIONS.values()).split():
        for written in sorted(_written_names(code)):
            text = " ".join(fold(written).split()).replace("-", " ")
            if first := _WORD.match(text):
                code_of_name = "" if text == _OF_TWO_COUNTRIES else code
                in_capitals = _CAPITALS.fullmatch(written) is not None
                names[first[0]].setdefault(text, _Name(text, code_of_name, in_capitals))
    return {
        first: sorted(found.values(), key=lambda name: -len(name.text))
        for first, found in names.items()
    }


def _written_names(code: str) -> set[str]:
    in_portuguese = {Locale.parse(locale).territories.get(code, "") for locale in ("pt", "pt_PT")}
    return {*names_met(code), *in_portuguese, *_AS_WRITTEN.get(code, "").split(", ")}

"""Numbers as reports write them: in digits, in words of three languages, and how exactly meant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from meetings.report_parser.facts import Qualifier
from meetings.report_parser.patterns import any_of
from meetings.report_parser.reading import ReportText, TextRange

_UNITS = """
    deux two dois duas 2, trois three tres 3, quatre four quatro 4, cinq five cinco 5, six seis 6,
    sept seven sete 7, huit eight oito 8, neuf nine nove 9, dix ten dez 10, onze eleven 11,
    douze twelve doze 12, treize thirteen treze 13, quatorze fourteen catorze 14, quinze fifteen 15,
    seize sixteen dezasseis dezesseis 16, seventeen dezassete dezessete 17, eighteen dezoito 18,
    nineteen dezanove dezenove 19, vingt vingts twenty vinte 20, trente thirty trinta 30,
    quarante forty fourty quarenta 40, cinquante fifty cinquenta 50, soixante sixty sessenta 60,
    septante seventy setenta 70, eighty oitenta 80, nonante ninety noventa 90,
    cent cents hundred hundreds cem cento 100, duzentos duzentas 200, trezentos trezentas 300,
    quatrocentos quatrocentas 400, quinhentos quinhentas 500, mille thousand mil 1000
"""
# A round number of people or things, which says by itself that it is not exact.
_COLLECTIVES = """
    dizaine dizaines dezena dezenas 10, douzaine douzaines dozen dozens duzia duzias 12,
    quinzaine quinzena 15, vingtaine vintena 20, trentaine trintena 30, quarantaine 40,
    cinquantaine 50, soixantaine 60, centaine centaines centena centenas 100
"""


def _values(table: str) -> dict[str, int]:
    rows = (row.split() for row in table.replace("\n", " ").split(","))
    return {word: int(number) for *words, number in rows for word in words}


UNITS, COLLECTIVES = _values(_UNITS), _values(_COLLECTIVES)
ONE = {"un", "une", "one", "um", "uma", "a"}

_WORD = "|".join(sorted([*UNITS, *COLLECTIVES], key=len, reverse=True))
_ROUND = rf"(?:{'|'.join(COLLECTIVES)}|hundred|thousand)\b"
_IN_WORDS = re.compile(
    rf"\b(?:(?:une?|one|uma?|a)[\s-]+(?={_ROUND}))?(?:{_WORD})(?:[\s-]+(?:(?:et|and|e)[\s-]+)?"
    rf"(?:{_WORD}|une?|one|uma?)\b)*(?![\w'])"
)
# No parts of decimals, dates, shares and sums of money.
_IN_DIGITS = re.compile(
    r"(?<![\w.,/'-])(?<!\d )(?:\d{1,3}(?: \d{3})+|\d{1,3}(?:[.,]\d{3})+|\d{1,6})"
    r"(?![\w%/]|[.,]\d|-\d|\s?%| ?[$€£]|º|°)"
)
_THOUSAND = re.compile(r"\s(?:mil|mille|thousand)\b")  # "70 mil"
_AGAIN = re.compile(r"\s*\(\s*0*(\d{1,6})\s*\)")
_OVER_WORDS = any_of("""
    plus, au-dela, more, over, upwards, (?:bem )?mais, acima, excess,
    (?:au|at|pelo) (?:moins|least|menos)
""")
_NEARLY_WORDS = any_of("""
    pres, environ, presque, quasi, quelques?, autour, jusqu'a
    nearly, about, around, almost, some, roughly, approximately, up to
    circa, cerca, aproximadamente, quase, perto, a volta, em torno, ate
""")
_QUALIFIERS = {
    Qualifier.OVER: re.compile(rf"{_OVER_WORDS}\s*(?:de|d'|than|of|que)?\s*(?:une?|a|uma)?\s*$"),
    Qualifier.NEARLY: re.compile(rf"{_NEARLY_WORDS}\s*(?:de|d'|of)?\s*(?:une?|a|uma)?\s*$"),
}
_LONGEST_QUALIFIER = 30  # characters
_BETWEEN_WORDS = re.compile(r"[\s-]+")


@dataclass(frozen=True)
class NumberMention(TextRange):
    """A number where it stands, its qualifier and repetition in brackets included."""

    value: int
    qualifier: Qualifier


def numbers_in(reading: ReportText, stretch: TextRange) -> list[NumberMention]:
    """All numbers of a stretch that may count something, in order, parts of dates included."""
    plain = reading.plain
    written = [*_in_digits(plain, stretch), *_in_words(plain, stretch)]
    found = sorted(
        (_with_its_words(plain, mention, stretch) for mention in written),
        key=lambda mention: mention.start,
    )
    return [
        mention
        for before, mention in zip([None, *found], found, strict=False)
        if before is None or mention.start >= before.end  # "deux (2)" is one
    ]


def value_of(words: list[str]) -> int | None:
    """What the words of a number say together; None where they are no one number."""
    total, current = 0, 0  # of thousands, and below a thousand
    for word in words:
        if word in {"et", "and", "e"}:
            continue
        value = 1 if word in ONE else UNITS.get(word) or COLLECTIVES[word]
        rest = current % 100
        if value == 1000:
            total, current = total + max(current, 1) * value, 0
        elif value == 100 or (word in COLLECTIVES and current):
            current = max(current, 1) * value
        elif value == 20 and rest == 4:  # quatre-vingts
            current += 76
        elif rest == 0 or (rest in {60, 80} and value < 20) or (rest % 10 == 0 and value < 10):
            current += value  # soixante-dix, twenty-one
        else:
            return None
    return total + current


def _in_digits(plain: str, stretch: TextRange) -> Iterator[NumberMention]:
    for found in _IN_DIGITS.finditer(plain, stretch.start, stretch.end):
        value, end = int(re.sub(r"\D", "", found[0])), found.end()
        if thousand := _THOUSAND.match(plain, end, stretch.end):
            value, end = 1000 * value, thousand.end()
        yield NumberMention(found.start(), end, value, Qualifier.EXACT)


def _in_words(plain: str, stretch: TextRange) -> Iterator[NumberMention]:
    for found in _IN_WORDS.finditer(plain, stretch.start, stretch.end):
        words = _BETWEEN_WORDS.split(found[0])
        if (value := value_of(words)) is not None:
            is_round = any(word in COLLECTIVES for word in words)
            qualifier = Qualifier.NEARLY if is_round else Qualifier.EXACT
            yield NumberMention(found.start(), found.end(), value, qualifier)


def _with_its_words(plain: str, mention: NumberMention, within: TextRange) -> NumberMention:
    """The number with "(12)" after it, and with "more than" before it."""
    if again := _AGAIN.match(plain, mention.end, within.end):
        mention = replace(mention, value=int(again[1]), end=again.end())
    first = max(within.start, mention.start - _LONGEST_QUALIFIER)
    before = plain[first : mention.start]
    for qualifier, pattern in _QUALIFIERS.items():
        if found := pattern.search(before):
            return replace(mention, start=first + found.start(), qualifier=qualifier)
    return mention

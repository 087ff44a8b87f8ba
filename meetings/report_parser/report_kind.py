"""Whether a text reports of a meeting, or only announces one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from meetings.report_parser.dates import dates_in
from meetings.report_parser.facts import ReportKind
from meetings.report_parser.layout import Layout
from meetings.report_parser.patterns import words
from meetings.report_parser.reading import ReportText, TextRange
from meetings.report_parser.vocabulary import (
    ATTENDANCE_PATTERNS,
    COMMON,
    says_meeting_held,
    unquoted,
)

NEAR = 3  # sentences before and after one that name its event for it
LINES_OF_TOP = 4

_GATHERED = words("""
    reunie?s, retrouvee?s, rassemblee?s, s'est tenue?, se sont tenue?s
    gathered, met, assembled, convened, converged, came together
    reunid[oa]s, reunimo-nos, nos reunimos, juntaram-se, realizou-se, realizaram-se
""")
# Words that speak of a meeting even without its day.
_MET = words("se sont reunie?s, s'est reunie?, reuniram-se, reuniu-se")
# Of what is to come, whatever its verb; and who holds it, before "will".
_SOON = words(r"""
    la semaine prochaine, le mois prochain, next (?:week|month), in the coming (?:days|weeks)
    na proxima semana, no proximo mes, (?:reune(?:m)?|realiza(?:m)?)-se [^.;]{0,60}?nest[ae] [a-z]+
""")
_OPENS_WITH_HOST = re.compile(
    r"\W*(?:co-?)?(?:host|organi[sz]|accueilli|promovid|realizad)\w* (?:[a-z]+ )?"
    r"(?:by|par|pel[oa]s?)\b"
)
# How the lines of minutes begin that say who was there, and who was not.
_ROLL = re.compile(
    r"(?:(?:etaient )?presente?s?|excusee?s?|absente?s?|emargement|present|attendance|apologies"
    r"|attendees|presentes|presencas|ausentes)\s*(?:\(\d+\))?\s*:"
)
# The future of Portuguese, which only its accents tell from the past.
_WILL = re.compile(r"\b(?!verão|barão)[a-zà-ÿ]{2,}[aei]r(?:á|ão)\b")
# "At the workshop, miners asked", where the sentence opens so.
_AT_EVENT = re.compile(
    r"\W*(?:(?:(?:at|during|pendant|durante) (?:the |this |le |la |cet(?:te)? |[oa] )?"
    r"|(?:lors|au cours) d(?:e (?:la |l'|cette |cet |ce )?|u |'))"
    rf"(?:\w+ )?{COMMON.source('event')}"
    r"|n[ao] (?:encontro|reuniao|oficina|seminario|assembleia|conferencia|sessao|congresso))\b"
)
# "… affirmed that it will": what is told is to come, and not what tells it.
_REPORTED = re.compile(
    r"\b(?!announc|confirm|annonc|anunci)(?:(?:\w+ed|said|told \w+) that"
    r"|(?:a|ont) (?!annonc|confirm)(?:\w+e|dit|soutenu) qu[e']"
    r"|\w+(?:ou|eu|iu|aram|eram|iram) que)\b.*"
)
# "The committee meets twice a year": what is done, and no one meeting.
_HABIT = words("""
    (?:une|deux|trois|plusieurs) fois par, chaque (?:annee|mois|semaine), tous les (?:ans|mois)
    (?:once|twice|times) (?:a|per|every), every (?:year|month|week), regularly, usually, normally
    (?:uma|duas|tres|varias) vezes por, todos os (?:anos|meses), regularmente
""")


@dataclass(frozen=True)
class _SentenceClaims:
    """What a sentence tells: that a meeting was held, that one is coming, how to register."""

    is_held: bool
    is_coming: bool
    is_call: bool


def kind_of(reading: ReportText, layout: Layout) -> ReportKind:
    """Whether the text reports of a meeting, announces one, or does neither."""
    told = list(_sentence_claims(reading, layout))
    held = sum(one.is_held for one in told)
    coming = sum(one.is_coming for one in told)
    calls = sum(one.is_call for one in told)
    opens_coming = next((one.is_coming for one in told if one.is_held or one.is_coming), False)
    is_titled = _is_titled_report(reading)
    if opens_coming and coming >= held and not is_titled:
        return ReportKind.ANNOUNCEMENT
    if held >= max(calls, 1) and (is_titled or not opens_coming):
        return ReportKind.REPORT
    if coming + calls > held:
        is_of_event = coming or COMMON.event.search(reading.plain)
        return ReportKind.ANNOUNCEMENT if is_of_event else ReportKind.OTHER
    return ReportKind.REPORT if held or is_titled else ReportKind.OTHER


def _sentence_claims(reading: ReportText, layout: Layout) -> Iterator[_SentenceClaims]:
    """What each sentence tells, its neighbours and the text's title considered."""
    plains = [unquoted(reading.plain_of(sentence)) for sentence in reading.sentences]
    names_event = [bool(COMMON.event.search(plain)) for plain in plains]
    dated = {reading.sentence_at(date.start) for date in dates_in(reading)}
    titled = layout.title is not None and bool(COMMON.event.search(reading.plain_of(layout.title)))
    for number, (sentence, plain) in enumerate(zip(reading.sentences, plains, strict=True)):
        is_future = _is_future(reading, sentence)
        is_holding = says_meeting_held(plain) and not (is_future and _OPENS_WITH_HOST.match(plain))
        is_coming = names_event[number] and is_future and not is_holding
        gathered = bool((sentence in dated and _GATHERED.search(plain)) or _MET.search(plain))
        is_told = is_holding or gathered
        if not is_future:
            is_told |= any(said.search(plain) for said in ATTENDANCE_PATTERNS) or bool(
                _AT_EVENT.match(plain)
            )
        is_near = any(names_event[max(0, number - NEAR) : number + NEAR + 1])
        is_held = is_told and (titled or gathered or is_near) and not is_coming
        is_held = is_held and not _HABIT.search(plain)
        yield _SentenceClaims(
            is_held, is_coming, not is_held and bool(COMMON.registration.search(plain))
        )


def _is_future(reading: ReportText, sentence: TextRange) -> bool:
    """Whether a sentence speaks of what is to come."""
    plain = _REPORTED.sub("", reading.plain_of(sentence))
    is_future = any(found.search(plain) for found in (COMMON.future, _SOON))
    return is_future or _WILL.search(reading.of(sentence)[: len(plain)]) is not None


def _is_titled_report(reading: ReportText) -> bool:
    """Whether the first lines call the text a report of an event, or it says who was there."""
    top = " ".join(reading.plain_of(line)[:220] for line in reading.lines[:LINES_OF_TOP])[:500]
    if not COMMON.event.search(top):
        return False
    rolls = (_ROLL.match(reading.plain_of(line)) for line in reading.lines)
    return bool(COMMON.reports.search(top)) or any(rolls)

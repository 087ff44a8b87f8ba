"""Whole reports: their facts with where they stand, what does not fit, and any text whatsoever."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.report_parser import (
    Block,
    BlockKind,
    FindingKind,
    ParsedReport,
    ReportFinding,
    ReportKind,
    SourceDocument,
    Span,
    parse,
)
from organisations.recognition import Directory
from tests.organisations.known_organisations import KNOWN, PLACES

DIRECTORY = Directory(KNOWN, PLACES)
TODAY = date(2026, 11, 25)

REPORT = """Compte rendu de l’atelier sur les diamants

L’atelier s’est tenu à Accra, du 12 au 14 mai 2021. Y ont participé 24 personnes venues de trois
pays : le Ghana, le Togo et la Sierra Leone. ZELA et CNRG étaient présents. L’atelier visait à
former les délégués et à unir leurs voix. Voir https://example.org/atelier.

Décisions
- Écrire aux ministres
- Se revoir chaque mois
"""


def parsed(document: str | SourceDocument) -> ParsedReport:
    return parse(document, known_organisations=DIRECTORY, today=TODAY)


def findings(text: str) -> list[tuple[FindingKind, str, int | None, int | None]]:
    """Each finding with what the text says there."""
    return [
        (finding.kind, finding.span.of(text), finding.declared, finding.found)
        for finding in parsed(text).findings
    ]


def test_the_facts_of_a_report() -> None:
    report = parsed(REPORT)
    assert (report.kind, report.language) == (ReportKind.REPORT, "fr")
    assert report.title
    assert report.title.value == "Compte rendu de l’atelier sur les diamants"
    assert report.start
    assert report.end
    assert report.place
    assert (report.start.value.iso, report.end.value.iso) == ("2021-05-12", "2021-05-14")
    assert report.place.value == "Accra"
    assert report.participants_count
    assert report.participants_count.value.number == 24
    assert [country.value for country in report.countries] == ["GH", "TG", "SL"]
    assert [fact.value.key for fact in report.organisations] == ["zela", "cnrg"]
    assert [decision.value for decision in report.decisions] == [
        "Écrire aux ministres",
        "Se revoir chaque mois",
    ]
    assert [section.heading.value for section in report.sections] == ["Décisions"]


def test_facts_stand_where_the_text_says_them() -> None:
    report = parsed(REPORT)
    assert report.start
    assert report.place
    assert report.start.span.of(REPORT) == "12 au 14 mai 2021"
    assert report.place.span.of(REPORT) == "Accra"
    assert [country.span.of(REPORT) for country in report.countries] == [
        "Ghana",
        "Togo",
        "Sierra Leone",
    ]


def test_an_announcement_has_no_facts() -> None:
    report = parsed(
        "Atelier sur les diamants\n\nL’atelier se tiendra à Accra le 12 mai 2027. Inscrivez-vous "
        "avant le 1er mai. Les participants viendront du Ghana et du Togo."
    )
    assert report.kind == ReportKind.ANNOUNCEMENT
    assert report.start is None
    assert report.countries == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            REPORT.replace("de trois", "de quatre"),
            [(FindingKind.COUNTRIES_DIFFER, "quatre", 4, 3)],
        ),
        (
            REPORT.replace("Décisions", "Les 30 participants ont été reçus à la mairie.\n\nActes"),
            [(FindingKind.COUNTS_DIFFER, "24", 30, 24)],
        ),
        (REPORT, []),
    ],
)
def test_what_does_not_fit_is_told(
    text: str, expected: list[tuple[FindingKind, str, int | None, int | None]]
) -> None:
    assert findings(text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        (
            REPORT.replace("mai 2021", "mai, en ville"),
            FindingKind.DATE_WITHOUT_YEAR,
            "12 au 14 mai",
        ),
        (REPORT.replace("la Sierra Leone", "le Congo"), FindingKind.COUNTRY_UNSURE, "Congo"),
        (REPORT.replace("2021", "2027"), FindingKind.DATE_TO_COME, "2027-05-12"),
    ],
)
def test_what_is_open_is_told(text: str, kind: FindingKind, said: str) -> None:
    assert [finding.said for finding in parsed(text).findings if finding.kind == kind] == [said]


# --- any text ---

PIECES = """
    La réunion, s’est tenue, à Accra, du 12 au 14 mai 2021, 3 a 5 de maio, May 12-14, 2021-05-12,
    31/02/2021, 24 participants, près de vingt ans, de 15 pays, ZELA, CNRG (Zimbabwe), Ghana,
    RDC, Congo, Côte d’Ivoire, the three Guineas, L’objectif était de, Objectifs :, Prochaines
    étapes, décisions, The workshop was held in, attended by, from, representing, et, and, e,
    Le Réseau des Femmes et des Mines, absent, could not attend, organisé par, participaram,
    venus de, représentés, campagne « Il est temps », sondage, en ligne, https://example.org/a,
    Suivez-nous, inscrivez-vous, sera, next meeting, M. Diallo, Dr., vingt-quatre, une trentaine de
""".replace("\n", " ").split(", ")
MARKS = [*",;:.!?()[]«»\"'’-–—•*#|/%&$ \n\t", "\n\n", "\r\n", "\n- ", "\n1. ", "\n(a) ", "\u2028"]
ODD = ["\ufeff", "\u00ad", "\u200b", "\u0301", "e\u0301", "ﬁ", "ﬃ", "Ǆ", "İ", "ß", "ᵉʳ", "𝐀", "½"]
TEXTS = st.lists(
    st.sampled_from(PIECES)
    | st.sampled_from(MARKS)
    | st.sampled_from(ODD)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
    | st.builds(lambda piece: f"{piece} " * 60, st.sampled_from(PIECES)),
    max_size=40,
).map(" ".join)


@st.composite
def documents(draw: st.DrawFn) -> SourceDocument:
    """Texts whose lines are blocks of some kind."""
    text = draw(TEXTS)
    breaks = [-1, *(place for place, letter in enumerate(text) if letter == "\n"), len(text)]
    spans = [Span(before + 1, after) for before, after in pairwise(breaks)]
    kinds = draw(st.lists(st.sampled_from(BlockKind), min_size=len(spans), max_size=len(spans)))
    return SourceDocument(
        text,
        tuple(Block(kind, span) for kind, span in zip(kinds, spans, strict=True)),
    )


def spans_in(value: Any) -> Iterator[Span]:
    """Every span of a report, however deep."""
    if isinstance(value, Span):
        yield value
    elif is_dataclass(value):
        for part in fields(value):
            yield from spans_in(getattr(value, part.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from spans_in(part)


def assert_spans_lie_in(text: str, report: ParsedReport) -> None:
    for span in spans_in(report):
        assert 0 <= span.start <= span.end <= len(text)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text_is_parsed(text: str) -> None:
    assert_spans_lie_in(text, parsed(text))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_any_document_is_parsed(document: SourceDocument) -> None:
    assert_spans_lie_in(document.text, parsed(document))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_a_report_with_anything_in_it_is_parsed(text: str) -> None:
    whole = f"{REPORT}{text}\n{REPORT}"
    report = parsed(whole)
    assert_spans_lie_in(whole, report)
    assert all(isinstance(finding, ReportFinding) for finding in report.findings)

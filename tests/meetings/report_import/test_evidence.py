"""Each fact of a report is shown with where it stands and why it is taken for one."""

from datetime import date

from django.utils import translation

from meetings.report_import.evidence import Evidence, evidence_of, marks_of, named_facts, remarks_on
from meetings.report_parser import parse
from organisations.recognition import Directory
from tests.organisations.known_organisations import KNOWN, PLACES

TEXT = """Atelier de Goma

L’atelier s’est tenu à Goma le 3 mai 2022.

Participation
Ont pris part plus de 30 participants de 3 pays : Ghana, Togo.

Étaient présents : IPIS, RAID et ZELA.

Décisions
- se revoir
"""
REPORT = parse(TEXT, known_organisations=Directory(KNOWN, PLACES), today=date(2026, 1, 1))


def test_each_fact_has_its_mark_and_its_reason() -> None:
    with translation.override("en"):
        evidence = evidence_of(REPORT)
    assert set(evidence) == set(named_facts(REPORT))
    assert evidence["starts_on"] == Evidence("starts_on", "date of the meeting", True, "03/05/2022")
    assert evidence["participants_count"].note == "the report says “more than”"
    assert evidence["sections-0"].note == (
        "names organisations or people to whoever reads it, and so is not taken by itself"
    )
    assert evidence["sections-1"].note == ""


def test_marks_stand_where_the_text_says_it() -> None:
    marked = {mark.fact: mark.span.of(TEXT) for mark in marks_of(REPORT)}
    assert marked["starts_on"] == "3 mai 2022"
    assert [marked[f"organisations-{number}"] for number in range(3)] == ["IPIS", "RAID", "ZELA"]


def test_a_contradiction_is_a_remark_with_its_place() -> None:
    with translation.override("en"):
        [remark] = remarks_on(REPORT)
    assert remark.sentence == (
        "The report declares 3 countries, and 2 are recognised in it. Both stay as they are."
    )
    assert {mark.fact: mark.span.of(TEXT) for mark in marks_of(REPORT)}[remark.name] == "3"

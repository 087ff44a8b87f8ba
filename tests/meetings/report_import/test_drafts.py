"""What is to be written of a report: dates, texts as HTML, campaigns by their names."""

from datetime import date

import pytest

from meetings.models import Meeting
from meetings.report_import.drafts import (
    as_html,
    as_text,
    campaign_called,
    known_day,
    names_organisations,
    repeats_objectives,
)
from meetings.report_parser import Span, StatedDate, parse
from organisations.recognition import Directory
from tests.organisations.known_organisations import KNOWN, PLACES


@pytest.mark.parametrize(
    ("stated", "day", "precision"),
    [
        (StatedDate(2021, 6, 2), date(2021, 6, 2), "day"),
        (StatedDate(2021, 6), date(2021, 6, 1), "month"),
        (StatedDate(2021), date(2021, 1, 1), "year"),
    ],
)
def test_a_date_is_kept_as_precisely_as_it_is_stated(
    stated: StatedDate, day: date, precision: str
) -> None:
    assert known_day(stated) == (day, precision)


def test_paragraphs_and_items_become_text_and_html() -> None:
    source = "Un  début.\n- lire\n- écrire\nUne fin <b>."
    spans = [Span(0, 10), Span(13, 17), Span(20, 26), Span(27, 39)]
    text = as_text(spans, set(spans[1:3]), source)
    assert text == "Un début.\n\n- lire\n- écrire\n\nUne fin <b>."
    assert as_html(text) == (
        "<p>Un début.</p><ul><li><p>lire</p></li><li><p>écrire</p></li></ul>"
        "<p>Une fin &lt;b&gt;.</p>"
    )


def test_a_list_at_the_end_is_closed() -> None:
    assert as_html("- a\n- b") == "<ul><li><p>a</p></li><li><p>b</p></li></ul>"
    assert as_html("") == ""


@pytest.mark.parametrize(
    ("name", "is_known"),
    [
        ("Il est temps de parler des diamants", True),
        ("we need to talk about DIAMONDS", True),
        ("Nous devons parler des diamants", True),
        ("Rubis sans sang", False),
    ],
)
def test_a_campaign_is_found_by_any_of_its_titles(
    reference: Meeting, name: str, is_known: bool
) -> None:
    assert campaign_called(name) == (reference.campaign if is_known else None)


SECTIONS = """Atelier de Goma

L’atelier s’est tenu à Goma le 3 mai 2022.

Objectifs
- former les formateurs
- relier les réseaux

Participation
Ont pris part : Human Rights Watch, IPIS et ZELA.

Échanges
Chacun a parlé des rivières.
"""


def test_some_sections_are_left_to_a_person() -> None:
    report = parse(SECTIONS, known_organisations=Directory(KNOWN, PLACES), today=date(2026, 1, 1))
    found = {
        section.heading.value: (
            names_organisations(section, report),
            repeats_objectives(section, report),
        )
        for section in report.sections
    }
    assert found == {
        "Objectifs": (False, True),
        "Participation": (True, False),
        "Échanges": (False, False),
    }

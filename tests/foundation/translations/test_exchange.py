"""What goes out in a sheet, and what becomes of it when it comes back."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kpcsc.foundation.translations.exchange import (
    Contents,
    check_rows,
    contents,
    import_texts,
    sheet_of,
)
from kpcsc.foundation.translations.models import TranslationReview
from kpcsc.foundation.translations.sheet import TranslationRow, read_translations
from kpcsc.foundation.translations.texts import root_models
from meetings.models import Meeting, Section
from organisations.models import Organisation
from tests.factories import make_meeting, make_organisation

ROOTS = root_models()


def held(**choice: Any) -> Contents:
    """What a sheet into English holds."""
    return contents(ROOTS, "en", **{"only_waiting": True, "with_hidden": False} | choice)


def rows_of(given: Contents) -> list[TranslationRow]:
    """The rows that a translator gets."""
    return read_translations(BytesIO(sheet_of(given)))


def keys_and_problems(rows: list[TranslationRow]) -> tuple[list[str], list[tuple[int, str]]]:
    found = check_rows(rows, roots=ROOTS)
    return (
        [str(change.text.key) for change in found.changes],
        [(problem.row.number, problem.column) for problem in found.problems],
    )


@pytest.fixture
def section(db: None) -> Section:
    """A section whose heading is to review, and whose text is missing."""
    section = Section.objects.create(
        meeting=make_meeting(),
        heading_fr="=Buts",
        heading_en="Aims",
        body_fr="<p>Parler <strong>haut</strong></p>",
    )
    section.heading_fr = "=Deux buts"
    section.save()
    return section


def test_the_texts_that_wait_with_what_changed(section: Section) -> None:
    with translation.override("en"):
        heading, body = rows_of(held())
    key = f"meetings.section.{section.pk}"
    assert (heading.key, heading.source, heading.current) == (
        f"{key}.heading_en",
        "=Deux buts",
        "Aims",
    )
    assert heading.note == (
        "To review. What changed:\n[-=Buts-]{+=Deux buts+}\nAt most 200 characters."
    )
    assert (body.key, body.source, body.note) == (
        f"{key}.body_en",
        "<p>Parler <strong>haut</strong></p>",
        "Missing.",
    )


def test_all_texts_on_request(section: Section) -> None:
    assert [text.key.column for text in held(only_waiting=False).texts] == [
        "title_en",
        "heading_en",
        "body_en",
    ]


def test_what_only_the_secretariat_sees_goes_out_by_choice_alone(db: None) -> None:
    hidden = make_organisation(listing="unlisted", description_fr="Qui")
    open_one = make_organisation(description_fr="Quoi")
    given = held()
    assert given.records() == [(open_one, 1)]
    assert given.left_out == 1
    assert hidden.name_fr.encode() not in sheet_of(given)
    assert dict(held(with_hidden=True).records()) == {hidden: 1, open_one: 1}


def test_a_joining_link_is_never_in_a_sheet(db: None) -> None:
    make_meeting(title_en="", joining_link="https://example.org/secret")
    rows = rows_of(held(only_waiting=False, with_hidden=True))
    assert "secret" not in str(rows)


def test_a_text_too_long_for_a_cell_is_told_not_cut(db: None) -> None:
    meeting = make_meeting(introduction_fr="x" * 32_768)
    given = held()
    assert (given.texts, [text.record for text in given.too_long]) == ([], [meeting])


def test_a_sheet_is_written_and_its_record_is_a_new_version(section: Section) -> None:
    heading, body = rows_of(held())
    rows = [
        replace(heading, translation="=Two aims"),
        replace(body, translation="<p>Speak <strong>up</strong></p><script>x</script>"),
    ]
    result = import_texts(rows, roots=ROOTS, by=None)
    assert (len(result.changes), result.problems) == (2, [])
    section.refresh_from_db()
    assert (section.heading_en, section.body_en) == (
        "=Two aims",
        "<p>Speak <strong>up</strong></p>",
    )
    assert Meeting.objects.get().version == 2
    assert section.history.count() == 3
    assert not TranslationReview.objects.exists()
    assert held().texts == []
    # The same sheet again changes nothing: its texts are there already.
    again = import_texts(rows, roots=ROOTS, by=None)
    assert (again.changes, again.problems) == ([], [])
    assert Meeting.objects.get().version == 2


def test_a_translation_given_back_as_it_is_waits_no_more(section: Section) -> None:
    heading, _body = rows_of(held())
    result = import_texts([replace(heading, translation="Aims")], roots=ROOTS, by=None)
    assert (result.changes, [str(text.key) for text in result.confirmed]) == ([], [heading.key])
    assert not TranslationReview.objects.exists()


def test_rich_text_without_any_sign_becomes_paragraphs(section: Section) -> None:
    _heading, body = rows_of(held())
    import_texts([replace(body, translation="Speak up\n\nNow & here")], roots=ROOTS, by=None)
    section.refresh_from_db()
    assert section.body_en == "<p>Speak up</p><p>Now &amp; here</p>"


def test_an_empty_cell_changes_nothing(section: Section) -> None:
    assert keys_and_problems(rows_of(held())) == ([], [])


@pytest.mark.parametrize(
    ("spoil", "column"),
    [
        (lambda row: replace(row, key="meetings.section.0.heading_en"), "A"),
        (lambda row: replace(row, key="meetings.section.1.position_en"), "A"),
        (lambda row: replace(row, source="Buts"), "D"),
        (lambda row: replace(row, current="Goals"), "E"),
        (lambda row: replace(row, translation="x" * 201), "F"),
        (lambda row: replace(row, problem="Paste it as text."), "F"),
    ],
)
def test_a_row_that_cannot_be_taken_in_is_named_by_its_cell(
    section: Section, spoil: Callable[[TranslationRow], TranslationRow], column: str
) -> None:
    heading, body = (replace(row, translation="Speak") for row in rows_of(held()))
    assert keys_and_problems([spoil(heading), body]) == ([body.key], [(2, column)])
    # The others are written all the same.
    result = import_texts([spoil(heading), body], roots=ROOTS, by=None)
    assert [problem.row.translation for problem in result.problems] == [spoil(heading).translation]
    section.refresh_from_db()
    assert (section.heading_en, section.body_en) == ("Aims", "<p>Speak</p>")


def test_a_text_that_stands_twice_is_taken_once(section: Section) -> None:
    heading, _body = rows_of(held())
    twice = [replace(heading, translation="One"), replace(heading, number=9, translation="Two")]
    assert keys_and_problems(twice) == ([heading.key], [(9, "A")])


def test_records_that_a_person_may_not_change_are_refused(section: Section) -> None:
    rows = [replace(row, translation="Speak") for row in rows_of(held())]
    refused = import_texts(rows, roots=[Organisation], by=None)
    assert [problem.column for problem in refused.problems] == ["A", "A"]
    section.refresh_from_db()
    assert section.heading_en == "Aims"


@pytest.mark.parametrize("number", [1, 3])
def test_reading_a_sheet_takes_as_many_queries_for_any_number(db: None, number: int) -> None:
    for _ in range(number):
        Section.objects.create(meeting=make_meeting(), heading_fr="Buts")
    rows = [replace(row, translation="Aims") for row in rows_of(held())]
    with CaptureQueriesContext(connection) as queries:
        assert len(check_rows(rows, roots=ROOTS).changes) == number
    assert len(queries) == 2

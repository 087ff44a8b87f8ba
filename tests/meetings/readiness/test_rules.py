"""What a record lacks, said from its facts alone."""

from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from meetings.readiness.rules import FigureComparison, RecordFacts, Severity, Untranslated, issues

PLANNED = RecordFacts(
    stage="planned",
    is_online=True,
    is_in_a_place=True,
    has_joining_link=True,
    has_place=True,
    objectives=3,
    agenda_items=4,
    organisations_on_list=12,
)
HELD = RecordFacts(
    stage="held",
    objectives=3,
    sections=4,
    organisations_on_list=25,
    organisations=FigureComparison(25, 25),
    countries=FigureComparison(15, 15),
)


def codes(facts: RecordFacts) -> list[str]:
    return [issue.code for issue in issues(facts)]


@pytest.mark.parametrize("facts", [PLANNED, HELD, RecordFacts(stage="off")])
def test_a_full_record_lacks_nothing(facts: RecordFacts) -> None:
    assert issues(facts) == []


@pytest.mark.parametrize(
    ("changed", "code", "severity", "anchor"),
    [
        ({"is_for_staff_alone": True}, "visibility", "blocks", "#id_visibility"),
        ({"has_introduction": False}, "introduction", "blocks", "#id_introduction_fr"),
        ({"named_without_consent": 1}, "consent", "blocks", "#participations-group"),
        ({"objectives": 0}, "objectives", "notes", "#objectives-group"),
        ({"is_over": True}, "over", "notes", "#id_state"),
        ({"day_is_known": False}, "day", "notes", "#id_starts_on"),
        ({"has_format": False}, "format", "notes", "#id_format"),
        ({"has_place": False}, "place", "blocks", "#id_place_fr"),
        ({"has_joining_link": False}, "joining_link", "notes", "#id_joining_link"),
        ({"organisations_on_list": 0}, "invitations", "notes", "#participations-group"),
        ({"agenda_items": 0}, "agenda", "notes", "#agenda_items-group"),
        ({"agenda_items_for_staff": 2}, "agenda_for_staff", "notes", "#agenda_items-group"),
    ],
)
def test_what_a_planned_meeting_may_lack(
    changed: dict[str, Any], code: str, severity: str, anchor: str
) -> None:
    (issue,) = issues(replace(PLANNED, **changed))
    assert (issue.code, issue.severity, issue.anchor) == (code, Severity(severity), anchor)


def test_who_is_invited_need_not_be_on_the_list_yet() -> None:
    assert issues(replace(PLANNED, organisations_on_list=0, invitations=1)) == []


@pytest.mark.parametrize(
    ("changed", "code", "severity", "anchor"),
    [
        ({"attendance_unknown": 2}, "attendance", "blocks", "#participations-group"),
        ({"sections": 0}, "report", "blocks", "#sections-group"),
        (
            {"participants_declared": False},
            "figures_missing",
            "notes",
            "#id_participants_count",
        ),
        (
            {"organisations": FigureComparison(24, 22)},
            "organisations_differ",
            "notes",
            "#id_organisations_count",
        ),
        (
            {"countries": FigureComparison(15, 0)},
            "countries_differ",
            "notes",
            "#id_countries_count",
        ),
    ],
)
def test_what_a_held_meeting_may_lack(
    changed: dict[str, Any], code: str, severity: str, anchor: str
) -> None:
    (issue,) = issues(replace(HELD, **changed))
    assert (issue.code, issue.severity, issue.anchor) == (code, Severity(severity), anchor)


def test_a_place_and_a_joining_link_are_asked_where_there_is_one() -> None:
    bare = replace(PLANNED, has_place=False, has_joining_link=False)
    assert codes(replace(bare, is_online=False)) == ["place"]
    assert codes(replace(bare, is_in_a_place=False)) == ["joining_link"]


def test_a_meeting_that_was_held_is_not_asked_for_what_planning_needs() -> None:
    assert codes(replace(HELD, has_format=False, day_is_known=False, is_over=True)) == []


def test_a_meeting_that_is_off_is_asked_only_for_what_any_record_needs() -> None:
    off = RecordFacts(stage="off", has_introduction=False, attendance_unknown=3)
    assert codes(off) == ["introduction"]


def test_nothing_declared_and_nothing_listed_is_asked_for() -> None:
    empty = replace(HELD, organisations=FigureComparison(), countries=FigureComparison())
    assert codes(empty) == ["organisations", "countries", "figures_missing"]


def test_what_must_come_before_publication_is_said_first() -> None:
    facts = replace(HELD, objectives=0, sections=0, is_for_staff_alone=True)
    assert codes(facts) == ["visibility", "report", "objectives"]


def test_figures_are_said_as_they_are() -> None:
    with translation.override("en"):
        (issue,) = issues(replace(HELD, organisations=FigureComparison(24, 22)))
    assert issue.sentence == "Organisations: 24 declared, 22 listed."


@pytest.mark.parametrize(
    ("declared", "listed", "differs"),
    [(None, 0, False), (None, 3, False), (0, 0, False), (0, 1, True), (3, 3, False), (3, 2, True)],
)
def test_a_figure_that_is_not_declared_differs_from_nothing(
    declared: int | None, listed: int, differs: bool
) -> None:
    assert FigureComparison(declared, listed).differs is differs


def test_missing_texts_are_counted_by_language_and_lead_to_the_first() -> None:
    places = (
        Untranslated("en", 1, "#id_title_en"),
        Untranslated("en", 2, "#objectives-group"),
        Untranslated("fr", 1, "#sections-group"),
    )
    with translation.override("en"):
        french, english = issues(replace(HELD, untranslated=places))
    assert (french.sentence, french.anchor) == (
        "1 part lacks its French text.",
        "#sections-group",
    )
    assert (english.sentence, english.anchor) == (
        "3 parts lack their English text.",
        "#id_title_en",
    )

"""Changes in words: labels, dates of the page's language, names, differing texts."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.utils import translation

from kpcsc.foundation.history.change_descriptions import (
    FieldChange,
    ObjectChange,
    describe_briefly,
    describe_in_full,
    format_value,
    language_of,
)
from kpcsc.foundation.history.states import ObjectDifference, ObjectState, Snapshot, differences
from kpcsc.foundation.history.tracked_models import Names, tracked_models_of
from kpcsc.foundation.text_difference import Piece
from kpcsc.foundation.translated_text import label_of
from meetings.models import Meeting
from organisations.models import Country, Organisation, User

KINDS = tracked_models_of(Meeting)
ROOT = KINDS["meetings.meeting"]
NAMES: Names = {(Organisation, 7): "ZELA", (Country, "CD"): "RDC", (Country, "ZW"): "Zimbabwe"}


def changed(
    before: dict[str, Any], after: dict[str, Any], kind: str = "meetings.meeting"
) -> list[FieldChange]:
    """How one object's change reads."""
    titles = dict.fromkeys(KINDS[kind].title_columns)
    old, new = (ObjectState(kind, 1, titles | values) for values in (before, after))
    (change,) = describe_in_full(differences({old.key: old}, {new.key: new}), KINDS, NAMES)
    assert change.action == "changed"
    return list(change.values)


def added(kind: str, pk: int, **values: Any) -> ObjectDifference:
    state = ObjectState(kind, pk, dict.fromkeys(KINDS[kind].title_columns) | values)
    before: Snapshot = {}
    return differences(before, {state.key: state})[0]


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [("en", "1 June 2021", "2 June 2021"), ("fr", "1er juin 2021", "2 juin 2021")],
)
def test_dates_read_as_the_page_is_written(language: str, before: str, after: str) -> None:
    with translation.override(language):
        (change,) = changed({"starts_on": date(2021, 6, 1)}, {"starts_on": date(2021, 6, 2)})
    assert (change.before, change.after) == (before, after)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("state", "held", "held"),
        ("participants_count", 24, "24"),
        ("participants_count", 0, "0"),
        ("starts_at", time(14, 5), "14:05"),
        ("publish_at", datetime(2021, 6, 2, 14, tzinfo=UTC), "2 June 2021, 14:00"),
        ("place_fr", None, ""),
        ("place_fr", "", ""),
    ],
)
def test_a_value_reads_as_people_write_it(name: str, value: Any, text: str) -> None:
    with translation.override("en"):
        assert format_value(ROOT.field(name), value, {}) == text


def test_a_yes_an_object_and_one_that_is_gone_have_words() -> None:
    kind = KINDS["meetings.participation"]
    with translation.override("en"):
        assert format_value(kind.field("attended"), False, {}) == "no"
        assert format_value(kind.field("organisation_id"), 7, NAMES) == "ZELA"
        assert format_value(kind.field("organisation_id"), 8, NAMES) == "deleted"


def test_a_label_says_which_language_its_text_is_in() -> None:
    with translation.override("en"):
        assert label_of(ROOT.field("place_fr")) == "Place, in French"
        assert label_of(ROOT.field("starts_on")) == "First day"


def test_a_long_text_is_compared_word_by_word_and_a_new_one_read_whole() -> None:
    (change,) = changed({"introduction_en": "Ten came."}, {"introduction_en": "Twelve came."})
    assert change.language == "en"
    assert change.pieces == (
        Piece("Ten", "removed"),
        Piece("Twelve", "added"),
        Piece(" came.", "same"),
    )
    (change,) = changed({"introduction_en": ""}, {"introduction_en": "Twelve came."})
    assert (change.before, change.after, change.pieces) == ("", "Twelve came.", ())


def test_rich_text_is_read_without_its_marks() -> None:
    (change,) = changed({"body_fr": ""}, {"body_fr": "<p>Un <b>point</b></p>"}, "meetings.section")
    assert (change.after, change.formatting_only) == ("Un point", False)
    (change,) = changed({"body_fr": "<p>Un</p>"}, {"body_fr": "<h3>Un</h3>"}, "meetings.section")
    assert change.formatting_only


def test_of_a_list_what_was_put_in_and_taken_out() -> None:
    (change,) = changed({"countries": ("CD", "XX")}, {"countries": ("ZW", "XX")})
    assert (change.put_in, change.taken_out) == (("Zimbabwe",), ("RDC",))


def test_the_record_comes_first_and_its_parts_are_told_by_their_titles() -> None:
    found = [
        added("meetings.section", 1, heading_fr="Deux", position=2),
        added("meetings.section", 2, heading_fr="", heading_en="One", position=1),
        added("meetings.participation", 1, organisation_id=7),
        added("meetings.meeting", 1, title_fr="Réunion"),
    ]
    with translation.override("en"):
        told = describe_in_full(found, KINDS, NAMES)
    assert [(change.what, change.title, change.language, change.is_record) for change in told] == [
        ("meeting", "Réunion", "fr", True),
        ("participation", "ZELA", "", False),
        ("report section", "One", "en", False),
        ("report section", "Deux", "fr", False),
    ]


def test_a_long_title_ends_with_a_whole_word() -> None:
    sentence = "We explore together how to join forces so that all of industry answers"
    (change,) = describe_in_full([added("meetings.objective", 1, text_en=sentence)], KINDS, NAMES)
    assert change.title == "We explore together how to join forces so that all …"


@pytest.mark.parametrize(
    ("name", "language"),
    [("title_fr", "fr"), ("slug", ""), ("campaign_id", ""), ("countries", ""), ("state", None)],
)
def test_a_value_is_of_its_fields_language(name: str, language: str | None) -> None:
    assert language_of(ROOT.field(name)) == language


def test_many_parts_of_a_kind_are_gathered() -> None:
    found = [added("meetings.objective", number, text_fr=f"{number}") for number in range(5)]
    with translation.override("en"):
        (change,) = describe_briefly(found, KINDS, NAMES)
        assert (change.action, change.what, change.title) == ("added", "5 objectives", "")
        assert change.several == tuple(describe_in_full(found, KINDS, NAMES))
        assert describe_briefly(found[:4], KINDS, NAMES) == describe_in_full(
            found[:4], KINDS, NAMES
        )
    assert isinstance(change.several[0], ObjectChange)


def test_what_nobody_may_learn_and_what_nobody_wrote_is_no_part_of_the_story() -> None:
    assert not {"joining_link", "version", "title", "id"} & set(ROOT.columns)
    person = tracked_models_of(User)["organisations.user"]
    assert not {"password", "last_login"} & set(person.columns)
    assert list(tracked_models_of(Organisation)) == ["organisations.organisation"]

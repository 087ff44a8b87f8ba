"""A text changed in one language marks its twin, on every way of saving."""

from typing import Any

import pytest

from kpcsc.foundation.translations.models import TranslationReview
from meetings.models import Meeting, Section
from tests.factories import make_meeting, make_organisation


@pytest.fixture
def meeting(db: None) -> Meeting:
    return make_meeting(title_fr="Réunion de mai", title_en="May meeting", place_fr="Goma")


def save(record: Any, **texts: str) -> None:
    """Saves the record with these texts, read anew as each request does."""
    record = type(record).objects.get(pk=record.pk)
    for column, text in texts.items():
        setattr(record, column, text)
    record.save()


def waiting() -> dict[str, str]:
    """What is to review, with the source's text before."""
    return {str(review): review.source_before for review in TranslationReview.objects.all()}


@pytest.mark.parametrize(
    ("changed", "wanted", "before"),
    [
        ("title_fr", "title_en", "Réunion de mai"),
        ("title_en", "title_fr", "May meeting"),
    ],
)
def test_a_text_changed_marks_its_twin(
    meeting: Meeting, changed: str, wanted: str, before: str
) -> None:
    save(meeting, **{changed: "June"})
    assert waiting() == {f"meetings.meeting.{meeting.pk}.{wanted}": before}


def test_a_new_record_waits_for_nothing(meeting: Meeting) -> None:
    assert waiting() == {}


def test_both_changed_in_one_save_agree(meeting: Meeting) -> None:
    save(meeting, title_fr="Réunion de juin", title_en="June meeting")
    assert waiting() == {}


def test_the_twin_changed_afterwards_is_the_answer(meeting: Meeting) -> None:
    save(meeting, title_fr="Réunion de juin")
    save(meeting, title_en="June meeting")
    assert waiting() == {}
    # From here on it is a change like any other.
    save(meeting, title_en="Meeting in June")
    assert waiting() == {f"meetings.meeting.{meeting.pk}.title_fr": "June meeting"}


def test_of_several_changes_the_first_says_what_the_twin_matched(meeting: Meeting) -> None:
    save(meeting, title_fr="Réunion de juin")
    save(meeting, title_fr="Réunion de juillet")
    assert waiting() == {f"meetings.meeting.{meeting.pk}.title_en": "Réunion de mai"}
    save(meeting, title_fr="Réunion de mai")
    assert waiting() == {}


def test_an_empty_twin_is_missing_not_to_review(meeting: Meeting) -> None:
    save(meeting, place_fr="Kinshasa")
    save(meeting, place_en="Kinshasa")
    assert waiting() == {}


def test_a_text_taken_away_is_waited_for_no_more(meeting: Meeting) -> None:
    save(meeting, title_fr="Réunion de juin")
    save(meeting, title_fr="")
    assert waiting() == {}


def test_what_is_written_counts_not_what_the_object_holds(meeting: Meeting) -> None:
    meeting.title_fr = "Réunion de juin"
    meeting.save(update_fields=["place_en"])
    assert waiting() == {}
    meeting.save(update_fields=["title_fr"])
    assert waiting() == {f"meetings.meeting.{meeting.pk}.title_en": "Réunion de mai"}


def test_rich_text_is_compared_as_it_is_stored(meeting: Meeting) -> None:
    body = {"body_fr": "<p>Un</p>", "body_en": "<p>One</p>"}
    section = Section.objects.create(meeting=meeting, heading_fr="Un", **body)
    save(section, body_fr="<p>Un</p><script>alert(1)</script>")
    assert waiting() == {}
    save(section, body_fr="<p>Deux</p>")
    review = TranslationReview.objects.get()
    assert str(review) == f"meetings.section.{section.pk}.body_en"
    assert (review.root_model, review.root_id) == ("meetings.meeting", meeting.pk)


def test_a_record_deleted_takes_its_reviews_along(meeting: Meeting) -> None:
    section = Section.objects.create(meeting=meeting, heading_fr="Un", heading_en="One")
    save(section, heading_fr="Deux")
    save(meeting, title_fr="Réunion de juin")
    assert len(waiting()) == 2
    meeting.delete()
    assert waiting() == {}


def test_an_organisation_s_name_is_followed_too(db: None) -> None:
    organisation = make_organisation(name_fr="Réseau", name_en="Network")
    save(organisation, name_fr="Réseaux")
    assert waiting() == {f"organisations.organisation.{organisation.pk}.name_en": "Réseau"}

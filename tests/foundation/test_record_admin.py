"""Forms of records: of two editors the second is told, whatever the first one did and how."""

from typing import Any

import pytest
from django.test import Client

from meetings.models import Meeting, Objective, Section
from tests.factories import make_meeting, make_staff
from tests.foundation.history.test_pages import ENGLISH, page_of
from tests.test_admin import form_data


@pytest.fixture
def boris(db: None) -> Client:
    """The first of two editors."""
    client = Client()
    client.force_login(make_staff(name="Boris"))
    return client


@pytest.fixture
def anna(client: Client, db: None) -> Client:
    """The second, who opened the record before the first saved."""
    client.force_login(make_staff(name="Anna"))
    return client


@pytest.fixture
def meeting(db: None) -> Meeting:
    meeting = make_meeting(place_fr="Matadi")
    Section.objects.create(meeting=meeting, heading_fr="Points forts")
    return meeting


def test_the_second_is_told_who_changed_what_and_keeps_what_was_typed(
    anna: Client, boris: Client, meeting: Meeting
) -> None:
    page = page_of(meeting, "change")
    opened = form_data(anna.get(page))
    changed = {"place_fr": "Kinshasa", "sections-0-heading_fr": "Points faibles"}
    assert boris.post(page, opened | changed).status_code == 302

    told = anna.post(page, opened | {"place_fr": "Goma"}, headers=ENGLISH)
    html = told.content.decode()
    assert "This record was changed after you opened it." in html
    assert '<strong><span lang="">Boris</span> ·' in html
    assert "Place, in French" in html
    assert "Matadi" in html
    assert 'Changed: report section “<span lang="fr">Points faibles</span>”' in html
    assert told.context["adminform"].form["place_fr"].value() == "Goma"
    meeting.refresh_from_db()
    assert meeting.place_fr == "Kinshasa"

    assert anna.post(page, form_data(told)).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.place_fr, meeting.version) == ("Goma", 3)


def test_a_change_without_the_form_counts_as_well(anna: Client, meeting: Meeting) -> None:
    """A pasted list, an import, a restored state: whatever advances the record."""
    page = page_of(meeting, "change")
    opened = form_data(anna.get(page))
    Meeting.objects.get().advance(by=None)
    pasted = Objective(meeting=meeting, text_fr="Préparer la plénière")
    pasted._history_user = make_staff()
    pasted.save()
    told = anna.post(page, opened, headers=ENGLISH)
    assert told.status_code == 200
    assert 'Added: objective “<span lang="fr">Préparer la plénière</span>”' in told.content.decode()


@pytest.mark.parametrize("version", ["", "abc", "99999999999999999999"])
def test_a_form_that_does_not_know_its_version_is_not_saved(
    anna: Client, meeting: Meeting, version: str
) -> None:
    page = page_of(meeting, "change")
    sent = form_data(anna.get(page)) | {"place_fr": "Goma", "edited_version": version}
    assert anna.post(page, sent, headers=ENGLISH).status_code == 200
    assert Meeting.objects.get().place_fr == "Matadi"


def test_a_part_that_the_other_removed_is_kept_as_a_new_one(
    anna: Client, boris: Client, meeting: Meeting
) -> None:
    page = page_of(meeting, "change")
    opened = form_data(anna.get(page))
    assert boris.post(page, opened | {"sections-0-DELETE": "on"}).status_code == 302
    assert not Section.objects.exists()
    told = anna.post(page, opened | {"sections-0-heading_fr": "Points neufs"}, headers=ENGLISH)
    assert 'Removed: report section “<span lang="fr">Points forts</span>”' in told.content.decode()
    again = anna.post(page, form_data(told), headers=ENGLISH)
    assert again.status_code == 302, again.context["errors"]
    assert Section.objects.get().heading_fr == "Points neufs"


def test_an_error_keeps_every_row(anna: Client, meeting: Meeting) -> None:
    page = page_of(meeting, "change")
    opened = form_data(anna.get(page))
    typed: dict[str, Any] = {
        "ends_on": "2021-06-01",
        "countries": ["CD", "ZW"],
        "sections-TOTAL_FORMS": "3",
        "sections-0-position": "3",
        "sections-1-meeting": str(meeting.pk),
        "sections-1-position": "1",
        "sections-1-heading_fr": "Échanges",
        "sections-1-heading_en": "Exchanges",
        "sections-1-body_en": "<p>Twelve came.</p>",
        "sections-1-visibility": "staff",
        "sections-2-meeting": str(meeting.pk),
        "sections-2-position": "2",
        "sections-2-heading_fr": "Suites",
        "sections-2-visibility": "members",
    }
    refused = anna.post(page, opened | typed, headers=ENGLISH)
    assert "The last day cannot be before the first." in refused.content.decode()
    kept = form_data(refused)
    assert {name: kept[name] for name in typed} == typed
    saved = anna.post(page, kept | {"ends_on": ""})
    assert saved.status_code == 302, saved.context["errors"]
    rows = Section.objects.values_list("position", "heading_fr", "heading_en")
    assert list(rows) == [
        (1, "Échanges", "Exchanges"),
        (2, "Suites", None),
        (3, "Points forts", None),
    ]
    assert [country.pk for country in meeting.countries.all()] == ["CD", "ZW"]

"""The pages of a record's history, and how often they ask."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kpcsc.foundation.history.save_descriptions import SaveDescription
from meetings.models import Section
from organisations.models import Country, User
from tests.factories import make_meeting, make_member, make_participation, make_staff, make_user
from tests.test_admin import form_data

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def anna(client: Client, db: None) -> User:
    person = make_staff(name="Anna")
    client.force_login(person)
    return person


def page_of(record: Any, page: str) -> str:
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[record.pk])


def edit(client: Client, record: Any, **changes: Any) -> None:
    """Saves the record's form with these changes."""
    page = page_of(record, "change")
    data = form_data(client.get(page)) | {
        name.replace("__", "-"): value for name, value in changes.items()
    }
    response = client.post(page, data)
    assert response.status_code == 302, response.context["errors"]


def lines(save: SaveDescription) -> list[tuple[str, ...]]:
    """What a save changed, flat."""
    return [
        (change.action, change.what, change.title, value.label, value.before, value.after)
        for change in save.changes
        for value in change.values
    ]


def test_a_save_of_a_record_with_its_parts_reads_as_one(client: Client, anna: User) -> None:
    meeting = make_meeting(place_fr="Kinshasa")
    Section.objects.create(meeting=meeting, heading_fr="Points forts")
    edit(client, meeting, place_fr="Goma", sections__0__heading_fr="Points faibles")
    edit(client, meeting, countries=["CD", "ZW"])
    response = client.get(page_of(meeting, "history"), headers=ENGLISH)
    countries, texts, creation = response.context["saves"]
    assert (texts.by, creation.by, creation.is_creation) == ("Anna", "", True)
    assert lines(texts) == [
        ("changed", "meeting", meeting.title_en, "Place, in French", "Kinshasa", "Goma"),
        (
            "changed",
            "report section",
            "Points faibles",
            "Heading, in French",
            "Points forts",
            "Points faibles",
        ),
    ]
    assert countries.changes[0].values[0].put_in == ("DRC", "Zimbabwe")
    html = response.content.decode()
    assert 'Changed: report section “<span lang="fr">Points faibles</span>”' in html
    assert "Created" in html


def test_two_moments_are_compared_whatever_lies_between(client: Client, anna: User) -> None:
    meeting = make_meeting(place_fr="Kinshasa")
    for place in ("Matadi", "Goma"):
        edit(client, meeting, place_fr=place)
    saves = client.get(page_of(meeting, "history")).context["saves"]
    asked = {"after": saves[2].key, "before": saves[0].key}  # in whichever order
    response = client.get(page_of(meeting, "compare"), asked, headers=ENGLISH)
    (change,) = response.context["changes"]
    assert [(value.before, value.after) for value in change.values] == [("Kinshasa", "Goma")]


@pytest.mark.parametrize("moment", ["", "yesterday", "2021-13-45", "2021-06-02", "2021-06-02T1:2"])
def test_a_moment_that_is_none_leads_back_to_the_list(
    client: Client, anna: User, moment: str
) -> None:
    meeting = make_meeting()
    asked = {"before": moment, "after": "2021-06-02T00:00:00+00:00"}
    response = client.get(page_of(meeting, "compare"), asked)
    assert response.headers["Location"] == page_of(meeting, "history")


def test_a_history_is_read_and_nothing_else(client: Client, anna: User) -> None:
    meeting = make_meeting()
    latest = meeting.history.first()
    assert client.post(page_of(meeting, "compare")).status_code == 405
    assert client.post(page_of(meeting, "history")).status_code == 405
    # The library's own page saves whatever it is sent, whether or not it shows a button.
    old = f"/admin/meetings/meeting/{meeting.pk}/history/{latest.history_id}/"
    assert client.post(old, {"place_fr": "Goma"}).status_code in {302, 404}
    assert meeting.history.count() == 1


def test_only_who_may_see_the_record_sees_its_history(client: Client, db: None) -> None:
    meeting = make_meeting()
    pages = [page_of(meeting, "history"), page_of(meeting, "compare")]
    client.force_login(make_member())
    assert [client.get(page).status_code for page in pages] == [302, 302]
    client.force_login(make_user(is_staff=True))
    assert [client.get(page).status_code for page in pages] == [403, 403]
    client.force_login(make_staff())
    missing = reverse("admin:meetings_meeting_compare", args=[0])
    assert client.get(missing).status_code == 404


def test_the_history_of_a_person_never_holds_the_password(client: Client, anna: User) -> None:
    person = make_user(name="Boris")
    person.set_password("correct horse battery")
    edit(client, person, role="Treasurer")
    saves = client.get(page_of(person, "history"), headers=ENGLISH).context["saves"]
    assert lines(saves[0]) == [
        ("changed", "person", "Boris", "Role in the organisation", "", "Treasurer")
    ]
    assert "assword" not in str(saves)


def test_long_histories_come_in_pages(client: Client, anna: User) -> None:
    meeting = make_meeting()
    for number in range(21):
        meeting.advance(by=None)
        meeting.place_fr = f"Place {number}"
        meeting.save()
    first, second = (
        client.get(page_of(meeting, "history"), {"p": page}).context["saves"] for page in (1, 2)
    )
    assert (len(first), len(second)) == (20, 2)
    assert (lines(first[0])[0][-1], second[-1].is_creation) == ("Place 20", True)


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_as_often_however_much_changed(
    client: Client,
    anna: User,
    number: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    meeting = make_meeting()
    for position in range(number):
        Section.objects.create(meeting=meeting, heading_fr=f"Section {position}")
        make_participation(meeting=meeting).people.set([make_user() for _ in range(number)])
        meeting.countries.add(Country.objects.all()[position])
        meeting.advance(by=None).save()
    # Revision, session, person, record; its 8 kinds, 2 lists; countries, organisations, people,
    # authors.
    with django_assert_num_queries(17):
        client.get(page_of(meeting, "history"))
    asked = {"before": "2000-01-01T00:00:00Z", "after": "2100-01-01T00:00:00Z"}
    with django_assert_num_queries(17):
        client.get(page_of(meeting, "compare"), asked)

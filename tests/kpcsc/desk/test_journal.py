"""The journal: every write, for administrators alone, in pages that lose and repeat nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from kpcsc.desk.journal import (
    PAGE_SIZE,
    JournalPosition,
    JournalQuery,
    journal_models,
    journal_page_entries,
)
from kpcsc.foundation.history.change_descriptions import ObjectChange
from meetings.models import Section
from organisations.models import Country, Organisation, User
from tests.factories import (
    make_meeting,
    make_member,
    make_organisation,
    make_participation,
    make_staff,
    make_user,
)

ENGLISH = {"Accept-Language": "en"}
PAGE = "/admin/journal/"


@pytest.fixture
def anna(client: Client, db: None) -> User:
    person = make_staff(name="Anna")
    client.force_login(person)
    User.history.all().delete()
    return person


def every_change(**wanted: Any) -> list[ObjectChange]:
    """What the journal tells from its first page to its last."""
    found: list[ObjectChange] = []
    following: JournalPosition | None = None
    while True:
        page, following = journal_page_entries(JournalQuery(before=following, **wanted))
        for entry in page:
            for change in entry.changes:
                found += change.several or (change,)
        if following is None:
            return found


def test_it_tells_of_every_kind_of_record_the_latest_first(client: Client, anna: User) -> None:
    meeting = make_meeting(place_fr="Kinshasa")
    Section.objects.create(meeting=meeting, heading_fr="Points forts")
    meeting.place_fr = "Goma"
    meeting._history_user = anna
    meeting.save()
    organisation = make_organisation(name_fr="ZELA")
    response = client.get(PAGE, headers=ENGLISH)
    told = [
        (entry.record, entry.by, [(change.action, change.what) for change in entry.changes])
        for entry in response.context["entries"]
    ]
    assert told == [
        ("ZELA", "", [("added", "organisation")]),
        (meeting.title_en, "Anna", [("changed", "meeting")]),
        (meeting.title_en, "", [("added", "meeting"), ("added", "report section")]),
    ]
    html = response.content.decode()
    assert "Kinshasa" in html
    assert "Points forts" in html
    for record in (meeting, organisation):
        name = f"admin:{record._meta.app_label}_{record._meta.model_name}_history"
        assert f'<a href="{reverse(name, args=[record.pk])}" lang="">' in html


def test_signing_in_is_no_change_of_a_person(client: Client, anna: User) -> None:
    client.force_login(anna)
    assert client.get(PAGE).context["entries"] == []
    anna.refresh_from_db()
    anna.save()
    assert len(client.get(PAGE).context["entries"]) == 1


def test_what_was_deleted_is_told_by_its_name(client: Client, anna: User) -> None:
    organisation = make_organisation(name_fr="ZELA")
    organisation._history_user = anna
    organisation.delete()
    (gone, _made) = client.get(PAGE).context["entries"]
    assert (gone.record, gone.url, gone.changes[0].action) == ("ZELA", "", "removed")


def test_it_is_narrowed_by_person_kind_and_day(client: Client, anna: User) -> None:
    meeting = make_meeting()
    organisation = make_organisation()
    organisation._history_user = anna
    organisation._history_date = datetime(2021, 6, 2, 23, 59, tzinfo=UTC)
    organisation.slug = "zela"
    organisation.save()

    def found(**asked: Any) -> list[str]:
        return [entry.record for entry in client.get(PAGE, asked).context["entries"]]

    names = [str(organisation), str(meeting), str(organisation)]
    assert found() == names
    assert found(by=anna.pk) == [str(organisation)]
    assert found(kind="meetings.meeting") == [str(meeting)]
    assert found(since="2021-06-03") == names[:2]
    assert found(since="2021-06-02", until="2021-06-02") == names[2:]
    assert found(until="2021-06-01") == []
    for wrong in ({"by": "x"}, {"kind": "auth.group"}, {"since": "0"}, {"before": "now"}):
        assert found(**wrong) == names
    assert found(until="9999-12-31", since="0001-01-01") == names


@pytest.mark.parametrize("moment", [None, datetime(2021, 6, 2, tzinfo=UTC)])
def test_pages_lose_and_repeat_nothing(anna: User, moment: datetime | None) -> None:
    """Also where very many were written at one moment, as an import does."""
    number = PAGE_SIZE + 10
    meeting = make_meeting()
    for position in range(number):
        records: list[Any] = [
            Organisation(name_fr=f"N {position}", slug=f"n-{position}"),
            Section(meeting=meeting, heading_fr=f"N {position}"),
        ]
        for record in records:
            if moment:
                record._history_date = moment
            record.save()
    assert len(every_change()) == 2 * number + 1
    told = every_change(kind="organisations.organisation")
    titles = [f"N {position}" for position in range(number)]
    assert sorted(change.title for change in told) == sorted(titles)


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_as_often_however_much_was_written(
    client: Client,
    anna: User,
    number: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    for position in range(number):
        meeting = make_meeting()
        Section.objects.create(meeting=meeting, heading_fr="A")
        make_participation(meeting=meeting).people.set([make_user()])
        meeting.countries.add(Country.objects.all()[position])
    with django_assert_num_queries(40):
        client.get(PAGE)


def test_it_is_for_administrators_and_is_only_read(client: Client, db: None) -> None:
    for visitor, status in [(None, 302), (make_member(), 302), (make_user(is_staff=True), 403)]:
        if visitor:
            client.force_login(visitor)
        assert client.get(PAGE).status_code == status
    client.force_login(make_staff())
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE).status_code == 405
    assert PAGE in client.get(reverse("admin:index")).content.decode()


def test_no_page_changes_or_deletes_what_history_keeps() -> None:
    histories = {kind.history for kind in journal_models().values()}
    assert len(histories) >= 13
    assert histories & set(admin.site._registry) == set()
    assert histories <= set(apps.get_models())


@pytest.mark.parametrize(
    "text", ["", "~", "~~", "2021-06-02~a~1", "x~a~1", "2021-06-02T00:00:00Z~a~x", "9" * 50]
)
def test_a_place_that_is_none(text: str) -> None:
    assert JournalPosition.parse(text) is None


def test_a_place_is_read_as_it_was_written() -> None:
    place = JournalPosition(datetime(2021, 6, 2, 12, 30, 1, 5, tzinfo=UTC), "meetings.meeting", 7)
    assert JournalPosition.parse(str(place)) == place

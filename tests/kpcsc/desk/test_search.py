"""The search of the desk finds every record, and leads to where it is edited."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kpcsc.desk.search import MOST_OTHERS, hits
from kpcsc.search.index import index_changed
from organisations.models import User
from tests.factories import (
    make_campaign,
    make_meeting,
    make_member,
    make_organisation,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db
SEARCH = "/admin/search/"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def staff(client: Client) -> User:
    person = make_staff(name="Secretary")
    client.force_login(person)
    return person


def found(query: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(hit.label.text, hit.kind, hit.notes) for hit in hits(query, lambda model: True)]


def test_it_finds_drafts_and_unlisted_organisations_and_says_how_they_stand() -> None:
    make_meeting(title_en="Kimberlite talks", status="draft", visibility="staff", state="planned")
    make_campaign(title_en="Kimberlite for all", status="in_review")
    make_organisation(name_en="Kimberlite union", name_fr="", listing="unlisted")
    assert sorted(found("kimberlite")) == [
        ("Kimberlite for all", "campaign", ("in review",)),
        ("Kimberlite talks", "meeting", ("planned", "draft")),
        ("Kimberlite union", "organisation", ("never named",)),
    ]


def test_a_meeting_carries_its_date() -> None:
    make_meeting(title_en="Kimberlite talks", starts_on=date(2021, 6, 2))
    (hit,) = hits("kimberlite", lambda model: True)
    assert hit.period is not None
    assert hit.period.formatted("en") == "2 June 2021"


@pytest.mark.parametrize("query", ["helene", "HÉLÈNE mbuyi", "mbuyi@example.org", "h.mbuyi@exam"])
def test_people_are_found_by_name_and_address_accents_apart(query: str) -> None:
    make_user(name="Hélène Mbuyi", email="h.mbuyi@example.org")
    make_user(name="Anna Mbuyi", email="anna@elsewhere.org")
    people = [hit for hit in found(query) if hit[1] == "person"]
    assert people == [("Hélène Mbuyi", "person", ("h.mbuyi@example.org",))]


def test_countries_are_found_by_the_names_that_people_use() -> None:
    assert found("rdc") == [("DRC", "country", ("CD",))]
    assert ("Côte d’Ivoire", "country", ("CI",)) in found("cote d")


def test_the_page_leads_to_where_each_record_is_edited(client: Client, staff: User) -> None:
    meeting, campaign = make_meeting(title_en="Zircon"), make_campaign(title_en="Zircon")
    organisation, person = make_organisation(name_en="Zircon"), make_user(name="Zircon")
    html = client.get(SEARCH, {"q": "zircon"}, headers=ENGLISH).content.decode()
    assert "4 records with “zircon”" in html
    for address in (
        f"/admin/meetings/meeting/{meeting.pk}/change/",
        f"/admin/meetings/campaign/{campaign.pk}/change/",
        f"/admin/organisations/organisation/{organisation.pk}/change/",
        f"/admin/organisations/user/{person.pk}/change/",
    ):
        assert f'<a href="{address}"' in html
        assert client.get(address).status_code == 200


def test_every_page_has_the_box_but_the_door(client: Client, staff: User) -> None:
    box = f'<form action="{SEARCH}">'
    for name in ("index", "meetings_meeting_changelist", "meetings_meeting_add", "search"):
        assert box in client.get(reverse(f"admin:{name}")).content.decode()
    client.logout()
    assert box not in client.get(reverse("admin:login")).content.decode()


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("", 200, "write one or more words"),
        ("'\"; --", 200, "Nothing was found."),
        ("zzzz", 200, "Nothing was found."),
        ('"quoted" AND (this OR NOT*', 200, "Nothing was found."),
        ("a\0b", 400, "This request could not be read"),
        ("x" * 10_000, 400, "This search is too long: a few words find more."),
    ],
)
def test_whatever_is_typed_gets_an_answer(
    client: Client, staff: User, query: str, status: int, said: str
) -> None:
    response = client.get(SEARCH, {"q": query}, headers=ENGLISH)
    assert response.status_code == status
    assert said in response.content.decode()


def test_what_was_typed_stands_in_the_box_again(client: Client, staff: User) -> None:
    html = client.get(SEARCH, {"q": '<b> "both"'}).content.decode()
    assert 'value="&lt;b&gt; &quot;both&quot;"' in html


def test_only_staff_search_and_only_what_they_may_see(client: Client) -> None:
    make_meeting(title_en="Zircon")
    make_organisation(name_en="Zircon", listing="unlisted")
    make_user(name="Zircon")
    assert client.get(SEARCH, {"q": "zircon"}).status_code == 302
    client.force_login(make_member())
    assert client.get(SEARCH, {"q": "zircon"}).status_code == 302
    person = make_user(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="view_meeting"))
    client.force_login(person)
    page = client.get(SEARCH, {"q": "zircon"}, headers=ENGLISH).context["page"]
    assert [hit.kind for hit in page] == ["meeting"]


def test_a_search_is_asked_for_not_sent(client: Client, staff: User) -> None:
    assert client.post(SEARCH, {"q": "zircon"}).status_code == 405


@pytest.mark.parametrize("number", [1, 3, 40])
def test_it_asks_as_often_whatever_it_finds(
    number: int, django_assert_num_queries: Callable[[int], AbstractContextManager[Any]]
) -> None:
    for _ in range(number):
        make_meeting(title_en="Zircon")
        make_campaign(title_en="Zircon")
        make_organisation(name_en="Zircon", country_id="ZW")
        make_user(name="Zircon")
    index_changed()
    with django_assert_num_queries(5):
        assert len(found("zircon")) == 3 * number + min(number, MOST_OTHERS)

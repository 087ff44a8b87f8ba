"""The pages on which the naming of an organisation is stopped."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from kpcsc.search.index import index_changed
from kpcsc.takedown.tasks import run_naming_checks
from organisations.listing.actions import stop_naming
from organisations.models import Listing, Organisation, User
from tests.factories import (
    make_meeting,
    make_organisation,
    make_participation,
    make_staff,
    make_user,
)
from tests.factories.files import make_document, upload
from tests.meetings.report_import.reading.samples import pdf_of
from tests.organisations.listing.test_actions import make_agreed, make_staff_of, state

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def zela() -> Organisation:
    return make_agreed(name_fr="Zela", membership="member")


@pytest.fixture
def speaker(zela: Organisation) -> User:
    return make_user(organisation=zela, speaks_for_organisation=True)


def desk_page(organisation: Organisation) -> str:
    return f"/admin/organisations/organisation/{organisation.pk}/stop-naming/"


def text(response: Any) -> str:
    return unescape(response.content.decode())


def test_a_publisher_stops_it_and_names_it_again(zela: Organisation, client: Client) -> None:
    client.force_login(make_staff_of("Publisher"))
    page = desk_page(zela)
    assert "Stop naming it, now" in text(client.get(page, headers=ENGLISH))
    assert client.post(page, {"stop": "1", "shown_to": "members"}).status_code == 302
    assert state(zela) == ("members", "members", True)
    html = text(client.get(page, headers=ENGLISH))
    assert "members and the secretariat alone may see it named" in html
    assert "Name it again" in html
    client.post(page, {"resume": "1", "listing": "public"})
    assert state(zela) == ("public", "public", False)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"stop": "1"},
        {"stop": "1", "shown_to": "public"},
        {"stop": "1", "shown_to": "nobody"},
        {"resume": "1", "listing": "everyone"},
        {"check": "1"},
        {"country": "moon"},
    ],
)
def test_what_no_button_sends_changes_nothing(
    zela: Organisation, sent: dict[str, str], client: Client
) -> None:
    client.force_login(make_staff_of("Administrator"))
    before = Organisation.objects.values("listing", "listing_limit").get(pk=zela.pk)
    assert client.post(desk_page(zela), sent).status_code < 500
    assert Organisation.objects.values("listing", "listing_limit").get(pk=zela.pk) == before


def test_a_choice_that_is_missing_is_asked_for(zela: Organisation, client: Client) -> None:
    client.force_login(make_staff())
    client.post(desk_page(zela), {"stop": "1", "shown_to": "unlisted"})
    html = text(client.post(desk_page(zela), {"resume": "1"}, headers=ENGLISH))
    assert "This field is required." in html
    assert state(zela) == ("unlisted", "unlisted", True)


def test_it_opens_no_further_than_it_agreed(client: Client) -> None:
    client.force_login(make_staff_of("Publisher"))
    zela = make_agreed("members")
    client.post(desk_page(zela), {"stop": "1", "shown_to": "unlisted"})
    html = text(client.get(desk_page(zela), headers=ENGLISH))
    assert "Named to members" in html
    assert "Named to everyone" not in html
    client.post(desk_page(zela), {"resume": "1", "listing": "public"})
    assert state(zela) == ("unlisted", "unlisted", True)


def test_an_editor_reads_the_page_and_stops_nothing(zela: Organisation, client: Client) -> None:
    client.force_login(make_staff_of("Editor"))
    page = desk_page(zela)
    html = text(client.get(page, headers=ENGLISH))
    assert "Publishers and administrators can stop it: call one." in html
    assert '<button type="submit" class="button' not in html
    assert client.post(page, {"stop": "1", "shown_to": "unlisted"}).status_code == 403
    assert state(zela) == ("public", "public", False)


def test_a_merged_one_has_no_page(zela: Organisation, client: Client) -> None:
    client.force_login(make_staff())
    Organisation.objects.filter(pk=zela.pk).update(
        merged_into=make_organisation(), listing="unlisted", membership="former"
    )
    assert client.get(desk_page(zela)).status_code == 404


def test_the_button_stands_where_staff_look(zela: Organisation, client: Client) -> None:
    index_changed()
    for role, is_there in (("Administrator", True), ("Editor", False)):
        client.force_login(make_staff_of(role))
        for page in (
            "/admin/organisations/organisation/",
            f"/admin/organisations/organisation/{zela.pk}/change/",
            "/admin/search/?q=zela",
        ):
            assert (desk_page(zela) in text(client.get(page))) is is_there, (role, page)
        home = text(client.get("/admin/", headers=ENGLISH))
        assert ("An organisation is in danger?" in home) is is_there


def test_a_consent_that_opens_nothing_is_said_to_open_nothing(
    zela: Organisation, client: Client
) -> None:
    stop_naming(organisation=zela, shown_to=Listing.UNLISTED, by=make_staff())
    zela.refresh_from_db()
    client.force_login(make_staff_of("Editor"))
    form = f"/admin/organisations/organisation/{zela.pk}/change/"
    sent = {
        **{name: getattr(zela, name) or "" for name in ("name_fr", "name_en", "acronym", "slug")},
        "kind": "ngo",
        "membership": "member",
        "listing": "unlisted",
        "edited_version": zela.version,
        "consent_records-TOTAL_FORMS": 1,
        "consent_records-INITIAL_FORMS": 0,
        "consent_records-0-agreed_listing": "public",
        "consent_records-0-given_by": "Sa directrice",
        "consent_records-0-given_on": "2026-12-01",
        "consent_records-0-wording_version": "1",
    }
    html = text(client.post(form, sent, follow=True, headers=ENGLISH))
    assert "The consent is recorded. The naming stays stopped" in html
    assert state(zela) == ("unlisted", "unlisted", True)
    assert zela.agreed_listing() == Listing.PUBLIC


# --- For its people -------------------------------------------------------------------------------


def test_whoever_speaks_for_it_stops_it_and_comes_back(
    zela: Organisation, speaker: User, client: Client
) -> None:
    client.force_login(speaker)
    page = "/en/my/organisation/stop-naming/"
    assert page in text(client.get("/en/my/organisation/"))
    assert "Stop naming us, now" in text(client.get(page))
    client.post(page, {"stop": "1", "shown_to": "unlisted"})
    assert state(zela) == ("unlisted", "unlisted", True)
    assert "The secretariat alone sees your organisation named." in text(client.get(page))
    client.post(page, {"resume": "1", "listing": "public"})
    assert state(zela) == ("public", "public", False)


@pytest.mark.parametrize("button", ["dismiss", "withhold", "country"])
def test_they_decide_of_no_file_and_no_country(
    zela: Organisation, speaker: User, button: str, client: Client
) -> None:
    make_participation(meeting=make_meeting(), organisation=zela)
    stop_naming(organisation=zela, shown_to=Listing.UNLISTED, by=speaker)
    client.force_login(speaker)
    sent = {button: "region", "document": "1", "organisation": str(zela.pk)}
    response = client.post("/fr/my/organisation/stop-naming/", sent)
    assert response.status_code in {403, 404}


@pytest.mark.parametrize("organisation", [True, False])
def test_others_do_not_get_the_page(zela: Organisation, organisation: bool, client: Client) -> None:
    client.force_login(make_user(organisation=zela if organisation else None))
    status = client.get("/fr/my/organisation/stop-naming/").status_code
    assert status == (403 if organisation else 404)


def test_the_public_sees_no_trace(zela: Organisation, client: Client) -> None:
    unknown = client.get("/fr/organisations/no-such/")
    stop_naming(organisation=zela, shown_to=Listing.UNLISTED, by=make_staff())
    gone = client.get(f"/fr/organisations/{zela.slug}/")
    assert (gone.status_code, unknown.status_code) == (404, 404)
    assert gone.content.replace(zela.slug.encode(), b"no-such") == unknown.content


def test_a_consent_withdrawn_on_their_page_stops_it(
    zela: Organisation, speaker: User, client: Client
) -> None:
    client.force_login(speaker)
    client.post("/fr/my/organisation/", {"listing": "unlisted"})
    assert state(zela) == ("unlisted", "unlisted", True)
    # Their own choice does not end a stop, whoever made it: a button of its own does.
    html = text(client.post("/en/my/organisation/", {"listing": "public"}, follow=True))
    assert "Your choice is kept, and counts once you are named again." in html
    assert state(zela) == ("unlisted", "unlisted", True)
    client.post("/fr/my/organisation/stop-naming/", {"resume": "1", "listing": "public"})
    assert state(zela) == ("public", "public", False)


def test_everything_is_read_again_on_request_and_after_a_file_was_released(
    zela: Organisation, client: Client
) -> None:
    client.force_login(make_staff())
    file = make_document(meeting=make_meeting(), file=upload(pdf_of(["Avec Zela."])))
    client.post(desk_page(zela), {"stop": "1", "shown_to": "unlisted"})
    sent = {"document": file.pk, "organisation": zela.pk, "file": file.file_digest}
    for number, button in enumerate([{"check": "1"}, sent | {"dismiss": "1"}], start=1):
        assert client.post(desk_page(zela), button).status_code == 302
        assert zela.naming_checks.count() == number
        assert zela.naming_checks.unfinished().count() == 1
    html = text(client.get(desk_page(zela), headers=ENGLISH))
    assert "said that it does not name it: readers get the file." in html


def test_the_worker_is_told_to_read_again(
    zela: Organisation, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(make_staff())
    client.post(desk_page(zela), {"stop": "1", "shown_to": "unlisted"})
    with django_capture_on_commit_callbacks(execute=True):
        client.post(desk_page(zela), {"check": "1"})
    assert DBTaskResult.objects.filter(task_path=run_naming_checks.module_path).exists()


def test_members_are_hidden_from_too_by_one_more_button(zela: Organisation, client: Client) -> None:
    client.force_login(make_staff())
    client.post(desk_page(zela), {"stop": "1", "shown_to": "members"})
    assert "Hide its name from members too" in text(client.get(desk_page(zela), headers=ENGLISH))
    client.post(desk_page(zela), {"stop": "1", "shown_to": "unlisted"})
    assert state(zela) == ("unlisted", "unlisted", True)


def test_one_that_agreed_to_nothing_stays_as_it_is(client: Client) -> None:
    client.force_login(make_staff())
    listed = make_organisation(listing="public")
    client.post(desk_page(listed), {"stop": "1", "shown_to": "unlisted"})
    html = text(client.get(desk_page(listed), headers=ENGLISH))
    assert "It agreed to be named to nobody: record its consent first." in html
    assert "Name it again" not in html
    client.post(desk_page(listed), {"resume": "1", "listing": "unlisted"})
    assert state(listed) == ("unlisted", "unlisted", True)


def test_the_coalition_is_told_that_the_portal_bears_its_name(client: Client) -> None:
    client.force_login(make_staff())
    own = make_organisation(name_fr="Coalition", acronym="KP CSC")
    client.post(desk_page(own), {"stop": "1", "shown_to": "unlisted"})
    html = text(client.get(desk_page(own), headers=ENGLISH))
    assert "The portal itself bears this name" in html

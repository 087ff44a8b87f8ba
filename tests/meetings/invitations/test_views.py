"""The page of a personal link: what it shows, what it stores, and what opens nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from meetings.invitations.links import link_path
from meetings.invitations.views import save_reply
from meetings.models import Invitation, Meeting, Objective
from tests.factories import (
    make_meeting_invitation,
    make_organisation,
    make_participation,
    make_planned_meeting,
    make_user,
)

pytestmark = pytest.mark.django_db
LINK = "https://meet.example.org/secret"


def path_of(invitation: Invitation, language: str = "en") -> str:
    """Where the link leads, in a language."""
    with translation.override(language):
        return link_path(invitation)


def page_of(client: Client, invitation: Invitation, language: str = "en") -> str:
    """The page that the link opens."""
    response = client.get(path_of(invitation, language))
    assert response.status_code == 200
    return unescape(response.content.decode())


def send(client: Client, invitation: Invitation, **data: Any) -> Any:
    """Hands a reply in."""
    return client.post(path_of(invitation), data)


def test_opening_a_link_changes_and_keeps_nothing(client: Client) -> None:
    invitation = make_meeting_invitation(make_planned_meeting())
    before = Invitation.objects.values().get()
    response = client.get(path_of(invitation))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert not client.cookies
    assert Invitation.objects.values().get() == before


def test_the_page_shows_the_meeting_in_both_languages_and_all_zones(client: Client) -> None:
    meeting = make_planned_meeting(
        place_fr="Kinshasa, salle 3",
        place_en="Kinshasa, room 3",
        invitation_text_fr="Venez nombreux.",
        invitation_text_en="Do come.",
        status="draft",
        visibility="staff",
    )
    organisation = make_organisation(name_fr="Maison", name_en="House")
    for zone in ("Africa/Harare", "Africa/Lubumbashi"):
        make_user(organisation=organisation, time_zone=zone)
    invitation = make_meeting_invitation(meeting, organisation=organisation)
    english, french = (page_of(client, invitation, language) for language in ("en", "fr"))
    assert "Invitation for House" in english
    assert "Wednesday 2 June 2100, 14:00–16:00 (Kinshasa time, UTC+1)" in english
    assert "15:00–17:00 (Harare time, UTC+2)" in english
    assert "Lubumbashi" not in english
    assert "Kinshasa, room 3" in english
    assert "Do come." in english
    assert "Venez nombreux." in french
    assert "mercredi 2 juin 2100, 15:00–17:00 (Harare, UTC+2)" in french


def test_nothing_else_of_the_record_is_shown(client: Client) -> None:
    meeting = make_planned_meeting(joining_link=LINK)
    Objective.objects.create(meeting=meeting, text_fr="Un objectif", text_en="An objective")
    make_participation(meeting=meeting, organisation=make_organisation(name_fr="Justice et Mines"))
    make_meeting_invitation(meeting, organisation=make_organisation(name_fr="Autre maison"))
    page = page_of(client, make_meeting_invitation(meeting))
    for hidden in ("An objective", "Justice et Mines", "Autre maison", LINK):
        assert hidden not in page


def test_a_reply_is_stored_shown_and_can_be_changed(client: Client) -> None:
    invitation = make_meeting_invitation(make_planned_meeting(joining_link=LINK))
    words = {"coming": " Awa \n\n Binta", "remarks": "Un fauteuil"}
    response = send(client, invitation, answer="yes", **words)
    assert (response.status_code, response["Location"]) == (302, path_of(invitation))
    stored = Invitation.objects.get()
    assert (stored.reply, stored.coming, stored.remarks) == ("yes", "Awa\nBinta", "Un fauteuil")
    page = page_of(client, invitation)
    assert "We have your reply: <strong>yes</strong>." in page
    assert LINK in page
    assert "Awa\nBinta</textarea>" in page
    send(client, invitation, answer="no")
    page = page_of(client, invitation)
    assert "We have your reply: <strong>no</strong>." in page
    assert LINK not in page
    assert not client.cookies


def test_a_person_says_whether_they_come_and_names_nobody(client: Client) -> None:
    invitation = make_meeting_invitation(make_planned_meeting(), person=make_user())
    assert "Who will come?" not in page_of(client, invitation)
    assert send(client, invitation, answer="maybe", coming="Somebody").status_code == 302
    stored = Invitation.objects.get()
    assert (stored.reply, stored.coming) == ("maybe", "")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({}, "Choose one of the three."),
        ({"answer": "none"}, "Choose one of the three."),
        ({"answer": "soon"}, "Choose one of the three."),
        (
            {"answer": "yes", "coming": "A\nB\nC"},
            "There are 2 places for your organisation: keep as many names at most.",
        ),
        ({"answer": "yes", "coming": "A" * 151}, "Write one name on each line."),
        ({"answer": "yes", "remarks": "é" * 2001}, "2000"),
        ({"answer": "yes", "remarks": "\x00"}, "Null characters are not allowed."),
    ],
)
def test_a_fault_keeps_what_was_typed(client: Client, data: dict[str, str], problem: str) -> None:
    invitation = make_meeting_invitation(make_planned_meeting())
    typed = {"coming": "Mes noms", "remarks": "Mes mots"} | data
    response = send(client, invitation, **typed)
    assert response.status_code == 422
    page = unescape(response.content.decode())
    assert problem in page
    for text in (typed["coming"], typed["remarks"]):
        assert text in page
    assert Invitation.objects.get().reply == "none"


def test_one_place_takes_one_name(client: Client) -> None:
    invitation = make_meeting_invitation(make_planned_meeting(places=1))
    response = send(client, invitation, answer="yes", coming="A\nB")
    assert "There is 1 place for your organisation: keep one name." in response.content.decode()


def test_the_other_language_keeps_what_was_typed_and_complains_of_nothing(client: Client) -> None:
    invitation = make_meeting_invitation(make_planned_meeting())
    page = page_of(client, invitation)
    assert f'formaction="{path_of(invitation, "fr")}"' in page
    typed = {"stay": "1", "coming": "A\nB\nC", "remarks": "Mes mots"}
    response = client.post(path_of(invitation, "fr"), typed)
    assert response.status_code == 200
    page = unescape(response.content.decode())
    assert "Participerez-vous" in page
    assert "A\nB\nC</textarea>" in page
    assert "Mes mots</textarea>" in page
    assert 'role="alert"' not in page
    assert Invitation.objects.get().reply == "none"


@pytest.mark.parametrize(
    ("of_meeting", "of_invitation", "status"),
    [
        ({}, {"is_revoked": True}, 410),
        ({"state": "held"}, {}, 410),
        ({"starts_on": "2021-06-02"}, {}, 410),
        ({"state": "cancelled"}, {}, 200),
        ({"state": "postponed"}, {}, 200),
    ],
)
def test_what_is_over_takes_no_reply(
    client: Client, of_meeting: dict[str, Any], of_invitation: dict[str, Any], status: int
) -> None:
    invitation = make_meeting_invitation(make_planned_meeting(), **of_invitation)
    Meeting.objects.update(**of_meeting)
    response = client.get(path_of(invitation))
    assert response.status_code == status
    assert b"<textarea" not in response.content
    answered = send(client, invitation, answer="yes", remarks="Mes mots")
    assert answered.status_code == (409 if status == 200 else status)
    assert Invitation.objects.get().reply == "none"


def test_who_may_not_sign_in_any_more_finds_nothing(client: Client) -> None:
    person = make_user(is_active=False)
    invitation = make_meeting_invitation(make_planned_meeting(), person=person)
    assert client.get(path_of(invitation)).status_code == 410


@pytest.mark.parametrize("token", ["x", "m" + "0" * 32, "m.x", "é", "m" * 5000])
def test_what_the_portal_did_not_make_opens_nothing(client: Client, token: str) -> None:
    for response in (
        client.get(f"/fr/invitations/{token}/"),
        client.post(f"/en/invitations/{token}/"),
    ):
        assert response.status_code == 404


def test_a_forged_form_needs_the_link(client: Client) -> None:
    """Without a session there is nothing to misuse: the link is asked for, and no token."""
    strict = Client(enforce_csrf_checks=True)
    invitation = make_meeting_invitation(make_planned_meeting())
    assert send(strict, invitation, answer="yes").status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_as_often_for_three_contacts_as_for_one(
    client: Client,
    number: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    organisation = make_organisation()
    for _ in range(number):
        make_user(organisation=organisation)
    invitation = make_meeting_invitation(make_planned_meeting(), organisation=organisation)
    page_of(client, invitation)
    with django_assert_num_queries(4):
        page_of(client, invitation)


def test_the_next_one_with_an_organisation_s_link_reads_no_remarks(client: Client) -> None:
    invitation = make_meeting_invitation(make_planned_meeting(), organisation=make_organisation())
    reply = {"answer": "yes", "coming": "Awa"}
    send(client, invitation, **reply, remarks="Sans sel")
    page = page_of(client, invitation)
    assert "Whoever has this link sees the reply and who will come, and can change them." in page
    assert "The secretariat alone reads it, and it is erased 90 days after the meeting." in page
    assert "What was sent before is not shown here; what you write is added to it." in page
    assert ("Awa</textarea>" in page, "Sans sel" in page) == (True, False)
    send(client, invitation, **reply)
    send(client, invitation, **reply, remarks="Un fauteuil")
    send(client, invitation, **reply, remarks="Un fauteuil")
    assert Invitation.objects.get().remarks == "Sans sel\n\nUn fauteuil"
    too_long = send(client, invitation, **reply, remarks="é" * 1990)
    html = too_long.content.decode()
    assert too_long.status_code == 422
    assert "é" * 1990 in html
    assert "Sans sel" not in html


def test_of_two_colleagues_who_write_at_once_neither_is_lost(rf: RequestFactory) -> None:
    organisation = make_organisation()
    make_meeting_invitation(make_planned_meeting(), organisation=organisation)
    opened = [Invitation.objects.get(organisation=organisation) for _ in range(2)]
    for invitation, remarks in zip(opened, ("Sans sel", "Un fauteuil"), strict=True):
        request = rf.post("/", {"answer": "yes", "coming": "Awa", "remarks": remarks})
        assert save_reply(request, invitation).status_code == 302
    assert Invitation.objects.get().remarks == "Sans sel\n\nUn fauteuil"


def test_an_organisation_s_joining_link_is_for_those_who_come_for_it(client: Client) -> None:
    meeting = make_planned_meeting(joining_link="https://meet.example.org/x")
    told = "It is for those who come for your organisation: pass it on to them alone."
    for fields, is_told in (
        ({"person": None, "organisation": make_organisation()}, True),
        ({"person": make_user()}, False),
    ):
        invitation = make_meeting_invitation(meeting, reply="yes", **fields)
        assert (told in page_of(client, invitation)) is is_told


def test_a_person_s_own_link_shows_their_remarks(client: Client) -> None:
    invitation = make_meeting_invitation(make_planned_meeting(), person=make_user())
    send(client, invitation, answer="yes", remarks="Sans sel")
    page = page_of(client, invitation)
    assert "Sans sel</textarea>" in page
    assert "Whoever has this link" not in page

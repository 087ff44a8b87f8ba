"""The secretariat's page on a meeting's invitations."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kpcsc.foundation.mail.models import Delivery
from kpcsc.foundation.mail.outbox import run_outbox
from meetings.invitations.admin_forms import InvitationTextForm
from meetings.invitations.links import token_of
from meetings.models import Invitation, Meeting, Participation
from organisations.models import User
from tests.factories import (
    make_meeting_invitation,
    make_organisation,
    make_participation,
    make_planned_meeting,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def staff(client: Client) -> User:
    person = make_staff(name="Awa")
    client.force_login(person)
    return person


def address(name: str, meeting: Meeting, *more: int) -> str:
    return reverse(f"admin:meetings_meeting_{name}", args=[meeting.pk, *more])


def page_of(client: Client, meeting: Meeting, name: str = "invitations") -> str:
    """One of the meeting's pages, in English."""
    return unescape(client.get(address(name, meeting), headers=ENGLISH).content.decode())


def sent(client: Client, meeting: Meeting, name: str = "invitations", **data: Any) -> str:
    """The page after a form on it was sent."""
    answer = client.post(address(name, meeting), data, headers=ENGLISH, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def rows(html: str) -> list[list[str]]:
    """The cells of the table of those invited, without tags and links to copy."""
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [
            " ".join(re.sub(r"<[^>]*>", " ", cell).split())
            for cell in re.findall(r"<td>(.*?)</td>", row, re.S)
        ][1:5]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)
    ]


# --- What they say, and to whom -----------------------------------------------------------------


def call(client: Client, meeting: Meeting, **fields: Any) -> str:
    """Saves what the invitations say."""
    data = {
        "invitation_text_fr": "Venez.",
        "invitation_text_en": "Come.",
        "reply_by": "2100-05-20",
        "places": "3",
        "edited_version": str(meeting.version),
    }
    return sent(client, meeting, text="1", **data | fields)


def test_text_day_and_places_are_saved_as_a_version_of_the_meeting(
    client: Client, staff: User
) -> None:
    meeting = make_planned_meeting()
    make_meeting_invitation(meeting)
    assert "Saved." in call(client, meeting)
    stored = Meeting.objects.get()
    assert (stored.invitation_text_fr, stored.invitation_text_en) == ("Venez.", "Come.")
    assert (stored.reply_by, stored.places) == (date(2100, 5, 20), 3)
    assert stored.version == meeting.version + 1
    assert Meeting.history.first().history_user == staff
    assert not Delivery.objects.exists()


def test_a_fault_and_another_s_change_keep_what_was_typed(client: Client, staff: User) -> None:
    meeting = make_planned_meeting()
    html = call(client, meeting, places="0")
    assert "An organisation may send one person to fifty." in html
    assert "Venez.</textarea>" in html
    Meeting.objects.get().advance(by=None)
    html = call(client, meeting)
    assert "Venez.</textarea>" in html
    assert Meeting.objects.get().places == 2
    assert "Saved." in call(client, Meeting.objects.get())


def test_inviting_saves_the_text_too_and_saving_keeps_who_is_chosen(
    client: Client, staff: User
) -> None:
    meeting, organisation = make_planned_meeting(), make_organisation(name_fr="Radio Faible")
    html = call(client, meeting, organisations=[organisation.pk], whole_list="on")
    assert "Saved." in html
    assert f'<option value="{organisation.pk}" selected>' in html
    assert re.search(r'name="whole_list"[^>]* checked', html)
    assert not meeting.invitations.exists()
    texts: dict[str, Any] = {
        "invitation_text_fr": "Venez tous.",
        "invitation_text_en": "Come all.",
        "reply_by": "2100-05-21",
        "places": "4",
        "edited_version": str(Meeting.objects.get().version),
    }
    faulty: dict[str, Any] = {"places": "0", "organisations": [organisation.pk], "invite": "1"}
    html = sent(client, meeting, **texts | faulty)
    assert "An organisation may send one person to fifty." in html
    assert not meeting.invitations.exists()
    html = sent(client, meeting, **texts, organisations=[organisation.pk], invite="1")
    assert "1 is invited." in html
    stored = Meeting.objects.get()
    assert (stored.invitation_text_fr, stored.places) == ("Venez tous.", 4)
    # Untouched texts of a page that somebody else's save made old are no conflict.
    stored.advance(by=None)
    texts |= {
        f"initial-{name}": texts[name] for name in texts if name in InvitationTextForm.Meta.fields
    }
    texts |= {"edited_version": "1", "organisations": [make_organisation().pk], "invite": "1"}
    assert "1 is invited." in sent(client, meeting, **texts)


def test_a_text_that_is_refused_keeps_who_is_chosen(client: Client, staff: User) -> None:
    meeting, organisation = make_planned_meeting(), make_organisation()
    gone = make_user(is_active=False)
    people = [make_user().pk, gone.pk]
    html = call(client, meeting, places="0", organisations=[organisation.pk], people=people)
    assert "An organisation may send one person to fifty." in html
    for key in (organisation.pk, people[0]):
        assert f'<option value="{key}" selected>' in html
    assert f'<option value="{gone.pk}" selected>' not in html


def test_who_invites_does_not_put_an_old_text_back(client: Client, staff: User) -> None:
    meeting = make_planned_meeting(invitation_text_fr="Avant.")
    page: dict[str, Any] = {
        **dict.fromkeys(("invitation_text_fr", "initial-invitation_text_fr"), "Avant."),
        **dict.fromkeys(("invitation_text_en", "initial-invitation_text_en"), ""),
        **dict.fromkeys(("reply_by", "initial-reply_by"), ""),
        **dict.fromkeys(("places", "initial-places"), "2"),
        "edited_version": str(meeting.version),
        "organisations": [make_organisation().pk],
    }
    call(client, meeting, invitation_text_fr="D’un autre.")
    assert "1 is invited." in sent(client, meeting, invite="1", **page)
    assert Meeting.objects.get().invitation_text_fr == "D’un autre."


def test_organisations_and_people_are_chosen(client: Client, staff: User) -> None:
    meeting, organisation, person = make_planned_meeting(), make_organisation(), make_user()
    on_list = make_participation(meeting=meeting, attended=None).organisation
    html = sent(
        client,
        meeting,
        organisations=[organisation.pk],
        people=[person.pk],
        whole_list="on",
        invite="1",
    )
    assert "3 are invited." in html
    invited = {one.person or one.organisation for one in meeting.invitations.all()}
    assert invited == {organisation, person, on_list}
    assert "0 are invited." in sent(client, meeting, people=[person.pk], invite="1")


def test_nobody_chosen_and_nobody_known_is_told(client: Client, staff: User) -> None:
    meeting = make_planned_meeting()
    assert "Choose somebody to invite." in sent(client, meeting, invite="1")
    for key in (10**9, "9" * 30, "x", "²"):
        sent(client, meeting, people=[key], organisations=[key], invite="1")
    assert not meeting.invitations.exists()


# --- The list -----------------------------------------------------------------------------------


def test_the_list_says_what_each_replied_and_got(client: Client, staff: User) -> None:
    meeting = make_planned_meeting()
    houses = {name: make_organisation(name_fr=name) for name in ("A", "B", "C", "D")}
    contact = make_user(organisation=houses["A"])
    coming = {"reply": "yes", "coming": "Awa\nBinta", "remarks": "Un fauteuil"}
    first = make_meeting_invitation(meeting, organisation=houses["A"], **coming)
    make_meeting_invitation(meeting, organisation=houses["B"], reply="maybe", recorded_by=staff)
    make_meeting_invitation(meeting, organisation=houses["C"], is_revoked=True)
    make_meeting_invitation(meeting, organisation=houses["D"])
    Delivery.objects.create(
        letter="meetings.invitations.letters.meeting_invitation",
        about_model="meetings.invitation",
        about_id=str(first.pk),
        person=contact,
        status="sent",
        finished_at=timezone.now(),
    )
    html = page_of(client, meeting)
    nobody = "nobody to write to: send the link Add somebody of this organisation"
    assert rows(html) == [
        [
            "A",
            "yes Write down a reply · A",
            "Awa Binta Un fauteuil",
            "invitation to a meeting sent",
        ],
        ["B", "perhaps written down by Awa Write down a reply · B", "", nobody],
        ["C", "withdrawn", "", "–"],
        ["D", "no reply yet Write down a reply · D", "", nobody],
    ]
    figures = re.findall(r"<dt>(.*?)</dt><dd>(\d+)</dd>", html)
    assert dict(figures) == {
        "yes": "1",
        "perhaps": "1",
        "no": "0",
        "no reply yet": "1",
        "people who come": "2",
    }


def test_the_link_to_copy_is_in_the_reader_s_language(client: Client, staff: User) -> None:
    meeting = make_planned_meeting()
    invitations = [
        make_meeting_invitation(meeting, person=make_user(name=language, language=language))
        for language in ("en", "fr")
    ]
    make_meeting_invitation(meeting, is_revoked=True)
    links = re.findall(r'class="link-to-copy" readonly value="([^"]*)"', page_of(client, meeting))
    assert links == [
        f"http://localhost:8000/{one.person.language}/invitations/{token_of(one)}/"  # type: ignore[union-attr]
        for one in invitations
    ]


def test_those_without_a_letter_and_with_an_address_are_ticked(client: Client, staff: User) -> None:
    meeting = make_planned_meeting()
    ready = make_meeting_invitation(meeting, notified=None)
    make_meeting_invitation(meeting, organisation=make_organisation())
    make_meeting_invitation(meeting, reply="yes")
    ticked = re.findall(r'name="invitation" value="(\d+)"[^>]* checked', page_of(client, meeting))
    assert ticked == [str(ready.pk)]


# --- What is done with them ---------------------------------------------------------------------


def confirmed(client: Client, meeting: Meeting, action: str, *chosen: Any) -> str:
    """Asks for something, finds that nothing is done yet, and confirms it; gives the question."""
    data: dict[str, Any] = {action: "1", "invitation": list(chosen)}
    before = Delivery.objects.count(), Participation.objects.count()
    html = sent(client, meeting, **data)
    assert (Delivery.objects.count(), Participation.objects.count()) == before
    assert "No, back to the invitations" in html
    sent(client, meeting, confirmed="1", **data)
    return " ".join(re.findall(r'id="content-main">\s*<p>(.*?)</p>', html))


def test_invitations_are_sent_to_those_chosen(client: Client, staff: User) -> None:
    meeting = make_planned_meeting()
    chosen, _other = (make_meeting_invitation(meeting, notified=None) for _ in range(2))
    elsewhere = make_meeting_invitation(make_planned_meeting())
    keys = (chosen.pk, elsewhere.pk, "x", "²", "9" * 30)
    assert confirmed(client, meeting, "send", *keys) == "1 invitation will be sent."
    run_outbox.call()
    [message] = mail.outbox
    person = chosen.people()[0]
    assert message.to == [f"{person.name} <{person.email}>"]


def test_before_letters_go_one_of_them_is_shown(client: Client, staff: User) -> None:
    meeting = make_planned_meeting()
    person = make_user(name="Awa Sarr", language="fr")
    chosen = make_meeting_invitation(meeting, person=person, notified=None)
    alone = make_meeting_invitation(meeting, organisation=make_organisation(), notified=None)
    html = sent(client, meeting, send="1", invitation=[chosen.pk, alone.pk])
    assert "The letter, as it goes to Awa Sarr" in html
    assert f"Invitation\N{NO-BREAK SPACE}: {meeting.title_fr}, 2 juin 2100" in html
    assert "Bonjour Awa Sarr," in html
    assert html.count("nobody to write to: send the link") == 1
    assert not Delivery.objects.exists()


def test_the_silent_are_reminded(client: Client, staff: User) -> None:
    meeting = make_planned_meeting()
    make_meeting_invitation(meeting, reply="yes")
    silent = [make_meeting_invitation(meeting) for _ in range(2)]
    question = "2 of those invited are still to reply, and will be reminded."
    assert confirmed(client, meeting, "remind") == question
    assert [one.about for one in Delivery.objects.order_by("pk")] == silent


def test_invitations_are_withdrawn(client: Client, staff: User) -> None:
    meeting = make_planned_meeting()
    chosen, other = (make_meeting_invitation(meeting) for _ in range(2))
    assert confirmed(client, meeting, "withdraw", chosen.pk).startswith("1 invitation will be")
    assert [*Invitation.objects.in_force()] == [other]


def test_replies_are_brought_to_the_list(client: Client, staff: User) -> None:
    meeting = make_planned_meeting()
    invitation = make_meeting_invitation(meeting, reply="yes")
    assert confirmed(client, meeting, "add_to_list").startswith("1 reply will be brought")
    assert Participation.objects.get().organisation == invitation.organisation


@pytest.mark.parametrize("action", ["send", "remind", "withdraw", "add_to_list"])
def test_where_nobody_is_concerned_nothing_is_asked(
    client: Client, staff: User, action: str
) -> None:
    meeting = make_planned_meeting()
    make_meeting_invitation(meeting, is_revoked=True)
    html = sent(client, meeting, **{action: "1"})
    assert "There is no such invitation: choose some in the list." in html


# --- On behalf of a partner ---------------------------------------------------------------------


def test_a_reply_is_written_down_and_marked_so(client: Client, staff: User) -> None:
    meeting = make_planned_meeting()
    invitation = make_meeting_invitation(meeting)
    page = address("reply", meeting, invitation.pk)
    assert "You write down what" in client.get(page, headers=ENGLISH).content.decode()
    wrong = client.post(page, {"answer": "yes", "coming": "A\nB\nC"}, headers=ENGLISH)
    assert "A\nB\nC</textarea>" in wrong.content.decode()
    assert Invitation.objects.get().reply == "none"
    data = {"answer": "yes", "coming": "Awa", "remarks": "Par téléphone"}
    assert client.post(page, data)["Location"] == address("invitations", meeting)
    stored = Invitation.objects.get()
    assert (stored.reply, stored.coming, stored.recorded_by) == ("yes", "Awa", staff)


def test_none_is_written_down_where_none_is_taken(client: Client, staff: User) -> None:
    meeting = make_planned_meeting(state="cancelled")
    invitation = make_meeting_invitation(meeting)
    page = address("reply", meeting, invitation.pk)
    answer = client.post(page, {"answer": "yes", "remarks": "Mes mots"}, headers=ENGLISH)
    assert "Replies are taken until the meeting begins" in answer.content.decode()
    assert "Mes mots</textarea>" in answer.content.decode()
    withdrawn = make_meeting_invitation(meeting, is_revoked=True)
    elsewhere = make_meeting_invitation(make_planned_meeting())
    for other in (withdrawn, elsewhere):
        assert client.get(address("reply", meeting, other.pk)).status_code == 404
    assert not Invitation.objects.exclude(reply="none").exists()


# --- Who may, and how much it asks --------------------------------------------------------------


def test_only_who_may_change_the_meeting_opens_the_pages(client: Client) -> None:
    meeting = make_planned_meeting()
    invitation = make_meeting_invitation(meeting)
    pages = [
        address("invitations", meeting),
        address("attendance", meeting),
        address("reply", meeting, invitation.pk),
    ]
    person = make_user(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="view_meeting"))
    client.force_login(person)
    assert [client.get(page).status_code for page in pages] == [403] * 3
    assert [client.post(page).status_code for page in pages] == [403] * 3
    person.user_permissions.add(Permission.objects.get(codename="change_meeting"))
    assert [client.get(page).status_code for page in pages] == [200] * 3


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_ask_as_often_for_three_rows_as_for_one(
    client: Client,
    staff: User,
    number: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    meeting = make_planned_meeting()
    for _ in range(number):
        make_participation(meeting=meeting, attended=None)
        make_meeting_invitation(meeting, reply="yes", recorded_by=make_user())
        person = make_user(organisation=make_organisation())
        make_meeting_invitation(meeting, person=person)
    client.get(reverse("admin:index"))
    with django_assert_num_queries(7):
        page_of(client, meeting)
    with django_assert_num_queries(7):
        page_of(client, meeting, "attendance")


def test_the_meeting_s_page_leads_to_them_and_grew_by_nothing_else(
    client: Client, staff: User
) -> None:
    meeting = make_planned_meeting()
    make_meeting_invitation(meeting)
    html = page_of(client, meeting, "change")
    assert f'href="{address("invitations", meeting)}"' in html
    assert "invitation_text" not in html
    assert "reply_by" not in html
    assert "places" not in re.findall(r'name="(\w+)"', html)

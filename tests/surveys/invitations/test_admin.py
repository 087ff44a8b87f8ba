"""Inviting from the survey's pages, and writing down what a partner says by phone or on paper."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone, translation

from kpcsc.foundation.mail.models import Delivery
from kpcsc.foundation.mail.outbox import run_outbox
from kpcsc.foundation.translated_text import translated
from organisations.models import User
from surveys.invitations.links import link_path
from surveys.models import Answer, AnsweredMark, Invitation, Response, Survey
from tests.factories import (
    make_invitation,
    make_meeting,
    make_organisation,
    make_question,
    make_survey,
    make_user,
)
from tests.surveys.test_admin import ENGLISH, address, staff

__all__ = ["staff"]  # a fixture

pytestmark = pytest.mark.django_db


def page_of(client: Client, survey: Survey) -> str:
    """The invitations page, in English."""
    return unescape(client.get(address("invitations", survey), headers=ENGLISH).content.decode())


def sent(client: Client, survey: Survey, **data: Any) -> str:
    """The page after a form on it was sent."""
    page = address("invitations", survey)
    answer = client.post(page, data, headers=ENGLISH, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def rows(html: str) -> list[list[str]]:
    """The cells of the table of those invited, without tags."""
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [
            " ".join(re.sub(r"<[^>]*>", " ", cell).split())
            for cell in re.findall(r"<td>(.*?)</td>", row, re.S)
        ][1:4]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)
    ]


# --- Whom to invite -----------------------------------------------------------------------------


def test_people_and_organisations_are_chosen(client: Client, staff: User) -> None:
    survey, organisation = make_survey(), make_organisation()
    contact, alone = make_user(organisation=organisation), make_user()
    chosen = {"organisations": [organisation.pk], "people": [alone.pk]}
    html = sent(client, survey, **chosen, invite="1")
    assert "2 are invited." in html
    assert "0 of 2 have answered." in html
    assert {one.person for one in survey.invitations.all()} == {contact, alone}
    again = sent(client, survey, people=[alone.pk], invite="1")
    assert "0 are invited." in again
    assert survey.invitations.count() == 2


def test_an_organisation_of_which_nobody_is_known_is_told(client: Client, staff: User) -> None:
    alone = make_organisation(name_fr="Seule", name_en="Alone")
    told = "Nobody of these organisations is known, so nobody was invited: "
    assert told in sent(client, make_survey(), organisations=[alone.pk], invite="1")
    as_one = make_survey(unit="organisation")
    assert told not in sent(client, as_one, organisations=[alone.pk], invite="1")
    assert as_one.invitations.get().organisation == alone


def test_the_meeting_s_list_is_invited_whole(client: Client, staff: User) -> None:
    survey = make_survey(meeting=make_meeting(organisations=3), unit="organisation")
    make_organisation()
    sent(client, survey, whole_list="on", invite="1")
    on_list = survey.meeting.participations.values_list("organisation", flat=True)
    invited = survey.invitations.values_list("organisation", flat=True)
    assert sorted(invited) == sorted(on_list)


def test_nobody_chosen_and_nobody_known_is_told(client: Client, staff: User) -> None:
    survey, inactive = make_survey(), make_user(is_active=False)
    assert "Choose somebody to invite." in sent(client, survey, invite="1")
    sent(client, survey, people=[inactive.pk], invite="1")
    sent(client, survey, people=[10**9], organisations=[10**9], invite="1")
    sent(client, survey, people=["9" * 30], organisations=["9" * 30], invite="1")
    assert not survey.invitations.exists()


# --- The list -----------------------------------------------------------------------------------


def test_the_list_says_who_is_waited_for_and_what_became_of_the_letter(
    client: Client, staff: User
) -> None:
    survey = make_survey()
    organisation = make_organisation(name_fr="Maison")
    people = {
        name: make_user(name=name, organisation=organisation)
        for name in ("Awa", "Bintou", "Cheikh")
    }
    answered, awaited, withdrawn = (
        make_invitation(survey, person=person) for person in people.values()
    )
    AnsweredMark.objects.create(invitation=answered)
    Invitation.objects.filter(pk=withdrawn.pk).update(is_revoked=True)
    sent(client, survey, invitation=[awaited.pk], send="1", confirmed="1")
    html = page_of(client, survey)
    assert "1 of 3 have answered." in html
    assert rows(html) == [
        ["Awa Maison", "answered", "none yet"],
        ["Bintou Maison", "waited for Write down an answer", "invitation to a survey waiting"],
        ["Cheikh Maison", "link withdrawn", "–"],
    ]


def test_each_link_that_opens_something_can_be_copied(client: Client, staff: User) -> None:
    survey = make_survey()
    answered, awaited, withdrawn = (make_invitation(survey) for _ in range(3))
    AnsweredMark.objects.create(invitation=answered)
    Invitation.objects.filter(pk=withdrawn.pk).update(is_revoked=True)
    html = page_of(client, survey)
    [link] = re.findall(r'class="link-to-copy" readonly value="([^"]*)"', html)
    with translation.override(awaited.people()[0].language):
        assert link == f"http://localhost:8000{link_path(awaited)}"
    assert client.get(link.removeprefix("http://localhost:8000")).status_code == 200
    with translation.override(awaited.people()[0].language):
        title = translated(survey, "title").text
    assert f'href="whatsapp://send?text={quote(f"{title}\n{link}")}"' in html


@pytest.mark.parametrize(
    ("unit", "told", "number"),
    [
        ("organisation", "of the people chosen, their organisations are invited", 2),
        ("person", "of the organisations chosen, all their people are invited", 4),
    ],
)
def test_who_is_invited_by_a_choice_is_said(
    client: Client, staff: User, unit: str, told: str, number: int
) -> None:
    survey, whole, other = make_survey(unit=unit), make_organisation(), make_organisation()
    for _ in range(2):
        make_user(organisation=whole)
    people = [make_user(organisation=other), make_user(organisation=other)]
    assert told in page_of(client, survey)
    sent(client, survey, organisations=[whole.pk], people=[one.pk for one in people], invite="1")
    invited = [one.organisation or one.person for one in survey.invitations.all()]
    assert len(invited) == number
    assert (whole in invited, people[1] in invited) == (unit == "organisation", unit == "person")


def test_before_it_opens_the_links_are_there_and_say_so(client: Client, staff: User) -> None:
    noon = datetime(2100, 6, 2, 12, tzinfo=UTC)
    survey = make_survey(opens_at=noon, closes_at=noon + timedelta(days=1))
    make_invitation(survey)
    html = page_of(client, survey)
    assert "and the letters wait: 2 June 2100 at 12:00 UTC." in html
    assert "Results are published only if at least 10 answer, and 1 is invited." in html
    Survey.objects.update(is_open_to_all=True, confidentiality="anonymous")
    assert "Results are published only if" not in page_of(client, survey)
    assert len(re.findall(r'class="link-to-copy"', html)) == 1


def test_withdrawing_stands_apart_with_nothing_ticked(client: Client, staff: User) -> None:
    survey = make_survey()
    invitation = make_invitation(survey)
    ticks = re.findall(r'<input type="checkbox" name="invitation"[^>]*>', page_of(client, survey))
    assert [f'value="{invitation.pk}"' in tick for tick in ticks] == [True, True]
    assert [" checked" in tick for tick in ticks] == [True, False]
    forms = re.findall(r"<form.*?</form>", page_of(client, survey), re.DOTALL)
    [sending] = [form for form in forms if 'name="send"' in form]
    [withdrawing] = [form for form in forms if 'name="withdraw"' in form]
    assert sending != withdrawing
    assert " checked" not in withdrawing


def test_the_public_link_is_there_where_the_survey_is_open_to_all(
    client: Client, staff: User
) -> None:
    survey = make_survey(confidentiality="anonymous", is_open_to_all=True)
    assert link_path(survey).removeprefix("/fr") in page_of(client, survey)
    other = make_survey(confidentiality="anonymous")
    assert "Public link" not in page_of(client, other)


# --- What is done with those chosen -------------------------------------------------------------


def test_letters_go_to_those_chosen(client: Client, staff: User) -> None:
    survey = make_survey()
    chosen, other = make_invitation(survey), make_invitation(survey)
    elsewhere = make_invitation(make_survey())
    keys = [chosen.pk, elsewhere.pk, "x", "²", "9" * 30]
    assert "1 letter is on its way." in sent(
        client, survey, invitation=keys, send="1", confirmed="1"
    )
    run_outbox.call()
    person = chosen.people()[0]
    assert [message.to for message in mail.outbox] == [[f"{person.name} <{person.email}>"]]
    assert str(other.person) not in str(mail.outbox[0].body)


def test_whom_no_letter_can_reach_is_said(client: Client, staff: User) -> None:
    survey = make_survey(unit="organisation")
    alone = make_invitation(survey, person=None, organisation=make_organisation(name_en="Alone"))
    told = "Nobody to write to: Alone. Copy their links below, and send them yourself."
    page = sent(client, survey, invitation=[alone.pk], send="1", confirmed="1")
    assert told in page
    assert "on their way" not in page
    make_user(organisation=alone.organisation)
    assert "1 letter is on its way." in sent(
        client, survey, invitation=[alone.pk], send="1", confirmed="1"
    )
    other = make_invitation(make_survey(opens_at=None, closes_at=None))
    # That no letter would go is said before anything is asked.
    for confirmed in ({}, {"confirmed": "1"}):
        page = sent(client, other.survey, invitation=[other.pk], send="1", **confirmed)
        assert "No letter goes: dates are missing or over, or nobody takes letters." in page


def test_all_who_have_not_answered_are_reminded(client: Client, staff: User) -> None:
    survey = make_survey()
    answered, awaited = make_invitation(survey), make_invitation(survey)
    AnsweredMark.objects.create(invitation=answered)
    assert "1 letter is on its way." in sent(client, survey, remind="1", confirmed="1")
    assert [one.about for one in Delivery.objects.all()] == [awaited]


def test_links_chosen_are_withdrawn(client: Client, staff: User) -> None:
    survey = make_survey()
    chosen, other = make_invitation(survey), make_invitation(survey)
    elsewhere = make_invitation(make_survey())
    keys = [chosen.pk, elsewhere.pk, "9" * 30]
    asked = sent(client, survey, invitation=keys, withdraw="1")
    assert "1 link will open nothing any more, for good." in asked
    assert not Invitation.objects.filter(is_revoked=True).exists()
    confirmed = {"withdraw": "1", "confirmed": "1"}
    assert "1 link is withdrawn." in sent(client, survey, invitation=keys, **confirmed)
    assert [*Invitation.objects.filter(is_revoked=True)] == [chosen]
    assert client.get(link_path(chosen)).status_code == 404
    assert client.get(link_path(other)).status_code == 200


# --- On behalf of a partner ---------------------------------------------------------------------


def answer_of(survey: Survey, page: str) -> dict[str, str]:
    """What staff send who write down "Nos mots."."""
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    return found | {f"q{survey.questions.get().pk}": "Nos mots."}


@pytest.mark.parametrize("way", ["phone", "paper"])
@pytest.mark.parametrize("confidentiality", ["named", "confidential"])
def test_an_answer_is_written_down_and_marked_so(
    client: Client, staff: User, confidentiality: str, way: str
) -> None:
    survey = make_survey(confidentiality=confidentiality)
    make_question(survey, "short_text")
    invitation = make_invitation(survey)
    page = address("record", survey, invitation.pk)
    asked = client.get(page, headers=ENGLISH).content.decode()
    assert "Say first how it came" in asked
    assert f'value="{way}"' in asked
    form = client.get(page, {"recorded_from": way}, headers=ENGLISH).content.decode()
    assert "You write down the answer of somebody else." in form
    receipt = client.post(f"{page}?recorded_from={way}", answer_of(survey, form))
    assert receipt.status_code == 200
    response = Response.objects.get()
    assert (response.recorded_from, response.recorded_by) == (way, staff)
    assert (response.is_complete, response.answers.get().text) == (True, "Nos mots.")
    assert response.organisation == invitation.represented_organisation
    assert (response.invitation == invitation) is (confidentiality == "named")
    assert AnsweredMark.objects.get().invitation == invitation


def test_nothing_is_written_down_before_it_is_said_how_it_came(client: Client, staff: User) -> None:
    survey = make_survey()
    question = make_question(survey, "short_text")
    page = address("record", survey, make_invitation(survey).pk)
    for query in ("", "?recorded_from=pigeon"):
        client.post(page + query, {f"q{question.pk}": "Nos mots."})
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"confidentiality": "anonymous"},
        {"closed_at": timezone.now()},
        {"closes_at": timezone.now() - timedelta(minutes=1)},
        {"opens_at": None, "closes_at": None},
    ],
)
def test_none_is_written_down_in_an_anonymous_or_closed_survey(
    client: Client, staff: User, fields: dict[str, Any]
) -> None:
    survey = make_survey(**fields)
    question = make_question(survey, "short_text")
    page = address("record", survey, make_invitation(survey).pk) + "?recorded_from=phone"
    assert client.get(page).headers["Location"] == address("invitations", survey)
    assert client.post(page, {f"q{question.pk}": "Nos mots."}).status_code == 302
    assert not Answer.objects.exists()
    assert "Write down an answer" not in page_of(client, survey)


def test_none_is_written_down_for_a_withdrawn_link_or_another_survey_s(
    client: Client, staff: User
) -> None:
    survey = make_survey()
    withdrawn, elsewhere = make_invitation(survey), make_invitation(make_survey())
    Invitation.objects.filter(pk=withdrawn.pk).update(is_revoked=True)
    for invitation in (withdrawn, elsewhere):
        page = address("record", survey, invitation.pk) + "?recorded_from=phone"
        assert client.get(page).status_code == 404
        assert client.post(page, {"hand_in": "1"}).status_code == 404
    assert not Response.objects.exists()


@pytest.mark.parametrize("button", ["hand_in", "save"])
def test_an_answer_that_a_respondent_began_is_not_written_over(
    client: Client, staff: User, button: str
) -> None:
    """Nobody at the secretariat changes what somebody else wrote under their own name."""
    survey = make_survey()
    question = make_question(survey, "short_text")
    invitation = make_invitation(survey)
    client.post(link_path(invitation), {f"q{question.pk}": "Mes mots.", "version": "0", button: ""})
    page = address("record", survey, invitation.pk) + "?recorded_from=phone"
    assert client.get(page).headers["Location"] == address("invitations", survey)
    client.post(page, {f"q{question.pk}": "Nos mots.", "version": "1"})
    response = Response.objects.get()
    assert (response.answers.get().text, response.recorded_from) == ("Mes mots.", "")


def test_what_was_written_down_can_be_put_right(client: Client, staff: User) -> None:
    survey = make_survey()
    question = make_question(survey, "short_text")
    page = address("record", survey, make_invitation(survey).pk) + "?recorded_from=phone"
    for version, words in enumerate(("Un mot.", "Deux mots.")):
        client.post(page, {f"q{question.pk}": words, "version": str(version)})
        assert Answer.objects.get().text == words
    assert Response.objects.get().recorded_from == "phone"


def test_what_a_person_changed_themselves_is_theirs(client: Client, staff: User) -> None:
    survey = make_survey()
    question = make_question(survey, "short_text")
    invitation = make_invitation(survey)
    page = address("record", survey, invitation.pk) + "?recorded_from=phone"
    client.post(page, {f"q{question.pk}": "Ses mots.", "version": "0"})
    client.post(link_path(invitation), {f"q{question.pk}": "Mes mots.", "version": "1"})
    client.post(page, {f"q{question.pk}": "Nos mots.", "version": "2"})
    response = Response.objects.get()
    assert (response.answers.get().text, response.recorded_from) == ("Mes mots.", "")
    assert response.recorded_by is None


def test_a_button_that_the_page_no_longer_has_does_nothing_and_says_so(
    client: Client, staff: User
) -> None:
    survey = make_survey()
    invitation = make_invitation(survey)
    html = sent(client, survey, invitation=[invitation.pk], revoke="1")
    assert "Nothing was done: this page has changed. Press again." in html
    assert not Invitation.objects.get().is_revoked

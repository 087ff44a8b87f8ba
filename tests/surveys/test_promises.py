"""Each sentence on who learns whose an answer is: where it stands, and that it is so.

What a copy of the database tells before a survey is closed, and tells no more after it, is in
`test_anonymity.py`; what others are shown of results, in `results/`.
"""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from organisations.models import User
from surveys.invitations.letters import survey_invitation
from surveys.invitations.links import link_path
from surveys.models import AnsweredMark, Invitation, Response, Survey
from surveys.promises import who_can_tell
from tests.factories import (
    make_invitation,
    make_organisation,
    make_question,
    make_staff,
    make_survey,
    make_user,
)
from tests.surveys.test_views import opened

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}

SERVER = (
    "Whoever runs the server could work out more: until the survey is closed, from a backup made "
    "before that, or where almost nobody else has answered."
)
SHARED_LINK = "Whoever has this link reads them as well, and can change them."
OF_YOURS = (
    "The secretariat sees who has answered, and from which organisation an answer comes, not whose "
    "it is. If it asked nobody else of your organisation, it can tell."
)
OF_NONE_BY_NOW = (
    "The secretariat sees who has answered, and of which organisation you were when you answered, "
    "if of any, not whose an answer is. If it asked nobody else of it, or of none, it can tell."
)
OF_NONE = (
    "The secretariat sees who has answered, and that your answers come from somebody of no "
    "organisation, not whose they are. If it asked nobody else of none, it can tell."
)
OF_AN_ORGANISATION = (
    "The secretariat sees that the answers come from your organisation, not who wrote them."
)


def of_a_member(survey: Survey) -> Invitation:
    return make_invitation(survey, person=make_user(organisation=make_organisation()))


def of_nobody(survey: Survey) -> Invitation:
    return make_invitation(survey, person=make_user(organisation=None))


def of_an_organisation(survey: Survey) -> Invitation:
    organisation = make_organisation()
    make_user(organisation=organisation)
    return make_invitation(survey, person=None, organisation=organisation)


PROMISES = [
    ("named", of_a_member, ["The secretariat sees that the answers are yours.", SHARED_LINK]),
    (
        "named",
        of_an_organisation,
        ["The secretariat sees that the answers are your organisation’s.", SHARED_LINK],
    ),
    ("confidential", of_a_member, [OF_YOURS, SERVER]),
    ("confidential", of_nobody, [OF_NONE, SERVER]),
    ("confidential", of_an_organisation, [OF_AN_ORGANISATION, SERVER]),
    (
        "anonymous",
        of_a_member,
        [
            "Once the survey is closed, the portal no longer knows which answer is yours: it keeps "
            "that you have answered, apart from what was answered.",
            SERVER,
        ],
    ),
    (
        "anonymous",
        of_an_organisation,
        [
            "Once the survey is closed, the portal no longer knows which answer is your "
            "organisation’s: it keeps that it has answered, apart from what was answered.",
            SERVER,
        ],
    ),
]

type Invite = Callable[[Survey], Invitation]


def english(record: Invitation | Survey) -> str:
    with translation.override("en"):
        return link_path(record)


@pytest.mark.parametrize(("confidentiality", "invite", "sentences"), PROMISES)
def test_the_form_and_the_letter_say_the_same(
    client: Client, confidentiality: str, invite: Invite, sentences: list[str]
) -> None:
    survey = make_survey(confidentiality=confidentiality)
    make_question(survey, "short_text")
    invitation = invite(survey)
    page = client.get(english(invitation), headers=ENGLISH).content.decode()
    assert all(f"<li>{sentence}</li>" in page for sentence in sentences)
    with translation.override("en"):
        letter = survey_invitation.write(invitation, invitation.people()[0])
        assert who_can_tell(survey, invitation) == sentences
    assert letter is not None
    assert " ".join(sentences) in letter.text


def answer(client: Client, invitation: Invitation | Survey) -> str:
    """Answers with a remark; gives the receipt."""
    survey = invitation if isinstance(invitation, Survey) else invitation.survey
    sent = opened(client, invitation) | {f"q{survey.questions.get().pk}": "Sans sel"}
    return client.post(link_path(invitation), sent).content.decode()


@pytest.mark.parametrize("invite", [of_a_member, of_nobody, of_an_organisation])
@pytest.mark.parametrize("confidentiality", ["named", "confidential", "anonymous"])
def test_what_the_next_one_with_the_link_reads(
    client: Client, confidentiality: str, invite: Invite
) -> None:
    survey = make_survey(confidentiality=confidentiality)
    make_question(survey, "short_text")
    invitation = invite(survey)
    answer(client, invitation)
    page = client.get(english(invitation), headers=ENGLISH).content.decode()
    assert ("Sans sel" in page) is (confidentiality == "named")
    assert (SHARED_LINK in page) is (confidentiality == "named")


@pytest.mark.parametrize(
    ("confidentiality", "invite", "sentence"),
    [
        ("confidential", of_a_member, OF_YOURS),
        ("confidential", of_nobody, OF_NONE_BY_NOW),
        ("confidential", of_an_organisation, OF_AN_ORGANISATION),
        ("anonymous", of_a_member, "The portal does not keep which answer came by this link."),
    ],
)
def test_a_used_link_says_what_is_known_of_the_answer(
    client: Client, confidentiality: str, invite: Invite, sentence: str
) -> None:
    survey = make_survey(confidentiality=confidentiality)
    make_question(survey, "short_text")
    invitation = invite(survey)
    answer(client, invitation)
    page = client.get(english(invitation), headers=ENGLISH).content.decode()
    assert f"<p>{sentence} Only your code leads back to your answer:" in page


def test_whoever_left_their_organisation_is_not_told_that_they_answered_for_none(
    client: Client,
) -> None:
    survey = make_survey(confidentiality="confidential")
    make_question(survey, "short_text")
    invitation = of_a_member(survey)
    answer(client, invitation)
    User.objects.filter(pk=invitation.person_id).update(organisation=None)
    page = client.get(english(invitation), headers=ENGLISH).content.decode()
    assert OF_NONE_BY_NOW in page
    assert Response.objects.get().organisation is not None


@pytest.mark.parametrize("invite", [of_a_member, of_nobody, of_an_organisation])
@pytest.mark.parametrize("confidentiality", ["named", "confidential", "anonymous"])
def test_the_portal_keeps_no_more_than_it_says(
    client: Client, confidentiality: str, invite: Invite
) -> None:
    survey = make_survey(confidentiality=confidentiality)
    make_question(survey, "short_text")
    invitation = invite(survey)
    answer(client, invitation)
    response = Response.objects.get()
    is_named, is_anonymous = confidentiality == "named", confidentiality == "anonymous"
    organisation = None if is_anonymous else invitation.represented_organisation
    assert response.invitation == (invitation if is_named else None)
    assert response.organisation == organisation
    assert response.country == (organisation and organisation.country)
    assert AnsweredMark.objects.get().invitation == invitation


@pytest.mark.parametrize("confidentiality", ["named", "confidential", "anonymous"])
def test_the_desk_shows_what_those_who_answered_were_told(
    client: Client, confidentiality: str
) -> None:
    survey = make_survey(confidentiality=confidentiality)
    make_question(survey, "short_text")
    marie = make_user(name="Marie", organisation=make_organisation(name_fr="RAID", name_en="RAID"))
    answer(client, make_invitation(survey, person=marie))
    client.force_login(make_staff())
    address = reverse("admin:surveys_survey_answers", args=[survey.pk])
    page = client.get(address, headers=ENGLISH).content.decode()
    shown = [word in page for word in ("Marie", "RAID", "Sans sel")]
    assert (
        shown
        == {
            "named": [True, True, True],
            "confidential": [False, True, True],
            "anonymous": [False, False, False],
        }[confidentiality]
    )
    assert {
        "named": "that the secretariat sees whose the answers are, and that whoever has their link "
        "reads them as well.",
        "confidential": "that the secretariat sees their organisation, not who they are, but can "
        "tell where it asked one person alone.",
        "anonymous": "The survey is anonymous: answers are shown added up alone.",
    }[confidentiality] in page


def test_words_are_for_the_secretariat_unless_it_is_allowed_beside_them(client: Client) -> None:
    survey = make_survey(confidentiality="named")
    question = make_question(survey, "short_text", results_visibility="public")
    page = client.get(english(of_a_member(survey)), headers=ENGLISH).content.decode()
    assert (
        "The secretariat reads your own words. Others are shown them only if you allow it beside "
        "the text." in page
    )
    name = f"q{question.pk}_quote"
    assert re.search(f'<input type="checkbox" name="{name}"[^>]*>', page)
    assert not re.search(f'<input type="checkbox" name="{name}"[^>]*checked', page)


def test_the_public_link_knows_nobody(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("surveys.answering.bot_guard.LEAST_SECONDS", -1)
    survey = make_survey(confidentiality="anonymous", is_open_to_all=True)
    make_question(survey, "short_text")
    with translation.override("en"):
        [sentence] = who_can_tell(survey, None)
    assert sentence == (
        "Nobody can tell whose an answer is: this link is the same for everybody, and the portal "
        "keeps nothing about who used it."
    )
    assert sentence in client.get(english(survey), headers=ENGLISH).content.decode()
    answer(client, survey)
    response = Response.objects.get()
    assert (response.invitation, response.organisation, response.country) == (None, None, None)
    assert not AnsweredMark.objects.exists()

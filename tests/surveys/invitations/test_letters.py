"""What the letters of a survey say, to whom in which language, and when they say nothing."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.utils import timezone, translation

from kpcsc.foundation.mail.letters import Letter, LetterKind
from kpcsc.foundation.mail.outbox import run_outbox
from organisations.models import User
from surveys.invitations.actions import remind, send_invitations
from surveys.invitations.letters import survey_invitation, survey_reminder
from surveys.invitations.links import token_of
from surveys.models import AnsweredMark, Invitation, Survey
from tests.factories import (
    make_invitation,
    make_meeting,
    make_organisation,
    make_staff,
    make_survey,
    make_user,
)
from tests.foundation.mail.deliveries import make_delivery

pytestmark = pytest.mark.django_db
DEADLINE = datetime(2100, 6, 2, 13, 30, tzinfo=UTC)


def survey_before(**fields: Any) -> Survey:
    """A survey that stays open for long, before a meeting that has a name in each language."""
    meeting = make_meeting(title_fr="Réunion d’Accra", title_en="Accra meeting")
    texts = {"title_fr": "Nos priorités", "title_en": "Our priorities"}
    return make_survey(**{"meeting": meeting, "closes_at": DEADLINE} | texts | fields)


def written(kind: LetterKind, invitation: Invitation, person: User) -> Letter | None:
    """The letter as the outbox has it written."""
    with translation.override(person.language):
        return kind.write(Invitation.objects.get(pk=invitation.pk), person)


@pytest.mark.parametrize(
    ("language", "time_zone", "subject", "deadline"),
    [
        ("fr", "Africa/Kinshasa", "Nos priorités", "2 juin 2100 à 14:30"),
        ("fr", "Africa/Harare", "Nos priorités", "2 juin 2100 à 15:30"),
        ("en", "Africa/Accra", "Our priorities", "2 June 2100 at 13:30"),
        ("en", "America/Bogota", "Our priorities", "2 June 2100 at 08:30"),  # no summer time
    ],
)
@pytest.mark.parametrize("kind", [survey_invitation, survey_reminder])
def test_a_letter_speaks_the_reader_s_language_and_tells_their_time(
    kind: LetterKind, language: str, time_zone: str, subject: str, deadline: str
) -> None:
    person = make_user(language=language, time_zone=time_zone, name="Awa Sarr")
    invitation = make_invitation(survey_before(), person=person)
    letter = written(kind, invitation, person)
    assert letter is not None
    assert subject in letter.subject
    assert deadline in letter.text
    assert "Awa Sarr" in letter.text
    assert {"fr": "Réunion d’Accra", "en": "Accra meeting"}[language] in letter.text
    assert f"/{language}/surveys/answer/{token_of(invitation)}/" in letter.text


def test_each_gets_their_own_letter_with_a_link_that_works(client: Client) -> None:
    survey = survey_before(introduction_fr="Dix minutes.", introduction_en="Ten minutes.")
    people = [make_user(language=language) for language in ("fr", "en")]
    invitations = [make_invitation(survey, person=person) for person in people]
    send_invitations(survey=survey, invitations=invitations, by=make_staff())
    run_outbox.call()
    assert [message.to for message in mail.outbox] == [
        [f"{person.name} <{person.email}>"] for person in people
    ]
    for message, words in zip(mail.outbox, ("Dix minutes.", "Ten minutes."), strict=True):
        body = str(message.body)
        assert words in body
        [link] = [line for line in body.splitlines() if "/surveys/answer/" in line]
        page = client.get(link.partition("8000")[2])
        assert page.status_code == 200
        assert words in page.content.decode()


def test_a_letter_to_the_contacts_of_an_organisation_speaks_of_it() -> None:
    organisation = make_organisation(name_fr="Maison des mineurs", name_en="Miners’ house")
    person = make_user(organisation=organisation, language="fr")
    survey = survey_before(unit="organisation")
    invitation = make_invitation(survey, organisation=organisation)
    for kind in (survey_invitation, survey_reminder):
        letter = written(kind, invitation, person)
        assert letter is not None
        assert "Maison des mineurs" in letter.text


@pytest.mark.parametrize("kind", [survey_invitation, survey_reminder])
def test_a_letter_says_whose_the_link_is(kind: LetterKind) -> None:
    organisation = make_organisation()
    person = make_user(organisation=organisation, language="en")
    own = "This link is yours alone; pass it on to nobody."
    of_all = "This link is for your organisation alone; pass it on to nobody else."
    whose: list[tuple[dict[str, Any], str, str]] = [
        ({"person": person}, own, of_all),
        ({"organisation": organisation}, of_all, own),
    ]
    for invited, said, unsaid in whose:
        invitation = make_invitation(survey_before(), **invited)
        letter = written(kind, invitation, person)
        assert letter is not None
        assert said in letter.text
        assert unsaid not in letter.text


def withdrawn(invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(is_revoked=True)


def answered(invitation: Invitation) -> None:
    AnsweredMark.objects.create(invitation=invitation)


def closed(invitation: Invitation) -> None:
    Survey.objects.update(closed_at=timezone.now())


def over(invitation: Invitation) -> None:
    now = timezone.now()
    Survey.objects.update(opens_at=now - timedelta(days=2), closes_at=now - timedelta(hours=1))


@pytest.mark.parametrize("happens", [withdrawn, answered, closed, over])
@pytest.mark.parametrize("kind", [survey_invitation, survey_reminder])
def test_what_is_no_longer_needed_is_not_written(kind: LetterKind, happens: Any) -> None:
    person = make_user()
    invitation = make_invitation(survey_before(), person=person)
    assert written(kind, invitation, person) is not None
    happens(invitation)
    assert written(kind, invitation, person) is None


def test_whoever_answers_meanwhile_is_not_reminded() -> None:
    survey = survey_before()
    invitation = make_invitation(survey)
    assert remind(survey=survey, by=None) == 1
    answered(invitation)
    run_outbox.call()
    assert mail.outbox == []


def test_letters_that_waited_under_their_earlier_name_still_go() -> None:
    delivery = make_delivery("queued", letter="surveys.letters.survey_invitation")
    migration = import_module("surveys.migrations.0003_letters_of_invitations")
    migration.rename(apps, migration.OLD, migration.NEW)
    delivery.refresh_from_db()
    assert delivery.kind is survey_invitation

"""What a personal link opens, and what opens nothing."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.signing import Signer
from django.utils import timezone, translation
from pytest_django import Settings

from organisations.models import User
from surveys.invitations.links import link_path, target_of, token_of
from surveys.models import AnsweredMark, Invitation, Survey
from tests.factories import make_invitation, make_survey

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def open_survey() -> Survey:
    """A survey that is open to all."""
    return make_survey(confidentiality="anonymous", is_open_to_all=True)


def test_a_link_opens_its_invitation_and_says_whether_it_was_used() -> None:
    invitation = make_invitation(make_survey())
    target = target_of(token_of(invitation))
    assert target is not None
    assert (target.survey, target.invitation) == (invitation.survey, invitation)
    assert target.invitation is not None
    assert target.invitation.has_answered is False
    AnsweredMark.objects.create(invitation=invitation)
    used = target_of(token_of(invitation))
    assert used is not None
    assert used.invitation is not None
    assert used.invitation.has_answered is True


def test_the_public_link_opens_a_survey_that_is_open_to_all_alone() -> None:
    survey = open_survey()
    assert target_of(token_of(survey)) == (survey, None)
    assert target_of(token_of(make_survey(confidentiality="anonymous"))) is None


def test_a_token_holds_neither_name_nor_key_of_a_row() -> None:
    invitation = make_invitation(make_survey())
    kind_and_key, signature = token_of(invitation).split(".")
    assert kind_and_key == f"i{invitation.key.hex}"
    assert len(signature) == 43  # SHA-256
    assert token_of(invitation) == token_of(Invitation.objects.get())
    assert token_of(open_survey())[0] == "s"


def test_a_path_is_in_the_language_of_the_page() -> None:
    invitation = make_invitation(make_survey())
    paths = {}
    for language in ("fr", "en"):
        with translation.override(language):
            paths[language] = link_path(invitation)
    token = token_of(invitation)
    assert paths == {code: f"/{code}/surveys/answer/{token}/" for code in ("fr", "en")}


def last_changed(token: str) -> str:
    """The token with its last sign but one changed; the last holds unused bits."""
    return token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1]


@pytest.mark.parametrize(
    "tampered",
    [
        lambda token: "",
        lambda token: "unknown",
        lambda token: token.partition(".")[0],
        lambda token: token.partition(".")[0] + ".",
        last_changed,
        lambda token: "s" + token[1:],
        lambda token: f"i{uuid4().hex}.{token.partition('.')[2]}",
        lambda token: token + "A",
        lambda token: token.upper(),
        lambda token: Signer(salt="another", sep=".").sign(token.partition(".")[0]),
        lambda token: "é\x00" + token,
    ],
)
def test_a_tampered_link_opens_nothing(tampered: Callable[[str], str]) -> None:
    token = token_of(make_invitation(make_survey()))
    assert target_of(token) is not None
    assert target_of(tampered(token)) is None


def test_a_signed_key_of_the_wrong_kind_opens_nothing() -> None:
    """Whoever holds the link of a person cannot make the public link of the survey from it."""
    survey, signer = open_survey(), Signer(salt="surveys.links", sep=".")
    invitation = make_invitation(survey)
    assert target_of(signer.sign(f"i{survey.key.hex}")) is None
    assert target_of(signer.sign(f"s{invitation.key.hex}")) is None
    assert target_of(signer.sign(f"i{uuid4().hex}")) is None


def test_another_secret_makes_other_links(settings: Settings) -> None:
    """A copy of the database opens no survey."""
    invitation = make_invitation(make_survey())
    token = token_of(invitation)
    settings.SECRET_KEY = "x" * 50
    settings.SECRET_KEY_FALLBACKS = []
    key, _dot, signature = token.partition(".")
    assert Signer(salt="surveys.links", sep=".").sign(key).partition(".")[2] != signature


def test_a_withdrawn_link_opens_nothing() -> None:
    invitation = make_invitation(make_survey(), person=make_invitation(make_survey()).person)
    Invitation.objects.filter(pk=invitation.pk).update(is_revoked=True)
    assert target_of(token_of(invitation)) is None


def test_the_link_of_somebody_who_may_not_sign_in_any_more_opens_nothing() -> None:
    survey = make_survey()
    gone, here = make_invitation(survey), make_invitation(survey)
    of_all = make_invitation(survey, organisation=gone.represented_organisation)
    User.objects.filter(pk=gone.person_id).update(is_active=False)
    opened = [target_of(token_of(one)) is not None for one in (gone, here, of_all)]
    assert opened == [False, True, True]


@pytest.mark.parametrize(
    ("opens", "closes", "is_closed", "is_open"),
    [
        (-DAY, DAY, False, True),
        (DAY, 2 * DAY, False, False),
        (-2 * DAY, -DAY, False, False),
        (-DAY, DAY, True, False),
        (None, None, False, False),
    ],
)
def test_links_open_while_the_survey_is_open(
    opens: timedelta | None, closes: timedelta | None, is_closed: bool, is_open: bool
) -> None:
    now = timezone.now()
    survey = make_survey(
        opens_at=opens and now + opens,
        closes_at=closes and now + closes,
        closed_at=now if is_closed else None,
        confidentiality="anonymous",
        is_open_to_all=True,
    )
    for record in (survey, make_invitation(survey)):
        assert (target_of(token_of(record)) is not None) is is_open

"""Who sees a survey, what of it stays once it is answered, and what its parts say."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from kpcsc.foundation.viewer import MEMBER, PUBLIC, STAFF
from surveys.models import AnsweredMark, Choice, Invitation, Question, Response, Survey
from tests.factories import (
    make_invitation,
    make_meeting,
    make_organisation,
    make_question,
    make_survey,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


# --- Who sees results ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("visibility", "is_published", "meeting", "seen_by"),
    [
        ("public", True, {}, [PUBLIC, MEMBER, STAFF]),
        ("members", True, {}, [MEMBER, STAFF]),
        ("staff", True, {}, [STAFF]),
        ("public", False, {}, [STAFF]),
        ("public", True, {"visibility": "members"}, [MEMBER, STAFF]),
        ("public", True, {"visibility": "staff"}, [STAFF]),
        ("public", True, {"status": "draft"}, [STAFF]),
        ("public", True, {"status": "withdrawn"}, [STAFF]),
        ("public", True, {"publish_at": datetime(2100, 1, 1, tzinfo=UTC)}, [STAFF]),
    ],
)
def test_who_sees_a_survey_and_the_results_of_its_questions(
    visibility: str, is_published: bool, meeting: dict[str, Any], seen_by: list[Any]
) -> None:
    now = timezone.now()
    survey = make_survey(
        meeting=make_meeting(**meeting),
        closed_at=now,
        results_published_at=now if is_published else None,
    )
    for _ in range(2):
        make_question(survey, results_visibility=visibility)
    make_question(survey)  # for the secretariat
    for viewer in (PUBLIC, MEMBER, STAFF):
        seen = viewer in seen_by
        assert Survey.objects.visible_to(viewer).count() == int(seen)
        shown = 3 if viewer is STAFF else 2 * int(seen)
        assert Question.objects.visible_to(viewer).count() == shown
    assert Survey.objects.with_published_results().exists() is is_published


# --- Once somebody has answered -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("confidentiality", "anonymous"),
        ("unit", "organisation"),
        ("is_open_to_all", True),
        ("least_respondents", 11),
        ("least_in_cell", 6),
    ],
)
def test_what_was_promised_stands_once_somebody_has_answered(name: str, value: Any) -> None:
    survey = make_survey(confidentiality="confidential")
    before = getattr(survey, name)
    setattr(survey, name, value)
    survey.clean()  # nobody has answered
    Response.objects.create(survey=survey, confidentiality="confidential")
    with translation.override("en"), pytest.raises(ValidationError, match="Duplicate the survey"):
        survey.clean()
    setattr(survey, name, before)
    survey.title_fr, survey.closes_at = "Un autre titre", timezone.now() + 9 * DAY
    survey.clean()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "multiple"),
        ("required", True),
        ("allows_other", True),
        ("text_fr", "Autre chose ?"),
        ("text_en", "Something else?"),
    ],
)
def test_a_question_stays_once_somebody_has_answered(name: str, value: Any) -> None:
    survey = make_survey()
    question = make_question(survey, "single", "Oui", "Non")
    setattr(question, name, value)
    question.clean()  # nobody has answered
    Response.objects.create(survey=survey, confidentiality="named", is_complete=False)
    with translation.override("en"), pytest.raises(ValidationError, match="Duplicate the survey"):
        question.clean()


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("number", "least", 2),
        ("number", "most", 2),
        ("number", "is_whole", True),
        ("number", "unit_fr", "grammes"),
        ("scale", "low_label_fr", "très important"),
        ("scale", "high_label_en", "not important"),
    ],
)
def test_what_a_number_means_stays_too(kind: str, name: str, value: Any) -> None:
    survey = make_survey()
    question = make_question(survey, kind)
    Response.objects.create(survey=survey, confidentiality="named")
    question.clean()
    setattr(question, name, value)
    with translation.override("en"), pytest.raises(ValidationError, match="Duplicate the survey"):
        question.clean()


def test_no_question_joins_or_changes_its_condition_once_somebody_has_answered() -> None:
    survey = make_survey()
    second = make_question(survey, "short_text")
    Response.objects.create(survey=survey, confidentiality="named")
    second.position, second.results_visibility = 9, "public"
    second.clean()
    second.shown_if_each = True
    with pytest.raises(ValidationError):
        second.clean()
    with pytest.raises(ValidationError):
        Question(survey=survey, text_fr="Encore ?", kind="short_text").clean()


# --- What they say of themselves ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("opens", "closes", "closed", "state", "is_open"),
    [
        (None, None, None, "being written", False),
        (None, DAY, None, "being written", False),
        (DAY, 2 * DAY, None, "to come", False),
        (-DAY, DAY, None, "open", True),
        (-2 * DAY, -DAY, None, "over, not closed", False),
        (-DAY, DAY, -DAY, "closed", False),
    ],
)
def test_where_a_survey_stands(
    opens: timedelta | None,
    closes: timedelta | None,
    closed: timedelta | None,
    state: str,
    is_open: bool,
) -> None:
    now = timezone.now()
    dates = {"opens_at": opens, "closes_at": closes, "closed_at": closed}
    survey = make_survey(
        **{name: now + span if span is not None else None for name, span in dates.items()}
    )
    with translation.override("en"):
        assert (survey.state, survey.is_open()) == (state, is_open)
    assert Survey.objects.open_at(now).exists() is is_open


def test_a_survey_is_open_from_its_opening_to_just_before_its_end() -> None:
    survey = make_survey(opens_at=NOON, closes_at=NOON + DAY)
    moment = timedelta(microseconds=1)
    moments = [NOON - moment, NOON, NOON + DAY - moment, NOON + DAY]
    assert [survey.is_open(one) for one in moments] == [False, True, True, False]
    found = [Survey.objects.open_at(one).exists() for one in moments]
    assert found == [False, True, True, False]


@pytest.mark.parametrize("confidentiality", ["named", "confidential", "anonymous"])
def test_figures_of_an_anonymous_survey_wait_for_its_end_and_for_enough(
    confidentiality: str,
) -> None:
    survey = make_survey(confidentiality=confidentiality, least_respondents=5)
    is_anonymous = confidentiality == "anonymous"
    fields: dict[str, Any] = {"survey": survey, "confidentiality": confidentiality}
    for _ in range(4):
        Response.objects.create(**fields, is_complete=True)
    last = Response.objects.create(**fields)  # saved for later
    assert survey.is_too_early_for_results is is_anonymous
    survey.closed_at = NOON
    assert survey.is_too_early_for_results is is_anonymous  # so few would tell as much
    Response.objects.filter(pk=last.pk).update(is_complete=True)
    assert survey.is_too_early_for_results is False


def test_who_has_answered_and_who_is_waited_for() -> None:
    survey = make_survey()
    answered, waited, revoked = (make_invitation(survey) for _ in range(3))
    AnsweredMark.objects.create(invitation=answered)
    Invitation.objects.filter(pk=revoked.pk).update(is_revoked=True)
    marked = survey.invitations.with_mark().values_list("pk", "has_answered")
    assert [*marked] == [(answered.pk, True), (waited.pk, False), (revoked.pk, False)]
    assert [*survey.invitations.in_force()] == [answered, waited]
    assert [*survey.invitations.unanswered()] == [waited]


def test_whose_link_is_withdrawn_still_counts_as_invited() -> None:
    """Otherwise the share of those who answered would look better."""
    survey = make_survey()
    answered, _waited, revoked, used = (make_invitation(survey) for _ in range(4))
    for invitation in (answered, used):
        AnsweredMark.objects.create(invitation=invitation)
    Invitation.objects.filter(pk__in=[revoked.pk, used.pk]).update(is_revoked=True)
    turnout: Any = Survey.objects.with_turnout().get()
    assert (turnout.invited, turnout.answered) == (4, 2)


def test_which_surveys_are_over_and_still_to_be_closed() -> None:
    over = make_survey(opens_at=NOON - DAY, closes_at=NOON)
    make_survey(opens_at=NOON - DAY, closes_at=NOON, closed_at=NOON)
    make_survey(opens_at=NOON, closes_at=NOON + DAY)
    make_survey(opens_at=None, closes_at=None)
    moment = timedelta(microseconds=1)
    assert [*Survey.objects.over_at(NOON)] == [over]
    assert not Survey.objects.over_at(NOON - moment).exists()


def test_an_invitation_knows_whom_it_represents_and_who_gets_letters() -> None:
    survey, organisation = make_survey(), make_organisation()
    first, second = (make_user(organisation=organisation) for _ in range(2))
    make_user(organisation=organisation, is_active=False)
    alone = make_user()
    of_all = make_invitation(survey, organisation=organisation)
    of_one, of_nobody = (make_invitation(survey, person=one) for one in (first, alone))
    represented = [one.represented_organisation for one in (of_all, of_one, of_nobody)]
    assert represented == [organisation, organisation, None]
    assert sorted(one.pk for one in of_all.people()) == [first.pk, second.pk]
    assert (of_one.people(), of_nobody.people()) == ([first], [alone])


def test_choices_of_a_survey_come_in_the_order_of_its_questions() -> None:
    survey = make_survey()
    later = make_question(survey, "single", "C", "D", position=2)
    make_question(survey, "single", "A", "B", position=1)
    make_question(make_survey(), "single", "X")
    Choice.objects.filter(question=later, text_fr="C").update(position=9)
    found = Choice.objects.of_survey(survey.pk).values_list("text_fr", flat=True)
    assert [*found] == ["A", "B", "D", "C"]


def test_choices_are_shown_as_lines_in_each_language() -> None:
    question = make_question(make_survey(), "single", "Oui", "Non")
    assert (question.choices_fr, question.choices_en) == ("Oui\nNon", "(Oui)\n(Non)")
    Choice.objects.update(text_en="")
    question = Question.objects.get(pk=question.pk)
    assert (question.choices_fr, question.choices_en) == ("Oui\nNon", "")

"""Choosing what of the results others may see, publishing it once, and drafting the agenda."""

import re
from datetime import time
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone, translation

from kpcsc.foundation.versioned import StaleRecordError
from kpcsc.foundation.viewer import PUBLIC
from meetings.models import AgendaItem, Visibility
from organisations.models import User
from surveys.models import Crossing, Question, Survey
from surveys.results.publishing import QuestionPublication, choose_results, publish_results
from tests.factories import make_meeting, make_question, make_survey
from tests.surveys.ballots import choose, rank, respond
from tests.surveys.test_admin import ENGLISH, address, staff

__all__ = ["staff"]  # a fixture

pytestmark = pytest.mark.django_db


def page_of(client: Client, survey: Survey, name: str = "results") -> str:
    """One of the survey's pages, in English."""
    return unescape(client.get(address(name, survey), headers=ENGLISH).content.decode())


def sent(client: Client, survey: Survey, **data: Any) -> str:
    """The results page after its form was sent; what is not said is for the secretariat."""
    rows = {f"visibility_{question.pk}": "staff" for question in survey.questions.all()}
    rows |= {f"by_{question.pk}": "nothing" for question in survey.questions.all()}
    page = address("results", survey)
    answer = client.post(page, rows | data, headers=ENGLISH, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def chosen(survey: Survey) -> list[tuple[str, str, int | None]]:
    """Of each question, for whom and by what its results are."""
    return [*survey.questions.values_list("results_visibility", "crossed_by", "crossed_with")]


# --- Choosing -----------------------------------------------------------------------------------


def test_who_may_see_what_is_chosen_question_by_question(client: Client, staff: User) -> None:
    survey = make_survey()
    first, second, third = (make_question(survey, "single", "A", "B") for _ in range(3))
    sent(
        client,
        survey,
        **{
            f"visibility_{first.pk}": "public",
            f"by_{first.pk}": "region",
            f"visibility_{second.pk}": "members",
            f"by_{second.pk}": str(third.pk),
            "save": "1",
        },
    )
    assert chosen(survey) == [
        ("public", "region", None),
        ("members", "question", third.pk),
        ("staff", "nothing", None),
    ]
    after = Survey.objects.get()
    assert (after.version, after.results_published_at) == (survey.version + 1, None)
    history: Any = first
    assert history.history.first().history_user == staff
    sent(client, survey, save="1")  # taken back, as long as nothing is published
    assert {row[0] for row in chosen(survey)} == {"staff"}


@pytest.mark.parametrize("kind", ["ranking", "number", "short_text", "country"])
def test_what_cannot_be_broken_down_offers_nothing_to_do_it_by(
    client: Client, staff: User, kind: str
) -> None:
    survey = make_survey()
    question = make_question(survey, kind, *("AB" if kind == "ranking" else ""))
    make_question(survey, "single", "A", "B")
    html = page_of(client, survey)
    assert f'name="visibility_{question.pk}"' in html
    assert f'name="by_{question.pk}"' not in html
    sent(client, survey, **{f"by_{question.pk}": "country"})
    assert chosen(survey)[0] == ("staff", "nothing", None)


def offered(html: str, question: Question) -> list[str]:
    """By what the page lets the question be broken down."""
    select = re.search(rf'name="by_{question.pk}".*?</select>', html, re.S)
    assert select
    return re.findall(r'<option value="([^"]*)"', select[0])


def test_by_what_a_question_may_be_broken_down(client: Client, staff: User) -> None:
    survey = make_survey()
    question, other = (make_question(survey, "single", "A", "B") for _ in range(2))
    scale = make_question(survey, "scale")
    make_question(survey, "multiple", "A", "B")
    make_question(survey, "single", "A", "B", shown_if=other.offered()[0])
    assert offered(page_of(client, survey), question) == [
        "nothing",
        "country",
        "region",
        "kind",
        str(other.pk),
        str(scale.pk),
    ]


def test_of_anonymous_respondents_nothing_is_known_to_break_down_by(
    client: Client, staff: User
) -> None:
    survey = make_survey(confidentiality="anonymous")
    question, other = (make_question(survey, "single", "A", "B") for _ in range(2))
    assert offered(page_of(client, survey), question) == ["nothing", str(other.pk)]
    sent(client, survey, **{f"by_{question.pk}": "country"})
    assert chosen(survey)[0] == ("staff", "nothing", None)


def confirm(client: Client, survey: Survey) -> str:
    """The page after the question whether to publish was answered."""
    sent = {
        "publish": "1",
        "confirmed": "1",
        "version": str(Survey.objects.get(pk=survey.pk).version),
    }
    answer = client.post(address("results", survey), sent, headers=ENGLISH, follow=True)
    return unescape(answer.content.decode())


# --- Publishing ---------------------------------------------------------------------------------


def closed_survey(**fields: Any) -> tuple[Survey, Question]:
    """A closed survey of ten who all said A."""
    survey = make_survey(closed_at=timezone.now(), slug="avant", **fields)
    question = make_question(survey, "single", "A", "B")
    for _ in range(10):
        choose(respond(survey), question, "A")
    return survey, question


def test_results_are_published_by_a_person_and_not_before(client: Client, staff: User) -> None:
    survey, question = closed_survey()
    assert [*Survey.objects.visible_to(PUBLIC)] == []
    sent(client, survey, **{f"visibility_{question.pk}": "public", "save": "1"})
    assert [*Survey.objects.visible_to(PUBLIC)] == []
    assert Client().get("/en/surveys/avant/").status_code == 404
    asked = sent(client, survey, **{f"visibility_{question.pk}": "public", "publish": "1"})
    assert "These results will be published, for good" in asked
    assert f"Question {question.position}?" in asked
    assert [*Survey.objects.visible_to(PUBLIC)] == []
    assert "The results are published." in confirm(client, survey)
    assert [*Survey.objects.visible_to(PUBLIC)] == [survey]
    assert Client().get("/en/surveys/avant/").status_code == 200
    history: Any = survey
    assert history.history.first().history_user == staff


def test_published_results_do_not_change(client: Client, staff: User) -> None:
    survey, question = closed_survey()
    other = make_question(survey, "single", "C", "D")
    sent(client, survey, **{f"visibility_{question.pk}": "public", "publish": "1"})
    confirm(client, survey)
    moment = Survey.objects.get().results_published_at
    before = chosen(survey)
    html = sent(client, survey, **{f"visibility_{other.pk}": "public", "publish": "1"})
    assert "The results are published: what they show cannot change any more." in html
    assert chosen(survey) == before
    assert Survey.objects.get().results_published_at == moment
    page = page_of(client, survey)
    assert 'name="publish"' not in page
    assert 'name="save"' not in page
    assert all("disabled" in one for one in re.findall(r"<select[^>]*>", page))


def test_an_open_survey_is_not_published(client: Client, staff: User) -> None:
    survey = make_survey()
    question = make_question(survey, "single", "A", "B")
    assert 'name="publish"' not in page_of(client, survey)
    html = sent(client, survey, **{f"visibility_{question.pk}": "public", "publish": "1"})
    assert "Close the survey first" in html
    assert Survey.objects.get().results_published_at is None


def test_what_is_for_the_secretariat_alone_is_offered_to_nobody_else(
    client: Client, staff: User
) -> None:
    survey = make_survey(closed_at=timezone.now())
    first, second = (make_question(survey, "single", "A", "B") for _ in range(2))
    opening = [first.offered()[0], second.offered()[0]]
    together = make_question(survey, "single", "C", "D", shown_if=opening)
    html = page_of(client, survey)
    offered = [f'name="visibility_{one.pk}"' in html for one in (first, second, together)]
    assert offered == [True, True, False]
    sent(client, survey, **{f"visibility_{together.pk}": "public", "save": "1"})
    together.refresh_from_db()
    assert together.results_visibility == "staff"


def test_too_few_answers_are_not_offered_for_publication(client: Client, staff: User) -> None:
    survey = make_survey(closed_at=timezone.now())
    make_question(survey, "single", "A", "B")
    respond(survey)
    html = page_of(client, survey)
    assert "1 answered, and results are published only if at least 10 did" in html
    assert 'name="publish"' not in html


def test_nothing_chosen_is_not_published(client: Client, staff: User) -> None:
    survey, _question = closed_survey()
    html = sent(client, survey, publish="1")
    assert "Choose first which results members or everyone may see." in html
    assert Survey.objects.get().results_published_at is None


def test_an_empty_publication_is_refused_with_the_reason(client: Client, staff: User) -> None:
    survey = make_survey(closed_at=timezone.now())
    question = make_question(survey, "single", "A", "B")
    dependent = make_question(survey, "single", "C", "D", shown_if=question.offered()[0])
    for _ in range(4):
        choose(respond(survey), question, "A")
    html = sent(client, survey, **{f"visibility_{question.pk}": "public", "publish": "1"})
    assert "Nothing would be published." in html
    assert "Results are shown only if 10 people have answered." in html
    assert "Nothing would be published." in confirm(client, survey)
    for _ in range(6):
        choose(respond(survey), question, "A")
    html = sent(client, survey, **{f"visibility_{dependent.pk}": "public", "publish": "1"})
    assert "A question is shown only with the one on which it depends" in html
    assert Survey.objects.get().results_published_at is None


def test_what_was_chosen_meanwhile_is_asked_anew(client: Client, staff: User) -> None:
    survey, question = closed_survey()
    sent(client, survey, **{f"visibility_{question.pk}": "public", "publish": "1"})
    stale = {"publish": "1", "confirmed": "1", "version": str(survey.version)}
    answer = client.post(address("results", survey), stale, headers=ENGLISH, follow=True)
    assert "Somebody changed the survey meanwhile" in answer.content.decode()
    assert Survey.objects.get().results_published_at is None


def test_more_than_was_confirmed_is_not_published(staff: User) -> None:
    survey, question = closed_survey()
    choice = QuestionPublication(question.pk, Visibility.PUBLIC)
    chosen = choose_results(survey=survey, choices=[choice], by=staff)
    choose_results(survey=chosen, choices=[choice], by=staff)
    with pytest.raises(StaleRecordError):
        publish_results(survey=chosen, by=staff, version=chosen.version)
    assert Survey.objects.get().results_published_at is None


def test_what_is_no_choice_is_refused(client: Client, staff: User) -> None:
    survey, question = closed_survey()
    elsewhere = make_question(make_survey(), "single", "A", "B")
    for by in ("age", str(elsewhere.pk), str(question.pk), "question"):
        sent(client, survey, **{f"visibility_{question.pk}": "public", f"by_{question.pk}": by})
        assert chosen(survey) == [("staff", "nothing", None)]
    sent(client, survey, **{f"visibility_{question.pk}": "everyone"})
    assert chosen(survey) == [("staff", "nothing", None)]


def test_the_actions_hold_without_the_page(staff: User) -> None:
    survey, question = closed_survey()
    choice = QuestionPublication(question.pk, Visibility.PUBLIC, Crossing.COUNTRY)
    choose_results(survey=survey, choices=[choice], by=staff)
    published = publish_results(survey=survey, by=staff)
    again = publish_results(survey=survey, by=staff)
    assert again.results_published_at == published.results_published_at
    assert again.version == published.version
    with translation.override("en"), pytest.raises(ValidationError, match="cannot change any more"):
        choose_results(survey=survey, choices=[], by=staff)


# --- What the page shows ------------------------------------------------------------------------


def test_the_secretariat_sees_figures_at_once_but_those_of_an_anonymous_survey(
    client: Client, staff: User
) -> None:
    for confidentiality in ("named", "confidential", "anonymous"):
        survey = make_survey(confidentiality=confidentiality)
        question = make_question(survey, "single", "Peut-être", "Jamais")
        is_anonymous = confidentiality == "anonymous"
        why = "shown once it is closed, and if at least 10 have answered"
        for closed_at, number, is_shown in (
            (None, 10, not is_anonymous),
            (timezone.now(), 9, not is_anonymous),
            (timezone.now(), 10, True),
        ):
            survey.responses.all().delete()
            for _ in range(number):
                choose(respond(survey), question, "Peut-être")
            Survey.objects.filter(pk=survey.pk).update(closed_at=closed_at)
            html = page_of(client, survey)
            assert (f"{number} answered, 0 were invited." in html) is is_shown
            assert (address("results_file", survey, "csv") in html) is is_shown
            assert (why in html) is not is_shown


def test_invented_answers_say_so_on_each_page(client: Client, staff: User) -> None:
    survey, _question = closed_survey(is_demonstration=True)
    make_question(survey, "ranking", "A", "B", drafts_agenda=True)
    for name in ("results", "agenda"):
        assert "These answers were invented by a program." in page_of(client, survey, name)
    other = make_survey(closed_at=timezone.now())
    assert "invented" not in page_of(client, other)


# --- The agenda ---------------------------------------------------------------------------------


def ranked_survey(voters: int = 1, **fields: Any) -> Survey:
    """A survey whose ranking of A, B and C so many answered, before a meeting of three hours."""
    hours: dict[str, Any] = {"precision": "minute", "starts_at": time(9), "ends_at": time(12)}
    survey = make_survey(meeting=make_meeting(**hours), **fields)
    question = make_question(
        survey, "ranking", "A", "B", "C", text_en="What matters?", drafts_agenda=True
    )
    for _ in range(voters):
        rank(respond(survey), question, "B", "A", "C")
    return survey


def test_the_agenda_is_drafted_when_asked_to(client: Client, staff: User) -> None:
    survey = ranked_survey()
    html = page_of(client, survey, "agenda")
    assert "Voters: 1; answers: 1. Each organisation has one vote, shared by its people." in html
    assert not AgendaItem.objects.exists()
    answer = client.post(address("agenda", survey), headers=ENGLISH, follow=True)
    told = "3 items are drafted, for the secretariat alone: say on the agenda who may see them."
    assert told in unescape(answer.content.decode())
    items = survey.meeting.agenda_items.values_list("title_fr", "visibility")
    assert [*items] == [("B", "staff"), ("A", "staff"), ("C", "staff")]
    shown = page_of(client, survey, "agenda")
    assert "“What matters?”: 2 points, 1 voters, stable in 100 %" in shown
    assert "Draft the agenda again" in shown


def test_without_hours_it_says_so(client: Client, staff: User) -> None:
    survey = ranked_survey()
    type(survey.meeting).objects.update(ends_at=None)
    answer = client.post(address("agenda", survey), headers=ENGLISH, follow=True)
    assert "Say first when the meeting starts and ends" in answer.content.decode()
    assert not AgendaItem.objects.exists()


@pytest.mark.parametrize(
    ("is_closed", "voters", "is_shown"), [(True, 10, True), (True, 9, False), (False, 10, False)]
)
def test_of_an_anonymous_survey_it_waits_for_the_end_and_for_enough(
    client: Client, staff: User, is_closed: bool, voters: int, is_shown: bool
) -> None:
    survey = ranked_survey(
        voters, confidentiality="anonymous", closed_at=timezone.now() if is_closed else None
    )
    html = page_of(client, survey, "agenda")
    assert ("Place in pairs" in html) is is_shown
    assert ("The survey is anonymous, so each answer has one vote." in html) is is_shown
    assert "Each organisation has one vote" not in html
    client.post(address("agenda", survey))
    assert AgendaItem.objects.exists() is is_shown


def test_without_a_ranking_there_is_nothing_to_draft(client: Client, staff: User) -> None:
    survey = make_survey()
    make_question(survey, "ranking", "A", "B")
    assert "No question of this survey drafts an agenda." in page_of(client, survey, "agenda")
    client.post(address("agenda", survey))
    assert not AgendaItem.objects.exists()

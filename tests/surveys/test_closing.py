"""What closing a survey does to what was answered."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from surveys.answering.actions import ClosedError, hand_in
from surveys.answering.return_code import new_code
from surveys.closing import PAUSE, close_survey, pack, pack_later, pack_tables
from surveys.invitations.links import link_path
from surveys.kinds import Given
from surveys.models import Answer, AnsweredMark, Invitation, RecordedFrom, Response, Survey
from surveys.tasks import close_due_surveys
from tests.factories import make_invitation, make_question, make_staff, make_survey
from tests.foundation.mail.conftest import Clock, clock
from tests.surveys import storage

__all__ = ["clock"]  # a fixture

pytestmark = pytest.mark.django_db
NOT_NAMED = ("confidential", "anonymous")


def answered(survey: Survey, *texts: str, **facts: Any) -> list[Invitation]:
    """So many people answer with a text and a choice, or save it; gives their invitations."""
    words, choosing = survey.questions.all()
    invitations = [make_invitation(survey) for _ in texts]
    for place, (invitation, text) in enumerate(zip(invitations, texts, strict=True)):
        choice = choosing.offered()[place % 2].pk
        hand_in(
            survey=survey,
            invitation=invitation,
            answers={words.pk: [Given(text=text)], choosing.pk: [Given(choice=choice)]},
            code=new_code(),
            **facts,
        )
    return invitations


def asked(confidentiality: str, **fields: Any) -> Survey:
    """An open survey with two questions: a text, and a choice of two."""
    survey = make_survey(confidentiality=confidentiality, **fields)
    make_question(survey, "short_text")
    make_question(survey, "single", "Oui", "Non")
    return survey


def contents(survey: Survey) -> list[tuple[str, str]]:
    """What was answered, whoever answered it: text and choice of each response, in order."""
    return sorted(
        tuple(response.answers.order_by("question").values_list("text", "choice__text_fr"))
        for response in survey.responses.complete()
    )


@pytest.mark.parametrize("confidentiality", ["named", *NOT_NAMED])
def test_a_closed_survey_takes_no_answer(client: Client, confidentiality: str) -> None:
    survey = asked(confidentiality)
    invitation = make_invitation(survey)
    staff = make_staff()
    before = timezone.now()
    closed = close_survey(survey=survey, by=staff)
    assert closed.closed_at is not None
    assert before <= closed.closed_at <= timezone.now()
    assert (closed.version, closed.is_open()) == (survey.version + 1, False)
    assert Survey.objects.get().closed_at == closed.closed_at
    assert survey.history.latest().history_user == staff
    with pytest.raises(ClosedError):
        hand_in(survey=survey, invitation=invitation, answers={}, code=new_code())
    assert client.get(link_path(invitation)).status_code == 410


@pytest.mark.parametrize("confidentiality", ["named", *NOT_NAMED])
def test_what_was_handed_in_stays_and_what_was_saved_for_later_goes(confidentiality: str) -> None:
    survey = asked(confidentiality)
    handed_in = answered(survey, "Un", "Deux", "Trois")
    answered(survey, "Brouillon", is_complete=False)
    whole = contents(survey)
    close_survey(survey=survey, by=None)
    assert contents(survey) == whole
    assert len(whole) == 3
    assert Response.objects.count() == 3
    assert Answer.objects.count() == 6
    assert {mark.invitation for mark in AnsweredMark.objects.all()} == set(handed_in)


@pytest.mark.parametrize("confidentiality", NOT_NAMED)
def test_codes_open_nothing_any_more_and_keys_are_new(confidentiality: str) -> None:
    survey = asked(confidentiality)
    answered(survey, "Un", "Deux")
    responses, answers = set(Response.objects.in_bulk()), set(Answer.objects.in_bulk())
    close_survey(survey=survey, by=None)
    assert set(Response.objects.values_list("code_hash", "version")) == {(None, 0)}
    assert responses.isdisjoint(Response.objects.in_bulk())
    assert answers.isdisjoint(Answer.objects.in_bulk())


def test_a_named_answer_stays_as_it_is() -> None:
    survey = asked("named")
    answered(survey, "Un", "Deux", recorded_from=RecordedFrom.PHONE, by=make_staff())
    rows = set(map(str, Response.objects.values_list()))
    close_survey(survey=survey, by=None)
    assert set(map(str, Response.objects.values_list())) == rows
    assert not Response.objects.filter(invitation=None).exists()
    assert not Response.objects.filter(submitted_at=None).exists()


def test_a_confidential_answer_keeps_its_organisation_and_how_it_came() -> None:
    survey = asked("confidential")
    staff = make_staff()
    people = answered(survey, "Un", "Deux", recorded_from=RecordedFrom.PAPER, by=staff)
    organisations = [one.represented_organisation for one in people]
    kept = ("organisation", "answers__text", "recorded_from", "recorded_by")
    close_survey(survey=survey, by=None)
    texts = Response.objects.filter(answers__text__gt="")
    assert set(texts.values_list(*kept)) == {
        (organisation.pk, text, "paper", staff.pk)
        for organisation, text in zip(organisations, ("Un", "Deux"), strict=True)
        if organisation
    }


def test_closed_again_it_stays_as_it_was() -> None:
    survey = asked("anonymous")
    answered(survey, "Un", "Deux")
    first = close_survey(survey=survey, by=None)
    keys = set(Response.objects.in_bulk())
    again = close_survey(survey=survey, by=make_staff())
    assert (again.closed_at, again.version) == (first.closed_at, first.version)
    assert set(Response.objects.in_bulk()) == keys


def test_another_survey_is_left_alone() -> None:
    survey, other = asked("anonymous"), asked("anonymous")
    answered(survey, "Un")
    answered(other, "Deux")
    answered(other, "Brouillon", is_complete=False)
    rows = (
        set(map(str, other.responses.values_list())),
        set(Answer.objects.filter(response__survey=other)),
    )
    marks = set(AnsweredMark.objects.filter(invitation__survey=other))
    close_survey(survey=survey, by=None)
    assert set(map(str, other.responses.values_list())) == rows[0]
    assert set(Answer.objects.filter(response__survey=other)) == rows[1]
    assert set(AnsweredMark.objects.filter(invitation__survey=other)) == marks
    assert Survey.objects.get(pk=other.pk).is_open()


def test_the_clock_closes_what_is_over_and_nothing_else() -> None:
    over, goes_on = asked("anonymous"), asked("anonymous")
    answered(over, "Un")
    end = timezone.now() - timedelta(seconds=1)
    Survey.objects.filter(pk=over.pk).update(closes_at=end)
    close_due_surveys.call()
    assert Survey.objects.get(closed_at__isnull=False) == over
    assert Response.objects.get().code_hash is None
    assert Survey.objects.get(pk=goes_on.pk).is_open()


# --- Packing the tables -------------------------------------------------------------------------


@pytest.fixture
def database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """The database in use: a file, and transactions that end."""
    with storage.on_disk(tmp_path):
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout = 0")  # readers of these tests do not finish
        yield


@contextmanager
def somebody_reads() -> Iterator[None]:
    """Another connection that reads what was there when the block began."""
    begin = "BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ"
    with closing(connection.copy()) as other, other.cursor() as cursor:
        cursor.execute(begin)
        cursor.execute("SELECT count(*) FROM surveys_survey")
        assert cursor.fetchone() == (1,)
        yield
        cursor.execute("ROLLBACK")


def put_off() -> list[Any]:
    """When packing is tried again."""
    tasks = DBTaskResult.objects.filter(task_path=pack_later.module_path)
    return [*tasks.order_by("run_after").values_list("run_after", flat=True)]


@pytest.mark.django_db(transaction=True)
def test_once_a_survey_is_closed_the_tables_are_packed(database: None) -> None:
    survey = asked("anonymous")
    answered(survey, "Un", "Deux")
    close_survey(survey=survey, by=None)
    assert put_off() == []
    assert pack_tables() is True


@pytest.mark.django_db(transaction=True)
def test_while_somebody_reads_what_was_there_packing_is_put_off(
    database: None, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveys.closing.LONGEST_WAIT", 0)
    survey = make_survey(confidentiality="anonymous")
    first = clock.moment + PAUSE
    with somebody_reads():
        close_survey(survey=survey, by=None)
        assert Survey.objects.get().closed_at == clock.moment
        assert put_off() == [first]
        assert pack_tables() is False
        clock.forward(minutes=1)
        pack_later.call()
        assert put_off() == [first, first + PAUSE]
    pack_later.call()
    assert put_off() == [first, first + PAUSE]


def test_packing_that_fails_is_logged_and_tried_again(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    def full(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        if sql.startswith("VACUUM"):
            raise OperationalError("The disk is full.")
        return execute(sql, *more)

    with connection.execute_wrapper(full):
        pack()
    assert put_off() == [clock.moment + PAUSE]
    [record] = caplog.records
    assert record.getMessage() == "The tables of answers could not be packed."

"""Somebody with a copy of the database, taken after an anonymous survey closed, looks for whose
answer is whose: in the order of rows, in who wrote them, in bytes, in every other table.

Each test also looks before the survey is closed and finds it, so what it does is known to work.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from scipy.stats import kendalltau

from surveys.answering.actions import hand_in
from surveys.answering.return_code import hash_of, new_code
from surveys.closing import close_survey
from surveys.invitations.links import link_path
from surveys.kinds import Given
from surveys.models import Answer, AnsweredMark, Choice, Invitation, Response, Survey
from tests.factories import make_invitation, make_member, make_question, make_survey
from tests.surveys import storage
from tests.surveys.test_views import opened

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 30
NEGLIGIBLE = 1e-6  # the probability that a random order fails the test
WRITTEN = {"surveys_response", "surveys_answer", "surveys_answeredmark"}
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite keeps neither transactions nor samples"
)


@pytest.fixture(autouse=True)
def database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """The database in use: a file, and a transaction of its own for each answer."""
    with storage.on_disk(tmp_path):
        yield


@pytest.fixture
def survey(database: None) -> Survey:
    """An anonymous survey of words, a choice and a country; thirty people are invited."""
    survey = make_survey(confidentiality="anonymous")
    make_question(survey, "short_text")
    make_question(survey, "single", "Oui", "Non", "Rare", "Reprise")
    make_question(survey, "country")
    for _ in range(PEOPLE):
        make_invitation(survey)
    return survey


def text_of(invitation: Invitation) -> str:
    """What somebody answers: nobody else does, and only the test knows."""
    return f"Les mots n° {invitation.pk} que personne d’autre n’a écrits"


def answered(
    invitation: Invitation,
    text: str,
    chosen: str = "Oui",
    *,
    country: str = "CD",
    code: str = "",
    **facts: Any,
) -> str:
    """Somebody answers, one transaction by itself; gives their code."""
    words, choosing, place = invitation.survey.questions.order_by("pk")
    choice = Choice.objects.get(question=choosing, text_fr=chosen)
    code = code or new_code()
    hand_in(
        survey=invitation.survey,
        invitation=invitation,
        answers={
            words.pk: [Given(text=text)],
            choosing.pk: [Given(choice=choice.pk)],
            place.pk: [Given(country=country)],
        },
        code=code,
        **facts,
    )
    return code


def everybody_answers(survey: Survey) -> list[Invitation]:
    """One after the other, in another order than they were invited in; gives that order."""
    invitations = list(survey.invitations.all())
    Random(2021).shuffle(invitations)
    for invitation in invitations:
        answered(invitation, text_of(invitation))
    return invitations


def places(invitations: Sequence[Invitation]) -> dict[str, list[int]]:
    """For each table, who wrote its rows in the order of the disk: their places in the true order.

    The texts, which only the test can tell apart, say whose each row is.
    """
    place = {text_of(one): number for number, one in enumerate(invitations)}
    of_mark = {one.pk: number for number, one in enumerate(invitations)}
    texts = {one.pk: one for one in Answer.objects.filter(text__gt="")}
    of_response = {one.response_id: place[one.text] for one in texts.values()}
    return {
        "responses": [of_response[key] for key in storage.as_written(Response)],
        "answers": [place[texts[key].text] for key in storage.as_written(Answer) if key in texts],
        "keys of answers": [place[texts[key].text] for key in sorted(texts)],
        "marks": [of_mark[key] for key in storage.as_written(AnsweredMark)],
    }


def agreement(order: Sequence[int]) -> float:
    """How probable it is that chance alone agrees so much with the order 0, 1, 2 …, or so little.

    The exact two-sided p-value of Kendall's tau (Kendall, Rank Correlation Methods, 1970, ch. 5).
    """
    return kendalltau(range(len(order)), order, method="exact").pvalue


def test_the_order_of_rows_tells_nothing(survey: Survey) -> None:
    """Of n things put back at random, k or more are in their own place with a probability of at
    most 1/k!: there are n!/(k!(n - k)!) sets of k, and each is in place in (n - k)! of n! cases.
    """
    invitations = everybody_answers(survey)
    before = places(invitations)
    assert set(map(tuple, before.values())) == {tuple(range(PEOPLE))}
    close_survey(survey=survey, by=None)
    after = places(invitations)
    for table, order in after.items():
        assert sorted(order) == list(range(PEOPLE))
        assert agreement(order) > NEGLIGIBLE, table
    pairs = zip(after["marks"], after["responses"], strict=True)
    assert sum(mark == response for mark, response in pairs) < 10  # 1/10! < 1e-6
    assert agreement([after["marks"].index(one) for one in after["responses"]]) > NEGLIGIBLE


@on_postgresql
def test_no_row_of_any_table_names_the_transaction_of_an_answer(survey: Survey) -> None:
    """A foreign key locks what it points at: the invitation, the choice, the country."""
    of_two_minds, undecided, *others = survey.invitations.all()
    first = storage.next_transaction()
    code = answered(of_two_minds, "Premier jet", "Rare", country="ZW")
    answered(of_two_minds, "Second jet", "Non", code=code, version=1)
    answered(undecided, "Brouillon", "Reprise", is_complete=False)
    for invitation in others:
        answered(invitation, text_of(invitation))
    of_answers = set(range(first + 1, storage.next_transaction()))
    before = storage.transactions()
    pointed_at = {f"surveys_{name}" for name in ("invitation", "choice", "question", "survey")}
    naming = {table for table, found in before.items() if found & of_answers}
    assert naming >= WRITTEN | pointed_at | {"organisations_country"}
    close_survey(survey=survey, by=None)
    after = storage.transactions()
    assert {table for table, found in after.items() if found & of_answers} == set()
    assert len(set.union(*(after[table] for table in WRITTEN)) - {0}) == 1


def test_the_files_hold_nothing_of_before(survey: Survey) -> None:
    of_two_minds, undecided, *others = survey.invitations.all()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # Debian's is built to overwrite what is deleted
            cursor.execute("PRAGMA secure_delete = OFF")
    codes = [answered(of_two_minds, "Premier jet")]
    answered(of_two_minds, "Second jet", code=codes[0], version=1)
    # Words of no other test: what was rolled back lies in PostgreSQL's files for a while.
    draft = "Brouillon jamais envoyé"
    codes.append(answered(undecided, draft, is_complete=False))
    codes += [answered(invitation, text_of(invitation)) for invitation in others]
    keys = Response.objects.in_bulk()
    gone = [storage.as_stored(key) for key in keys]
    gone += [storage.as_stored(hash_of(code) or "") for code in codes]
    gone.append(storage.as_stored(draft))
    before = storage.files()
    assert [one for one in gone if one not in before] == []
    close_survey(survey=survey, by=None)
    after = storage.files()
    assert [one for one in [*gone, b"Premier jet"] if one in after] == []
    kept = ["Second jet", *map(text_of, others), *Response.objects.in_bulk()]
    assert [one for one in kept if storage.as_stored(one) not in after] == []


def test_no_other_table_and_no_sequence_knows_of_an_answer(survey: Survey) -> None:
    """Whoever answers may be signed in, as a member or as staff."""
    member = Client()
    member.force_login(make_member())
    words = survey.questions.get(kind="short_text")
    rows, sequences = storage.rows(), storage.sequences()

    def changed(before: dict[str, Any], now: dict[str, Any]) -> set[str]:
        return {name for name in now if now[name] != before.get(name)}

    for place, invitation in enumerate(survey.invitations.all()):
        browser = member if place % 2 else Client()
        data = opened(browser, invitation) | {f"q{words.pk}": text_of(invitation)}
        assert browser.post(link_path(invitation), data).status_code == 200
    assert Response.objects.count() == PEOPLE
    assert changed(rows, storage.rows()) == WRITTEN
    assert changed(sequences, storage.sequences()) == {"surveys_answer"}
    close_survey(survey=survey, by=None)
    closed = {"surveys_survey", "surveys_historicalsurvey", "foundation_siterevision"}
    assert changed(rows, storage.rows()) == WRITTEN | closed
    history = "surveys_historicalsurvey"
    assert changed(sequences, storage.sequences()) == {"surveys_answer", history}


@on_postgresql
def test_the_samples_of_the_planner_are_drawn_anew(survey: Survey) -> None:
    undecided, *others = survey.invitations.all()
    answered(undecided, "Brouillon", is_complete=False)
    for invitation in others:
        answered(invitation, text_of(invitation))
    keys = set(map(str, Response.objects.in_bulk()))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert {"Brouillon", *keys} <= set(storage.samples())
    close_survey(survey=survey, by=None)
    assert {"Brouillon", *keys}.isdisjoint(storage.samples())
    assert set(map(text_of, others)) <= set(storage.samples())

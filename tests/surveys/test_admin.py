"""The secretariat's pages on a survey: who comes in, what each does, and how often it asks."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from kpcsc.foundation.mail.models import Delivery
from organisations.models import User
from surveys.closing import MOST_AT_ONCE
from surveys.invitations.actions import send_invitations
from surveys.models import AnsweredMark, Question, Response, Survey
from surveys.tasks import close_due_surveys
from tests.factories import (
    make_invitation,
    make_meeting,
    make_member,
    make_organisation,
    make_question,
    make_staff,
    make_survey,
    make_user,
)
from tests.surveys.ballots import choose, number, rank, respond
from tests.test_admin import form_data

pytestmark = pytest.mark.django_db
PAGES = ["change", "invitations", "preview", "import", "results", "agenda", "dates", "close"]
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def staff(client: Client) -> User:
    person = make_staff()
    client.force_login(person)
    return person


def address(name: str, survey: Survey, *more: int | str) -> str:
    """The address of a page of the survey."""
    return reverse(f"admin:surveys_survey_{name}", args=[survey.pk, *more])


def every_page(survey: Survey) -> list[str]:
    """The addresses of all pages of a survey."""
    pages = [address(name, survey) for name in (*PAGES, "duplicate")]
    pages.append(address("record", survey, make_invitation(survey).pk))
    pages.append(address("results_file", survey, "csv"))
    return [reverse("admin:surveys_survey_changelist"), *pages]


# --- Who comes in -------------------------------------------------------------------------------


def test_only_staff_come_in(client: Client) -> None:
    pages = every_page(make_survey())
    for person in (None, make_user(), make_member()):
        if person:
            client.force_login(person)
        for page in pages:
            for answer in (client.get(page), client.post(page)):
                assert answer.status_code == 302
                assert answer.headers["Location"].startswith("/admin/login/")
    assert Survey.objects.get().closed_at is None


@pytest.mark.parametrize("granted", [[], ["view_survey"]])
def test_of_staff_those_alone_who_may_change_surveys(client: Client, granted: list[str]) -> None:
    survey = make_survey()
    person = make_user(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=granted))
    client.force_login(person)
    *pages, file = every_page(survey)[2:]  # after the list and the record's own page
    for page in pages:
        assert client.post(page).status_code == 403
    for page in (*(address(name, survey) for name in PAGES[1:]), file):
        assert client.get(page).status_code == 403
    assert Survey.objects.get().closed_at is None


def test_whoever_may_change_surveys_comes_to_each_page(client: Client) -> None:
    survey = make_survey()
    person = make_user(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename="change_survey"))
    client.force_login(person)
    for name in PAGES:
        assert client.get(address(name, survey)).status_code == 200


@pytest.mark.parametrize("name", [*PAGES[1:], "duplicate"])
def test_a_survey_that_there_is_not_has_no_pages(client: Client, staff: User, name: str) -> None:
    page = reverse(f"admin:surveys_survey_{name}", args=[999])
    assert client.post(page).status_code == 404


def test_looking_at_the_pages_changes_nothing(client: Client, staff: User) -> None:
    survey = make_survey()
    make_question(survey, "ranking", "A", "B", drafts_agenda=True)
    for name in PAGES:
        assert client.get(address(name, survey)).status_code == 200
    assert client.get(address("duplicate", survey)).status_code == 405
    after = Survey.objects.get()
    assert (after.version, after.closed_at) == (survey.version, None)
    assert not survey.meeting.agenda_items.exists()


def test_its_dates_are_shown_and_taken_by_the_clocks_of_the_meeting(
    client: Client, staff: User
) -> None:
    meeting = make_meeting(time_zone="Africa/Kinshasa")
    noon = datetime(2100, 6, 2, 12, tzinfo=UTC)
    survey = make_survey(meeting=meeting, opens_at=noon, closes_at=noon + timedelta(days=1))
    page = client.get(address("change", survey), headers=ENGLISH)
    html = page.content.decode()
    assert "By the clocks of the meeting: Kinshasa (DRC)." in html
    assert re.search(r'name="opens_at_0" value="2 June 2100"', html)
    assert re.search(r'name="opens_at_1" value="13:00"', html)
    with timezone.override("Africa/Kinshasa"):
        sent = form_data(page) | {"opens_at_1": "14h30"}
    assert client.post(address("change", survey), sent).status_code == 302
    survey.refresh_from_db()
    assert survey.opens_at == noon + timedelta(minutes=90)
    # Before another meeting, the survey opens at the same moment as was shown.
    other = make_meeting(time_zone="Asia/Kathmandu")
    with timezone.override("Africa/Kinshasa"):
        sent = form_data(client.get(address("change", survey))) | {"meeting": other.pk}
    assert client.post(address("change", survey), sent).status_code == 302
    survey.refresh_from_db()
    assert survey.opens_at == noon + timedelta(minutes=90)


# --- Preview ------------------------------------------------------------------------------------


def sent_by(page: str) -> dict[str, str]:
    """What a browser sends of the form's hidden controls, the token against forgery too."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return dict(found)


@pytest.mark.parametrize("confidentiality", ["named", "anonymous"])
def test_a_preview_is_the_form_and_stores_nothing(
    client: Client, staff: User, confidentiality: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveys.answering.bot_guard.LEAST_SECONDS", 0)
    survey = make_survey(confidentiality=confidentiality, opens_at=None, closes_at=None)
    question = make_question(survey, "short_text", required=True)
    page = client.get(address("preview", survey), headers=ENGLISH)
    html = page.content.decode()
    assert "This is a preview" in html
    assert f'id="q{question.pk}"' in html
    missing = client.post(address("preview", survey), sent_by(html))
    assert missing.status_code == 422
    answers = sent_by(html) | {f"q{question.pk}": "Nos mots."}
    receipt = client.post(address("preview", survey), answers)
    assert receipt.status_code == 200
    assert "Nos mots." in receipt.content.decode()
    assert not Response.objects.exists()
    assert not AnsweredMark.objects.exists()


def test_a_preview_changes_its_language_and_leads_back(client: Client, staff: User) -> None:
    survey = make_survey(title_fr="Avant", title_en="Before")
    question = make_question(survey, "short_text")
    html = client.get(address("preview", survey), headers=ENGLISH).content.decode()
    assert f'<a href="{address("change", survey)}">Back to the survey</a>' in html
    typed = {f"q{question.pk}": "Nos mots."}
    french = client.post(
        address("preview", survey), sent_by(html) | typed | {"stay": "fr"}, headers=ENGLISH
    ).content.decode()
    assert '<html lang="fr"' in french
    assert "<h1>Avant</h1>" in french
    assert 'value="Nos mots."' in french
    # What is handed in then is answered in that language too.
    receipt = client.post(address("preview", survey), sent_by(french) | typed, headers=ENGLISH)
    assert "Merci" in receipt.content.decode()
    made_up = client.post(address("preview", survey), {"stay": "xx"}, headers=ENGLISH)
    assert '<html lang="en"' in made_up.content.decode()


def test_forms_of_the_desk_hold_a_token_against_forgery() -> None:
    client, survey = Client(enforce_csrf_checks=True), make_survey()
    client.force_login(make_staff())
    record = address("record", survey, make_invitation(survey).pk) + "?recorded_from=phone"
    for page in (address("preview", survey), record):
        sent = sent_by(client.get(page).content.decode())
        assert client.post(page, {}).status_code == 403
        assert client.post(page, sent).status_code != 403


# --- Copies and closing -------------------------------------------------------------------------


def test_duplicating_leads_to_the_copy(client: Client, staff: User) -> None:
    survey = make_survey(slug="avant")
    make_question(survey, "single", "Oui", "Non")
    answer = client.post(address("duplicate", survey))
    copy = Survey.objects.get(slug="avant-2")
    assert answer.headers["Location"] == address("change", copy)
    assert copy.questions.count() == 1
    assert copy.history.get().history_user == staff
    assert client.get(answer.headers["Location"]).status_code == 200


def test_closing_says_first_what_will_be_readable(client: Client, staff: User) -> None:
    survey = make_survey(least_respondents=5)
    question = make_question(survey, "single", "Oui", "Non")
    for _ in range(4):
        choose(respond(survey), question, "Oui")
    for _ in range(6):
        make_invitation(survey)

    def said() -> str:
        html = client.get(address("close", survey), headers=ENGLISH).content.decode()
        [first] = re.findall(r'class="survey-figures"><strong>(.*?)</strong>', html, re.DOTALL)
        return " ".join(first.split())

    assert said() == (
        "4 of 6 have answered. The threshold is 5: nothing will be published, and the secretariat "
        "alone will read the answers."
    )
    choose(respond(survey), question, "Oui")
    assert said() == (
        "5 of 6 have answered. That is enough to publish results; afterwards you choose which."
    )


def test_closing_an_anonymous_survey_says_that_nobody_will_read_it(
    client: Client, staff: User
) -> None:
    survey = make_survey(confidentiality="anonymous", is_open_to_all=True)
    html = client.get(address("close", survey), headers=ENGLISH).content.decode()
    assert "0 answers were handed in." in html
    assert (
        "The threshold is 10: nothing will be published, and nobody will read the answers, the "
        "secretariat neither." in html
    )


@pytest.mark.parametrize(
    ("confidentiality", "says_what_is_not_covered"),
    [("named", False), ("confidential", True), ("anonymous", True)],
)
def test_closing_says_what_it_does_and_does_it_when_asked_to(
    client: Client, staff: User, confidentiality: str, says_what_is_not_covered: bool
) -> None:
    survey = make_survey(confidentiality=confidentiality)
    html = client.get(address("close", survey), headers=ENGLISH).content.decode()
    assert "cannot be opened again" in html
    assert ("What this does not cover" in html) is says_what_is_not_covered
    assert ("write-ahead log" in html) is says_what_is_not_covered
    answer = client.post(address("close", survey))
    assert answer.headers["Location"] == address("change", survey)
    survey.refresh_from_db()
    assert survey.closed_at is not None
    assert survey.history.first().history_user == staff
    assert address("close", survey) not in client.get(address("change", survey)).content.decode()


def test_a_survey_with_many_answers_ends_at_once_and_the_worker_closes_it(
    client: Client, staff: User
) -> None:
    now = timezone.now()
    survey = make_survey(
        confidentiality="anonymous",
        opens_at=now - timedelta(days=2),
        remind_at=now + timedelta(days=1),
        closes_at=now + timedelta(days=2),
    )
    Response.objects.bulk_create(
        Response(survey=survey, confidentiality="anonymous", is_complete=True)
        for _ in range(MOST_AT_ONCE + 1)
    )
    client.post(address("close", survey))
    survey.refresh_from_db()
    assert (survey.closed_at, survey.remind_at) == (None, None)
    assert Survey.objects.over_at(timezone.now()).get() == survey
    assert survey.history.first().history_user == staff
    task = DBTaskResult.objects.get(task_path="surveys.tasks.close_due_surveys")
    assert task.run_after == get_date_max()  # at once
    close_due_surveys.call()
    survey.refresh_from_db()
    assert survey.closed_at is not None
    assert survey.responses.count() == MOST_AT_ONCE + 1


def test_a_survey_without_dates_has_nothing_to_close(client: Client, staff: User) -> None:
    survey = make_survey(opens_at=None, closes_at=None)
    for answer in (client.get(address("close", survey)), client.post(address("close", survey))):
        assert answer.headers["Location"] == address("change", survey)
    assert Survey.objects.get().closed_at is None
    assert address("close", survey) not in client.get(address("change", survey)).content.decode()


# --- What was before ----------------------------------------------------------------------------


def test_no_earlier_state_of_a_survey_is_brought_back(client: Client, staff: User) -> None:
    survey = make_survey(title_fr="Avant")
    survey.title_fr = "Après"
    survey.advance(by=None)
    survey.save()
    restore = address("restore", survey)
    history: Any = survey
    sent = {"moment": history.history.last().history_date.isoformat(), "version": "1"}
    assert client.get(restore, sent).status_code == 403
    assert client.post(restore, sent).status_code == 403
    assert Survey.objects.get().title_fr == "Après"
    html = client.get(address("history", survey)).content.decode()
    assert "Avant" in html
    assert restore not in html


# --- Its dates ----------------------------------------------------------------------------------


def test_letters_that_wait_follow_the_opening_that_staff_move(client: Client, staff: User) -> None:
    now = timezone.now().replace(microsecond=0)
    day = timedelta(days=1)
    survey = make_survey(opens_at=now + day, closes_at=now + 9 * day)
    make_question(survey, "short_text")
    send_invitations(survey=survey, invitations=[make_invitation(survey)], by=staff)
    letters = Delivery.objects.values_list("due_at", flat=True)
    page = address("change", survey)
    moved = timezone.localtime(now + 5 * day)
    date = {"opens_at_0": f"{moved:%d/%m/%Y}", "opens_at_1": f"{moved:%H:%M:%S}"}
    for fields, due_at in (({"title_fr": "Autrement"}, now + day), (date, now + 5 * day)):
        assert client.post(page, form_data(client.get(page)) | fields).status_code == 302
        assert letters.get() == due_at


# --- How often they ask -------------------------------------------------------------------------


def add_one_of_each(survey: Survey) -> None:
    """One more question of each kind, one more answer to each, and one more invitation."""
    first = survey.questions.first()
    crossed = {"crossed_by": "question", "crossed_with": first, "results_visibility": "public"}
    single = make_question(survey, "single", "Oui", "Non", **crossed)
    asked = [
        make_question(survey, "short_text", shown_if=single.offered()[0]),
        make_question(survey, "multiple", "Or", "Fer", crossed_by="country"),
        make_question(survey, "ranking", "A", "B", drafts_agenda=survey.questions.count() < 5),
        make_question(survey, "scale", crossed_by="region"),
    ]
    invitation = make_invitation(survey)
    make_invitation(survey, organisation=make_organisation())
    AnsweredMark.objects.create(invitation=invitation)
    response = respond(survey, make_organisation(country_id="ZW"))
    for question in Question.objects.filter(survey=survey):
        if question.kind in ("single", "multiple"):
            choose(response, question, question.offered()[0].text_fr)
        elif question.kind == "ranking":
            rank(response, question, "B", "A")
        elif question.kind == "scale":
            number(response, question, 3)
    choose(response, asked[0], "Nos mots.")


def counted(client: Client, page: str) -> int:
    """How often a page asks the database, the second time that it is read."""
    assert client.get(page).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    return len(queries)


@pytest.mark.parametrize("is_answered", [True, False])
def test_pages_ask_as_often_for_3_rows_as_for_1(
    client: Client, staff: User, is_answered: bool
) -> None:
    survey = make_survey()
    make_question(survey, "single", "Oui", "Non")
    pages = [address(name, survey) for name in PAGES]
    counts: list[dict[str, int]] = []
    for number_of_rows in (1, 2, 3):
        add_one_of_each(survey)
        if not is_answered:
            Response.objects.all().delete()
        assert survey.questions.count() == 1 + 5 * number_of_rows
        counts.append({page: counted(client, page) for page in pages})
    assert counts[0] == counts[2]


def test_the_list_asks_as_often_for_3_as_for_1(client: Client, staff: User) -> None:
    page = reverse("admin:surveys_survey_changelist")
    make_survey()
    for_one = counted(client, page)
    for days in (1, 2):
        make_survey(closes_at=timezone.now() + timedelta(days=days))
    assert counted(client, page) == for_one


def test_the_list_says_where_each_survey_stands(client: Client, staff: User) -> None:
    make_survey(title_fr="Ouverte")
    make_survey(title_fr="Close", closed_at=timezone.now())
    page: Any = client.get(reverse("admin:surveys_survey_changelist"), headers=ENGLISH)
    states = re.findall(r'class="field-state">([^<]*)<', page.content.decode())
    assert sorted(states) == ["closed", "open"]


def test_the_page_of_the_results_is_offered_once_there_is_one(client: Client, staff: User) -> None:
    survey = make_survey(closed_at=timezone.now())
    page, link = address("change", survey), 'class="viewsitelink"'
    assert link not in client.get(page).content.decode()
    Survey.objects.update(results_published_at=timezone.now())
    assert link in client.get(page).content.decode()

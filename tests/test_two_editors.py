"""Two people save one record at the same moment: one wins, the other is told and loses nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from kpcsc.foundation.versioned import StaleRecordError
from meetings.models import Invitation, Meeting, Section
from organisations.models import User
from surveys.models import Invitation as SurveyInvitation
from surveys.models import Question, Survey
from tests.databases import at_once, copy_to_file, elsewhere
from tests.factories import (
    make_meeting,
    make_organisation,
    make_participation,
    make_planned_meeting,
    make_staff,
    make_survey,
)
from tests.foundation.history.test_pages import ENGLISH, page_of
from tests.meetings.report_import.test_page import GOMA, sent_back
from tests.meetings.report_import.test_page import PAGE as IMPORT_PAGE
from tests.surveys.building.test_importing import QUESTIONNAIRE
from tests.test_admin import form_data

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def committed(
    db: None,
    transactional_db: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[], None]]:
    """Gives what makes the records so far visible to other connections, as they are in real use.

    SQLite's tests live in memory, where two connections lock each other out at once. In use it is
    a file, at which a writer waits for its turn; so the others get a file.
    """

    def publish() -> None:
        if connection.vendor != "sqlite":
            return
        file = tmp_path / "portal.sqlite3"
        copy_to_file(file)
        monkeypatch.setitem(connection.settings_dict, "NAME", str(file))

    yield publish
    monkeypatch.undo()


@pytest.fixture
def editors(transactional_db: None) -> list[Client]:
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(make_staff())
    return clients


def saving(client: Client, page: str, data: dict[str, Any]) -> Callable[[], Any]:
    return lambda: client.post(page, data, headers=ENGLISH)


@pytest.mark.parametrize("attempt", range(5))
def test_of_two_forms_saved_at_once_one_wins_and_the_other_is_kept(
    attempt: int, editors: list[Client], committed: Callable[[], None]
) -> None:
    meeting = make_meeting(place_fr="Matadi")
    page = page_of(meeting, "change")
    opened = form_data(editors[0].get(page))
    committed()
    places = ["Kinshasa", "Goma"]
    responses = at_once(
        *(
            saving(client, page, opened | {"place_fr": place})
            for client, place in zip(editors, places, strict=True)
        )
    )
    assert sorted(response.status_code for response in responses) == [200, 302]
    told = next(response for response in responses if response.status_code == 200)
    loser = responses.index(told)
    winner = 1 - loser
    assert "This record was changed after you opened it." in told.content.decode()
    assert told.context["adminform"].form["place_fr"].value() == places[loser]

    stored = elsewhere(lambda: Meeting.objects.values_list("place_fr", "version").get())
    assert stored == (places[winner], 2)
    again = elsewhere(saving(editors[loser], page, form_data(told)))
    assert again.status_code == 302
    stored = elsewhere(lambda: Meeting.objects.values_list("place_fr", "version").get())
    assert stored == (places[loser], 3)


def test_rows_added_at_once_are_both_kept(
    editors: list[Client], committed: Callable[[], None]
) -> None:
    meeting = make_meeting()
    page = page_of(meeting, "change")
    opened = form_data(editors[0].get(page))
    committed()
    sent = [
        opened
        | {
            "sections-TOTAL_FORMS": "1",
            "sections-0-meeting": str(meeting.pk),
            "sections-0-heading_fr": heading,
            "sections-0-visibility": "public",
        }
        for heading in ("Un", "Deux")
    ]
    pairs = list(zip(editors, sent, strict=True))
    responses = at_once(*(saving(client, page, data) for client, data in pairs))
    assert sorted(response.status_code for response in responses) == [200, 302]
    told = next(response for response in responses if response.status_code == 200)
    client = editors[responses.index(told)]
    assert elsewhere(saving(client, page, form_data(told))).status_code == 302
    headings = elsewhere(lambda: sorted(Section.objects.values_list("heading_fr", flat=True)))
    assert headings == ["Deux", "Un"]


def test_a_form_and_a_change_made_otherwise_do_not_overwrite_each_other(
    editors: list[Client], committed: Callable[[], None]
) -> None:
    meeting = make_meeting(place_fr="Matadi")
    page = page_of(meeting, "change")
    opened = form_data(editors[0].get(page))
    read = Meeting.objects.get()
    committed()

    def import_places() -> int:
        try:
            with transaction.atomic():
                read.advance(by=None)
                read.place_fr = "Kinshasa"
                read.save()
        except StaleRecordError:
            return 200
        return 302

    def save() -> int:
        return saving(editors[0], page, opened | {"place_fr": "Goma"})().status_code

    assert sorted(at_once(save, import_places)) == [200, 302]
    assert elsewhere(lambda: Meeting.objects.get().version) == 2


def test_a_participation_is_not_saved_over_one_that_was_changed_meanwhile(
    editors: list[Client], committed: Callable[[], None]
) -> None:
    participation = make_participation(meeting=make_meeting())
    page = page_of(participation, "change")
    opened = form_data(editors[0].get(page))
    committed()
    assert elsewhere(saving(editors[0], page, opened | {"role": "facilitator"})).status_code == 302
    told = elsewhere(saving(editors[1], page, opened | {"reply": "yes"}))
    assert "changed_meanwhile" in {template.name.split("/")[-1][:-5] for template in told.templates}
    again = form_data(told)
    assert again["reply"] == "yes"
    assert elsewhere(saving(editors[1], page, again)).status_code == 302


# --- One person who presses the button twice -----------------------------------------------------


def pressed_twice(client: Client, page: str, data: dict[str, Any]) -> list[int]:
    """The statuses that somebody gets whose finger was impatient."""
    return [answer.status_code for answer in at_once(*[saving(client, page, data)] * 2)]


def test_a_report_accepted_twice_becomes_one_meeting(
    editors: list[Client], committed: Callable[[], None], settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    accepted = sent_back(editors[0].post(IMPORT_PAGE, {"text": GOMA}))
    accepted |= {"organisations-0-choice": "new", "organisations-1-choice": "new"}
    committed()
    assert sorted(pressed_twice(editors[0], IMPORT_PAGE, accepted)) == [200, 302]
    assert elsewhere(Meeting.objects.count) == 1


def test_whoever_is_invited_twice_has_one_invitation(
    editors: list[Client], committed: Callable[[], None]
) -> None:
    chosen = {"invite": "1", "organisations": [make_organisation().pk, make_organisation().pk]}
    pages = [
        page_of(make_planned_meeting(), "invitations"),
        page_of(make_survey(unit="organisation"), "invitations"),
    ]
    committed()
    assert [pressed_twice(editors[0], page, chosen) for page in pages] == [[302, 302]] * 2
    assert elsewhere(Invitation.objects.count) == elsewhere(SurveyInvitation.objects.count) == 2


def test_a_questionnaire_that_six_send_at_once_is_taken_in_once(
    editors: list[Client], committed: Callable[[], None]
) -> None:
    survey = make_survey()
    page = page_of(survey, "import")
    committed()

    def send() -> int:
        file = SimpleUploadedFile("form.csv", QUESTIONNAIRE)
        return editors[0].post(page, {"file": file, "version": 1}).status_code

    assert at_once(*[send] * 6) == [200] * 6
    assert elsewhere(lambda: Question.objects.filter(survey=survey).count()) == 6


def test_copies_of_a_survey_made_at_once_have_addresses_of_their_own(
    editors: list[Client], committed: Callable[[], None]
) -> None:
    page = page_of(make_survey(slug="survey"), "duplicate")
    committed()
    assert pressed_twice(editors[0], page, {}) == [302, 302]
    slugs = elsewhere(lambda: sorted(Survey.objects.values_list("slug", flat=True)))
    assert slugs == ["survey", "survey-2", "survey-3"]


def test_a_person_added_twice_is_there_once_and_is_said_to_be(
    editors: list[Client], committed: Callable[[], None]
) -> None:
    page = reverse("admin:organisations_user_add")
    opened = form_data(editors[0].get(page)) | {"email": "awa@example.org", "name": "Awa Sarr"}
    committed()
    answers = at_once(*[saving(editors[0], page, opened)] * 2)
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    (told,) = (answer for answer in answers if answer.status_code == 200)
    # By the constraint in the page's language, or by the field in that of whoever reads it here.
    [[error]] = told.context["adminform"].form.errors.values()
    assert error in {
        "Someone with this e-mail address exists already.",
        "Une personne ayant cette adresse électronique existe déjà.",
    }
    assert elsewhere(lambda: User.objects.filter(email="awa@example.org").count()) == 1

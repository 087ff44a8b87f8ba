"""The page of all texts of a record: what a translator changes, and nothing else."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from meetings.models import Meeting, Section
from organisations.models import User
from tests.factories import make_meeting, make_user

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def translator(client: Client) -> User:
    person = make_user(is_staff=True)
    person.groups.set([Group.objects.get(name="Translator")])
    client.force_login(person)
    return person


@pytest.fixture
def section(db: None) -> Section:
    meeting = make_meeting(
        status="draft", title_fr="Rivières", title_en="", introduction_fr="Trois rivières."
    )
    return Section.objects.create(
        meeting=meeting, heading_fr="Décidé", body_fr="<p>Écrire <em>vite</em>.</p>"
    )


def page_of(meeting: Meeting, language: str = "en") -> str:
    return f"/admin/foundation/translationreview/meetings.meeting/{meeting.pk}/{language}/"


def as_shown(client: Client, page: str) -> dict[str, str]:
    """What a browser would send back of the page that nobody touched."""
    form = client.get(page).context["form"]
    return {bound.html_name: bound.value() or "" for bound in form}


def test_a_translator_writes_the_texts_of_a_record_and_its_parts(
    client: Client, translator: User, section: Section
) -> None:
    meeting = section.meeting
    sent = as_shown(client, page_of(meeting))
    assert sent[f"meetings.meeting.{meeting.pk}.title_en.source"] == "Rivières"
    sent[f"meetings.meeting.{meeting.pk}.title_en"] = "Rivers"
    sent[f"meetings.section.{section.pk}.body_en"] = "<p>Write <em>soon</em>.</p><script>x</script>"
    assert client.post(page_of(meeting), sent).status_code == 302
    kept = Meeting.objects.get(pk=meeting.pk)
    section.refresh_from_db()
    assert (kept.title_en, section.body_en) == ("Rivers", "<p>Write <em>soon</em>.</p>")
    assert (section.heading_en or "", kept.version) == ("", 2)
    assert kept.history.first().history_user == translator


def test_facts_that_are_sent_along_stay_as_they_are(
    client: Client, translator: User, section: Section
) -> None:
    meeting = section.meeting
    facts = {
        "status": "withdrawn",
        "visibility": "public",
        f"meetings.meeting.{meeting.pk}.slug": "x",
    }
    client.post(page_of(meeting), as_shown(client, page_of(meeting)) | facts)
    kept = Meeting.objects.get(pk=meeting.pk)
    assert (kept.status, kept.slug, kept.version) == ("draft", meeting.slug, 1)


def test_a_translator_opens_no_form_of_a_record(
    client: Client, translator: User, section: Section
) -> None:
    page = f"/admin/meetings/meeting/{section.meeting_id}/change/"
    assert client.get(page).status_code == 403
    waiting = client.get("/admin/foundation/translationreview/").content.decode()
    assert page_of(section.meeting) in waiting
    assert page not in waiting


def test_a_text_that_changed_meanwhile_is_refused_and_what_was_typed_stays(
    client: Client, translator: User, section: Section
) -> None:
    meeting = section.meeting
    name = f"meetings.meeting.{meeting.pk}.title_en"
    sent = as_shown(client, page_of(meeting)) | {name: "Rivers"}
    intro = f"meetings.meeting.{meeting.pk}.introduction_en"
    Meeting.objects.update(title_fr="Fleuves")
    answer = client.post(page_of(meeting), sent | {intro: "Three rivers."}, headers=ENGLISH)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "The text to translate is no longer the same" in page
    assert 'value="Rivers"' in page
    kept = Meeting.objects.get(pk=meeting.pk)
    assert (kept.title_en or "", kept.introduction_en) == ("", "Three rivers.")


@pytest.mark.parametrize(
    "path", ["meetings.meeting/999/en/", "auth.group/1/en/", "meetings.section/1/en/", "x/1/en/"]
)
def test_what_is_no_record_is_not_found(client: Client, translator: User, path: str) -> None:
    assert client.get(f"/admin/foundation/translationreview/{path}").status_code == 404


def test_a_language_that_there_is_not_is_not_found(
    client: Client, translator: User, section: Section
) -> None:
    assert client.get(page_of(section.meeting, "de")).status_code == 404


def test_a_publisher_translates_nothing(client: Client, section: Section) -> None:
    person = make_user(is_staff=True)
    person.groups.set([Group.objects.get(name="Publisher")])
    client.force_login(person)
    assert client.get(page_of(section.meeting)).status_code == 403
    assert client.post(page_of(section.meeting), {}).status_code == 403

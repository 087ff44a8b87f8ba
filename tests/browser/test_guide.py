"""The guide for staff is true: whoever clicks the words that it names gets where it says."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from kpcsc.foundation.addresses import change_address
from kpcsc.foundation.bin.actions import move_to_bin
from kpcsc.foundation.mail.models import Delivery
from kpcsc.roles import update_staff_groups
from meetings.models import AgendaItem, Campaign, FollowUp, Meeting
from organisations.models import DismissedMention, Organisation
from surveys.building.actions import set_choices
from surveys.building.slot_lines import read_slots, slot_texts
from tests.browser import axe
from tests.browser.conftest import Traffic
from tests.browser.staff import sign_in
from tests.browser.steps import scroll_width
from tests.factories import (
    make_meeting,
    make_organisation,
    make_planned_meeting,
    make_question,
    make_staff,
    make_survey,
    make_user,
)
from tests.factories.files import picture
from tests.kpcsc.test_roles import with_role
from tests.surveys.answers import answer_by_many

pytestmark = pytest.mark.browser
GUIDE = "/admin/guide/"
REPORT = Path(__file__).parents[1] / "data/reports/fr-reference.txt"


class Reader:
    """Somebody who does what a task of the guide says, word for word."""

    def __init__(self, page: Page, task: str) -> None:
        page.goto(GUIDE)
        labels = page.locator(f"#{task} b").all_text_contents()
        self.page, self.labels = page, iter(labels)

    def next(self) -> str:
        """The next words in bold."""
        return next(self.labels)

    def click(self) -> None:
        """Clicks the link or the button with these very words."""
        label = self.next()
        link = self.page.get_by_role("link", name=label, exact=True)
        button = self.page.get_by_role("button", name=label, exact=True)
        link.or_(button).first.click()

    def is_done(self) -> bool:
        """Whether the task names nothing more."""
        return next(self.labels, None) is None


@pytest.fixture(params=["fr", "en"])
def reader(
    request: pytest.FixtureRequest, page: Page, base_url: str, reference: Meeting
) -> Iterator[Callable[[str], Reader]]:
    """Somebody of the secretariat, who reads in this language and opens a task."""
    sign_in(page, base_url, make_staff())
    page.set_extra_http_headers({"Accept-Language": request.param})
    opened: list[Reader] = []

    def open_task(task: str) -> Reader:
        opened.append(Reader(page, task))
        return opened[-1]

    yield open_task
    assert all(one.is_done() for one in opened)


def test_record_a_meeting(page: Page, reader: Callable[[str], Reader]) -> None:
    guide = reader("record")
    page.goto("/admin/")
    guide.click()
    page.wait_for_url("**/add/")  # to its end: a script makes the address from the title
    page.fill("#id_title_fr", "Une réunion notée comme le dit le guide")
    page.fill("#id_starts_on", "2026-06-02")
    guide.click()
    expect(page.locator(".sidebar")).to_be_visible()
    meeting = Meeting.objects.get(starts_on=date(2026, 6, 2))
    assert meeting.slug == "une-reunion-notee-comme-le-dit-le-guide"


def test_take_over_a_report(page: Page, reader: Callable[[str], Reader]) -> None:
    Meeting.objects.all().delete()
    guide = reader("import")
    page.goto("/admin/meetings/meeting/")
    guide.click()
    page.locator("textarea").fill(REPORT.read_text(encoding="utf-8"))
    guide.click()
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    guide.click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert Meeting.objects.get().starts_on == date(2021, 6, 2)


def test_add_organisations_from_a_list(page: Page, reader: Callable[[str], Reader]) -> None:
    meeting = make_meeting()
    guide = reader("paste")
    page.goto(change_address(meeting))
    guide.click()
    page.locator("textarea").fill("ZELA\nHuman Rights Watch")
    guide.click()
    guide.click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert meeting.participations.count() == 2


def test_take_notes_at_a_meeting(page: Page, reader: Callable[[str], Reader]) -> None:
    meeting = make_meeting(status="draft")
    item = AgendaItem.objects.create(meeting=meeting, title_fr="Rivières")
    FollowUp.objects.create(meeting=meeting, what_fr="Écrire", what_en="Écrire")
    guide = reader("run")
    page.goto(change_address(meeting))
    guide.click()
    page.locator("textarea").first.fill("Chacun parle des rivières.")
    guide.click()
    expect(page.get_by_role("status")).to_be_visible()
    item.refresh_from_db()
    assert item.discussion == "Chacun parle des rivières."
    page.goto(change_address(meeting))
    guide.click()
    expect(page.get_by_role("heading", name="Écrire")).to_be_visible()


def test_add_a_document(
    page: Page, reader: Callable[[str], Reader], settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "documents"
    meeting = make_meeting(status="draft")
    guide = reader("document")
    file = tmp_path / "map.png"
    file.write_bytes(picture())
    page.goto(change_address(meeting))
    guide.click()
    row = page.locator("#documents-0")
    row.locator("[name$=title_fr]").fill("La carte")
    row.locator("[type=file]").set_input_files(file)
    row.get_by_label(guide.next()).first.fill("Une mine au bord d’une rivière")
    guide.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    [document] = meeting.documents.all()
    assert (document.kind, document.title_fr) == ("png", "La carte")
    assert document.alternative_text_fr == "Une mine au bord d’une rivière"


def test_compose_a_campaign(
    page: Page, reader: Callable[[str], Reader], settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "documents"
    guide = reader("campaign")
    page.goto("/admin/meetings/campaign/")
    guide.click()
    page.wait_for_url("**/add/")
    page.fill("#id_title_fr", "Une campagne selon le guide")
    guide.click()
    page.fill("#id_demands-0-title_fr", "Publier les comptes")
    page.fill("#id_demands-0-made_on", "2026-06-02")
    guide.click()
    file = tmp_path / "river.jpg"
    file.write_bytes(picture("JPEG", (600, 400)))
    page.locator("#id_pictures-0-file").set_input_files(file)
    page.fill("#id_pictures-0-alternative_text_fr", "Une rivière")
    page.select_option("#id_pictures-0-people", "nobody")
    guide.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    campaign = Campaign.objects.get(slug="une-campagne-selon-le-guide")
    assert [str(demand) for demand in campaign.demands.all()] == ["Publier les comptes"]
    assert campaign.pictures.get().width == 600


def test_invite_people_to_a_survey(page: Page, reader: Callable[[str], Reader]) -> None:
    survey = make_survey()
    make_user(name="Marie Dupont")
    guide = reader("invite")
    page.goto(change_address(survey))
    guide.click()
    page.locator(".select2-selection").nth(1).click()
    page.keyboard.type("Marie")
    page.locator(".select2-results__option", has_text="Marie Dupont").click()
    guide.click()
    expect(page.get_by_role("checkbox", name="Marie Dupont")).to_be_checked()
    guide.click()
    guide.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Delivery.objects.get().person.name == "Marie Dupont"


def test_find_a_date_with_a_survey(page: Page, reader: Callable[[str], Reader]) -> None:
    question = make_question(make_survey(meeting=make_planned_meeting()), "availability")
    lines = [slot_texts(slot) for slot in read_slots("14/10/2100 9h\n15/10/2100 9h", "UTC")]
    set_choices(question=question, lines=lines)
    guide = reader("dates")
    page.goto(change_address(question.survey))
    guide.click()
    guide.click()
    guide.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Meeting.objects.get(surveys=question.survey).starts_on == date(2100, 10, 14)


def test_invite_to_a_meeting(page: Page, reader: Callable[[str], Reader]) -> None:
    meeting = make_planned_meeting()
    person = make_user(name="Marie Dupont", organisation=make_organisation())
    guide = reader("meeting-invitations")
    page.goto(change_address(meeting))
    guide.click()
    page.locator(".select2-selection").nth(1).click()
    page.keyboard.type("Marie")
    page.locator(".select2-results__option", has_text="Marie Dupont").click()
    guide.click()
    expect(page.get_by_role("checkbox", name="Marie Dupont")).to_be_checked()
    guide.click()
    guide.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Delivery.objects.get().person == person
    meeting.invitations.update(reply="yes", replied_at=timezone.now())
    guide.click()
    guide.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert meeting.participations.get().organisation == person.organisation


def test_close_a_survey_and_publish_its_results(
    page: Page, reader: Callable[[str], Reader]
) -> None:
    survey = make_survey()
    make_question(survey, "single", "Oui", "Non")
    answer_by_many(survey, 10)
    guide = reader("results")
    page.goto(change_address(survey))
    guide.click()
    guide.click()
    guide.click()
    page.locator("select[name^=visibility_]").select_option("public")
    guide.click()
    guide.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    survey.refresh_from_db()
    assert survey.results_published_at


def test_draft_an_agenda_from_a_survey(page: Page, reader: Callable[[str], Reader]) -> None:
    meeting = make_meeting(precision="minute", starts_at=time(9), ends_at=time(10))
    survey = make_survey(meeting=meeting)
    make_question(survey, "ranking", "Impôts", "Justice", drafts_agenda=True)
    answer_by_many(survey, 2)
    guide = reader("agenda")
    page.goto(change_address(survey))
    guide.click()
    guide.click()
    expect(page.get_by_role("listitem").filter(has_text="09:00")).to_be_visible()
    assert sum(item.minutes or 0 for item in meeting.agenda_items.all()) == 60


def test_mend_figures_that_differ(page: Page, reader: Callable[[str], Reader]) -> None:
    meeting = make_meeting(organisations=2, organisations_count=3, status="draft")
    guide = reader("figures")
    page.goto("/admin/")
    concern = page.get_by_role("region", name=guide.next())
    concern.get_by_role("link").first.click()
    figures = page.get_by_role("region", name=guide.next())
    expect(figures.locator(".differs")).to_have_count(1)
    page.fill("#id_organisations_count", "2")
    guide.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    meeting.refresh_from_db()
    assert meeting.organisations_count == 2


def test_preview_as_the_public(page: Page, reader: Callable[[str], Reader]) -> None:
    meeting = make_meeting(status="draft", title_fr="Brouillon", title_en="Brouillon")
    guide = reader("preview")
    page.goto(change_address(meeting))
    guide.click()
    expect(page.get_by_role("heading", name="Brouillon", level=1)).to_be_visible()


def test_publish(page: Page, reader: Callable[[str], Reader]) -> None:
    meeting = make_meeting(status="draft", visibility="staff", publish_at=None)
    guide = reader("publish")
    page.goto(change_address(meeting))
    expect(page.get_by_role("region", name=guide.next())).to_be_visible()
    expect(page.get_by_role("group", name=guide.next(), exact=True)).to_be_visible()
    page.select_option("#id_visibility", "public")
    guide.click()
    page.check("#id_despite_issues")
    guide.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    meeting.refresh_from_db()
    assert meeting.is_public


def test_withdraw_a_consent(page: Page, reader: Callable[[str], Reader]) -> None:
    organisation = Organisation.objects.get(slug="zela")
    guide = reader("consent")
    page.goto(change_address(organisation))
    guide.click()
    consent = page.locator(".dynamic-consent_records").last
    consent.locator("[name$=agreed_listing]").select_option(label=guide.next())
    consent.locator("[name$=given_by]").fill("Its director")
    consent.locator("[name$=wording_version]").fill("2026-1")
    guide.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    organisation.refresh_from_db()
    assert organisation.listing == "unlisted"


def test_see_whom_a_text_names(page: Page, reader: Callable[[str], Reader]) -> None:
    Organisation.objects.filter(slug="impact").update(aliases="Impact", listing="unlisted")
    meeting = make_meeting(introduction_fr="Impact attendu : une note.")
    guide = reader("names")
    page.goto(change_address(meeting))
    named = page.get_by_role("region", name=guide.next())
    named.get_by_role("link", name="IMPACT").click()
    page.get_by_text(guide.next(), exact=True).click()
    guide.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert DismissedMention.objects.get().sentence == "Impact attendu : une note."


def test_merge_organisations(page: Page, reader: Callable[[str], Reader]) -> None:
    kept = Organisation.objects.get(slug="zela")
    double = make_organisation(name_fr="Zela Zimbabwe", name_en="Zela Zimbabwe")
    guide = reader("merge")
    page.goto("/admin/organisations/organisation/?q=zela")
    for organisation in (kept, double):
        page.check(f'[name="_selected_action"][value="{organisation.pk}"]')
    page.select_option("[name=action]", label=guide.next())
    guide.click()
    page.check(f'[type=radio][value="{kept.pk}"] >> nth=0')
    guide.click()
    guide.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    double.refresh_from_db()
    assert double.merged_into == kept


def test_add_a_person(page: Page, reader: Callable[[str], Reader]) -> None:
    guide = reader("add-person")
    page.goto("/admin/")
    guide.click()
    guide.click()
    page.fill("#id_email", "awa@example.org")
    page.fill("#id_name", "Awa")
    page.get_by_role("group", name=guide.next()).get_by_role("checkbox").first.check()
    guide.click()
    guide.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Delivery.objects.get().person.email == "awa@example.org"


def test_help_somebody_to_sign_in(page: Page, reader: Callable[[str], Reader]) -> None:
    person = make_user(name="Marie Dupont")
    guide = reader("help-to-sign-in")
    page.goto(change_address(person))
    guide.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_find_a_record(page: Page, reader: Callable[[str], Reader]) -> None:
    make_organisation(name_fr="Zircon", listing="unlisted")
    guide = reader("find")
    page.fill("#desk-search", "zircon")
    guide.click()
    expect(page.get_by_role("link", name="Zircon", exact=True)).to_be_visible()


def test_translate(page: Page, reader: Callable[[str], Reader]) -> None:
    make_meeting(title_en="")
    guide = reader("translate")
    page.goto("/admin/")
    guide.click()
    expect(page.get_by_role("link", name=guide.next())).to_be_visible()


def test_change_what_is_published(
    page: Page, base_url: str, reader: Callable[[str], Reader]
) -> None:
    guide = reader("propose")
    update_staff_groups()
    meeting = Meeting.objects.get()
    sign_in(page, base_url, with_role("Editor"))
    page.goto(change_address(meeting))
    page.fill("#id_place_fr", "Goma")
    guide.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    sign_in(page, base_url, make_staff())
    page.goto("/admin/")
    page.locator("#proposals a").first.click()
    guide.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    meeting.refresh_from_db()
    assert meeting.place_fr == "Goma"


def test_bring_back_what_was_deleted(page: Page, reader: Callable[[str], Reader]) -> None:
    guide = reader("bin")
    meeting = make_meeting()
    move_to_bin(record=meeting, by=make_staff())
    page.goto("/admin/")
    guide.click()
    page.locator(".bin").wait_for()
    label = guide.next()
    page.get_by_role("button", name=label).click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Meeting.objects.filter(pk=meeting.pk).exists()


def test_bring_an_earlier_state_back(page: Page, reader: Callable[[str], Reader]) -> None:
    meeting = make_meeting(place_fr="Goma")
    yesterday = timezone.now() - timedelta(days=1)
    meeting.history.update(history_date=yesterday)
    meeting.place_fr = "Kinshasa"
    meeting.save()
    guide = reader("restore")
    page.goto(change_address(meeting))
    guide.click()
    guide.click()
    guide.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    meeting.refresh_from_db()
    assert meeting.place_fr == "Goma"


@pytest.mark.parametrize("path", ["/admin/", GUIDE, "/admin/search/?q=diamants"])
def test_the_pages_have_no_barrier(
    page: Page, traffic: Traffic, reader: Callable[[str], Reader], path: str
) -> None:
    make_meeting(organisations=2, organisations_count=3, status="in_review")
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(path)
        axe.load(page)
        assert [fault for fault in axe.faults(page) if "broken" in fault] == []
        assert scroll_width(page) <= width
    assert [text for text in traffic.complaints if "favicon" not in text] == []

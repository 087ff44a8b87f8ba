"""A facilitator runs a meeting on a phone; an organisation does what it promised there."""

import re
from collections.abc import Iterator
from datetime import time

import pytest
from django.contrib.auth.models import Permission
from playwright.sync_api import Browser, Page, ViewportSize, expect

from meetings.models import AgendaItem, FollowUp, Meeting, Participation
from organisations.models import Organisation, User
from tests.browser import axe
from tests.browser.staff import sign_in
from tests.factories import make_staff, make_user

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 360, "height": 740}


@pytest.fixture
def meeting(transactional_db: None, reference: Meeting) -> Meeting:
    """The reference meeting, not published yet, with an agenda of one item."""
    reference.status = "in_review"
    reference.precision, reference.time_zone = "minute", "Africa/Kinshasa"
    reference.starts_at, reference.ends_at = time(14), time(16)
    reference.save()
    AgendaItem.objects.create(meeting=reference, title_fr="Plaidoyer", minutes=90, position=1)
    return reference


@pytest.fixture
def facilitator(meeting: Meeting) -> User:
    """A member who facilitates the meeting."""
    person = make_user(name="Fatou", organisation=member_organisation("raid"))
    person.user_permissions.add(Permission.objects.get(codename="facilitate_meeting"))
    participation = Participation.objects.get(meeting=meeting, organisation__slug="raid")
    participation.role = "facilitator"
    participation.save()
    participation.people.add(person)
    return person


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return browser_context_args | {"locale": "fr-FR"}


@pytest.fixture
def phone(browser: Browser, base_url: str) -> Iterator[Page]:
    """A phone whose browser runs no JavaScript."""
    context = browser.new_context(
        base_url=base_url, viewport=PHONE, java_script_enabled=False, locale="fr-FR"
    )
    yield context.new_page()
    context.close()


def member_organisation(slug: str) -> Organisation:
    organisation = Organisation.objects.get(slug=slug)
    organisation.membership = "member"
    organisation.save()
    return organisation


def is_as_wide_as_the_phone(page: Page) -> bool:
    box = page.locator("html").bounding_box()
    assert box
    return box["width"] == PHONE["width"]


@pytest.mark.main_path
def test_a_promise_from_the_meeting_to_the_secretariat(
    phone: Page, page: Page, base_url: str, meeting: Meeting, facilitator: User
) -> None:
    # The facilitator takes notes, writes down a decision and who does what.
    sign_in(phone, base_url, facilitator)
    phone.goto(f"/fr/meetings/{meeting.slug}/run/")
    assert is_as_wide_as_the_phone(phone)
    expect(phone.get_by_text("il reste 30 minutes de réunion")).to_be_visible()
    item = phone.get_by_role("region", name="14:00–15:30 Plaidoyer")
    item.get_by_label("Échanges").fill("Chacun rappelle la proposition de 2019.")
    item.locator("summary", has_text="Nouvelle décision").click()
    new_decision = item.get_by_role("group", name="Nouvelle décision")
    new_decision.get_by_label("Décision").fill("Publier une position commune.")
    item.locator("summary", has_text="Nouvelle suite à donner").click()
    new_follow_up = item.get_by_role("group", name="Nouvelle suite à donner")
    new_follow_up.get_by_label("Action").fill("Rédiger la position.")
    new_follow_up.get_by_label("Qui").select_option("Zimbabwe Environmental Law Association")
    new_follow_up.get_by_label("Échéance").fill("2027-01-15")
    item.get_by_role("button", name="Enregistrer").click()
    expect(phone.get_by_role("status")).to_have_text("Enregistré.")
    expect(item.get_by_label("Échanges")).to_have_value("Chacun rappelle la proposition de 2019.")

    # She ticks who came.
    attendance = phone.get_by_role("region", name="Présences")
    attendance.get_by_role("group", name="Human Rights Watch").get_by_label("absente").check()
    attendance.get_by_role("button", name="Enregistrer les présences").click()
    expect(phone.get_by_role("status")).to_have_text("Enregistré.")
    absent = Participation.objects.get(meeting=meeting, attended=False)
    assert absent.organisation.name_en == "Human Rights Watch"

    # The summary is published; a member of the organisation reports that it is done.
    Meeting.objects.update(status="published")
    follow_up = FollowUp.objects.get(what_fr="Rédiger la position.")
    member = make_user(name="Tendai", organisation=member_organisation("zela"))
    phone.context.clear_cookies()
    sign_in(phone, base_url, member)
    phone.goto("/fr/my/follow-ups/")
    assert is_as_wide_as_the_phone(phone)
    promise = phone.get_by_role("region", name="Rédiger la position.")
    promise.get_by_label("fait", exact=True).check()
    promise.get_by_label("En une phrase").fill("Envoyée à tous le 12 janvier.")
    promise.get_by_role("button", name="Envoyer").click()
    expect(promise.get_by_text("Envoyée à tous le 12 janvier.").first).to_be_visible()
    follow_up.refresh_from_db()
    assert follow_up.state == "done"

    # The secretariat reads it at the desk.
    sign_in(page, base_url, make_staff(language="fr"))
    page.goto(f"/admin/meetings/meeting/{meeting.pk}/change/")
    page.get_by_role("link", name="Où en sont les suites à donner").click()
    expect(page.get_by_text("Envoyée à tous le 12 janvier.")).to_be_visible()
    expect(page.get_by_text("Tendai")).to_be_visible()
    page.goto(f"/fr/meetings/{meeting.slug}/run/")
    expect(page.get_by_text("Envoyée à tous le 12 janvier.")).to_be_visible()


def test_two_sections_are_saved_by_one_button(
    phone: Page, base_url: str, meeting: Meeting, facilitator: User
) -> None:
    sign_in(phone, base_url, facilitator)
    phone.goto(f"/fr/meetings/{meeting.slug}/run/")
    phone.get_by_label("Échanges").fill("Chacun rappelle la proposition.")
    other = phone.get_by_role("region", name="Sans point de l’ordre du jour")
    other.locator("summary", has_text="Nouvelle suite à donner").click()
    other.get_by_label("Échéance").fill("2027-01-15")  # of what, is not said
    attendance = phone.get_by_role("region", name="Présences")
    attendance.get_by_role("group", name="Human Rights Watch").get_by_label("absente").check()
    attendance.get_by_role("button", name="Enregistrer les présences").click()

    # What can be saved is saved; the page opens on what is not, and keeps it.
    expect(phone).to_have_title(re.compile("^Non enregistré"))
    expect(phone.get_by_role("status")).to_have_text("Enregistré.")
    summary = phone.get_by_role("alert")
    expect(summary).to_be_focused()
    assert is_as_wide_as_the_phone(phone)
    assert Participation.objects.get(meeting=meeting, attended=False)
    assert AgendaItem.objects.get().discussion == "Chacun rappelle la proposition."
    summary.get_by_role("link", name="Sans point de l’ordre du jour").click()
    expect(other.get_by_label("Échéance")).to_have_value("2027-01-15")
    other.get_by_label("Action").fill("Rédiger la position.")
    other.get_by_role("button", name="Enregistrer").click()
    expect(phone.get_by_role("alert")).to_have_count(0)
    assert FollowUp.objects.get().what_fr == "Rédiger la position."


def test_what_was_typed_offline_comes_back(
    page: Page, base_url: str, meeting: Meeting, facilitator: User
) -> None:
    sign_in(page, base_url, facilitator)
    page.goto(f"/fr/meetings/{meeting.slug}/run/")
    item = page.get_by_role("region", name="14:00–15:30 Plaidoyer")
    item.get_by_label("Échanges").fill("Chacun rappelle la proposition.")
    page.get_by_role("group", name="Human Rights Watch").get_by_label("absente").check()
    page.context.set_offline(True)
    item.get_by_role("button", name="Enregistrer").click()
    page.context.set_offline(False)

    # Meanwhile somebody else writes under the same item; then the address is opened again.
    AgendaItem.objects.update(discussion="Écrit par Awa.")
    page.goto(f"/fr/meetings/{meeting.slug}/run/")
    expect(item.get_by_label("Échanges")).to_have_value("Écrit par Awa.")
    page.get_by_role("button", name="Reprendre ma saisie").click()
    expect(item.get_by_label("Échanges")).to_have_value("Chacun rappelle la proposition.")
    item.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(item.get_by_text("Écrit par Awa.")).to_be_visible()
    assert Participation.objects.get(meeting=meeting, attended=False)
    item.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").first).to_have_text("Enregistré.")
    assert AgendaItem.objects.get().discussion == "Chacun rappelle la proposition."
    page.reload()
    expect(page.locator("[data-copy]")).to_be_hidden()


def test_the_pages_have_no_barrier(
    page: Page, base_url: str, meeting: Meeting, facilitator: User
) -> None:
    FollowUp.objects.create(meeting=meeting, what_fr="Écrire", owner=facilitator.organisation)
    sign_in(page, base_url, facilitator)
    for address in (f"/fr/meetings/{meeting.slug}/run/", "/fr/my/follow-ups/"):
        page.goto(address)
        for summary in page.locator("summary").all():
            summary.click()
        axe.load(page)
        assert axe.faults(page) == []

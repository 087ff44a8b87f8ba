"""A date poll: the secretariat proposes slots, members answer on phones, and the date is made."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from meetings.models import Meeting
from organisations.models import User
from surveys.invitations.links import link_path
from surveys.models import Survey
from tests.browser import axe
from tests.browser.staff import sign_in
from tests.browser.steps import PHONE, field, find, follow, press, scroll_width
from tests.factories import (
    make_invitation,
    make_organisation,
    make_planned_meeting,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def secretary(transactional_db: None) -> User:
    """A person of the secretariat."""
    return make_staff(name="Awa", email="awa@example.org", language="fr")


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return browser_context_args | {"locale": "fr-FR"}


def answer(phone: Page, survey: Survey, name: str, *answers: str) -> None:
    """Somebody answers on a phone without JavaScript."""
    person = make_user(name=name, language="fr", organisation=make_organisation())
    phone.goto(link_path(make_invitation(survey, person=person)))
    assert scroll_width(phone) == PHONE["width"]
    slots = phone.get_by_role("group").filter(has=phone.get_by_text("Si besoin")).all()[1:]
    for slot, said in zip(slots, answers, strict=True):
        slot.get_by_label(said, exact=True).check()
    press(phone, "Envoyer les réponses")
    expect(phone.get_by_text("vos réponses sont bien arrivées")).to_be_visible()


def test_from_the_slots_to_the_date_of_the_meeting(
    page: Page, phone: Page, base_url: str, secretary: User
) -> None:
    make_planned_meeting(title_fr="Réunion de Kinshasa", time_zone="Africa/Kinshasa")

    # The secretary writes two slots as she would in a letter.
    sign_in(page, base_url, secretary)
    page.goto("/admin/surveys/survey/add/")
    find(page, page.locator(".field-meeting .select2-selection"), "Kinshasa")
    field(page, "Titre, en français").fill("Quand nous réunir ?")
    page.get_by_label(re.compile("^Confidentialité")).select_option("named")
    for name, day in (("opens_at", "1er janvier 2020"), ("closes_at", "1 déc. 2099")):
        page.locator(f"[name={name}_0]").fill(day)
        page.locator(f"[name={name}_1]").fill("9h")
    page.locator("#questions-group").get_by_role("button", name=re.compile("^Ajouter")).click()
    row = page.locator("#questions-0")
    field(row, "Question, en français").fill("Quand pouvez-vous venir ?")
    field(row, "Type").select_option(label="sondage de dates")
    field(row, "Choix, en français").fill("14 octobre 2100 9h–12h\n15 octobre 2100 de 14h à 16h30")
    press(page, "Enregistrer et continuer les modifications")
    expect(page.get_by_text("a été ajouté")).to_be_visible()
    expect(field(page.locator("#questions-0"), "Choix, en français")).to_have_value(
        "jeudi 14 octobre 2100, 09:00–12:00 (Kinshasa, UTC+1)\n"
        "vendredi 15 octobre 2100, 14:00–16:30 (Kinshasa, UTC+1)"
    )

    # Members answer, each by the clocks of the meeting and their own.
    survey = Survey.objects.get()
    answer(phone, survey, "Marie", "Oui", "Non")
    answer(phone, survey, "Tendai", "Non", "Oui")
    answer(phone, survey, "Carlos", "Si besoin", "Oui")
    axe.load(page)
    page.goto(link_path(make_invitation(survey)))
    axe.load(page)
    assert axe.faults(page) == []

    # On a phone too, the secretary sees who is out, and makes the first slot the date.
    sign_in(phone, base_url, secretary)
    phone.goto(f"/admin/surveys/survey/{survey.pk}/change/")
    follow(phone, "Date de la réunion")
    best = phone.get_by_role("row", name=re.compile("^Place 1 vendredi 15 octobre 2100"))
    expect(best).to_contain_text("Marie")
    best.get_by_role("button", name=re.compile("^Retenir cette date")).click()
    expect(phone.get_by_text("« Réunion de Kinshasa » aura lieu")).to_be_visible()
    press(phone, "Retenir cette date")
    expect(phone.get_by_text("C’est désormais la date de la réunion.")).to_be_visible()
    assert Meeting.objects.get().starts_on == date(2100, 10, 15)
    follow(phone, "Ses invitations")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Invitations")

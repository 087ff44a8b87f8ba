"""A campaign's page: composed on the desk, and read on a phone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from kpcsc.demonstration.survey import load_survey
from meetings.models import Campaign, Meeting
from tests.browser.staff import sign_in
from tests.browser.steps import field, follow, press, scroll_width
from tests.factories import make_staff

pytestmark = pytest.mark.browser


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return browser_context_args | {"locale": "fr-FR", "viewport": {"width": 1280, "height": 800}}


def write(page: Page | Locator, label: str, french: str, english: str) -> None:
    """Fills a text in both languages."""
    field(page, f"{label}, en français").fill(french)
    field(page, f"{label}, en anglais").fill(english)


def add(page: Page, kind: str) -> Locator:
    """A new row of a kind, to be filled in."""
    press(page, f"Ajouter\u00a0: {kind}")
    return page.locator(".inline-related:not(.empty-form)").filter(has_text=kind).last


@pytest.mark.main_path
def test_staff_compose_a_campaign_in_both_languages(
    page: Page, base_url: str, transactional_db: None
) -> None:
    sign_in(page, base_url, make_staff(language="fr"))
    page.goto("/admin/meetings/campaign/add/")
    write(page, "Titre", "Nos rivières d’abord", "Our rivers first")
    write(page, "Accroche", "Qui paie pour l’eau ?", "Who pays for the water?")
    page.get_by_role("textbox", name="Récit, en français").fill("Les villages boivent ses rejets.")
    page.get_by_role("textbox", name="Récit, en anglais").fill("Villages drink its waste.")

    figure = add(page, "Chiffre clé")
    write(figure, "Chiffre", "1 200", "1,200")
    write(figure, "Ce qu’il compte", "puits", "wells")
    write(figure, "Source", "Relevé de 2026", "Survey of 2026")

    demand = add(page, "Revendication")
    write(demand, "Revendication", "Publier les analyses de l’eau", "Publish the water tests")
    field(demand, "Formulée le").fill("2026-03-04")

    call = add(page, "Appel à agir")
    write(call, "À qui", "Vous habitez ici", "You live here")
    write(call, "Texte", "Écrivez au ministère.", "Write to the ministry.")
    field(call, "Lien").fill("https://example.org/ministere")
    write(call, "Texte à envoyer", "Publiez les analyses !", "Publish the tests!")

    page.get_by_role("group", name="Publication").get_by_label("Visibilité").select_option("public")
    press(page, "Enregistrer et publier…")
    expect(page.get_by_role("heading", name="Étape suivante")).to_be_visible()
    press(page, "Publier")
    expect(page.get_by_text("La fiche est publiée.")).to_be_visible()

    page.context.clear_cookies()
    here = f"campaigns/{Campaign.objects.get().slug}/"
    page.goto(f"/fr/{here}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nos rivières d’abord")
    expect(page.get_by_text("Qui paie pour l’eau\u00a0?")).to_be_visible()
    assert page.get_by_role("heading", level=2).all_inner_texts() == [
        *("Pourquoi cette campagne", "En chiffres", "Ce que nous demandons"),
        *("Ce que vous pouvez faire", "Presse"),
    ]
    expect(page.get_by_text("1\u202f200")).to_be_visible()
    follow(page, "English")
    expect(page.get_by_role("heading", level=1)).to_have_text("Our rivers first")
    for text in ("Villages drink its waste.", "Survey of 2026", "You live here"):
        expect(page.get_by_text(text)).to_be_visible()
    expect(page.get_by_text("exists only in")).to_have_count(0)


def test_a_reader_finds_the_ask_the_evidence_and_a_way_to_act(
    phone: Page, reference: Meeting
) -> None:
    load_survey(reference)
    assert reference.campaign
    phone.goto(reference.campaign.get_absolute_url())

    follow(phone, "Ce que nous demandons")
    demand = phone.get_by_role("heading", name="Rendre la vigilance obligatoire")
    expect(demand).to_be_in_viewport()
    evidence = phone.get_by_role("region", name="Ce que nous savons")
    expect(evidence.get_by_role("heading", level=3).first).to_be_visible()
    expect(evidence.get_by_text("Données de démonstration.")).to_be_visible()

    phone.goto(reference.campaign.get_absolute_url())
    follow(phone, "Ce que vous pouvez faire")
    actions = phone.get_by_role("region", name="Ce que vous pouvez faire")
    actions.get_by_text("Un texte prêt à envoyer").first.click()
    expect(actions.get_by_role("blockquote").first).to_be_visible()
    sends = actions.get_by_role("link", name="WhatsApp").first
    expect(sends).to_have_attribute("href", re.compile(r"^https://wa\.me/\?text=.+campaigns"))
    assert scroll_width(phone) <= 320

"""A secretary records a meeting from a report, in French, and publishes it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from meetings.models import Meeting
from organisations.models import User
from tests.factories import make_staff

pytestmark = pytest.mark.browser

MOST_PAGE_LOADS = 12
PASSWORD = "les diamants parlent enfin"
LIST = """RAID, ZELA, Human Rights Watch, Pact, IMPACT, Levin Sources,
Action Mines Guinée, Groupe de Recherche et de Plaidoyer sur les Industries Extractives,
Réseau de Lutte contre la Faim, Maluti Comunity Development Forum, The Sentry
et Diamonds for Peace"""


class Counted:
    """A browser whose page loads and clicks are counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.loads = self.clicks = 0
        page.on("load", lambda _page: self._loaded())

    def _loaded(self) -> None:
        self.loads += 1

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()

    def field(self, label: str) -> Locator:
        """The first control of this label, with or without a colon; the record's own come first."""
        exactly = re.compile(rf"^{re.escape(label)}\s*:?$")
        return self.page.get_by_label(exactly).first

    def press(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        self.click(self.page.get_by_role("link", name=name, exact=True))


@pytest.fixture
def secretary(transactional_db: None, reference: Meeting) -> User:
    """A person of the secretariat who signs in with a password."""
    person = make_staff(name="Awa", email="awa@example.org", language="fr")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return browser_context_args | {"locale": "fr-FR"}


@pytest.mark.main_path
def test_from_a_pasted_list_to_a_published_page(
    page: Page, secretary: User, capsys: pytest.CaptureFixture[str]
) -> None:
    browser = Counted(page)
    page.goto("/admin/")
    page.get_by_label("Adresse électronique").fill(secretary.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    browser.press("Se connecter")

    # She begins the record.
    meetings = page.get_by_role("row", name=re.compile("^Réunions"))
    browser.click(meetings.get_by_role("link", name="Ajouter"))
    page.wait_for_url("**/add/")  # to its end: a script makes the address from the title
    browser.field("Titre, en français").fill("Réunion sur les rivières")
    browser.field("Titre, en anglais").fill("Meeting on rivers")
    browser.field("Premier jour").fill("2026-03-04")
    browser.field("État").select_option("held")
    browser.field("Organisations").fill("13")
    page.get_by_role("group", name="Publication").get_by_label("Visibilité").select_option("public")
    browser.press("Enregistrer et continuer les modifications")

    # She adds the organisations as the report lists them; one is misspelt.
    browser.follow("Ajouter des organisations à partir d’une liste")
    browser.field("Liste").fill(LIST)
    browser.press("Comparer avec l’annuaire")
    expect(page.get_by_text("12 entrées, dont 12 reconnues.")).to_be_visible()
    browser.press("Ajouter à la réunion")
    meeting = Meeting.objects.get(slug="reunion-sur-les-rivieres")
    assert meeting.participations.count() == 12

    # What stands beside the form tells her that the figures differ.
    difference = page.get_by_role("link", name="Organisations : 13 déclarées, 12 listées.")
    expect(difference).to_be_visible()

    # She looks at the page as the public will, in both languages.
    browser.press("Aperçu : le public")
    expect(page.get_by_role("heading", level=1)).to_have_text("Réunion sur les rivières")
    expect(page.get_by_role("link", name="Maluti Community Development Forum")).to_be_visible()
    browser.click(page.get_by_role("navigation", name="Aperçu").get_by_text("English"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Meeting on rivers")
    browser.follow("Back to the record")

    # She mends the figure and publishes.
    browser.click(difference)
    browser.field("Organisations").fill("12")
    browser.press("Enregistrer et publier…")
    expect(page.get_by_role("heading", name="Avant publication")).to_be_visible()
    page.get_by_label("Publier quand même, avant que tout soit fait").check()
    browser.press("Publier")
    expect(page.get_by_text("La fiche est publiée.")).to_be_visible()

    assert browser.loads <= MOST_PAGE_LOADS
    with capsys.disabled():
        print(f"\nA meeting recorded and published: {browser.loads} loads, {browser.clicks} clicks")
    page.context.clear_cookies()
    page.goto(f"/fr/meetings/{meeting.slug}/")
    expect(page.get_by_text("Organisations qui ont accepté d’être nommées")).to_be_visible()
    assert meeting.participations.filter(attended=True).count() == 12

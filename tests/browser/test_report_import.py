"""A secretary takes an old report into the portal, first in French, then in English."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from meetings.models import Document, Meeting
from organisations.models import User
from tests.browser import axe
from tests.browser.conftest import Traffic
from tests.browser.staff import sign_in
from tests.browser.steps import field, follow, press, scroll_width
from tests.factories import make_staff

pytestmark = pytest.mark.browser

REPORTS = Path(__file__).parents[1] / "data/reports"
WRITTEN, MEANT = "Diamond Development Inititive", "Diamond Development Initiative at RESOLVE"
FRENCH = (REPORTS / "fr-reference.txt").read_text(encoding="utf-8").replace(MEANT, WRITTEN)
ENGLISH = (REPORTS / "en-reference.txt").read_text(encoding="utf-8")
FRENCH_TITLE, ENGLISH_TITLE = FRENCH.split("\n")[0], ENGLISH.split("\n")[0]
PASTE = """(text, html) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    text.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true}));
}"""


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def secretary(page: Page, base_url: str, transactional_db: None, reference: Meeting) -> User:
    """Somebody whose directory knows the organisations, and whose portal no meeting."""
    Meeting.objects.all().delete()
    person = make_staff(name="Awa")
    sign_in(page, base_url, person)
    page.set_extra_http_headers({"Accept-Language": "fr"})
    return person


def faults(page: Page) -> list[str]:
    axe.load(page)
    return axe.faults(page)


def is_within_width(page: Page) -> bool:
    return scroll_width(page) <= page.evaluate("innerWidth")


def test_an_old_report_becomes_a_draft_and_its_translation_completes_it(
    page: Page, traffic: Traffic, secretary: User
) -> None:
    page.goto("/admin/meetings/meeting/")
    follow(page, "Importer un compte rendu")
    assert faults(page) == []
    field(page, "Ou son texte").fill(FRENCH)
    press(page, "Lire le compte rendu")

    # She sees what was read, and where; nothing is saved.
    assert faults(page) == []
    expect(field(page, "Premier jour")).to_have_value("02/06/2021")
    expect(field(page, "Participants")).to_have_value("24")
    expect(page.get_by_role("heading", name="Organisations qui ont pris part (25)")).to_be_visible()
    marked = page.get_by_role("region", name="La source").get_by_role("link", name="2 juin 2021")
    expect(marked).to_be_visible()
    assert not Meeting.objects.exists()

    # One name is misspelt, and only she can tell which organisation is meant.
    press(page, "Enregistrer comme brouillon")
    expect(page.get_by_text("Certains éléments demandent encore une décision.")).to_be_visible()
    unsure = page.get_by_role("group", name=WRITTEN, exact=True)
    expect(unsure.get_by_text("Choisissez ce qu’il faut faire de cette entrée.")).to_be_visible()
    meant = unsure.get_by_role("option", name=MEANT).first
    field(unsure, "À traiter comme").select_option(meant.get_attribute("value"))
    press(page, "Enregistrer comme brouillon")

    expect(page.get_by_text("Le brouillon est enregistré.")).to_be_visible()
    meeting = Meeting.objects.get()
    assert (meeting.status, meeting.visibility, meeting.title_fr) == (
        "draft",
        "staff",
        FRENCH_TITLE,
    )
    assert (meeting.countries.count(), meeting.participations.count()) == (15, 25)
    assert meeting.participations.filter(organisation__name_en=MEANT).exists()

    # She looks at the page that will come of it.
    press(page, "Aperçu : le secrétariat")
    expect(page.get_by_role("heading", level=1)).to_have_text(FRENCH_TITLE)
    expect(page.get_by_text("24", exact=True).first).to_be_visible()
    follow(page, "Retour à la fiche")

    # The English version of the same report completes the record.
    page.goto("/admin/meetings/meeting/import-report/")
    field(page, "Ou son texte").fill(ENGLISH)
    press(page, "Lire le compte rendu")
    expect(page.get_by_text("Il y a déjà une réunion ce jour-là")).to_be_visible()
    page.get_by_role("radio", name=FRENCH_TITLE).check()
    press(page, "Enregistrer comme brouillon")
    expect(page.get_by_text("La fiche a été complétée.")).to_be_visible()

    meeting.refresh_from_db()
    assert (Meeting.objects.count(), meeting.title_fr, meeting.title_en) == (
        1,
        FRENCH_TITLE,
        ENGLISH_TITLE,
    )
    assert [bool(one.text_fr and one.text_en) for one in meeting.objectives.all()] == [True] * 3
    assert Document.objects.filter(meeting=meeting, visibility="staff").count() == 2
    follow(page, "Historique")
    expect(page.get_by_text("Importé de texte collé.txt").first).to_be_visible()
    assert traffic.complaints == []


def test_what_is_copied_from_a_page_keeps_its_lists(page: Page, secretary: User) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/admin/meetings/meeting/import-report/")
    assert is_within_width(page)
    text = field(page, "Ou son texte")
    text.fill(
        "Atelier de Goma\n\nL’atelier s’est tenu à Goma le 3 mai 2022.\n\n"
        "Objectifs\n\nFormer\nRelier"
    )
    text.evaluate(
        PASTE,
        "<h1>Atelier de Goma</h1><p>L’atelier s’est tenu à Goma le 3 mai 2022.</p>"
        "<h2>Objectifs</h2><ul><li>Former</li><li>Relier</li></ul>",
    )
    press(page, "Lire le compte rendu")
    assert is_within_width(page)
    assert faults(page) == []
    objectives = page.get_by_role("group", name="Objectifs (2)").get_by_label("Texte")
    assert [one.input_value() for one in objectives.all()] == ["Former", "Relier"]

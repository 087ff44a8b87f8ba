"""Somebody new at the secretariat, from being added to a first meeting, by letters and pages."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from kpcsc.foundation.mail.outbox import run_outbox
from meetings.models import Meeting
from tests.browser.staff import sign_in
from tests.browser.steps import field, follow, press
from tests.factories import make_staff

pytestmark = pytest.mark.browser
ADDRESS = "awa@example.org"
PASSWORD = "a long sentence of words"
CODE = r"^[A-Z0-9]{4}-?[A-Z0-9]{4}$"


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return browser_context_args | {"locale": "fr-FR"}


@pytest.fixture
def awa(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """The browser of somebody new, who has nothing but an inbox."""
    cache.clear()
    context = browser.new_context(**browser_context_args)
    yield context.new_page()
    context.close()


def last_letter(outbox: Path) -> str:
    """What the newest message to Awa says."""
    run_outbox.call()
    newest = max(outbox.iterdir(), key=lambda file: file.stat().st_mtime_ns)
    message = message_from_bytes(newest.read_bytes(), policy=policy.default)
    assert ADDRESS in message["To"]
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\u00a0", " ")


def add_person(page: Page) -> None:
    """What the guide says."""
    page.goto("/admin/")
    follow(page, "Personnes")
    follow(page, "Ajouter\u00a0: personne")
    field(page, "Adresse électronique").fill(ADDRESS)
    field(page, "Nom").fill("Awa")
    page.get_by_role("checkbox", name=re.compile("^Rédaction")).check()
    press(page, "Enregistrer et inviter")
    expect(page.get_by_role("heading", name="Comment se connecter")).to_be_visible()
    press(page, "Envoyer la lettre")
    expect(page.get_by_text("La lettre est en route.")).to_be_visible()


def sign_in_for_the_first_time(page: Page, letter: str, outbox: Path) -> None:
    """What the letter says, from a password to a second factor."""
    [link] = re.findall(r"http\S+(/fr/\S+/forgotten/)", letter)
    page.goto(link)
    field(page, "Adresse électronique").fill(ADDRESS)
    page.locator("main [type=submit]").first.click()
    code = re.search(CODE, last_letter(outbox), re.MULTILINE)
    assert code
    page.locator("[name=code]").fill(code[0])
    page.locator("main [type=submit]").first.click()
    for box in page.locator("[type=password]").all():
        box.fill(PASSWORD)
    page.locator("main [type=submit]").first.click()
    page.goto("/admin/")
    field(page, "Adresse électronique").fill(ADDRESS)
    field(page, "Mot de passe").fill(PASSWORD)
    press(page, "Se connecter")
    follow(page, "Mettre en place l’application")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    press(page, "Confirmer")
    secret = page.get_by_label("Clé de l’application").input_value()
    now = list(counters())[1]
    page.locator("[name=code]").fill(format_hotp_value(hotp_value(secret, now)))
    press(page, "Activer")


@pytest.fixture
def invited(
    page: Page, base_url: str, outbox: Path, reference: Meeting, settings: Settings
) -> None:
    """An administrator, who signed in before, has added Awa."""
    sign_in(page, base_url, make_staff(language="fr"))
    add_person(page)
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.usefixtures("invited")
def test_from_add_a_person_to_a_first_meeting(awa: Page, outbox: Path) -> None:
    letter = last_letter(outbox)
    assert "- Rédaction : Rédige toutes les fiches" in letter
    sign_in_for_the_first_time(awa, letter, outbox)
    [guide] = re.findall(r"http\S+(/admin/guide/)", letter)
    awa.goto(guide)
    task = awa.get_by_role("heading", name="Saisir une réunion d’après son compte rendu")
    expect(task).to_be_visible()
    awa.goto("/admin/")
    follow(awa, "Saisir une réunion")
    field(awa, "Titre, en français").fill("Réunion sur les rivières")
    field(awa, "Premier jour").fill("4 mars 2026")
    press(awa, "Enregistrer et continuer les modifications")
    expect(awa.locator(".messagelist .success")).to_be_visible()
    assert Meeting.objects.filter(title_fr="Réunion sur les rivières").exists()

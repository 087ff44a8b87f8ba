"""The secretariat's second factor, set up and used in a browser: a phone, a passkey."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django import Settings

from meetings.models import Meeting
from organisations.models import User
from tests.browser import axe
from tests.browser.conftest import Traffic
from tests.browser.steps import follow, press
from tests.factories import make_staff

pytestmark = pytest.mark.browser
PASSWORD = "a long sentence of words"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return browser_context_args | {"locale": "fr-FR"}


@pytest.fixture
def awa(transactional_db: None, reference: Meeting, settings: Settings) -> User:
    """Somebody new at the secretariat, who has a password and nothing else."""
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()
    person = make_staff(name="Awa", email="awa@example.org")
    person.set_password(PASSWORD)
    person.save()
    return person


def enter_password(page: Page, person: User) -> None:
    """At the desk's door."""
    page.goto("/admin/")
    page.get_by_label("Adresse électronique").fill(person.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    press(page, "Se connecter")


def confirm_password(page: Page) -> None:
    """Once more, before a second factor is changed."""
    page.get_by_label("Mot de passe").fill(PASSWORD)
    press(page, "Confirmer")


def test_an_application_on_the_phone(page: Page, awa: User, traffic: Traffic) -> None:
    enter_password(page, awa)
    expect(page.get_by_role("heading", name="Second facteur")).to_be_visible()
    axe.load(page)
    assert axe.faults(page) == []
    follow(page, "Mettre en place l’application")
    confirm_password(page)
    secret = page.get_by_label("Clé de l’application").input_value()
    axe.load(page)
    assert axe.faults(page) == []
    now = list(counters())[1]
    page.locator("[name=code]").fill(format_hotp_value(hotp_value(secret, now)))
    press(page, "Activer")
    codes = page.get_by_role("textbox").input_value().split()
    assert len(codes) == 10
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="À faire")).to_be_visible()
    page.context.clear_cookies()
    enter_password(page, awa)
    page.locator("[name=code]").fill(codes[0])
    press(page, "Connexion")
    expect(page.get_by_role("heading", name="À faire")).to_be_visible()
    assert traffic.complaints == []


def test_a_passkey_in_place_of_the_password(
    page: Page, awa: User, base_url: str, traffic: Traffic
) -> None:
    port = base_url.rpartition(":")[2]
    site = f"http://localhost:{port}"  # a passkey wants a name, not a number
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.goto(f"{site}/fr/sign-in/secretariat/?next=/admin/")
    page.get_by_label("Adresse électronique").fill(awa.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    press(page, "Se connecter")
    follow(page, "Ajouter une clé d’accès")
    follow(page, "Ajouter une clé d’accès")
    confirm_password(page)
    page.get_by_role("checkbox").check()
    press(page, "Ajouter")
    page.wait_for_url("**/codes/")
    assert Authenticator.objects.filter(user=awa, type="webauthn").count() == 1
    page.context.clear_cookies()
    page.goto(f"{site}/fr/sign-in/secretariat/")
    press(page, "Utiliser une clé d’accès")
    page.wait_for_url(re.compile("/admin/$"))
    expect(page.get_by_role("heading", name="À faire")).to_be_visible()
    assert traffic.complaints == []

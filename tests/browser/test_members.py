"""From the invitation to the published summary: three people, two languages, and their letters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from kpcsc.foundation.mail.models import Delivery
from kpcsc.foundation.mail.outbox import run_outbox
from meetings.models import Meeting
from organisations.models import Organisation, User
from tests.browser import axe
from tests.browser.steps import PHONE, find, follow, press, row_of, scroll_width
from tests.factories import make_planned_meeting, make_user

pytestmark = pytest.mark.browser

PASSWORD = "a long sentence of words"
LINK = "https://meet.example.org/secret"


@dataclass
class Person:
    """Somebody at a browser of their own, who reads their letters."""

    user: User
    page: Page
    folder: Path

    def letter(self, about: str) -> str:
        """The text of the latest letter whose subject has these words; the worker ran before."""
        Delivery.objects.filter(status="queued").update(due_at=timezone.now())
        run_outbox.call()
        texts = [file.read_bytes().decode() for file in sorted(self.folder.iterdir())]
        own = [text for text in texts if self.user.email in text]
        plain = [text.replace("=\n", "").replace("=\r\n", "").replace("=3D", "=") for text in own]
        return next(text for text in reversed(plain) if about in text)

    def sign_in(self, ask: str, code: str, go_on: str, subject: str) -> None:
        """Asks for a code and enters it, by the words on the pages."""
        self.page.get_by_role("textbox").first.fill(self.user.email)
        press(self.page, ask)
        [digits] = set(re.findall(r"^\d{4}-\d{4}\r?$", self.letter(subject), re.MULTILINE))
        self.page.get_by_label(code).fill(digits.strip())
        press(self.page, go_on)


@pytest.fixture
def people(
    reference: Meeting,
    browser: Browser,
    base_url: str,
    outbox: Path,
    settings: Settings,
) -> Iterator[dict[str, Person]]:
    """Awa of the secretariat, Marie who reads French, Tendai who reads English."""
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()
    for slug in ("raid", "zela"):
        Organisation.objects.filter(slug=slug).update(membership="member")
    raid, zela = (Organisation.objects.get(slug=slug) for slug in ("raid", "zela"))
    awa = make_user(name="Awa", email="awa@example.org", is_staff=True)
    awa.set_password(PASSWORD)
    awa.save()
    awa.groups.set(Group.objects.filter(name__in=["Editor", "Publisher"]))
    users = {
        "awa": awa,
        "marie": make_user(name="Marie", email="marie@example.org", organisation=raid),
        "tendai": make_user(
            name="Tendai", email="tendai@example.org", organisation=zela, language="en"
        ),
    }
    contexts = {
        name: browser.new_context(
            base_url=base_url,
            locale="en-GB" if name == "tendai" else "fr-FR",
            viewport=PHONE if name != "awa" else {"width": 1280, "height": 900},
            java_script_enabled=name != "marie",
        )
        for name in users
    }
    yield {name: Person(user, contexts[name].new_page(), outbox) for name, user in users.items()}
    for context in contexts.values():
        context.close()


@pytest.mark.main_path
def test_from_the_invitation_to_the_published_summary(  # noqa: PLR0915 (one story)
    people: dict[str, Person], base_url: str
) -> None:
    awa, marie, tendai = people["awa"], people["marie"], people["tendai"]
    meeting = make_planned_meeting(
        title_fr="Réunion sur les rivières",
        title_en="Meeting on rivers",
        joining_link=LINK,
        status="draft",
        publish_at=None,
    )

    # Awa signs in with her password and her phone.
    secret = generate_totp_secret()
    TOTP.activate(awa.user, secret)
    page = awa.page
    page.goto("/admin/")
    page.get_by_label("Adresse électronique").fill(awa.user.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    press(page, "Se connecter")
    page.get_by_role("textbox").fill(format_hotp_value(hotp_value(secret, list(counters())[1])))
    press(page, "Connexion")
    expect(page.get_by_role("heading", name="À faire")).to_be_visible()

    # She invites two organisations.
    page.goto(f"/admin/meetings/meeting/{meeting.pk}/invitations/")
    for name in ("RAID", "Zimbabwe"):
        find(page, page.locator(".select2-selection").nth(0), name)
        expect(page.locator(".select2-selection__choice", has_text=name)).to_be_visible()
    press(page, "Inviter")
    press(page, "Envoyer les invitations")
    press(page, "Envoyer les invitations")

    # Marie follows her letter on a phone without JavaScript and says yes.
    [link] = set(re.findall(r"/fr/invitations/[\w.-]+/", marie.letter("Réunion sur les rivi")))
    marie.page.goto(link)
    marie.page.get_by_label("Oui").check()
    press(marie.page, "Envoyer la réponse")
    expect(marie.page.get_by_role("link", name=LINK)).to_be_visible()

    # Tendai signs in with a code, finds the invitation among what waits, and says perhaps.
    tendai.page.goto("/en/my/")
    tendai.sign_in("Send me a code", "Code", "Go on", "Your code for the portal")
    expect(tendai.page.get_by_role("heading", name="Hello Tendai")).to_be_visible()
    axe.load(tendai.page)
    assert axe.faults(tendai.page) == []
    follow(tendai.page, "Meeting on rivers")
    tendai.page.get_by_label("Perhaps").check()
    press(tendai.page, "Send the reply")
    expect(tendai.page.get_by_text(LINK)).to_have_count(0)

    # The meeting is held. Awa takes the replies over, writes the summary for members.
    page.reload()
    expect(row_of(page, marie.user.organisation or Organisation())).to_contain_text("oui")
    press(page, "Inscrire les réponses sur la liste de la réunion")
    press(page, "Inscrire les réponses sur la liste de la réunion")
    Meeting.objects.filter(pk=meeting.pk).update(starts_on="2026-03-04")
    meeting.participations.update(attended=True)
    page.goto(f"/admin/meetings/meeting/{meeting.pk}/change/")
    what_and_when = page.get_by_role("group", name="Quoi et quand")
    what_and_when.get_by_label("État").select_option("held")
    page.get_by_label("Introduction, en français").fill("Trois rivières, deux mines.")
    page.get_by_label("Introduction, en anglais").fill("Three rivers, two mines.")
    page.get_by_role("group", name="Publication").get_by_label("Visibilité").select_option(
        "members"
    )
    press(page, "Enregistrer et publier…")

    # She sends it for review, and publishes it, which members are told of.
    press(page, "Envoyer en relecture")
    expect(page.get_by_text("La fiche est en relecture.")).to_be_visible()
    page.get_by_label("Publier quand même, avant que tout soit fait").check()
    page.get_by_label("Avertir les membres par courriel, une fois").check()
    press(page, "Publier")
    expect(page.get_by_text("Les membres seront avertis.")).to_be_visible()

    # Tendai reads it in English; Marie signs in with a code and reads it in French.
    [link] = set(re.findall(r"/en/meetings/[\w-]+/", tendai.letter("New on the portal")))
    tendai.page.goto(link)
    expect(tendai.page.get_by_role("heading", name="Meeting on rivers")).to_be_visible()
    expect(tendai.page.get_by_text("Three rivers, two mines.")).to_be_visible()
    [link] = set(re.findall(r"/fr/meetings/[\w-]+/", marie.letter("Nouveau sur le portail")))
    marie.page.goto(link)
    expect(marie.page.get_by_text("Trois rivières, deux mines.")).to_have_count(0)
    marie.page.goto("/fr/my/")
    marie.sign_in("M’envoyer un code", "Code", "Continuer", "Votre code pour le portail")
    follow(marie.page, "Réunion sur les rivières")
    expect(marie.page.get_by_text("Trois rivières, deux mines.")).to_be_visible()
    assert scroll_width(marie.page) == PHONE["width"]

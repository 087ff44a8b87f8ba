"""A meeting from its invitations to its attendance sheet, with three people at browsers."""

import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from kpcsc.foundation.mail.models import Delivery
from kpcsc.foundation.mail.outbox import run_outbox
from meetings.models import Invitation, Meeting
from organisations.models import Organisation, User
from tests.browser import axe
from tests.browser.staff import sign_in
from tests.browser.steps import PHONE, find, follow, press, row_of, scroll_width
from tests.factories import make_planned_meeting, make_staff, make_user

pytestmark = pytest.mark.browser

LINK = "https://meet.example.org/secret"


@pytest.fixture
def secretary(transactional_db: None, reference: Meeting) -> User:
    """A person of the secretariat."""
    return make_staff(name="Awa", email="awa@example.org", language="fr")


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return browser_context_args | {"locale": "fr-FR"}


def send_what_is_due() -> None:
    """The worker runs, ten minutes later."""
    Delivery.objects.filter(status="queued").update(due_at=timezone.now())
    run_outbox.call()


def listed(meeting: Meeting, fact: str) -> dict[str, object]:
    """What the meeting's list says of each organisation."""
    return dict(meeting.participations.values_list("organisation__slug", fact))


@pytest.mark.main_path
def test_from_the_invitations_to_the_attendance_sheet(  # noqa: PLR0915 (one story)
    page: Page, phone: Page, base_url: str, secretary: User, outbox: Path
) -> None:
    raid, zela, cnrg = (Organisation.objects.get(slug=slug) for slug in ("raid", "zela", "cnrg"))
    make_user(name="Marie", email="marie@example.org", organisation=raid, language="fr")
    make_user(name="Tendai Moyo", organisation=zela, language="en", time_zone="Africa/Harare")
    meeting = make_planned_meeting(
        title_fr="Réunion préparatoire", title_en="Preparatory meeting", joining_link=LINK
    )

    # The secretary writes what the invitation says, chooses three organisations and sends.
    sign_in(page, base_url, secretary)
    page.goto(f"/admin/meetings/meeting/{meeting.pk}/change/")
    follow(page, "Invitations")
    page.get_by_label("Texte de l’invitation, en français").fill("Nous comptons sur vous.")
    page.get_by_label("Texte de l’invitation, en anglais").fill("We count on you.")
    press(page, "Enregistrer")
    for slug in ("RAID", "Zimbabwe", "Center for Natural"):
        find(page, page.locator(".select2-selection").nth(0), slug)
    press(page, "Inviter")
    expect(row_of(page, cnrg)).to_contain_text("aucun contact à qui écrire")
    press(page, "Envoyer les invitations")
    expect(page.get_by_text("2 invitations seront envoyées.")).to_be_visible()
    press(page, "Envoyer les invitations")
    expect(page.get_by_text("2 messages sont en route.")).to_be_visible()
    send_what_is_due()

    # Marie follows her letter on a phone without JavaScript, says yes, and finds the joining link.
    letter = next(text for file in outbox.iterdir() if "marie@" in (text := file.read_text()))
    [token] = set(re.findall(r"/fr/invitations/([\w.=\n-]+?)/", letter.replace("=\n", "")))
    phone.goto(f"/fr/invitations/{token}/")
    assert scroll_width(phone) == PHONE["width"]
    expect(phone.get_by_text("Nous comptons sur vous.")).to_be_visible()
    expect(phone.get_by_text(LINK)).to_have_count(0)
    phone.get_by_label("Oui").check()
    phone.get_by_label("Qui viendra ?").fill("Marie")
    phone.get_by_label("Avez-vous quelque chose à nous signaler ?").fill("Un fauteuil roulant")
    press(phone, "Envoyer la réponse")
    expect(phone.get_by_role("status")).to_contain_text("Nous avons bien votre réponse : oui")
    expect(phone.get_by_role("link", name=LINK)).to_be_visible()

    # The secretary passes Zela's link on by other means, and writes down what CNRG said by phone.
    page.reload()
    expect(row_of(page, raid)).to_contain_text("Un fauteuil roulant")
    copied = row_of(page, zela).get_by_role("textbox").input_value()
    row_of(page, cnrg).get_by_role("link", name=re.compile("^Noter une réponse")).click()
    page.get_by_label("oui", exact=True).check()
    press(page, "Enregistrer")
    expect(row_of(page, cnrg)).to_contain_text("notée par Awa")

    # Tendai says perhaps, in English, and changes the language without losing what is typed.
    page.context.clear_cookies()
    page.goto(copied.replace("http://localhost:8000", base_url))
    expect(page.get_by_text("15:00–17:00 (Harare time, UTC+2)")).to_be_visible()
    page.get_by_label("Perhaps").check()
    page.get_by_label("Who will come?").fill("Tendai Moyo")
    page.get_by_role("button", name="Français").click()
    expect(page.get_by_label("Qui viendra ?")).to_have_value("Tendai Moyo")
    page.get_by_role("button", name="English").click()
    axe.load(page)
    assert axe.faults(page) == []
    press(page, "Send the reply")
    expect(page.get_by_role("status")).to_contain_text("We have your reply: perhaps")

    # The meeting moves: the desk says who will be told, and the letter says what was and what is.
    sign_in(page, base_url, secretary)
    page.goto(f"/admin/meetings/meeting/{meeting.pk}/change/")
    page.locator("[name=starts_on]").fill("03/06/2100")
    press(page, "Publier maintenant")
    expect(
        page.get_by_text("2 personnes recevront une lettre à ce sujet dans dix minutes.")
    ).to_be_visible()
    follow(page, "Lire ou arrêter les lettres")
    expect(page.get_by_role("button", name="Ne prévenir personne")).to_be_visible()
    for file in outbox.iterdir():
        file.unlink()
    send_what_is_due()
    page.goto("/fr/outbox/")
    moved = page.get_by_role("listitem").filter(has_text="Nouvelle date ou heure").first
    moved.get_by_text("En texte seul").click()
    expect(moved.get_by_text("mercredi 2 juin 2100")).to_be_visible()
    expect(moved.get_by_text("jeudi 3 juin 2100")).to_be_visible()

    # The replies come to the meeting's list, and who came is ticked on a phone.
    page.goto(f"/admin/meetings/meeting/{meeting.pk}/invitations/")
    press(page, "Inscrire les réponses sur la liste de la réunion")
    press(page, "Inscrire les réponses sur la liste de la réunion")
    expect(page.get_by_text("3 organisations de la liste ont été ajoutées")).to_be_visible()
    assert listed(meeting, "reply") == {"raid": "yes", "zela": "maybe", "cnrg": "yes"}
    page.set_viewport_size(PHONE)
    follow(page, "Feuille de présence")
    expect(page.get_by_role("radiogroup").first).to_be_visible()
    assert scroll_width(page) == PHONE["width"]
    for organisation, came in ((raid, "présente"), (zela, "absente")):
        group = page.get_by_role("radiogroup", name=re.compile(re.escape(str(organisation))))
        group.get_by_label(came).check()
    axe.load(page)
    assert axe.faults(page) == []
    press(page, "Enregistrer")
    expect(page.get_by_text("Enregistré").first).to_be_visible()
    assert listed(meeting, "attended") == {"raid": True, "zela": False, "cnrg": None}
    assert Invitation.objects.filter(reply="yes").count() == 2


def test_the_text_of_an_invitation_outlives_its_page(
    page: Page, base_url: str, secretary: User
) -> None:
    meeting = make_planned_meeting()
    invitations = f"/admin/meetings/meeting/{meeting.pk}/invitations/"
    sign_in(page, base_url, secretary)
    page.on("dialog", lambda question: question.accept())
    page.goto(invitations)
    text = page.get_by_label("Texte de l’invitation, en français")
    text.fill("Venez nombreux.")
    page.goto("/admin/")
    page.goto(invitations)
    expect(text).to_have_value("")
    page.get_by_role("button", name="Reprendre ma saisie").click()
    expect(text).to_have_value("Venez nombreux.")
    press(page, "Enregistrer")
    expect(text).to_have_value("Venez nombreux.")
    expect(page.get_by_role("button", name="Reprendre ma saisie")).to_be_hidden()
    assert Meeting.objects.get(pk=meeting.pk).invitation_text_fr == "Venez nombreux."

"""Somebody invited twice replies on a small phone without JavaScript, and finds the yes again."""

import re
from pathlib import Path

import pytest
from django.utils import translation
from playwright.sync_api import Page, expect

from kpcsc.foundation.mail.outbox import run_outbox
from meetings.invitations.actions import send_invitations
from meetings.invitations.links import link_path
from meetings.models import AgendaItem, Invitation
from tests.browser import axe
from tests.browser.staff import sign_in
from tests.browser.steps import PHONE, follow, press, scroll_width
from tests.factories import (
    make_meeting_invitation,
    make_organisation,
    make_planned_meeting,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.browser
LINK = "https://meet.example.org/secret"


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return browser_context_args | {"locale": "fr-FR"}


def links_in(letter: str) -> list[str]:
    """The personal links of a letter, each once, in their order."""
    found = re.findall(r"/fr/invitations/([\w.=\n-]+?)/", letter.replace("=\n", ""))
    return [f"/fr/invitations/{token}/" for token in dict.fromkeys(found)]


def test_invited_twice_and_a_yes_found_again(
    page: Page, phone: Page, base_url: str, transactional_db: None, outbox: Path
) -> None:
    organisation = make_organisation(name_fr="Justice et Mines", membership="member")
    marie = make_user(name="Marie", organisation=organisation, language="fr")
    meeting = make_planned_meeting(
        title_fr="Réunion de Kinshasa",
        introduction_fr="Deux jours pour préparer la plénière.",
        joining_link=LINK,
    )
    AgendaItem.objects.create(meeting=meeting, title_fr="Justice", visibility="public")
    own = make_meeting_invitation(meeting, person=marie, notified=None)
    shared = make_meeting_invitation(meeting, organisation=organisation, notified=None)
    send_invitations(meeting=meeting, invitations=[own, shared], by=make_staff())
    run_outbox.call()

    # One letter, with a link for her and one for her organisation.
    [letter] = [file.read_text() for file in outbox.iterdir()]
    with translation.override("fr"):
        assert links_in(letter) == [link_path(own), link_path(shared)]
    mine, ours = links_in(letter)

    # She says yes for herself, and sees what the meeting is about.
    phone.goto(mine)
    assert scroll_width(phone) == PHONE["width"]
    expect(phone.get_by_text("Deux jours pour préparer la plénière.")).to_be_visible()
    expect(phone.get_by_role("region", name="Ordre du jour")).to_contain_text("Justice")
    phone.get_by_label("Oui").check()
    press(phone, "Envoyer la réponse")
    expect(phone.get_by_role("status")).to_contain_text("Nous avons bien votre réponse : oui")

    # For her organisation she adds a remark; whoever opens that link next does not read it.
    phone.goto(ours)
    phone.get_by_label("Peut-être").check()
    phone.get_by_label("Avez-vous quelque chose à nous signaler ?").fill("Sans sel, diabète")
    press(phone, "Envoyer la réponse")
    phone.goto(ours)
    expect(phone.get_by_text("diabète")).to_have_count(0)
    assert Invitation.objects.get(pk=shared.pk).remarks == "Sans sel, diabète"

    # On her own pages she finds both, with the joining link of the yes, and takes it back.
    sign_in(phone, base_url, marie)
    phone.goto("/fr/my/")
    assert scroll_width(phone) == PHONE["width"]
    coming = phone.get_by_role("region", name="Réunions auxquelles vous venez")
    expect(coming.get_by_role("heading", name="Réunion de Kinshasa")).to_have_count(2)
    expect(coming.get_by_role("link", name="Rejoindre la réunion")).to_have_attribute("href", LINK)
    expect(coming).to_contain_text("Réponse de Justice et Mines : peut-être")
    sign_in(page, base_url, marie)
    page.goto("/fr/my/")
    axe.load(page)
    assert axe.faults(page) == []
    coming.get_by_role("listitem").filter(has_text="Votre réponse").get_by_role(
        "link", name=re.compile("^La modifier")
    ).click()
    phone.get_by_label("Non").check()
    press(phone, "Modifier la réponse")
    phone.goto("/fr/my/")
    expect(phone.get_by_role("link", name="Rejoindre la réunion")).to_have_count(0)
    follow(phone, "À faire")

"""A survey from its first question to the agenda of the meeting, with three people at browsers."""

import re
from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from meetings.invitations.links import link_path as meeting_link_path
from meetings.models import AgendaItem, Meeting
from organisations.models import Organisation, User
from surveys.invitations.links import link_path
from surveys.models import Answer, Invitation, Response, Survey
from tests.browser import axe
from tests.browser.staff import sign_in
from tests.browser.steps import PHONE, field, find, follow, press, scroll_width, unfold
from tests.factories import (
    make_invitation,
    make_meeting_invitation,
    make_planned_meeting,
    make_question,
    make_staff,
    make_survey,
    make_user,
)
from tests.surveys.answers import answer_by_many

pytestmark = pytest.mark.browser


@pytest.fixture
def secretary(transactional_db: None, reference: Meeting) -> User:
    """A person of the secretariat."""
    return make_staff(name="Awa", email="awa@example.org", language="fr")


@pytest.fixture
def meeting(reference: Meeting) -> Meeting:
    """The reference meeting, with hours to fill."""
    reference.precision, reference.time_zone = "minute", "Africa/Kinshasa"
    reference.starts_at, reference.ends_at = time(9), time(11)
    reference.save()
    return reference


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return browser_context_args | {"locale": "fr-FR"}


def add_question(page: Page, number: int, french: str, english: str, kind: str) -> Locator:
    """A new row of the survey's questions, filled in so far."""
    page.locator("#questions-group").get_by_role("button", name=re.compile("^Ajouter")).click()
    row = page.locator(f"#questions-{number}")
    field(row, "Question, en français").fill(french)
    field(row, "Question, en anglais").fill(english)
    field(row, "Type").select_option(label=kind)
    return row


@pytest.mark.main_path
def test_from_the_first_question_to_the_published_agenda(  # noqa: PLR0915 (one story)
    page: Page, phone: Page, base_url: str, secretary: User, meeting: Meeting
) -> None:
    raid = Organisation.objects.get(slug="raid")
    marie = make_user(name="Marie", email="marie@example.org", organisation=raid, language="fr")
    zela = Organisation.objects.get(slug="zela")
    tendai = make_user(name="Tendai", email="t@example.org", organisation=zela, language="en")

    # The secretary writes the survey.
    sign_in(page, base_url, secretary)
    page.goto("/admin/surveys/survey/add/")
    find(page, page.locator(".field-meeting .select2-selection"), "stratégique")
    field(page, "Titre, en français").fill("Avant la réunion")
    field(page, "Titre, en anglais").fill("Before the meeting")
    row = add_question(
        page, 0, "Travaillez-vous près des mines ?", "Do you work near mines?", "choix unique"
    )
    field(row, "Choix, en français").fill("Oui\nNon")
    field(row, "Choix, en anglais").fill("Yes\nNo")
    row = add_question(page, 1, "Classez les sujets", "Rank the topics", "classement")
    field(row, "Choix, en français").fill("Impôts\nJustice\nMarchés")
    field(row, "Choix, en anglais").fill("Taxes\nJustice\nMarkets")
    row.get_by_label("ses choix sont des sujets pour l’ordre du jour").check()
    yesterday, tomorrow = (timezone.now() + timedelta(days=days) for days in (-1, 1))
    for name, moment in (("opens_at", yesterday), ("closes_at", tomorrow)):
        page.locator(f"[name={name}_0]").fill(f"{moment:%d/%m/%Y}")
        page.locator(f"[name={name}_1]").fill("12:00:00")
    press(page, "Enregistrer et continuer les modifications")
    expect(page.get_by_text("a été ajouté")).to_be_visible()
    survey = Survey.objects.get()
    assert [str(one) for one in survey.questions.get(kind="ranking").offered()] == [
        "Impôts",
        "Justice",
        "Marchés",
    ]

    # She looks at it as a respondent, then invites two people.
    follow(page, "Aperçu")
    expect(page.get_by_role("heading", level=1)).to_have_text("Avant la réunion")
    page.goto(f"/admin/surveys/survey/{survey.pk}/invitations/")
    for name in ("Marie", "Tendai"):
        find(page, page.locator(".select2-selection").nth(1), name)
    press(page, "Inviter")
    expect(page.get_by_text("Réponses : 0 sur 2")).to_be_visible()
    press(page, "Envoyer un message aux destinataires choisis")
    assert Invitation.objects.count() == 2

    # Marie answers in French, on a phone without JavaScript.
    phone.goto(link_path(Invitation.objects.get(person=marie)))
    expect(phone.get_by_text("Ce que deviennent vos réponses")).to_be_visible()
    assert scroll_width(phone) == PHONE["width"]
    phone.get_by_role("radio", name="Oui").check()
    phone.get_by_label("Justice").fill("1")
    phone.get_by_label("Impôts").fill("2")
    press(phone, "Envoyer les réponses")
    expect(phone.get_by_text("vos réponses sont bien arrivées")).to_be_visible()
    expect(phone.get_by_text("1. Justice")).to_be_visible()

    # Tendai answers in English, moving the topics with the keyboard.
    link = link_path(Invitation.objects.get(person=tendai)).replace("/fr/", "/en/")
    page.context.clear_cookies()
    page.goto(link)
    page.get_by_role("radio", name="No", exact=True).check()
    page.get_by_label("Justice", exact=True).focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Justice", exact=True)).to_have_value("1")
    axe.load(page)
    assert axe.faults(page) == []
    press(page, "Send")
    expect(page.get_by_text("Thank you: your answers have arrived.")).to_be_visible()
    assert Response.objects.filter(is_complete=True).count() == 2

    # Enough others answer; she closes the survey and publishes the results.
    answer_by_many(survey, 12)
    sign_in(page, base_url, secretary)
    page.goto(f"/admin/surveys/survey/{survey.pk}/close/")
    press(page, "Clore l’enquête")
    page.goto(f"/admin/surveys/survey/{survey.pk}/results/")
    for select in page.locator("select[name^=visibility_]").all():
        select.select_option("public")
    press(page, "Enregistrer et publier définitivement les résultats")
    press(page, "Publier définitivement les résultats")
    page.context.clear_cookies()
    page.goto(f"/fr/meetings/{meeting.slug}/")
    follow(page, "Avant la réunion")
    expect(page.get_by_role("listitem").filter(has_text=re.compile("^Oui 93"))).to_be_visible()
    page.get_by_text("Les chiffres en tableau").first.click()
    expect(page.get_by_role("row", name=re.compile("^Oui 13"))).to_be_visible()
    axe.load(page)
    assert axe.faults(page) == []

    # The ranking becomes a draft of the agenda, which she publishes item by item.
    sign_in(page, base_url, secretary)
    page.goto(f"/admin/surveys/survey/{survey.pk}/agenda/")
    press(page, "Établir le projet d’ordre du jour")
    items = list(AgendaItem.objects.order_by("position"))
    assert [item.title for item in items] == ["Justice", "Impôts", "Marchés"]
    assert sum(item.minutes or 0 for item in items) == 120
    follow(page, "Modifier l’ordre du jour")
    for number in range(3):
        unfold(page, f"#agenda_items-{number}")
        page.locator(f"[name=agenda_items-{number}-visibility]").select_option("public")
    press(page, "Publier maintenant")
    page.context.clear_cookies()
    page.goto(f"/fr/meetings/{meeting.slug}/")
    agenda = page.get_by_role("region", name="Ordre du jour")
    expect(agenda.get_by_role("heading", name=re.compile("09:00 Justice"))).to_be_visible()


def test_a_condition_on_a_question_that_is_not_saved_yet(
    page: Page, base_url: str, secretary: User
) -> None:
    survey = make_survey(opens_at=None, closes_at=None)
    sign_in(page, base_url, secretary)
    page.goto(f"/admin/surveys/survey/{survey.pk}/change/")
    add_question(page, 0, "De trop ?", "Too much?", "texte court")
    row = add_question(page, 1, "Près des mines ?", "Near mines?", "choix unique")
    field(row, "Choix, en français").fill("Oui\nNon")
    row = add_question(page, 2, "Comment ?", "How?", "texte court")
    row.get_by_text("Réponses aux questions précédentes").click()
    row.get_by_role("checkbox", name="Oui").check()
    # Where a row above goes, the others are numbered anew.
    page.locator("#questions-0").locator(".inline-deletelink").click()
    press(page, "Enregistrer et continuer les modifications")
    expect(page.get_by_text("a été modifié")).to_be_visible()
    first, second = survey.questions.all()
    assert (second.text_fr, [str(one) for one in second.shown_if.all()]) == ("Comment ?", ["Oui"])
    assert first.text_fr == "Près des mines ?"


def write_question_with_condition(page: Page, survey: Survey) -> tuple[Locator, Locator]:
    """Two new questions, neither saved, the second of which is asked after “Oui” to the first."""
    page.goto(f"/admin/surveys/survey/{survey.pk}/change/")
    opening = add_question(page, 0, "Près des mines ?", "Near mines?", "choix unique")
    field(opening, "Choix, en français").fill("Oui\nNon")
    row = add_question(page, 1, "Comment ?", "How?", "texte court")
    row.get_by_text("Réponses aux questions précédentes").click()
    row.get_by_role("checkbox", name="Oui").check()
    return opening, row


def test_what_a_condition_names_is_followed_while_one_writes(
    page: Page, base_url: str, secretary: User
) -> None:
    survey = make_survey(opens_at=None, closes_at=None)
    sign_in(page, base_url, secretary)
    opening, row = write_question_with_condition(page, survey)
    # A line above it, and another word for it, are the same choice; without it, nothing is saved.
    for lines, chosen in (
        ("Ne sait pas\nOui\nNon", "Oui"),
        ("Ne sait pas\nParfois\nNon", "Parfois"),
    ):
        field(opening, "Choix, en français").fill(lines)
        row.get_by_text("Réponses aux questions précédentes").click()
        row.get_by_text("Réponses aux questions précédentes").click()
        expect(row.get_by_role("checkbox", checked=True, name=chosen)).to_be_visible()
    field(opening, "Choix, en français").fill("Ne sait pas\nNon")
    press(page, "Enregistrer et continuer les modifications")
    expect(row.get_by_text("Choisissez des réponses à des questions précédentes.")).to_be_visible()
    assert not survey.questions.exists()


def test_a_question_moved_above_what_it_waits_for_is_refused(
    page: Page, base_url: str, secretary: User
) -> None:
    survey = make_survey(opens_at=None, closes_at=None)
    sign_in(page, base_url, secretary)
    _opening, row = write_question_with_condition(page, survey)
    row.get_by_role("button", name="Monter").click()
    press(page, "Enregistrer et continuer les modifications")
    expect(
        page.get_by_role("alert").get_by_text(
            "Choisissez des réponses à des questions précédentes."
        )
    ).to_be_visible()
    assert not survey.questions.exists()


def test_what_was_typed_outlives_a_lost_connection(page: Page, transactional_db: None) -> None:
    survey = make_survey()
    question = make_question(survey, "long_text", text_fr="Dites-nous")
    invitation = make_invitation(survey)
    page.goto(link_path(invitation))
    page.get_by_label(re.compile("Dites-nous")).fill("Des mots précieux")
    page.context.set_offline(True)
    page.get_by_role("button", name="Envoyer les réponses").click()
    page.context.set_offline(False)
    page.goto(link_path(invitation))
    expect(page.get_by_label(re.compile("Dites-nous"))).to_have_value("Des mots précieux")
    page.get_by_role("button", name="Envoyer les réponses").click()
    expect(page.get_by_text("vos réponses sont bien arrivées")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
    assert Answer.objects.get(question=question).text == "Des mots précieux"


def test_a_survey_that_closes_in_mid_form(
    browser: Browser, page: Page, base_url: str, transactional_db: None
) -> None:
    question = make_question(
        make_survey(title_fr="Avant la réunion"), "long_text", text_fr="Quoi ?"
    )
    invitation = make_invitation(question.survey)

    # Without JavaScript, what was typed comes back to be copied.
    context = browser.new_context(
        base_url=base_url, viewport=PHONE, java_script_enabled=False, locale="fr-FR"
    )
    plain = context.new_page()
    plain.goto(link_path(invitation))
    plain.get_by_label(re.compile("Quoi")).fill("Trois pages de notes.")
    page.goto(link_path(make_invitation(question.survey)))
    page.get_by_label(re.compile("Quoi")).fill("Jamais envoyé.")
    Survey.objects.update(closed_at=timezone.now())
    press(plain, "Envoyer les réponses")
    expect(plain.get_by_role("status")).to_contain_text("Cette enquête est close depuis le")
    expect(plain.get_by_text("Trois pages de notes.")).to_be_visible()
    assert scroll_width(plain) <= PHONE["width"]
    context.close()

    # What a browser had kept is shown to whoever comes back, once, and is erased.
    page.reload()
    expect(page.get_by_text("Jamais envoyé.")).to_be_visible()
    axe.load(page)
    assert axe.faults(page) == []
    page.reload()
    expect(page.get_by_text("Jamais envoyé.")).to_have_count(0)
    assert not Response.objects.exists()


def test_a_draft_is_erased_on_another_page_once_its_survey_is_over(
    page: Page, transactional_db: None
) -> None:
    over, other = make_survey(), make_survey(closes_at=timezone.now() + timedelta(days=9))
    for survey in (over, other):
        make_question(survey, "long_text", text_fr="Dites-nous")
        page.goto(link_path(make_invitation(survey)))
        page.get_by_label(re.compile("Dites-nous")).fill("Un brouillon")
    invitation = make_meeting_invitation(make_planned_meeting())
    kept = "Object.keys(localStorage).length"
    page.goto(meeting_link_path(invitation))
    assert page.evaluate(kept) == 2
    page.clock.set_system_time(timezone.now() + timedelta(days=2))
    page.goto(meeting_link_path(invitation))
    assert page.evaluate(kept) == 1
    page.clock.set_system_time(timezone.now() + timedelta(days=8))
    page.goto("/fr/surveys/answer/unknown/")
    assert page.evaluate(kept) == 0


def test_on_a_device_that_others_use_nothing_is_kept(page: Page, transactional_db: None) -> None:
    survey = make_survey()
    make_question(survey, "long_text", text_fr="Dites-nous")
    page.goto(link_path(make_invitation(survey)))
    page.get_by_label(re.compile("Dites-nous")).fill("Un brouillon")
    page.get_by_label("Cet appareil garde votre brouillon. Cochez si d’autres").check()
    page.reload()
    expect(page.get_by_label(re.compile("Dites-nous"))).to_have_value("")


def test_of_an_anonymous_survey_the_browser_keeps_nothing(
    page: Page, transactional_db: None
) -> None:
    survey = make_survey(confidentiality="anonymous")
    make_question(survey, "long_text", text_fr="Dites-nous")
    page.goto(link_path(make_invitation(survey)))
    page.get_by_label(re.compile("Dites-nous")).fill("Un secret")
    page.reload()
    expect(page.get_by_label(re.compile("Dites-nous"))).to_have_value("")
    assert page.evaluate("localStorage.length") == 0


def test_a_question_appears_once_it_is_to_be_asked(page: Page, transactional_db: None) -> None:
    survey = make_survey()
    first = make_question(survey, "single", "Oui", "Non", text_fr="Êtes-vous concerné ?")
    make_question(survey, "short_text", text_fr="Comment ?", shown_if=first.offered()[0])
    page.goto(link_path(make_invitation(survey)))
    expect(page.get_by_label(re.compile("Comment"))).to_be_hidden()
    page.get_by_role("radio", name="Oui").check()
    expect(page.get_by_label(re.compile("Comment"))).to_be_visible()


def test_a_question_appears_once_each_condition_is_met(page: Page, transactional_db: None) -> None:
    survey = make_survey()
    first = make_question(survey, "single", "Oui", "Non", text_fr="Êtes-vous concerné ?")
    second = make_question(survey, "multiple", "Or", "Fer", "Cuivre", text_fr="Par quoi ?")
    opening = [first.offered()[0], *second.offered()[:2]]
    make_question(survey, "short_text", text_fr="Comment ?", shown_if=opening, shown_if_each=True)
    page.goto(link_path(make_invitation(survey)))
    how = page.get_by_label(re.compile("Comment"))
    page.get_by_role("radio", name="Oui").check()
    page.get_by_role("checkbox", name="Cuivre").check()
    expect(how).to_be_hidden()
    page.get_by_role("checkbox", name="Fer").check()
    expect(how).to_be_visible()
    page.get_by_role("radio", name="Non").check()
    expect(how).to_be_hidden()


def test_what_is_hidden_again_is_saved_for_later(page: Page, transactional_db: None) -> None:
    survey = make_survey()
    first = make_question(survey, "single", "Oui", "Non", text_fr="Êtes-vous concerné ?")
    make_question(survey, "short_text", text_fr="Comment ?", shown_if=first.offered()[0])
    link = link_path(make_invitation(survey))
    page.goto(link)
    how = page.get_by_label(re.compile("Comment"))
    page.get_by_role("radio", name="Oui").check()
    how.fill("Par l’eau")
    page.get_by_role("radio", name="Non").check()
    page.get_by_role("button", name="Enregistrer et finir plus tard").click()
    page.goto(link)
    expect(how).to_be_hidden()
    page.get_by_role("radio", name="Oui").check()
    expect(how).to_have_value("Par l’eau")


def test_the_arrow_ranks_the_row_alone(page: Page, transactional_db: None) -> None:
    question = make_question(make_survey(), "ranking", "Impôts", "Justice", "Marchés")
    page.goto(link_path(make_invitation(question.survey)))
    numbers = {
        name: page.get_by_label(name, exact=True) for name in ("Impôts", "Justice", "Marchés")
    }

    def ranks() -> dict[str, str]:
        return {name: control.input_value() for name, control in numbers.items()}

    numbers["Justice"].press("ArrowDown")
    assert ranks() == {"Impôts": "", "Justice": "1", "Marchés": ""}
    numbers["Marchés"].press("ArrowUp")
    assert ranks() == {"Impôts": "", "Justice": "1", "Marchés": "2"}
    numbers["Marchés"].press("ArrowDown")
    assert ranks() == {"Impôts": "", "Justice": "1", "Marchés": "2"}
    numbers["Marchés"].press("ArrowUp")
    assert ranks() == {"Impôts": "", "Justice": "2", "Marchés": "1"}


def test_back_after_sending_shows_what_was_sent(page: Page, transactional_db: None) -> None:
    survey = make_survey()
    make_question(survey, "short_text", text_fr="Un mot")
    page.goto(link_path(make_invitation(survey)))
    page.get_by_label(re.compile("Un mot")).fill("Premier")
    page.get_by_role("button", name="Envoyer les réponses").click()
    expect(page.get_by_text("vos réponses sont bien arrivées")).to_be_visible()
    page.go_back()
    expect(page.get_by_label(re.compile("Un mot"))).to_have_value("Premier")
    page.get_by_label(re.compile("Un mot")).fill("Second")
    page.get_by_role("button", name="Envoyer les réponses").click()
    expect(page.get_by_text("vos réponses sont bien arrivées")).to_be_visible()
    assert [answer.text for answer in Answer.objects.all()] == ["Second"]

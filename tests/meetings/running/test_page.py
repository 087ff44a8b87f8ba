"""What is written on the page of a meeting under way, in one section or in several."""

from datetime import date, time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from meetings.models import AgendaItem, Decision, FollowUp, Meeting, Participation, ProgressReport
from organisations.models import Organisation, User
from tests.factories import (
    make_campaign,
    make_meeting,
    make_organisation,
    make_participation,
    make_staff,
    make_user,
)
from tests.meetings.running.test_access import address, make_facilitator, with_role

pytestmark = pytest.mark.django_db


def opened(client: Client, meeting: Meeting) -> dict[str, dict[str, str]]:
    """What a browser would send of each section, were nothing typed."""
    page = client.get(address(meeting)).context["page"]
    return {section.name: sent_by(section) for section in page.sections}


def sent_by(section: Any) -> dict[str, str]:
    sent = {"section": section.name}
    for forms in section.forms.values():
        for form in forms:
            sent[f"{form.prefix}-shown"] = form.digests
            for field in form:
                value = field.value()
                if hasattr(value, "strftime"):
                    value = f"{value:%H:%M}" if isinstance(value, time) else f"{value:%Y-%m-%d}"
                if field.name != "remove":
                    sent[field.html_name] = "" if value is None else str(value)
    return sent


def send(client: Client, meeting: Meeting, sent: dict[str, str]) -> Any:
    return client.post(address(meeting), sent)


def test_what_is_sent_back_as_it_was_changes_nothing(phone: Client, meeting: Meeting) -> None:
    item = meeting.agenda_items.first()
    Decision.objects.create(meeting=meeting, agenda_item=item, text_en="Publish")
    FollowUp.objects.create(meeting=meeting, what_fr="Écrire", due=date(2026, 1, 2))
    before = {
        model: list(model._base_manager.values())
        for model in (AgendaItem, Decision, FollowUp, Participation)
    }
    for name, sent in opened(phone, meeting).items():
        response = send(phone, meeting, sent)
        assert (response.status_code, response["Location"]) == (
            302,
            f"{address(meeting)}#{name}",
        )
    assert {model: list(model._base_manager.values()) for model in before} == before | {
        AgendaItem: list(AgendaItem.objects.values())
    }
    assert [item.position for item in meeting.agenda_items.all()] == [1, 2]


def test_notes_a_decision_and_a_follow_up_arise_under_an_item(
    phone: Client, meeting: Meeting, facilitator: User
) -> None:
    item = meeting.agenda_items.last()
    assert item
    owner = facilitator.organisation
    assert owner
    name = f"item-{item.pk}"
    sent = opened(phone, meeting)[name] | {
        f"{name}-agendaitem-{item.pk}-discussion": "On a parlé de <b>tout</b>.",
        f"{name}-decision-new-text": "Publier une position.",
        f"{name}-followup-new-what": "Rédiger la position.",
        f"{name}-followup-new-owner": str(owner.pk),
        f"{name}-followup-new-due": "2026-12-20",
    }
    assert send(phone, meeting, sent).status_code == 302
    item.refresh_from_db()
    assert item.discussion == "On a parlé de <b>tout</b>."
    decision, follow_up = Decision.objects.get(), FollowUp.objects.get()
    assert (decision.text_fr, decision.text_en, decision.visibility) == (
        "Publier une position.",
        None,
        "members",
    )
    assert (follow_up.what_fr, follow_up.owner, follow_up.due, follow_up.visibility) == (
        "Rédiger la position.",
        owner,
        date(2026, 12, 20),
        "members",
    )
    for outcome in (decision, follow_up):
        history: Any = outcome
        assert (outcome.agenda_item, outcome.meeting) == (item, meeting)
        assert history.history.get().history_user == facilitator
    page = phone.get(address(meeting)).content.decode()
    assert "On a parlé de &lt;b&gt;tout&lt;/b&gt;." in page
    meeting.refresh_from_db()
    assert meeting.version == 2


def test_all_that_was_typed_is_saved_at_once(phone: Client, meeting: Meeting) -> None:
    first, second = meeting.agenda_items.all()
    participation = meeting.participations.get()
    sections = opened(phone, meeting)
    pressed = sections[f"item-{first.pk}"] | {"section": f"item-{first.pk}"}
    everything = {key: value for sent in sections.values() for key, value in sent.items()}
    typed = {
        f"item-{first.pk}-agendaitem-{first.pk}-discussion": "Dit",
        f"item-{second.pk}-decision-new-text": "Publier",
        "other-followup-new-what": "Écrire",
        f"agenda-agendaitem-{second.pk}-title": "Budget 2027",
        f"attendance-participation-{participation.pk}-presence": "yes",
    }
    answer = send(phone, meeting, everything | pressed | typed)
    assert answer["Location"] == f"{address(meeting)}#item-{first.pk}"
    items = meeting.agenda_items.values_list("title_fr", "discussion")
    assert [*items] == [("Ouverture", "Dit"), ("Budget 2027", "")]
    assert (Decision.objects.get().agenda_item, FollowUp.objects.get().agenda_item) == (
        second,
        None,
    )
    participation.refresh_from_db()
    meeting.refresh_from_db()
    assert (participation.attended, meeting.version) == (True, 6)


def test_what_cannot_be_saved_stays_and_the_rest_is_saved(phone: Client, meeting: Meeting) -> None:
    item = meeting.agenda_items.first()
    assert item
    notes = f"item-{item.pk}-agendaitem-{item.pk}-discussion"
    sent = opened(phone, meeting)[f"item-{item.pk}"] | opened(phone, meeting)["other"]
    typed = {
        notes: "Dit",
        "other-followup-new-what": "Écrire",
        "other-followup-new-due": "demain",
    }
    answer = send(phone, meeting, sent | typed)
    page = answer.content.decode()
    item.refresh_from_db()
    assert item.discussion == "Dit"
    assert not FollowUp.objects.exists()
    assert "Écrire</textarea>" in page
    assert '<li><a href="#other">Sans point de l’ordre du jour</a></li>' in page
    assert [section.name for section in answer.context["page"].refused] == ["other"]
    assert "<title>Non enregistré · Animer" in page


def test_a_decision_is_changed_and_taken_away(phone: Client, meeting: Meeting) -> None:
    first, second = (
        Decision.objects.create(meeting=meeting, text_fr=text, position=position)
        for position, text in enumerate(["Publier", "Écrire"])
    )
    sent = opened(phone, meeting)["other"] | {
        f"other-decision-{first.pk}-text": "Publier demain",
        f"other-decision-{second.pk}-remove": "on",
        "other-decision-new-text": "Relire",
    }
    assert send(phone, meeting, sent).status_code == 302
    decisions = Decision.objects.filter(meeting=meeting).values_list("text_fr", "position")
    assert [*decisions] == [("Publier demain", 0), ("Relire", 2)]


def test_the_text_in_the_other_language_stays(phone: Client, meeting: Meeting) -> None:
    decision = Decision.objects.create(meeting=meeting, text_en="Publish it")
    page = phone.get(address(meeting)).content.decode()
    assert "Dans l’autre langue\N{NO-BREAK SPACE}: Publish it" in page
    sent = opened(phone, meeting)["other"]
    name = f"other-decision-{decision.pk}-text"
    assert sent[name] == ""
    send(phone, meeting, sent)
    decision.refresh_from_db()
    assert (decision.text_fr, decision.text_en) == (None, "Publish it")
    send(phone, meeting, sent | {name: "Publier"})
    decision.refresh_from_db()
    assert (decision.text_fr, decision.text_en) == ("Publier", "Publish it")


def test_who_may_see_an_outcome_is_the_secretariat_s_to_say(
    phone: Client, meeting: Meeting
) -> None:
    decision = Decision.objects.create(meeting=meeting, text_fr="Publier")
    name = f"other-decision-{decision.pk}-visibility"
    sent = opened(phone, meeting)["other"]
    assert name not in sent
    send(phone, meeting, sent | {name: "public"})
    decision.refresh_from_db()
    assert decision.visibility == "members"
    phone.force_login(make_staff())
    sent = opened(phone, meeting)["other"]
    send(phone, meeting, sent | {name: "public"})
    decision.refresh_from_db()
    assert decision.visibility == "public"


def test_only_an_organisation_on_the_list_may_promise(phone: Client, meeting: Meeting) -> None:
    listed, other = make_organisation(listing="unlisted"), make_organisation()
    make_participation(meeting=meeting, organisation=listed)
    sent = opened(phone, meeting)["other"] | {"other-followup-new-what": "Écrire"}
    response = send(phone, meeting, sent | {"other-followup-new-owner": str(other.pk)})
    assert response.status_code == 200
    assert "Rien de cette partie n’est encore enregistré" in response.content.decode()
    assert "Écrire</textarea>" in response.content.decode()
    assert not FollowUp.objects.exists()
    send(phone, meeting, sent | {"other-followup-new-owner": str(listed.pk)})
    assert FollowUp.objects.get().owner == listed


def test_an_owner_who_is_not_on_the_list_stays(phone: Client, meeting: Meeting) -> None:
    owner = make_organisation()
    follow_up = FollowUp.objects.create(meeting=meeting, what_fr="Écrire", owner=owner)
    sent = opened(phone, meeting)["other"]
    send(phone, meeting, sent | {f"other-followup-{follow_up.pk}-what": "Écrire vite"})
    follow_up.refresh_from_db()
    assert (follow_up.what_fr, follow_up.owner) == ("Écrire vite", owner)


def agenda(meeting: Meeting) -> list[tuple[str, int]]:
    return [(item.title, item.position) for item in meeting.agenda_items.all()]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({0: "2"}, ["Budget", "Ouverture", "Pause"]),
        ({0: "3"}, ["Budget", "Pause", "Ouverture"]),
        ({2: "1"}, ["Pause", "Ouverture", "Budget"]),
        ({2: "2"}, ["Ouverture", "Pause", "Budget"]),
        ({0: ""}, ["Budget", "Pause", "Ouverture"]),
        ({0: "3", 2: "1"}, ["Pause", "Budget", "Ouverture"]),
    ],
)
def test_items_are_put_in_order_by_numbers(
    typed: dict[int, str], expected: list[str], phone: Client, meeting: Meeting
) -> None:
    AgendaItem.objects.create(meeting=meeting, title_fr="Pause", position=3)
    keys = [item.pk for item in meeting.agenda_items.all()]
    sent = opened(phone, meeting)["agenda"]
    for row, number in typed.items():
        sent[f"agenda-agendaitem-{keys[row]}-position"] = number
    assert send(phone, meeting, sent).status_code == 302
    assert agenda(meeting) == list(zip(expected, [1, 2, 3], strict=True))


def test_a_new_item_is_for_the_secretariat_until_it_is_opened(
    phone: Client, meeting: Meeting
) -> None:
    sent = opened(phone, meeting)["agenda"] | {
        "agenda-agendaitem-new-title": "Divers",
        "agenda-agendaitem-new-minutes": "10",
    }
    send(phone, meeting, sent)
    item = meeting.agenda_items.last()
    assert item
    assert (item.title_fr, item.minutes, item.position, item.visibility) == (
        "Divers",
        10,
        3,
        "staff",
    )
    page = phone.get(address(meeting)).content.decode()
    assert "15:00–15:10" in page
    assert "10 minutes de plus que la réunion" in page


@pytest.mark.parametrize(
    ("presence", "attended"), [("yes", True), ("no", False), ("unknown", None)]
)
def test_who_came_is_ticked(
    presence: str, attended: bool | None, phone: Client, meeting: Meeting
) -> None:
    participation = make_participation(meeting=meeting, attended=None if attended else True)
    name = f"attendance-participation-{participation.pk}-presence"
    sent = opened(phone, meeting)["attendance"]
    send(phone, meeting, sent | {name: presence})
    participation.refresh_from_db()
    assert participation.attended is attended


@pytest.mark.parametrize(
    "typed",
    [
        {"other-followup-new-what": "Écrire", "other-followup-new-due": "demain"},
        {"other-followup-new-what": "Écrire", "other-followup-new-owner": "9" * 50},
        {"other-followup-new-due": "2026-12-20"},
        {"other-decision-new-text": "a\0b"},
        {"section": "agenda", "agenda-agendaitem-new-title": "x" * 300},
        {"section": "agenda", "agenda-agendaitem-new-minutes": "99999"},
        {"section": "agenda", "agenda-agendaitem-new-starts_at": "25:99"},
        {"section": "agenda", "agenda-agendaitem-new-position": "0"},
        {"other-decision-99999999999999999-text": "\0"},
    ],
)
def test_what_cannot_be_is_refused_and_stays(
    typed: dict[str, str], phone: Client, meeting: Meeting
) -> None:
    before = meeting.agenda_items.count()
    sections = opened(phone, meeting)
    sent = sections.get(typed.get("section", "other"), {}) | typed
    response = send(phone, meeting, sent)
    assert response.status_code == 200
    assert (FollowUp.objects.count(), Decision.objects.count()) == (0, 0)
    assert meeting.agenda_items.count() == before


@pytest.mark.parametrize("is_staff", [False, True])
def test_it_asks_as_often_for_3_rows_as_for_1(is_staff: bool, client: Client) -> None:
    def counted(number: int) -> int:
        campaign = make_campaign()
        earlier = make_meeting(campaign=campaign, starts_on=date(2020, 1, 1))
        meeting = make_meeting(campaign=campaign, organisations=number)
        owner = Organisation.objects.filter(participations__meeting=meeting).first()
        person = make_staff() if is_staff else make_facilitator(meeting)
        for row in range(number):
            item = AgendaItem.objects.create(meeting=meeting, title_fr=f"Point {row}")
            Decision.objects.create(meeting=meeting, agenda_item=item, text_fr="Publier")
            for one in (earlier, meeting):
                promise = FollowUp.objects.create(meeting=one, what_fr="Écrire", owner=owner)
                ProgressReport.objects.create(
                    follow_up=promise, kind="progress", text="Écrit", by=make_user()
                )
        client.force_login(person)
        client.get(address(meeting))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(meeting))
        return len(queries)

    assert counted(1) == counted(3)


# --- What earlier meetings left open ---------------------------------------------------------


@pytest.fixture
def next_meeting() -> Meeting:
    """The second meeting of a campaign, whose first left something open."""
    campaign = make_campaign()
    earlier = make_meeting(campaign=campaign, starts_on=date(2021, 1, 1))
    FollowUp.objects.create(meeting=earlier, what_fr="Publier le compte rendu")
    FollowUp.objects.create(meeting=earlier, what_fr="Taire", visibility="staff")
    FollowUp.objects.create(meeting=earlier, what_fr="Fini", state="done")
    first_day = date(2021, 6, 1)
    return make_meeting(campaign=campaign, starts_on=first_day, status="draft", state="planned")


def test_the_next_meeting_shows_what_is_open_to_those_who_may_know(
    client: Client, next_meeting: Meeting
) -> None:
    seen = {}
    for person in (make_facilitator(next_meeting), make_staff()):
        client.force_login(person)
        page = client.get(address(next_meeting)).content.decode()
        words = ("Publier le compte rendu", "Taire", "Fini")
        seen[person.is_staff] = [word for word in words if word in page]
    assert seen == {
        False: ["Publier le compte rendu"],
        True: ["Publier le compte rendu", "Taire"],
    }
    edit_page = f"/admin/meetings/meeting/{next_meeting.pk}/change/"
    for person in (make_staff(), with_role("Publisher")):
        client.force_login(person)
        edit = client.get(edit_page).content.decode()
        assert "Publier le compte rendu" in edit
        # Who may only look at the meeting is not led to where it is written.
        assert (address(next_meeting) in edit) is person.is_superuser


def test_the_secretariat_reads_what_owners_reported_and_a_facilitator_does_not(
    client: Client, next_meeting: Meeting
) -> None:
    now = FollowUp.objects.create(meeting=next_meeting, what_fr="Relire")
    for follow_up in (now, FollowUp.objects.get(what_fr="Publier le compte rendu")):
        ProgressReport.objects.create(
            follow_up=follow_up, kind="cannot", text=f"Plus personne pour {follow_up.what_fr}."
        )
    shown = {}
    for person in (make_facilitator(next_meeting), make_staff()):
        client.force_login(person)
        page = client.get(address(next_meeting)).content.decode()
        assert "cela ne peut pas se faire" in page
        shown[person.is_staff] = page.count("Plus personne pour")
    assert shown == {False: 0, True: 2}


def test_what_is_open_opens_the_agenda_once(client: Client, next_meeting: Meeting) -> None:
    AgendaItem.objects.create(meeting=next_meeting, title_fr="Budget", position=0)
    client.force_login(make_facilitator(next_meeting))
    for _ in range(2):
        assert send(client, next_meeting, {"section": "opening"}).status_code == 302
    items = next_meeting.agenda_items.all()
    with translation.override("en"):
        assert [(item.title_fr, item.title_en) for item in items] == [
            ("Ce qui reste à faire", "What is still open"),
            ("Budget", None),
        ]
    assert [item.position for item in items] == [1, 2]

"""The page of a meeting under way, on which several write at once."""

from typing import Any

import pytest
from django.test import Client

from meetings.models import Decision, FollowUp, Meeting, Participation
from tests.factories import make_participation, make_staff
from tests.meetings.running.test_access import address
from tests.meetings.running.test_page import opened, send, sent_by

pytestmark = pytest.mark.django_db


def test_what_others_wrote_stays_where_nothing_was_typed(phone: Client, meeting: Meeting) -> None:
    first, second = meeting.agenda_items.all()
    decision = Decision.objects.create(meeting=meeting, agenda_item=first, text_fr="Publier")
    removed = Decision.objects.create(meeting=meeting, agenda_item=first, text_fr="Attendre")
    page = {key: value for sent in opened(phone, meeting).values() for key, value in sent.items()}
    first.discussion, decision.text_fr = "Notes d’Awa", "Publier demain"
    first.save()
    decision.save()
    removed.delete()
    notes = f"item-{second.pk}-agendaitem-{second.pk}-discussion"
    assert send(phone, meeting, page | {notes: "Mes notes"}).status_code == 302
    items = meeting.agenda_items.values_list("discussion", flat=True)
    assert [*items] == ["Notes d’Awa", "Mes notes"]
    assert Decision.objects.get().text_fr == "Publier demain"


def test_the_same_sent_twice_is_no_conflict_with_oneself(phone: Client, meeting: Meeting) -> None:
    item = meeting.agenda_items.first()
    assert item
    name = f"item-{item.pk}"
    removed = Decision.objects.create(meeting=meeting, agenda_item=item, text_fr="Attendre")
    sent = opened(phone, meeting)[name] | {
        f"{name}-agendaitem-{item.pk}-discussion": "Une ligne\r\nUne autre",
        f"{name}-decision-{removed.pk}-remove": "on",
        f"{name}-decision-new-text": "Publier",
        f"{name}-followup-new-what": "Écrire",
    }
    for _ in range(2):
        assert send(phone, meeting, sent).status_code == 302
    item.refresh_from_db()
    assert item.discussion == "Une ligne\r\nUne autre"
    assert (Decision.objects.get().text_fr, FollowUp.objects.get().what_fr) == ("Publier", "Écrire")


@pytest.mark.parametrize("section", ["nothing", "", "a\nb", "x" * 10_000])
def test_a_made_up_section_changes_nothing(section: str, phone: Client, meeting: Meeting) -> None:
    answer = send(phone, meeting, {"section": section, "nothing-fingerprint": "x", "item-1": "x"})
    assert answer.status_code == 302
    assert "\n" not in answer["Location"]


def shown_by(response: Any) -> dict[str, str]:
    """What the rows of a page say that they showed."""
    sections = [sent_by(section) for section in response.context["page"].sections]
    every = {name: value for sent in sections for name, value in sent.items()}
    return {name: value for name, value in every.items() if name.endswith("-shown")}


def everything(client: Client, meeting: Meeting) -> dict[str, str]:
    """All that a browser sends of the page, were nothing typed."""
    return {
        name: value for sent in opened(client, meeting).values() for name, value in sent.items()
    }


def test_each_row_is_told_from_the_others(phone: Client, meeting: Meeting) -> None:
    rows = [make_participation(meeting=meeting, attended=one) for one in (True, False, None)]
    english = [
        Decision.objects.create(meeting=meeting, text_en=text, position=position)
        for position, text in enumerate(["Publish", "Publish", "Wait"])
    ]
    typed = {
        f"attendance-participation-{rows[0].pk}-presence": "no",
        f"attendance-participation-{rows[1].pk}-presence": "yes",
        f"attendance-participation-{rows[2].pk}-presence": "yes",
        f"other-decision-{english[1].pk}-remove": "on",
        f"other-decision-{english[2].pk}-text": "Attendre",
        "other-decision-new-text": "Attendre",
    }
    assert send(phone, meeting, everything(phone, meeting) | typed).status_code == 302
    attended = Participation.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")
    assert [*attended.values_list("attended", flat=True)] == [False, True, True]
    decisions = Decision.objects.order_by("position").values_list("text_fr", "text_en")
    assert [*decisions] == [(None, "Publish"), ("Attendre", "Wait"), ("Attendre", None)]


def test_one_of_several_decisions_is_hidden(client: Client, meeting: Meeting) -> None:
    client.force_login(make_staff())
    hidden, _shown, _staff = (
        Decision.objects.create(meeting=meeting, text_en=text, visibility=visibility)
        for text, visibility in (("One", "public"), ("Two", "public"), ("Three", "staff"))
    )
    typed = {f"other-decision-{hidden.pk}-visibility": "staff"}
    send(client, meeting, everything(client, meeting) | typed)
    hidden.refresh_from_db()
    assert hidden.visibility == "staff"


def test_where_nothing_was_typed_a_second_send_takes_nothing_back(
    phone: Client, meeting: Meeting
) -> None:
    item = meeting.agenda_items.first()
    assert item
    gone = Decision.objects.create(meeting=meeting, agenda_item=item, text_fr="Attendre")
    name = f"item-{item.pk}"
    sent = opened(phone, meeting)[name] | {
        f"{name}-followup-new-what": "Écrire",
        f"{name}-followup-new-due": "demain",
    }
    item.discussion = "Notes d’Awa"
    item.save()
    gone.delete()
    refused = send(phone, meeting, sent)
    assert "Notes d’Awa</textarea>" in refused.content.decode()
    (section,) = refused.context["page"].refused
    again = sent_by(section) | {f"{name}-followup-new-due": "2027-01-01"}
    assert send(phone, meeting, again).status_code == 302
    item.refresh_from_db()
    assert (item.discussion, Decision.objects.count()) == ("Notes d’Awa", 0)
    assert FollowUp.objects.get().what_fr == "Écrire"


def test_what_somebody_removes_after_it_was_changed_is_asked_once(
    phone: Client, meeting: Meeting
) -> None:
    decision = Decision.objects.create(meeting=meeting, text_fr="Attendre")
    sent = opened(phone, meeting)["other"] | {f"other-decision-{decision.pk}-remove": "on"}
    decision.text_fr = "Publier"
    decision.save()
    refused = send(phone, meeting, sent)
    assert "Quelqu’un d’autre a modifié cette partie" in refused.content.decode()
    send(phone, meeting, sent | shown_by(refused))
    assert not Decision.objects.exists()


@pytest.mark.parametrize("moved", [{"agendaitem-new-title": "Divers"}, {"position": "9"}])
def test_the_order_sent_twice_is_the_same_order(
    moved: dict[str, str], phone: Client, meeting: Meeting
) -> None:
    first = meeting.agenda_items.first()
    assert first
    typed = {
        f"agenda-agendaitem-{first.pk}-position" if name == "position" else f"agenda-{name}": value
        for name, value in moved.items()
    }
    sent = everything(phone, meeting) | typed
    answers, orders = [], []
    for _ in range(2):
        answers.append(send(phone, meeting, sent).status_code)
        orders.append([item.title_fr for item in meeting.agenda_items.all()])
    assert answers == [302, 302]
    assert orders[0] == orders[1]


def test_who_was_taken_off_the_list_meanwhile_is_told(phone: Client, meeting: Meeting) -> None:
    gone = make_participation(meeting=meeting, attended=None)
    typed = {f"attendance-participation-{gone.pk}-presence": "yes"}
    sent = everything(phone, meeting) | typed
    gone.delete()
    assert "<pre>présente</pre>" in send(phone, meeting, sent).content.decode()


def test_nothing_typed_is_said(phone: Client, meeting: Meeting) -> None:
    send(phone, meeting, opened(phone, meeting)["agenda"])
    meeting.refresh_from_db()
    assert meeting.version == 1
    assert "il n’y avait rien à enregistrer" in phone.get(address(meeting)).content.decode()


def test_two_people_write_in_two_sections(phone: Client, meeting: Meeting) -> None:
    first, second = meeting.agenda_items.all()
    sections = opened(phone, meeting)
    for item in (first, second):
        name = f"item-{item.pk}"
        sent = sections[name] | {f"{name}-agendaitem-{item.pk}-discussion": f"Notes {item.pk}"}
        assert send(phone, meeting, sent).status_code == 302
    assert send(phone, meeting, sections["attendance"]).status_code == 302
    notes = meeting.agenda_items.values_list("discussion", flat=True)
    assert [*notes] == [f"Notes {first.pk}", f"Notes {second.pk}"]


def test_of_two_in_one_section_the_second_sees_both_texts(phone: Client, meeting: Meeting) -> None:
    item = meeting.agenda_items.first()
    assert item
    name, notes = f"item-{item.pk}", f"item-{item.pk}-agendaitem-{item.pk}-discussion"
    sent = opened(phone, meeting)[name]
    send(phone, meeting, sent | {notes: "Texte d’Awa", f"{name}-decision-new-text": "Publier"})
    mine = sent | {notes: "Mon texte", f"{name}-decision-new-text": "Relire"}
    response = send(phone, meeting, mine)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Quelqu’un d’autre a modifié cette partie" in page
    for text in ("Mon texte</textarea>", "Relire</textarea>", "Texte d’Awa", "Publier</textarea>"):
        assert text in page
    item.refresh_from_db()
    assert item.discussion == "Texte d’Awa"
    assert send(phone, meeting, mine | shown_by(response)).status_code == 302
    item.refresh_from_db()
    assert item.discussion == "Mon texte"
    decisions = Decision.objects.order_by("position").values_list("text_fr", flat=True)
    assert [*decisions] == ["Publier", "Relire"]


def test_a_row_that_somebody_removed_comes_back_as_a_new_one(
    phone: Client, meeting: Meeting
) -> None:
    decision = Decision.objects.create(meeting=meeting, text_fr="Publier")
    name = f"other-decision-{decision.pk}-text"
    sent = opened(phone, meeting)["other"] | {name: "Publier demain"}
    decision.delete()
    response = send(phone, meeting, sent)
    assert "Publier demain</textarea>" in response.content.decode()
    assert not Decision.objects.exists()
    assert send(phone, meeting, sent | shown_by(response)).status_code == 302
    assert Decision.objects.get().text_fr == "Publier demain"


def test_what_was_typed_under_an_item_that_is_gone_is_shown(
    phone: Client, meeting: Meeting
) -> None:
    item = meeting.agenda_items.first()
    assert item
    name = f"item-{item.pk}"
    sent = opened(phone, meeting)[name] | {f"{name}-decision-new-text": "Publier demain"}
    item.delete()
    response = send(phone, meeting, sent)
    assert response.status_code == 200
    assert "<pre>Publier demain</pre>" in response.content.decode()
    untyped = opened(phone, meeting)["agenda"] | {"agenda-agendaitem-new-title": "Divers"}
    meeting.agenda_items.all().delete()
    assert "<pre>" not in send(phone, meeting, untyped).content.decode()

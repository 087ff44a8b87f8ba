"""A date poll: its slots as staff write them, as people answer, its result, and the date made."""

from datetime import date, time
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.forms import modelform_factory
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kpcsc.foundation.mail.models import Delivery
from kpcsc.foundation.partial_date import PartialPeriod
from kpcsc.foundation.proposals.models import ProposedChange
from meetings.models import Meeting
from meetings.models.invitation import calendar_facts
from surveys.building.actions import duplicate, set_choices
from surveys.building.admin import QuestionForm
from surveys.dates.results import slot_results
from surveys.invitations.links import link_path
from surveys.models import Answer, Choice, Invitation, Question, Survey
from tests.factories import (
    make_invitation,
    make_meeting_invitation,
    make_organisation,
    make_planned_meeting,
    make_question,
    make_staff,
    make_survey,
    make_user,
)
from tests.surveys.test_views import opened

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
FIRST, SECOND = "14 octobre 2100 9h–12h", "15 octobre 2100"


def poll(lines: str = f"{FIRST}\n{SECOND}", **fields: Any) -> Question:
    """A date poll of a survey before a planned meeting in Kinshasa."""
    if "meeting" not in fields:
        fields["meeting"] = make_planned_meeting(time_zone="Africa/Kinshasa")
    question = Question(survey=make_survey(**fields))
    sent = {"text_fr": "Quand ?", "kind": "availability", "choices_fr": lines, "position": "1"}
    form = form_of(question, sent)
    assert form.is_valid(), form.errors
    return form.save()


def form_of(question: Question, sent: dict[str, Any]) -> Any:
    """The desk's form of a question."""
    made = modelform_factory(Question, QuestionForm, fields=["text_fr", "kind", "position"])
    form = made(sent, instance=question)
    form.time_zone = question.survey.meeting.time_zone
    return form


def slots_of(question: Question) -> list[PartialPeriod | None]:
    return [choice.period for choice in question.choices.all()]


def first_slot(question: Question) -> Choice:
    return question.choices.all()[0]


def answered(question: Question, invitation: Invitation, *answers: str) -> Client:
    """Somebody who answered so to the slots, in their order."""
    client = Client()
    slots = question.choices.all()
    sent = {f"q{question.pk}_{slot.pk}": one for slot, one in zip(slots, answers, strict=True)}
    assert client.post(link_path(invitation), opened(client, invitation) | sent).status_code == 200
    return client


def test_lines_become_slots_with_words_in_both_languages() -> None:
    first, second = poll().choices.all()
    zone = "Africa/Kinshasa"
    day = date(2100, 10, 14)
    assert first.period == PartialPeriod(day, None, "minute", time(9), time(12), zone)
    assert second.period == PartialPeriod(date(2100, 10, 15), time_zone=zone)
    assert first.text_fr == "jeudi 14 octobre 2100, 09:00–12:00 (Kinshasa, UTC+1)"
    assert first.text_en == "Thursday 14 October 2100, 09:00–12:00 (Kinshasa time, UTC+1)"
    assert second.text_fr == "vendredi 15 octobre 2100"


def test_what_is_shown_is_taken_again_as_it_was() -> None:
    question = poll()
    form = form_of(question, {})
    with translation.override("en"):
        shown = form_of(question, {}).initial
    before = slots_of(question)
    keys = list(question.choices.values_list("pk", flat=True))
    for lines in (form.initial["choices_fr"], shown["choices_fr"]):
        sent = {"text_fr": "Quand ?", "kind": "availability", "choices_fr": lines, "position": "1"}
        again = form_of(question, sent | {"choices_en": ""})
        assert again.is_valid(), again.errors
        again.save()
        assert slots_of(question) == before
        assert list(question.choices.values_list("pk", flat=True)) == keys
    assert shown["choices_en"] == ""


def test_slots_keep_their_zone_though_the_meeting_has_another_and_one_is_added() -> None:
    question = poll()
    before = slots_of(question)
    meeting = question.survey.meeting
    meeting.time_zone = "Africa/Abidjan"
    meeting.save()
    lines = f"{form_of(question, {}).initial['choices_fr']}\n16 octobre 2100 9h"
    sent = {"text_fr": "Quand ?", "kind": "availability", "choices_fr": lines, "position": "1"}
    form = form_of(question, sent)
    form.time_zone = "Africa/Abidjan"
    assert form.is_valid(), form.errors
    form.save()
    added = PartialPeriod(date(2100, 10, 16), None, "minute", time(9), None, "Africa/Abidjan")
    assert slots_of(question) == [*before, added]


def test_slots_in_both_boxes_are_refused() -> None:
    question = poll()
    sent = {"text_fr": "Quand ?", "kind": "availability", "choices_fr": FIRST, "position": "1"}
    with translation.override("en"):
        form = form_of(question, sent | {"choices_en": "16 October 2100"})
        assert "Write the slots in one of the two boxes" in str(form.errors["choices_en"])


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (
            f"{FIRST}\nun jeudi",
            "Write a slot a line, as in “14 October 2026, 9h–12h”; this is none",
        ),
        (FIRST, "Write at least two slots, one a line."),
        ("", "Write at least two slots, one a line."),
    ],
)
def test_what_is_no_slot_is_said(lines: str, problem: str) -> None:
    sent = {"text_fr": "Quand ?", "kind": "availability", "choices_fr": lines, "position": "1"}
    with translation.override("en"):
        form = form_of(Question(survey=make_survey()), sent)
        assert problem in str(form.errors["choices_fr"])


def test_a_question_of_another_kind_has_no_slots() -> None:
    question = poll()
    lines = "Oui\nNon"
    sent = {"text_fr": "Quand ?", "kind": "single", "choices_fr": lines, "position": "1"}
    form = form_of(question, sent)
    assert form.is_valid(), form.errors
    form.save()
    assert slots_of(question) == [None, None]


def test_results_that_were_for_all_are_the_secretariat_s_once_it_is_a_poll() -> None:
    question = make_question(make_survey(), "single", "A", "B", results_visibility="public")
    lines = f"{FIRST}\n{SECOND}"
    sent = {"text_fr": "Quand ?", "kind": "availability", "choices_fr": lines, "position": "1"}
    form = form_of(question, sent)
    assert form.is_valid(), form.errors
    assert form.save().results_visibility == "staff"


def test_a_copy_has_the_slots(client: Client) -> None:
    question = poll()
    copy = duplicate(survey=question.survey, by=make_staff())
    assert slots_of(copy.questions.get()) == slots_of(question)
    set_choices(question=question, lines=[])
    assert len(slots_of(copy.questions.get())) == 2


def test_each_reader_sees_their_own_hours_first(client: Client) -> None:
    question = poll()
    person = make_user(time_zone="Asia/Kathmandu", organisation=make_organisation())
    invitation = make_invitation(question.survey, person=person)
    with translation.override("en"):
        page = client.get(link_path(invitation), headers=ENGLISH).content.decode()
    own = page.index("Thursday 14 October 2100, 13:45–16:45 (Kathmandu time, UTC+5:45)")
    assert own < page.index("Thursday 14 October 2100, 09:00–12:00 (Kinshasa time, UTC+1)")
    assert page.count("Friday 15 October 2100") == 1


def test_answers_come_back_on_the_receipt_and_the_form(client: Client) -> None:
    question = poll()
    invitation = make_invitation(question.survey)
    client = answered(question, invitation, "1", "")
    answer = Answer.objects.get()
    assert (answer.choice, answer.number) == (first_slot(question), 1)
    page = client.get(link_path(invitation)).content.decode()
    name = f"q{question.pk}_{answer.choice_id}"
    assert f'name="{name}" value="1" checked' in page
    assert page.count(" checked>") == 1
    receipt = client.post(link_path(invitation), opened(client, invitation) | {name: "1"})
    assert "(Kinshasa, UTC+1)\u00a0: si besoin</dd>" in receipt.content.decode()
    bad = client.post(link_path(invitation), opened(client, invitation) | {name: "7"})
    assert bad.status_code == 422


def of_three(confidentiality: str) -> Question:
    """Three people of three organisations answer: the second slot suits most."""
    question = poll(confidentiality=confidentiality, least_respondents=5)
    for name, answers in (("Awa", "20"), ("Binta", "02"), ("Carlos", "12")):
        organisation = make_organisation(name_fr=f"Maison de {name}", name_en=f"House of {name}")
        person = make_user(name=name, organisation=organisation)
        answered(question, make_invitation(question.survey, person=person), *answers)
    return question


@pytest.mark.parametrize(
    ("confidentiality", "out", "if_need_be"),
    [
        ("named", [["Awa"], ["Binta"]], [[], ["Carlos"]]),
        ("confidential", [["House of Awa"], ["House of Binta"]], [[], ["House of Carlos"]]),
    ],
)
def test_who_is_out_as_far_as_it_was_promised(
    confidentiality: str, out: list[list[str]], if_need_be: list[list[str]]
) -> None:
    question = of_three(confidentiality)
    first, second = question.choices.all()
    with translation.override("en"):
        found = slot_results(question)
    assert [(one.choice, one.ranked.place) for one in found] == [(second, 1), (first, 2)]
    assert [(one.ranked.yes, one.ranked.if_need_be, one.ranked.no) for one in found] == [
        (2, 0, 1),
        (1, 1, 1),
    ]
    assert [one.out for one in found] == out
    assert [one.if_need_be for one in found] == if_need_be


def dates_page(survey: Survey) -> str:
    return reverse("admin:surveys_survey_dates", args=[survey.pk])


def test_of_an_anonymous_poll_nothing_is_told_too_early(client: Client) -> None:
    question = of_three("anonymous")
    client.force_login(make_staff())
    page = client.get(dates_page(question.survey), headers=ENGLISH).content.decode()
    assert "The survey is anonymous: its results are shown once it is closed" in page
    assert "14 October" not in page
    slot = first_slot(question)
    client.post(dates_page(question.survey), {"slot": slot.pk, "confirmed": "1"})
    assert Meeting.objects.get().starts_on != date(2100, 10, 14)


def test_one_button_makes_it_the_meeting_s_date_and_those_invited_are_told(client: Client) -> None:
    question = of_three("named")
    meeting = question.survey.meeting
    Meeting.objects.filter(pk=meeting.pk).update(state="postponed", time_zone="Africa/Accra")
    invited = make_meeting_invitation(meeting, person=make_user())
    invited.notified = calendar_facts(meeting)
    invited.save()
    client.force_login(make_staff())
    slot = first_slot(question)
    asked = client.post(dates_page(question.survey), {"slot": slot.pk}, headers=ENGLISH)
    assert "Thursday 14 October 2100, 09:00–12:00" in asked.content.decode()
    assert Meeting.objects.get().state == "postponed"
    client.post(dates_page(question.survey), {"slot": slot.pk, "confirmed": "1"})
    stored = Meeting.objects.get()
    assert stored.period == slot.period
    assert (stored.state, stored.version) == ("planned", meeting.version + 1)
    assert Delivery.objects.filter(letter__endswith="meeting_changed").exists()
    assert stored.history.first().history_user is not None


@pytest.mark.parametrize("state", ["held", "cancelled"])
def test_the_date_of_what_was_held_or_cancelled_stays(client: Client, state: str) -> None:
    question = of_three("named")
    Meeting.objects.update(state=state)
    before = Meeting.objects.get().period
    client.force_login(make_staff())
    sent = {"slot": first_slot(question).pk, "confirmed": "1"}
    page = client.post(dates_page(question.survey), sent, headers=ENGLISH, follow=True)
    assert "its date stays." in page.content.decode()
    assert Meeting.objects.get().period == before


def test_whoever_may_not_publish_proposes_it(client: Client) -> None:
    meeting = make_planned_meeting(status="published", visibility="public")
    question = poll(meeting=meeting)
    editor = make_user(is_staff=True)
    editor.groups.set([Group.objects.get(name="Editor")])
    client.force_login(editor)
    sent = {"slot": first_slot(question).pk, "confirmed": "1"}
    client.post(dates_page(question.survey), sent)
    assert Meeting.objects.get().period == meeting.period
    assert ProposedChange.objects.get().origin == "date_poll"


@pytest.mark.parametrize("slot", ["", "0", "x", "9" * 30])
def test_a_slot_of_nothing_is_not_found(client: Client, slot: str) -> None:
    question = poll()
    other = first_slot(poll())
    client.force_login(make_staff())
    assert client.post(dates_page(question.survey), {"slot": slot}).status_code == 404
    assert client.post(dates_page(question.survey), {"slot": other.pk}).status_code == 404


def test_results_are_published_to_nobody(client: Client) -> None:
    question = of_three("named")
    client.force_login(make_staff())
    address = reverse("admin:surveys_survey_results", args=[question.survey.pk])
    page = client.get(address, headers=ENGLISH).content.decode()
    assert f"visibility_{question.pk}" not in page
    assert "Thursday 14 October 2100" in page
    assert "Mean " not in page
    question.results_visibility = "public"
    with pytest.raises(Exception, match="question_availability_for_the_secretariat"):
        question.save()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_often_for_three_answers_as_for_one(
    client: Client, number: int, django_assert_num_queries: Any
) -> None:
    question = poll()
    for _one in range(number):
        answered(question, make_invitation(question.survey), "0", "2")
    client.force_login(make_staff())
    client.get(dates_page(question.survey))
    with django_assert_num_queries(8):
        client.get(dates_page(question.survey))

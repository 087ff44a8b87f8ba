"""The page that imports a report: choose or paste, look, save."""

import socket
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BaseForm, BaseFormSet
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from kpcsc.foundation import waiting_files
from meetings.models import Document, Meeting
from organisations.models import Organisation, User
from tests.factories import make_staff

REPORTS = Path(__file__).parents[2] / "data/reports"
FRENCH = (REPORTS / "fr-reference.txt").read_text(encoding="utf-8")
ENGLISH = (REPORTS / "en-reference.txt").read_text(encoding="utf-8")
GOMA = """Atelier sur la redevance minière

L’atelier s’est tenu à Goma du 12 au 14 mai 2022. Y ont pris part 38 personnes venues de RDC et du
Rwanda.

Organisations présentes
- Action Mines Guinée
- Collectif des Riverains de Bukavu (CRB)
"""
PAGE = "/admin/meetings/meeting/import-report/"
QUERIES = 8


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def staff(client: Client, db: None) -> User:
    person = make_staff()
    client.force_login(person)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return person


def sent_back(response: Any) -> dict[str, Any]:
    """What a browser would send of the review when nothing is touched."""
    review = response.context["review"]
    forms: list[BaseForm] = [response.context["waiting"], review.facts]
    formsets: list[BaseFormSet] = [*review.parts.values(), review.organisations]
    for formset in formsets:
        forms += [formset.management_form, *formset.forms]
    values = {
        bound.html_name: bound.field.prepare_value(bound.value())
        for form in forms
        for bound in form
    }
    left_out = (None, False)  # by identity: a figure may be 0
    return {
        name: value
        for name, value in values.items()
        if not any(value is nothing for nothing in left_out)
    }


def test_a_report_is_shown_beside_what_was_read_in_it(
    client: Client, staff: User, reference: Meeting
) -> None:
    response = client.post(PAGE, {"text": FRENCH})
    review = response.context["review"]
    assert review.remarks == []
    assert review.facts.initial["starts_on"].isoformat() == "2021-06-02"
    assert [review.facts.initial[f"{name}_count"] for name in ("participants", "facilitators")] == [
        24,
        3,
    ]
    assert review.facts.initial["campaign"] == reference.campaign
    assert len(review.country_rows) == 15
    assert len(review.organisation_rows) == 25
    assert all(form.match for form, _why in review.organisation_rows)
    assert "".join(piece.text for piece in review.pieces) == FRENCH
    assert review.evidence["participants_count"].is_sure
    assert not Meeting.objects.exclude(pk=reference.pk).exists()


def test_the_meeting_of_that_day_is_offered_and_nothing_is_chosen(
    client: Client, staff: User, reference: Meeting
) -> None:
    shown = client.post(PAGE, {"text": ENGLISH})
    assert [key for key, _label in shown.context["review"].facts.fields["into"].choices] == [
        "new",
        str(reference.pk),
    ]
    response = client.post(PAGE, sent_back(shown))
    assert "into" in response.context["review"].facts.errors


def test_what_was_accepted_is_saved_as_a_draft(
    client: Client, staff: User, reference: Meeting
) -> None:
    shown = client.post(PAGE, {"text": GOMA})
    data = sent_back(shown) | {
        "organisations-1-choice": "new",
        "facts-title": "Atelier de Goma",
        "facts-participants_count": "",
        "facts-countries": ["CD"],
    }
    response = client.post(PAGE, data, follow=True)
    meeting = Meeting.objects.get(slug="2022-05-atelier-de-goma")
    assert response.redirect_chain[-1][0] == reverse(
        "admin:meetings_meeting_change", args=[meeting.pk]
    )
    assert (meeting.starts_on.isoformat(), str(meeting.ends_on)) == ("2022-05-12", "2022-05-14")
    assert meeting.participants_count is None
    assert list(meeting.countries.values_list("code", flat=True)) == ["CD"]
    assert set(meeting.participations.values_list("organisation__name_fr", flat=True)) == {
        "Action Mines Guinée",
        "Collectif des Riverains de Bukavu",
    }
    assert Organisation.objects.get(acronym="CRB").listing == "unlisted"
    with Document.objects.get(meeting=meeting).file.open() as source:
        assert source.read().decode() == GOMA
    said = [str(message) for message in response.context["messages"]]
    assert said == [
        "The draft is saved. Only the secretariat sees it until it is published.",
        "1 of them is new, and never named until it agrees: Collectif des Riverains de Bukavu.",
    ]


def test_what_stands_before_the_first_heading_is_taken_under_one_alone(
    client: Client, staff: User, reference: Meeting
) -> None:
    shown = client.post(PAGE, {"text": GOMA.replace("du\nRwanda", "du Rwanda")})
    [opening] = shown.context["review"].parts["opening"].forms
    assert opening.initial["keep"] is False
    data = sent_back(shown) | {"organisations-1-choice": "ignore", "opening-0-keep": "on"}
    refused = client.post(PAGE, data)
    assert refused.context["review"].parts["opening"].errors == [
        {"heading": ["Give the section a heading, or do not take it."]}
    ]
    client.post(PAGE, data | {"opening-0-heading": "En bref"})
    [section] = Meeting.objects.get(starts_on="2022-05-12").sections.all()
    assert section.heading_fr == "En bref"
    assert section.body_fr.startswith("<p>L’atelier s’est tenu à Goma du 12 au 14 mai 2022.")


def test_what_is_sure_is_taken_with_one_click_and_the_rest_is_shown(
    client: Client, staff: User, reference: Meeting
) -> None:
    text = GOMA.replace("du\nRwanda", "du Rwanda")
    shown = client.post(PAGE, {"text": text})
    review = shown.context["review"]
    assert ("participants_count" in review.facts.initial, review.facts.initial["place"]) == (
        False,
        "Goma",
    )
    assert "Perhaps “38”: choose or write it if it is right." in shown.content.decode()
    assert '<datalist id="unsure-participants_count"><option value="38">' in shown.content.decode()
    response = client.post(PAGE, sent_back(shown))
    assert response.status_code == 302
    meeting = Meeting.objects.get(starts_on="2022-05-12")
    assert meeting.participants_count is None
    assert set(meeting.countries.values_list("code", flat=True)) == {"CD", "RW"}
    assert set(meeting.participations.values_list("organisation__name_fr", flat=True)) == {
        "Action Mines Guinée",
        "Collectif des Riverains de Bukavu",
    }


def test_a_report_of_a_hundred_sections_is_kept_whole(client: Client, staff: User) -> None:
    told = "The members of the coalition spoke at length of what the mine leaves behind in Bo."
    sections = "".join(f"<h2>Chapter {number}</h2><p>{told}</p>" for number in range(100))
    html = f"<h1>Workshop on rivers</h1><p>The workshop was held on 2 May 2022.</p>{sections}"
    shown = client.post(PAGE, {"file": SimpleUploadedFile("report.html", html.encode())})
    assert client.post(PAGE, sent_back(shown)).status_code == 302
    assert Meeting.objects.get(starts_on="2022-05-02").sections.count() >= 100


def test_an_organisation_like_another_must_be_decided_and_all_else_is_kept(
    client: Client, staff: User, reference: Meeting
) -> None:
    shown = client.post(PAGE, {"text": GOMA.replace("Collectif des", "Action Mines Guinéenne")})
    response = client.post(PAGE, sent_back(shown) | {"facts-title": "Mon titre"})
    review = response.context["review"]
    assert review.organisations.errors == [
        {},
        {"choice": ["Choose what to do with this entry."]},
    ]
    assert review.facts["title"].value() == "Mon titre"
    assert Meeting.objects.count() == 1


def test_the_same_record_is_completed_from_the_other_language(
    client: Client, staff: User, reference: Meeting
) -> None:
    Meeting.objects.filter(pk=reference.pk).update(title_en="", facilitators_count=None)
    shown = client.post(PAGE, {"text": ENGLISH})
    client.post(PAGE, sent_back(shown) | {"facts-into": str(reference.pk)})
    reference.refresh_from_db()
    assert reference.title_en == (
        "NGO strategy meeting on diamonds and the challenges of affected communities"
    )
    assert (reference.participants_count, reference.facilitators_count) == (24, 3)
    assert Meeting.objects.count() == 1


def test_an_announcement_gives_its_title_alone(client: Client, staff: User) -> None:
    text = "Save the date: mining forum\n\nThe forum will take place on 3 May 2031 in Accra."
    review = client.post(PAGE, {"text": text}).context["review"]
    assert [remark.sentence for remark in review.remarks] == [
        "This text announces a meeting, it does not report of one: only its title was taken."
    ]
    assert "starts_on" not in review.facts.initial


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, {"__all__": ["Choose a file or paste the text, one of the two."]}),
        (
            {"text": " . "},
            {
                "text": [
                    "There are no words in this report: choose another file, or paste its text."
                ]
            },
        ),
        (
            {"file": SimpleUploadedFile("report.txt", b"")},
            {"file": ["This file is empty: choose the one that holds the report."]},
        ),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(
    client: Client, staff: User, data: dict[str, Any], errors: dict[str, list[str]]
) -> None:
    response = client.post(PAGE, data)
    assert response.status_code == 200
    assert response.context["form"].errors == errors


def test_a_report_that_waited_too_long_is_asked_for_again(
    client: Client, staff: User, reference: Meeting
) -> None:
    shown = client.post(PAGE, {"text": GOMA})
    with waiting_files.taken(shown.context["waiting"].initial["key"], owner=staff):
        pass
    response = client.post(PAGE, sent_back(shown), follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "This file was written already, or has waited too long: choose it again."
    ]
    assert Meeting.objects.count() == 1


def test_a_report_under_another_name_is_asked_for_again(
    client: Client, staff: User, reference: Meeting
) -> None:
    shown = client.post(PAGE, {"text": GOMA})
    response = client.post(PAGE, sent_back(shown) | {"name": "report.pdf"})
    assert response.status_code == 200
    assert "review" not in response.context
    assert Meeting.objects.count() == 1


def test_what_no_one_can_read_is_left_out_of_the_source(
    client: Client, staff: User, reference: Meeting
) -> None:
    text = "Atelier de Goma\n\nL’atelier s’est tenu à Goma\x07 le 3 mai 2022.\n"
    client.post(PAGE, sent_back(client.post(PAGE, {"text": text})))
    document = Document.objects.get(meeting__starts_on="2022-05-03")
    with document.file.open() as source:
        assert source.read().decode() == text.replace("\x07", "")


def test_a_report_waits_for_the_person_who_brought_it(
    client: Client, staff: User, reference: Meeting
) -> None:
    shown = client.post(PAGE, {"text": GOMA})
    client.force_login(make_staff(email="other@example.org"))
    response = client.post(PAGE, sent_back(shown) | {"organisations-1-choice": "ignore"})
    assert "review" not in response.context
    assert Meeting.objects.count() == 1


def test_nothing_leaves_the_process(
    client: Client, staff: User, reference: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a connection was opened")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    page = f"<html><body><h1>Atelier</h1><p>{GOMA}</p><img src='http://example.org/a.png'></body>"
    for data in ({"text": GOMA}, {"file": SimpleUploadedFile("a.html", page.encode())}):
        shown = client.post(PAGE, data)
        assert shown.context["review"].report.start.value.iso == "2022-05-12"


def test_queries_do_not_grow_with_what_was_read(
    client: Client, staff: User, reference: Meeting, django_assert_num_queries: Any
) -> None:
    few = GOMA
    many = GOMA + "".join(f"- Collectif des Riverains du Lac {n}\n" for n in "ABCDEFGH")
    client.post(PAGE, {"text": few})
    with django_assert_num_queries(QUERIES):
        client.post(PAGE, {"text": few})
    with django_assert_num_queries(QUERIES):
        client.post(PAGE, {"text": many})

"""Results as files: the same figures as the page shows to the same person, and no others."""

import csv
import json
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from kpcsc.foundation.viewer import MEMBER, PUBLIC, STAFF
from surveys.models import Answer, Question, Survey
from surveys.results.exports import export
from surveys.results.summary import results_of
from surveys.results.tally import MOST_TEXTS
from tests.factories import (
    make_invitation,
    make_meeting,
    make_member,
    make_organisation,
    make_question,
    make_staff,
    make_survey,
)
from tests.sampling import sampled
from tests.surveys.ballots import choose, number, rank, respond

pytestmark = pytest.mark.django_db
HEADINGS = ["question", "by", "answer", "number", "%"]
FORMULA = '=HYPERLINK("https://example.org")'
FORMATS = ["csv", "xlsx", "json"]


def published_survey(**fields: Any) -> Survey:
    """A survey of 20 respondents, with published results."""
    now = timezone.now()
    defaults = {"closed_at": now, "results_published_at": now, "slug": "avant"}
    survey = make_survey(**defaults | fields)
    for code in ("CD", "ZW"):
        for _ in range(10):
            organisation = None if survey.is_anonymous else make_organisation(country_id=code)
            respond(survey, organisation)
    return survey


def near_mines(survey: Survey, **fields: Any) -> Question:
    """A question to which every second respondent of each country says yes, the others no."""
    defaults = {"text_en": "Near mines?", "results_visibility": "public"}
    question = make_question(survey, "single", "Oui", "Non", **defaults | fields)
    responses = survey.responses.order_by("organisation", "pk")
    for place, response in enumerate(responses):
        choose(response, question, "Oui" if place % 2 else "Non")
    return question


def rows_of(content: bytes, kind: str) -> list[list[str]]:
    """The rows of a sheet, the headings first."""
    if kind == "csv":
        return [*csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=",")]
    sheet: Any = load_workbook(BytesIO(content)).worksheets[0]
    return [
        ["" if cell is None else str(cell) for cell in row]
        for row in sheet.iter_rows(values_only=True)
    ]


def desk_file(survey: Survey, kind: str) -> str:
    """The address of the secretariat's own file."""
    return reverse("admin:surveys_survey_results_file", args=[survey.pk, kind])


def exported(survey: Survey, kind: str, viewer: Any = PUBLIC) -> bytes:
    """The file that a viewer gets, in English."""
    with translation.override("en"):
        return export(survey, results_of(survey, viewer), kind)


# --- What a file holds --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_sheet_has_a_row_for_each_figure(kind: str) -> None:
    survey = published_survey()
    near_mines(survey, crossed_by="country")
    scale = make_question(
        survey, "scale", text_en="Useful?", least=1, most=2, results_visibility="public"
    )
    ranking = make_question(survey, "ranking", "A", "B", text_en="Rank.")
    for place, response in enumerate(survey.responses.all()):
        number(response, scale, 1 if place < 5 else 2)
        rank(response, ranking, *("AB" if place < 15 else "B"))
    assert rows_of(exported(survey, kind, STAFF), kind) == [
        HEADINGS,
        ["Near mines?", "", "(Oui)", "10", "50"],
        ["Near mines?", "", "(Non)", "10", "50"],
        ["Near mines?", "DRC", "(Oui)", "5", "50"],
        ["Near mines?", "Zimbabwe", "(Oui)", "5", "50"],
        ["Near mines?", "DRC", "(Non)", "5", "50"],
        ["Near mines?", "Zimbabwe", "(Non)", "5", "50"],
        ["Useful?", "", "1", "5", "25"],
        ["Useful?", "", "2", "15", "75"],
        ["Useful?", "", "mean", "1.8", ""],
        ["Useful?", "", "median", "2", ""],
        ["Rank.", "average rank", "(A)", "1.0", ""],
        ["Rank.", "place 1", "(A)", "15", "75"],
        ["Rank.", "place 2", "(A)", "0", "0"],
        ["Rank.", "average rank", "(B)", "1.8", ""],
        ["Rank.", "place 1", "(B)", "5", "25"],
        ["Rank.", "place 2", "(B)", "15", "75"],
    ]


def test_json_says_how_many_answered_of_how_many() -> None:
    survey = published_survey(title_en="Before the meeting")
    near_mines(survey)
    make_invitation(survey)
    assert json.loads(exported(survey, "json")) == {
        "survey": "Before the meeting",
        "respondents": 20,
        "invited": 1,
        "results": [
            {"question": "Near mines?", "by": "", "answer": answer, "number": 10, "%": 50}
            for answer in ("(Oui)", "(Non)")
        ],
    }


def test_the_secretariat_s_file_has_all_texts() -> None:
    survey = published_survey()
    question = make_question(survey, "long_text", results_visibility="public")
    response = survey.responses.all()[0]
    Answer.objects.bulk_create(
        Answer(response=response, question=question, text=f"Texte {place}")
        for place in range(MOST_TEXTS + 5)
    )
    client = Client()
    client.force_login(make_staff())
    content = client.get(desk_file(survey, "csv")).content
    assert len(rows_of(content, "csv")) == 1 + MOST_TEXTS + 5
    for viewer in (PUBLIC, MEMBER):
        assert "Texte" not in exported(survey, "csv", viewer).decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_a_spreadsheet_would_take_for_a_formula_is_escaped(kind: str) -> None:
    survey = published_survey()
    near_mines(survey, text_en=FORMULA)
    words = make_question(survey, "short_text", text_en="Words")
    Answer.objects.create(response=survey.responses.all()[0], question=words, text="@SUM(A1)")
    rows = rows_of(exported(survey, kind, STAFF), kind)
    assert rows[1] == [f"'{FORMULA}", "", "(Oui)", "10", "50"]
    assert rows[-1] == ["Words", "", "'@SUM(A1)", "1", ""]
    if kind == "xlsx":
        sheet: Any = load_workbook(BytesIO(exported(survey, kind, STAFF))).worksheets[0]
        assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("is_demonstration", [True, False])
def test_invented_answers_say_so(kind: str, is_demonstration: bool) -> None:
    survey = published_survey(is_demonstration=is_demonstration)
    near_mines(survey)
    content = exported(survey, kind)
    note = "Demonstration data: invented answers."
    if kind == "json":
        found = json.loads(content).get("note")
        assert found == (note if is_demonstration else None)
    else:
        rows = rows_of(content, kind)
        assert (rows[1] == [note, "", "", "", ""]) is is_demonstration
        assert len(rows) == 3 + is_demonstration


# --- For whom -----------------------------------------------------------------------------------


@pytest.fixture
def readers() -> dict[str, Client]:
    """A browser of the public, of a member, of the secretariat."""
    clients = {"public": Client(), "member": Client(), "staff": Client()}
    clients["member"].force_login(make_member())
    clients["staff"].force_login(make_staff())
    return clients


def questions_of(content: bytes, kind: str) -> set[str]:
    """The questions that a file has figures of."""
    if kind == "json":
        return {row["question"] for row in json.loads(content)["results"]}
    return {row[0] for row in rows_of(content, kind)[1:]}


@pytest.mark.parametrize("kind", FORMATS)
def test_each_gets_what_their_page_shows(readers: dict[str, Client], kind: str) -> None:
    """The secretariat sees there what members see, and so knows what that is."""
    survey = published_survey()
    for visibility in ("public", "members", "staff"):
        text = f"Asked for {visibility}"
        near_mines(survey, text_en=text, results_visibility=visibility)
    for reader, client in readers.items():
        answer = client.get(f"/en/surveys/avant/results.{kind}")
        assert answer.status_code == 200
        assert answer["Content-Disposition"] == f'attachment; filename="avant.{kind}"'
        page = client.get("/en/surveys/avant/").content.decode()
        expected = ["public"] if reader == "public" else ["public", "members"]
        found = questions_of(answer.content, kind)
        assert found == {f"Asked for {visibility}" for visibility in expected}
        for visibility in ("public", "members", "staff"):
            assert (f"Asked for {visibility}" in page) is (visibility in expected)


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_withheld_on_the_page_is_not_in_the_file(
    readers: dict[str, Client], kind: str
) -> None:
    survey = published_survey()
    question = near_mines(survey, crossed_by="country")
    first = Answer.objects.filter(question=question, choice=question.offered()[0]).first()
    assert first is not None
    first.delete()  # a cell of four, and one of one who did not answer
    for reader, client in readers.items():
        answer = client.get(f"/en/surveys/avant/results.{kind}")
        text = (
            answer.content.decode("utf-8-sig")
            if kind != "xlsx"
            else str(rows_of(answer.content, kind))
        )
        assert "Near mines?" in text, reader
        assert "Zimbabwe" not in text, reader


def test_too_few_respondents_are_in_no_published_file(readers: dict[str, Client]) -> None:
    survey = published_survey(least_respondents=21)
    near_mines(survey)
    counts = {
        reader: len(json.loads(client.get("/en/surveys/avant/results.json").content)["results"])
        for reader, client in readers.items()
    }
    assert counts == {"public": 0, "member": 0, "staff": 0}
    own = json.loads(readers["staff"].get(desk_file(survey, "json")).content)
    assert len(own["results"]) == 2


@pytest.mark.parametrize("kind", FORMATS)
def test_the_secretariat_s_own_file_has_everything_and_says_so_in_its_name(
    readers: dict[str, Client], kind: str
) -> None:
    survey = published_survey(results_published_at=None)
    for visibility in ("public", "members", "staff"):
        near_mines(survey, text_en=f"Asked for {visibility}", results_visibility=visibility)
    page = desk_file(survey, kind)
    answer = readers["staff"].get(page, headers={"Accept-Language": "en"})
    named = f'attachment; filename="avant-secretariat.{kind}"'
    assert answer["Content-Disposition"] == named
    assert questions_of(answer.content, kind) == {
        "Asked for public",
        "Asked for members",
        "Asked for staff",
    }
    for reader in ("public", "member"):
        refused = readers[reader].get(page)
        assert refused.headers["Location"].startswith("/admin/login/")
    assert readers["staff"].post(page).status_code == 405
    assert readers["staff"].get(page.replace(kind, "pdf")).status_code == 404


@pytest.mark.parametrize(
    ("fields", "is_there"),
    [
        ({}, True),
        ({"closed_at": None}, False),  # figures that grow tell who answered what
        ({"least_respondents": 20}, True),
        ({"least_respondents": 21}, False),  # as few do
    ],
)
def test_of_an_anonymous_survey_it_waits_for_the_end_and_for_enough(
    readers: dict[str, Client], fields: dict[str, Any], is_there: bool
) -> None:
    defaults = {"confidentiality": "anonymous", "results_published_at": None}
    survey = published_survey(**defaults | fields)
    near_mines(survey)
    answer = readers["staff"].get(desk_file(survey, "csv"))
    assert answer.status_code == (200 if is_there else 404)


ADDRESSES = ["/en/surveys/avant/", *(f"/en/surveys/avant/results.{kind}" for kind in FORMATS)]


@pytest.mark.parametrize("address", sampled(ADDRESSES, 2))
@pytest.mark.parametrize(
    ("fields", "readers_of_it"),
    [
        ({}, {"public", "member", "staff"}),
        ({"results_published_at": None}, set()),
        ({"visibility": "members"}, {"member", "staff"}),
        ({"visibility": "staff"}, {"staff"}),
        ({"meeting": "draft"}, {"staff"}),
        ({"confidentiality": "anonymous", "closed_at": None, "results_published_at": None}, set()),
        ({"confidentiality": "named", "closed_at": None, "results_published_at": None}, set()),
    ],
)
def test_results_that_are_not_for_a_reader_are_nowhere(
    readers: dict[str, Client], address: str, fields: dict[str, Any], readers_of_it: set[str]
) -> None:
    fields = dict(fields)
    visibility = fields.pop("visibility", "public")
    if fields.pop("meeting", None):
        fields["meeting"] = make_meeting(status="draft")
    near_mines(published_survey(**fields), results_visibility=visibility)
    found = {reader for reader, client in readers.items() if client.get(address).status_code == 200}
    assert found == readers_of_it
    missing = {reader: client.get(address).status_code for reader, client in readers.items()}
    assert set(missing.values()) <= {200, 404}


@pytest.mark.parametrize("kind", ["pdf", "docx", "", "csv.exe", "__class__"])
def test_another_kind_of_file_there_is_not(kind: str) -> None:
    near_mines(published_survey())
    client = Client()
    assert client.get(f"/en/surveys/avant/results.{kind}").status_code == 404
    assert client.get("/en/surveys/avant/results.csv").status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_results_are_only_read(address: str) -> None:
    near_mines(published_survey())
    assert Client().post(address).status_code == 405

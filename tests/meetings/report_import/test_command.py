"""The command that reads reports: it prints what they say, and writes only when it is told to."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from meetings.models import Document, Meeting, Visibility
from organisations.models import User
from tests.factories import make_staff

REPORTS = Path(__file__).parents[2] / "data/reports"
FRENCH, ENGLISH = str(REPORTS / "fr-reference.txt"), str(REPORTS / "en-reference.txt")
ANNOUNCEMENT = str(REPORTS / "fr-annonce-dakar.txt")


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def directory(reference: Meeting) -> None:
    """The reference's organisations, and no meeting."""
    Meeting.objects.all().delete()


@pytest.fixture
def awa(db: None) -> User:
    return make_staff(name="Awa", email="awa@example.org")


def output_of(*arguments: str) -> tuple[str, str, str]:
    """What the command prints, what it complains of, and why it failed, if it did."""
    out, err = StringIO(), StringIO()
    failure = ""
    try:
        call_command("import_report", *arguments, stdout=out, stderr=err, no_color=True)
    except CommandError as error:
        failure = str(error)
    return out.getvalue(), err.getvalue(), failure


def lines_with(word: str, text: str) -> list[list[str]]:
    """The lines of a table that begin with a word, without the room between their columns."""
    return [line.split() for line in text.splitlines() if line.split()[:1] == [word]]


def tag_of(line: str) -> str:
    """How a web page would mark a line of the reference report."""
    return "h2" if len(line) < 90 and line[-1].isalpha() else "p"


def test_the_facts_are_printed_and_nothing_is_written(directory: None) -> None:
    out, complaints, failure = output_of(FRENCH)
    assert (complaints, failure) == ("", "")
    assert out.startswith(f"{FRENCH} (report, fr)\n")
    assert lines_with("start", out) == [["start", "2021-06-02", "sure", "meeting's", "date"]]
    assert lines_with("participants_count", out)[0][:2] == ["participants_count", "24"]
    assert [len(lines_with(name, out)) for name in ("countries", "organisations")] == [15, 25]
    assert not Meeting.objects.exists()


def test_the_facts_are_given_as_json(directory: None) -> None:
    out, complaints, _failure = output_of(FRENCH, ANNOUNCEMENT, "--json")
    reference, announcement = json.loads(out)
    text = Path(FRENCH).read_text(encoding="utf-8")
    start = reference["start"]
    assert complaints == ""
    assert start["value"] == {"year": 2021, "month": 6, "day": 2}
    assert text[start["span"]["start"] : start["span"]["end"]] == "2 juin 2021"
    assert (announcement["kind"], announcement["start"]) == ("announcement", None)


def test_a_bad_file_does_not_stop_the_rest(directory: None, tmp_path: Path) -> None:
    empty = tmp_path / "vide.docx"
    empty.touch()
    out, complaints, failure = output_of(str(empty), str(tmp_path / "absent.txt"), FRENCH)
    assert lines_with("start", out)
    assert f"{empty}: Ce fichier est vide" in complaints
    assert "absent.txt" in complaints.splitlines()[1]
    assert failure == "2 of 3 reports could not be taken."


def test_drafts_are_saved_by_a_person_once(directory: None, awa: User) -> None:
    out, _complaints, failure = output_of(FRENCH, "--write", "--by", awa.email)
    meeting = Meeting.objects.get()
    assert failure == ""
    assert f"  Saved as a draft: {meeting.slug}\n" in out
    assert (meeting.status, meeting.visibility) == ("draft", Visibility.STAFF)
    assert (meeting.countries.count(), meeting.participations.count()) == (15, 25)
    assert meeting.history.latest().history_user == awa
    assert Document.objects.get().visibility == Visibility.STAFF
    # Its translation is of the same day: a person must look whether it is the same meeting.
    _out, complaints, failure = output_of(ENGLISH, "--write", "--by", awa.email)
    assert complaints == f"{ENGLISH}: there is a meeting of this day already: {meeting.slug}\n"
    assert failure == "1 of 1 reports could not be taken."
    assert Meeting.objects.count() == 1


def test_sections_that_are_not_sure_or_name_organisations_are_left_to_a_person(
    directory: None, awa: User, tmp_path: Path
) -> None:
    output_of(FRENCH, "--write", "--by", awa.email)
    assert not Meeting.objects.get().sections.exists()
    Meeting.objects.all().delete()
    page = tmp_path / "report.html"
    lines = Path(FRENCH).read_text(encoding="utf-8").splitlines()
    page.write_text("".join(f"<{tag_of(line)}>{line}</{tag_of(line)}>" for line in lines if line))
    output_of(str(page), "--write", "--by", awa.email)
    headings = [section.heading_fr for section in Meeting.objects.get().sections.all()]
    assert headings == ["Ce que le sondage a montré"]


def test_an_announcement_is_no_draft(directory: None, awa: User) -> None:
    _out, complaints, _failure = output_of(ANNOUNCEMENT, "--write", "--by", awa.email)
    assert complaints == f"{ANNOUNCEMENT}: it does not report of a meeting\n"
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("by", [[], ["--by", "nobody@example.org"]])
def test_who_writes_must_be_known(directory: None, awa: User, by: list[str]) -> None:
    _out, _complaints, failure = output_of(FRENCH, "--write", *by)
    assert failure == "--write needs --by and the e-mail of a member of staff."
    assert not Meeting.objects.exists()

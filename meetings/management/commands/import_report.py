"""`manage.py import_report FILE…`: what reports say of their meetings, and drafts of these."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kpcsc.foundation.translated_text import LANGUAGES
from meetings.documents.kinds import RefusedFileError
from meetings.models import Meeting
from meetings.report_import.actions import import_report
from meetings.report_import.automatic import NoDraftError, draft_of
from meetings.report_import.drafts import COUNTS
from meetings.report_import.labels import finding_sentence
from meetings.report_import.reading import read_report
from meetings.report_import.similar import same_day_meetings
from meetings.report_import.sources import source_of
from meetings.report_parser import Fact, ParsedReport, SourceDocument, parse
from organisations.directories import organisation_directory
from organisations.models import User

WIDTH = 30  # of the progress bar


class Command(BaseCommand):
    help = (
        "Reads reports (DOCX, ODT, PDF, HTML, text) and prints what they say; nothing is written "
        "without --write, which saves a draft of each with its sure facts."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--language", choices=LANGUAGES, help="of the texts, whatever they seem to be in"
        )
        parser.add_argument("--json", action="store_true", help="print the facts as JSON")
        parser.add_argument("--write", action="store_true", help="save a draft of each report")
        parser.add_argument("--by", metavar="E-MAIL", help="who writes, for the history")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        by = _person(options["by"]) if options["write"] else None
        directory = organisation_directory()
        found: list[dict[str, Any]] = []
        failed = 0
        for number, path in enumerate(files, start=1):
            try:
                document = _read(path)
                report = parse(document, known_organisations=directory, today=timezone.localdate())
                if options["json"]:
                    found.append({"file": str(path), **asdict(report)})
                else:
                    self.print_table(path, report)
                if by:
                    language = options["language"] or report.language
                    self.write(path, report, document, language, by)
            except (OSError, RefusedFileError, NoDraftError, ValidationError) as error:
                failed += 1
                self.stderr.write(f"{path}: {_sentence(error)}")
            self.show_progress(number, len(files))
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        if failed:
            raise CommandError(f"{failed} of {len(files)} reports could not be taken.")

    def print_table(self, path: Path, report: ParsedReport) -> None:
        """The findings, a line each: what it is, its value, its grade, and the rule."""
        self.stdout.write(self.style.MIGRATE_HEADING(f"{path} ({report.kind}, {report.language})"))
        for name, fact in _facts(report):
            value, grade = _shown(fact.value), "sure" if fact.is_sure else "unsure"
            self.stdout.write(f"  {name:20} {value[:90]:90} {grade:6}  {fact.rule}")
        for finding in report.findings:
            self.stdout.write(self.style.WARNING(f"  ! {finding_sentence(finding)}"))

    def write(
        self,
        path: Path,
        report: ParsedReport,
        document: SourceDocument,
        language: str | None,
        by: User,
    ) -> None:
        """Saves the draft, unless a meeting of its day is there already. Raises NoDraftError."""
        if language not in LANGUAGES:
            raise NoDraftError("its language is not one of the portal's: give --language")
        draft = draft_of(report, document, language)
        if same := same_day_meetings(draft.starts_on, draft.ends_on):
            raise NoDraftError(f"there is a meeting of this day already: {_addresses(same)}")
        source = source_of(path.name, path.read_bytes(), document)
        meeting = import_report(draft=draft, source=source, by=by).meeting
        organisations = report.sure.organisations
        unknown = [fact.value.name for fact in organisations if fact.value.key is None]
        self.stdout.write(self.style.SUCCESS(f"  Saved as a draft: {meeting.slug}"))
        if unknown:
            self.stdout.write(f"  Left out, not in the directory: {'; '.join(unknown)}")

    def show_progress(self, number: int, total: int) -> None:
        """A bar on a terminal, where there are several files."""
        if total > 1 and sys.stderr.isatty():
            done = WIDTH * number // total
            self.stderr.write(f"\r[{'#' * done}{'.' * (WIDTH - done)}] {number}/{total}", ending="")
            if number == total:
                self.stderr.write("")


def _person(email: str | None) -> User:
    person = User.objects.filter(email=email, is_staff=True).first() if email else None
    if person is None:
        raise CommandError("--write needs --by and the e-mail of a member of staff.")
    return person


def _read(path: Path) -> SourceDocument:
    with path.open("rb") as file:
        return read_report(file, name=path.name, size=path.stat().st_size)


def _facts(report: ParsedReport) -> Iterator[tuple[str, Fact[Any]]]:
    """All facts with the names of what they are, in the order of a record."""
    single = ("title", "start", "end", "place", "online", *COUNTS, "campaign")
    for name in single:
        if fact := getattr(report, name):
            yield name, fact
    for name in ("countries", "organisations", "objectives", "decisions", "next_steps"):
        for fact in getattr(report, name):
            yield name, fact
    for section in report.sections:
        yield "sections", section.heading


def _shown(value: Any) -> str:
    for name in ("iso", "number", "name"):
        if hasattr(value, name):
            return str(getattr(value, name))
    return " ".join(str(value).split())


def _addresses(meetings: list[Meeting]) -> str:
    return ", ".join(meeting.slug for meeting in meetings)


def _sentence(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)

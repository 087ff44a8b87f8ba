"""What is to be written of a report, once somebody has looked at it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.html import escape

from kpcsc.foundation.partial_date import Precision
from kpcsc.foundation.translated_text import columns
from meetings.models import Campaign, Role
from meetings.report_parser import ParsedReport, ReportSection, Span, StatedDate
from organisations.models import Organisation

COUNTS = ("participants_count", "facilitators_count", "organisations_count", "countries_count")


@dataclass(frozen=True)
class NewOrganisation:
    """An organisation that the directory lacks, and somebody chose to create."""

    name: str
    acronym: str = ""


@dataclass(frozen=True)
class AttendingOrganisation:
    """An organisation that took part, and what it did there."""

    organisation: Organisation | NewOrganisation
    role: Role = Role.PARTICIPANT


@dataclass(frozen=True)
class SectionDraft:
    """A section of the report; the body is HTML."""

    heading: str
    body: str


@dataclass(frozen=True)
class ReportDraft:
    """The facts to be written, in one language, each looked at by a person.

    `counts` are the declared figures by their columns; a figure that is not declared is missing.
    """

    language: str
    title: str
    starts_on: date
    ends_on: date | None = None
    precision: Precision = Precision.DAY
    place: str = ""
    format: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    campaign: Campaign | None = None
    countries: tuple[str, ...] = ()
    present: tuple[AttendingOrganisation, ...] = ()
    objectives: tuple[str, ...] = ()
    sections: tuple[SectionDraft, ...] = ()
    decisions: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()


def known_day(stated: StatedDate) -> tuple[date, Precision]:
    """The first day of a date as precisely as it is stated, and how precisely that is."""
    day = date(stated.year, stated.month or 1, stated.day or 1)
    if stated.day:
        return day, Precision.DAY
    return day, Precision.MONTH if stated.month else Precision.YEAR


def campaign_called(name: str) -> Campaign | None:
    """The campaign of this title, in any language, or with this among its other titles."""
    wanted = _bare(name)
    for campaign in Campaign.objects.all():
        titles = [getattr(campaign, column) for column in columns("title")]
        titles += campaign.aliases.splitlines()
        if wanted in {_bare(title) for title in titles if title}:
            return campaign
    return None


def _bare(title: str) -> str:
    from organisations.recognition import plain  # noqa: PLC0415 (with the parser's libraries)

    return plain(title)


def section_text(section: ReportSection, text: str) -> str:
    """The text of a section; list items begin with a dash."""
    return as_text(section.body, set(section.items), text)


def names_organisations(section: ReportSection, report: ParsedReport) -> bool:
    """Whether it names any, or persons: whoever reads it reads the names, agreed to or not."""
    named = [*report.named, *(fact.span for fact in report.organisations)]
    return any(_holds(part, span) for part in section.body for span in named)


def repeats_objectives(section: ReportSection, report: ParsedReport) -> bool:
    """Whether the section's list is that of the objectives."""
    objectives = [fact.span for fact in report.objectives]
    return bool(section.items) and all(
        any(_holds(item, span) for span in objectives) for item in section.items
    )


def _holds(part: Span, span: Span) -> bool:
    return part.start <= span.start and span.end <= part.end


def as_text(spans: Iterable[Span], items: set[Span], text: str) -> str:
    """The stretches of a source as paragraphs and list items, an empty line between blocks."""
    lines: list[str] = []
    last_is_item = False
    for span in spans:
        is_item = span in items
        if lines and not (is_item and last_is_item):
            lines.append("")
        said = " ".join(span.of(text).split())
        lines.append(f"- {said}" if is_item else said)
        last_is_item = is_item
    return "\n".join(lines)


def as_html(text: str) -> str:
    """Paragraphs and "- " lists as HTML, everything else in them as it was typed."""
    blocks: list[str] = []
    items: list[str] = []
    for line in [*text.splitlines(), ""]:
        bare = line.strip()
        if bare.startswith("- "):
            items.append(f"<li><p>{escape(bare[2:].strip())}</p></li>")
            continue
        if items:
            blocks.append(f"<ul>{''.join(items)}</ul>")
            items = []
        if bare:
            blocks.append(f"<p>{escape(bare)}</p>")
    return "".join(blocks)

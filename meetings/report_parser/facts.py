"""What was read in a report: each fact with where it stands, by which rule, and whether surely."""

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from meetings.report_parser.source import Span


@dataclass(frozen=True)
class Fact[Value]:
    """A value, where the source says it, the rule that found it, and its grade.

    What is sure may be taken unless a person says no; what is not, only if a person says yes.
    """

    value: Value
    span: Span
    rule: str
    is_sure: bool


class ReportKind(StrEnum):
    """What a text is: of an announcement or another text, no facts of a meeting are taken."""

    REPORT = "report"
    ANNOUNCEMENT = "announcement"
    OTHER = "other"


class Qualifier(StrEnum):
    """How a figure was declared."""

    EXACT = "exact"
    OVER = "over"
    NEARLY = "nearly"


@dataclass(frozen=True)
class DeclaredCount:
    """A figure as the report declares it."""

    number: int
    qualifier: Qualifier = Qualifier.EXACT


@dataclass(frozen=True)
class StatedDate:
    """A date as precisely as it is stated; `month` and `day` may be missing, the year never."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def iso(self) -> str:
        """The date as in ISO 8601, "2021-06-02", "2021-06" or "2021"."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)


@dataclass(frozen=True)
class NamedOrganisation:
    """An organisation as written; `key` is that of the directory's record, None if it has none."""

    name: str
    acronym: str = ""
    key: str | None = None


@dataclass(frozen=True)
class ReportSection:
    """A heading, and the paragraphs and list items below it, in order."""

    heading: Fact[str]
    paragraphs: tuple[Span, ...] = ()
    items: tuple[Span, ...] = ()

    @property
    def body(self) -> tuple[Span, ...]:
        """All that stands below the heading, in order."""
        return tuple(sorted((*self.paragraphs, *self.items), key=lambda span: span.start))


class FindingKind(StrEnum):
    """What a person should look at."""

    COUNTRIES_DIFFER = "countries_differ"  # declared another number than listed
    ORGANISATIONS_DIFFER = "organisations_differ"
    COUNTS_DIFFER = "counts_differ"  # the text declares two figures for one thing
    DATE_WITHOUT_YEAR = "date_without_year"
    COUNTRY_UNSURE = "country_unsure"  # "Congo" may be either
    DATE_TO_COME = "date_to_come"  # a report of a day that has not been
    LANGUAGE_UNSURE = "language_unsure"


@dataclass(frozen=True)
class ReportFinding:
    """Something that does not fit: reported, never corrected."""

    kind: FindingKind
    span: Span
    said: str = ""  # as written
    declared: int | None = None
    found: int | None = None


@dataclass(frozen=True)
class ParsedReport:
    """All that the rules found. What they did not find is None or empty, never guessed.

    `opening` are the paragraphs before the first heading.
    """

    kind: ReportKind
    language: str | None = None  # "fr", "en" or "pt"
    title: Fact[str] | None = None
    start: Fact[StatedDate] | None = None
    end: Fact[StatedDate] | None = None
    place: Fact[str] | None = None
    online: Fact[bool] | None = None
    participants_count: Fact[DeclaredCount] | None = None
    facilitators_count: Fact[DeclaredCount] | None = None
    organisations_count: Fact[DeclaredCount] | None = None
    countries_count: Fact[DeclaredCount] | None = None
    countries: tuple[Fact[str], ...] = ()
    organisations: tuple[Fact[NamedOrganisation], ...] = ()
    objectives: tuple[Fact[str], ...] = ()
    campaign: Fact[str] | None = None
    opening: tuple[Span, ...] = ()
    sections: tuple[ReportSection, ...] = ()
    named: tuple[Span, ...] = ()  # organisations of the directory, and persons, by "Mme" and such
    decisions: tuple[Fact[str], ...] = ()
    next_steps: tuple[Fact[str], ...] = ()
    findings: tuple[ReportFinding, ...] = ()

    @property
    def sure(self) -> "ParsedReport":
        """The same report with none of its facts but those that are sure."""
        kept: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, tuple):
                kept[field.name] = tuple(one for one in value if not _is_unsure(one))
            elif _is_unsure(value):
                kept[field.name] = None
        return replace(self, **kept)


def _is_unsure(value: Any) -> bool:
    """Whether it is a fact, or a section with a heading, that is not sure."""
    fact = value.heading if isinstance(value, ReportSection) else value
    return isinstance(fact, Fact) and not fact.is_sure

"""What was read in a report: each fact with where it stands, by which rule, and how surely."""

from dataclasses import dataclass
from enum import StrEnum

from meetings.report_parser.source import Link, Span


@dataclass(frozen=True)
class Fact[Value]:
    """A value, where the source says it, how surely (0 to 1), and the rule that found it."""

    value: Value
    span: Span
    confidence: float
    rule: str


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
    REGISTERED = "registered"


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
    """An organisation as written, and what the directory knows it as.

    `key` is that of the directory's record; None of one that is new or unsure. `near` are records
    that it may be, with their likeness, the likest first. `country` is a code of ISO 3166-1 where
    the text gives it.
    """

    name: str
    acronym: str = ""
    key: str | None = None
    score: float = 0.0
    near: tuple[tuple[str, float], ...] = ()
    country: str | None = None


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
class Finding:
    """Something that does not fit: told, never corrected."""

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
    hosts: tuple[Fact[NamedOrganisation], ...] = ()
    absent: tuple[Fact[NamedOrganisation], ...] = ()
    objectives: tuple[Fact[str], ...] = ()
    campaign: Fact[str] | None = None
    survey_mentioned: Fact[bool] | None = None
    opening: tuple[Span, ...] = ()
    sections: tuple[ReportSection, ...] = ()
    challenges: tuple[Fact[str], ...] = ()
    decisions: tuple[Fact[str], ...] = ()
    next_steps: tuple[Fact[str], ...] = ()
    links: tuple[Link, ...] = ()
    findings: tuple[Finding, ...] = ()

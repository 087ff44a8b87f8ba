"""Where a report contradicts itself or leaves something open: told, and left to a person."""

from collections.abc import Iterator, Sequence
from datetime import date

from meetings.report_parser.counts import Counted, CountMention, chosen
from meetings.report_parser.facts import FindingKind, ParsedReport, ReportFinding
from meetings.report_parser.reading import ReportText, TextRange
from meetings.report_parser.source import Span


def unsure_findings(
    reading: ReportText, kind: FindingKind, stretches: Sequence[TextRange]
) -> Iterator[ReportFinding]:
    """Each of these stretches as what a person should look at."""
    for stretch in stretches:
        yield ReportFinding(kind, _span(reading, stretch), said=reading.as_written(stretch))


def contradictions(
    reading: ReportText, report: ParsedReport, counts: list[CountMention], today: date
) -> Iterator[ReportFinding]:
    """What in the facts of a report does not fit together."""
    yield from _lists_that_differ(report)
    for counted in Counted:
        yield from _figures_that_differ(reading, counts, counted)
    if report.start and report.start.value.iso > today.isoformat():
        yield ReportFinding(
            FindingKind.DATE_TO_COME, report.start.span, said=report.start.value.iso
        )
    if report.language is None:
        yield ReportFinding(FindingKind.LANGUAGE_UNSURE, Span(0, 0))


def _lists_that_differ(report: ParsedReport) -> Iterator[ReportFinding]:
    """Lists of which the text declares another length than they have."""
    for kind, declared, listed in (
        (FindingKind.COUNTRIES_DIFFER, report.countries_count, len(report.countries)),
        (FindingKind.ORGANISATIONS_DIFFER, report.organisations_count, len(report.organisations)),
    ):
        if declared and listed and declared.value.number != listed:
            yield ReportFinding(kind, declared.span, declared=declared.value.number, found=listed)


def _figures_that_differ(
    reading: ReportText, counts: list[CountMention], counted: Counted
) -> Iterator[ReportFinding]:
    """Other figures that the text declares for the same thing."""
    best = chosen(counts, counted)
    for other in counts:
        if best and other.counted == counted and other.count.number != best.count.number:
            yield ReportFinding(
                FindingKind.COUNTS_DIFFER,
                _span(reading, other),
                said=reading.as_written(other),
                declared=best.count.number,
                found=other.count.number,
            )


def _span(reading: ReportText, stretch: TextRange) -> Span:
    return reading.span(stretch.start, stretch.end)

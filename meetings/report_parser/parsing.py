"""A report's text taken apart into facts."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from meetings.report_parser.context import campaign_of, survey_of
from meetings.report_parser.counts import Counted, CountMention, chosen, counts_in
from meetings.report_parser.facts import (
    DeclaredCount,
    Fact,
    FindingKind,
    NamedOrganisation,
    ParsedReport,
    ReportKind,
)
from meetings.report_parser.findings import contradictions, unsure_findings
from meetings.report_parser.language import language_of
from meetings.report_parser.layout import Layout
from meetings.report_parser.meeting_date import MeetingDate, meeting_date
from meetings.report_parser.meeting_place import online_of, place_of
from meetings.report_parser.names import NameMention
from meetings.report_parser.objectives import objectives_of
from meetings.report_parser.outcomes import (
    challenges_of,
    decisions_of,
    next_steps_of,
    opening_of,
    sections_of,
)
from meetings.report_parser.reading import Reading, Stretch
from meetings.report_parser.relevance import sentences_about
from meetings.report_parser.report_kind import kind_of
from meetings.report_parser.represented import represented_in
from meetings.report_parser.source import Link, SourceDocument, Span
from meetings.report_parser.taking_part import taking_part
from meetings.report_parser.title import title_of
from organisations.recognition import Directory

_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"'()\[\]]+[^\s<>\"'()\[\].,;:!?]")


def parse(
    document: str | SourceDocument, *, known_organisations: Directory, today: date
) -> ParsedReport:
    """What a report says of its meeting. All spans lie in the document's text.

    Nothing is guessed: what no rule finds stays None or empty. `today` only tells a date that is
    still to come. Raises nothing.
    """
    source = SourceDocument(document) if isinstance(document, str) else document
    reading = Reading(source)
    layout = Layout(reading)
    kind = kind_of(reading, layout)
    text = ParsedReport(
        kind=kind,
        language=language_of(reading.text),
        title=_title(reading, layout, kind),
        links=_links(source),
    )
    if kind != ReportKind.REPORT:
        return text
    return _with_meeting(text, reading, layout, known_organisations, today)


def _with_meeting(
    report: ParsedReport, reading: Reading, layout: Layout, directory: Directory, today: date
) -> ParsedReport:
    """The report with the facts of its meeting."""
    when = meeting_date(reading, layout)
    sentences = list(sentences_about(reading, layout, when.days))
    dated = reading.sentence_at(when.said.start) if when.said else None
    counts = counts_in(reading, sentences, dated)
    who = taking_part(reading, layout, sentences, directory, dated)
    countries, unsure = represented_in(reading, layout, sentences, who.present)
    report = replace(
        _with_occasion(_with_outcomes(report, reading, layout), reading, layout, when),
        participants_count=_count(reading, counts, Counted.PARTICIPANTS),
        facilitators_count=_count(reading, counts, Counted.FACILITATORS),
        organisations_count=_count(reading, counts, Counted.ORGANISATIONS),
        countries_count=_count(reading, counts, Counted.COUNTRIES),
        countries=tuple(
            reading.fact(mention.code, mention, "country represented", 0.9) for mention in countries
        ),
        organisations=_organisations(reading, who.present),
        hosts=_organisations(reading, who.hosts),
        absent=_organisations(reading, who.absent),
    )
    without_year = [when.without_year] if when.without_year else []
    return replace(
        report,
        findings=(
            *contradictions(reading, report, counts, today),
            *unsure_findings(reading, FindingKind.COUNTRY_UNSURE, unsure),
            *unsure_findings(reading, FindingKind.DATE_WITHOUT_YEAR, without_year),
        ),
    )


def _with_occasion(
    report: ParsedReport, reading: Reading, layout: Layout, when: MeetingDate
) -> ParsedReport:
    """The report with when, where, in what campaign, and after what survey its meeting was."""
    start, end, sureness = when.start, when.end, when.confidence
    place = place_of(reading, layout, when.said)
    online = online_of(reading, layout, place[0] if place else None)
    campaign, survey = campaign_of(reading), survey_of(reading)
    return replace(
        report,
        start=reading.fact(start.start_date, start, "meeting's date", sureness) if start else None,
        end=reading.fact(end.end_date, end, "meeting's date", sureness) if end else None,
        place=_quoted(reading, place[0], "place", place[1]) if place else None,
        online=reading.fact(online[0], online[1], "way of meeting", 0.8) if online else None,
        campaign=_quoted(reading, campaign, "campaign in quotes", 0.9) if campaign else None,
        survey_mentioned=reading.fact(True, survey, "survey mentioned", 0.85) if survey else None,
    )


def _with_outcomes(report: ParsedReport, reading: Reading, layout: Layout) -> ParsedReport:
    """The report with what its meeting was for, and what came of it."""
    return replace(
        report,
        objectives=tuple(objectives_of(reading, layout)),
        opening=opening_of(reading, layout),
        sections=sections_of(reading, layout),
        challenges=challenges_of(reading, layout),
        decisions=decisions_of(reading, layout),
        next_steps=next_steps_of(reading, layout),
    )


def _title(reading: Reading, layout: Layout, kind: ReportKind) -> Fact[str] | None:
    """The title; of a text that is no report, only one that stands on a line of its own."""
    named = title_of(reading, layout)
    if named is None or (kind != ReportKind.REPORT and layout.title is None):
        return None
    title = _quoted(reading, named[0], "title", named[1])
    return replace(title, value=title.value[:1].upper() + title.value[1:])


def _count(
    reading: Reading, counts: list[CountMention], counted: Counted
) -> Fact[DeclaredCount] | None:
    mention = chosen(counts, counted)
    if mention is None:
        return None
    return reading.fact(mention.count, mention, mention.rule, min(1.0, 0.6 + 0.1 * mention.weight))


def _organisations(
    reading: Reading, mentions: Sequence[NameMention]
) -> tuple[Fact[NamedOrganisation], ...]:
    return tuple(
        reading.fact(
            mention.organisation,
            mention,
            "known organisation" if mention.organisation.key else mention.rule,
            mention.organisation.score or (0.8 if mention.is_sure else 0.6),
        )
        for mention in mentions
    )


def _quoted(reading: Reading, stretch: Stretch, rule: str, confidence: float) -> Fact[str]:
    """What is written at a stretch, as a fact."""
    return reading.fact(reading.as_written(stretch), stretch, rule, confidence)


def _links(source: SourceDocument) -> tuple[Link, ...]:
    """The links of the file, or the addresses that a plain text gives."""
    if source.links:
        return source.links
    found = _ADDRESS.finditer(source.text)
    return tuple(Link(address[0], Span(*address.span())) for address in found)

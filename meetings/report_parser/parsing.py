"""A report's text taken apart into facts.

read (`ReportText`: normalised, in lines and sentences) → lay out (`Layout`: title, headings, lists)
→ find (a module for each kind of fact) → check (`findings`).
"""

from dataclasses import replace
from datetime import date

from meetings.report_parser.campaign import campaign_of
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
from meetings.report_parser.meeting_date import meeting_date
from meetings.report_parser.objectives import objectives_of
from meetings.report_parser.organisations import OrganisationMention, names_in, organisations_in
from meetings.report_parser.outcomes import decisions_of, next_steps_of, opening_of, sections_of
from meetings.report_parser.place import online_of, place_of
from meetings.report_parser.reading import ReportText, TextRange
from meetings.report_parser.relevance import sentences_about
from meetings.report_parser.report_kind import kind_of
from meetings.report_parser.represented import represented_in
from meetings.report_parser.source import SourceDocument
from meetings.report_parser.title import title_of
from organisations.recognition import Directory

DATE, ONLINE, CAMPAIGN = "meeting's date", "way of meeting", "campaign in quotes"


def parse(
    document: str | SourceDocument, *, known_organisations: Directory, today: date
) -> ParsedReport:
    """What a report says of its meeting. All spans lie in the document's text.

    Nothing is guessed: what no rule finds stays None or empty. `today` only tells a date that is
    still to come. Raises nothing.
    """
    source = SourceDocument(document) if isinstance(document, str) else document
    reading = ReportText(source)
    layout = Layout(reading)
    report = ParsedReport(
        kind=kind_of(reading, layout),
        language=language_of(reading.text),
        title=_title(reading, layout),
    )
    if report.kind != ReportKind.REPORT:
        # Of a text that is no report, only a title that stands on a line of its own.
        return report if layout.title else replace(report, title=None)
    report = replace(
        report,
        objectives=tuple(objectives_of(reading, layout)),
        opening=opening_of(reading, layout),
        sections=sections_of(reading, layout),
        named=tuple(names_in(reading, known_organisations)),
        decisions=decisions_of(reading, layout),
        next_steps=next_steps_of(reading, layout),
    )
    return _with_meeting(report, reading, layout, known_organisations, today)


def _with_meeting(
    report: ParsedReport, reading: ReportText, layout: Layout, directory: Directory, today: date
) -> ParsedReport:
    """The report with when, where, and who took part."""
    when = meeting_date(reading, layout)
    sentences = list(sentences_about(reading, layout, when.days))
    dated = reading.sentence_at(when.said.start) if when.said else None
    counts = counts_in(reading, sentences, dated)
    countries, unsure = represented_in(reading, layout, sentences)
    organisations = organisations_in(reading, layout, sentences, directory)
    start, end, campaign = when.start, when.end, campaign_of(reading)
    sure_date, online = when.is_sure, online_of(reading, layout)
    place = place_of(reading, layout, when.said, is_sure=sure_date)
    report = replace(
        report,
        start=reading.fact(start.start_date, start, DATE, is_sure=sure_date) if start else None,
        end=reading.fact(end.end_date, end, DATE, is_sure=sure_date) if end else None,
        place=_quoted(reading, place[0], "place", is_sure=place[1]) if place else None,
        online=reading.fact(True, online[0], ONLINE, is_sure=online[1]) if online else None,
        campaign=_quoted(reading, campaign, CAMPAIGN, is_sure=True) if campaign else None,
        participants_count=_count(reading, counts, Counted.PARTICIPANTS),
        facilitators_count=_count(reading, counts, Counted.FACILITATORS),
        organisations_count=_count(reading, counts, Counted.ORGANISATIONS),
        countries_count=_count(reading, counts, Counted.COUNTRIES),
        countries=tuple(
            reading.fact(mention.code, mention, "country represented", is_sure=is_sure)
            for mention, is_sure in countries
        ),
        organisations=tuple(_organisation(reading, mention) for mention in organisations),
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


def _title(reading: ReportText, layout: Layout) -> Fact[str] | None:
    named = title_of(reading, layout)
    if named is None:
        return None
    title = _quoted(reading, named[0], "title", is_sure=named[1])
    return replace(title, value=title.value[:1].upper() + title.value[1:])


def _count(
    reading: ReportText, counts: list[CountMention], counted: Counted
) -> Fact[DeclaredCount] | None:
    if (mention := chosen(counts, counted)) is None:
        return None
    return reading.fact(mention.count, mention, mention.rule, is_sure=mention.is_sure)


def _organisation(reading: ReportText, mention: OrganisationMention) -> Fact[NamedOrganisation]:
    named = NamedOrganisation(mention.name, mention.acronym, mention.key)
    return reading.fact(named, mention, mention.rule, is_sure=mention.is_sure)


def _quoted(reading: ReportText, stretch: TextRange, rule: str, *, is_sure: bool) -> Fact[str]:
    """What is written at a stretch, as a fact."""
    return reading.fact(reading.as_written(stretch), stretch, rule, is_sure=is_sure)

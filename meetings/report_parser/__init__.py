"""From the text of a report to the facts of its meeting: rules alone, without a database."""

from meetings.report_parser.facts import (
    DeclaredCount,
    Fact,
    FindingKind,
    NamedOrganisation,
    ParsedReport,
    Qualifier,
    ReportFinding,
    ReportKind,
    ReportSection,
    StatedDate,
)
from meetings.report_parser.parsing import parse
from meetings.report_parser.source import Block, BlockKind, SourceDocument, Span

__all__ = [
    "Block",
    "BlockKind",
    "DeclaredCount",
    "Fact",
    "FindingKind",
    "NamedOrganisation",
    "ParsedReport",
    "Qualifier",
    "ReportFinding",
    "ReportKind",
    "ReportSection",
    "SourceDocument",
    "Span",
    "StatedDate",
    "parse",
]

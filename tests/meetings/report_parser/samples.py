"""Readings of texts, for the tests of single rules."""

from meetings.report_parser import SourceDocument
from meetings.report_parser.reading import ReportText, TextRange


def reading_of(text: str) -> ReportText:
    """The reading of a plain text."""
    return ReportText(SourceDocument(text))


def whole(reading: ReportText) -> TextRange:
    """All of a reading's text."""
    return TextRange(0, len(reading.text))

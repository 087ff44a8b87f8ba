"""Readings of texts, for the tests of single rules."""

from meetings.report_parser import SourceDocument
from meetings.report_parser.reading import Reading, Stretch


def reading_of(text: str) -> Reading:
    """The reading of a plain text."""
    return Reading(SourceDocument(text))


def whole(reading: Reading) -> Stretch:
    """All of a reading's text."""
    return Stretch(0, len(reading.text))

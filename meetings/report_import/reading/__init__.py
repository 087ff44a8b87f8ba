"""Reading the file of a report into a SourceDocument."""

from meetings.report_import.reading.files import read_report
from meetings.report_import.reading.pasted import pasted_piece

__all__ = ["pasted_piece", "read_report"]

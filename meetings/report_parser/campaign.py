"""The campaign that the meeting was part of."""

import re

from meetings.report_parser.reading import ReportText, TextRange

_QUOTED = r'"\s{{0,9}}(?P<{group}>[^"\n]{{3,120}}?)\s{{0,9}}"'
_CAMPAIGN_IN_QUOTES = re.compile(
    rf'\b(?:campagne|campaign|campanha)\b[^"\n.;]{{0,60}}?{_QUOTED.format(group="after")}'
    rf"|{_QUOTED.format(group='before')}\s{{0,9}}campaign\b"
)


def campaign_of(reading: ReportText) -> TextRange | None:
    """The campaign that is named in quotes."""
    quoted = _CAMPAIGN_IN_QUOTES.search(reading.plain)
    return reading.trimmed(*quoted.span(quoted.lastgroup or 0), " ,.") if quoted else None

"""What the meeting was called."""

import re

from meetings.report_parser.layout import Layout
from meetings.report_parser.patterns import any_of
from meetings.report_parser.reading import ReportText, TextRange
from meetings.report_parser.vocabulary import COMMON, says_meeting_held

SHORTEST, LONGEST = 12, 220
FIRST_SENTENCES = 4

_ARTICLE = any_of("une?, la, le, sa, son, an?, the, its, our, uma?")
_DETERMINER = any_of(f"{_ARTICLE}, l', notre, their, o")
# "… un atelier régional sur la certification": up to four words before the kind of event.
_NAMED = re.compile(
    rf"\b{_DETERMINER}\s+(?P<name>(?:(?!{_ARTICLE}\b)[\w'-]+\s+){{0,4}}?{COMMON.source('event')}\b[^.;:!?\n]*)"
)
_GOES_ON = any_of(r"""
    qui, que, afin, dans le but, avec, s'est, se sont, a eu, au cours, organise, tenue?
    le \d, du \d
    which, that, who, in order, with, was, were, took, held, during, organi[sz]ed, hosted
    in [a-z]+ \d, on \d
    com o, para que, realizad, decorreu
""")
_NAME_ENDS = re.compile(rf",|\s{_GOES_ON}\b")


def title_of(reading: ReportText, layout: Layout) -> tuple[TextRange, bool] | None:
    """The title's line, or what the first sentences call the meeting; and whether it is sure."""
    if layout.title:
        return layout.title, layout.title_is_sure
    for sentence in reading.sentences[:FIRST_SENTENCES]:
        if not says_meeting_held(reading.plain_of(sentence)):
            continue
        found = _NAMED.search(reading.plain, sentence.start, sentence.end)
        if found:
            start, end = found.span("name")
            ending = _NAME_ENDS.search(reading.plain, start + 8, end)
            name = reading.trimmed(start, ending.start() if ending else end, " ,.\"'")
            if SHORTEST <= name.end - name.start <= LONGEST:
                return name, False
    return None

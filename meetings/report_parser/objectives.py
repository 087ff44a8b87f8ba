"""What a meeting was for: the list that stands under words that say so."""

import re

from meetings.report_parser.facts import Fact
from meetings.report_parser.layout import Layout
from meetings.report_parser.lists import item_fact, items_below
from meetings.report_parser.patterns import any_of, words
from meetings.report_parser.reading import Line, ReportText, TextRange
from meetings.report_parser.vocabulary import COMMON

END_OF_LINE = 200  # characters that say what the list below a line is of

_AIM = words("""
    objectifs?, buts?, finalites?
    objectives?, aims?, goals?, purposes?
    objec?tivos?, finalidades?, metas?
""")
# "The meeting aimed to:", "Nous nous sommes réunis pour :", before a list.
_AIMED = re.compile(
    any_of(r"""
        visai(?:t|ent) (?:[\w']+ )?a, devai(?:t|ent) permettre de, il s'agissait de
        reunie?s pour, afin de
        (?:aimed|sought|set out|met|came together|gathered|intended|meant|designed) to
        visavam? (?:a )?, pretendiam?, procurou, reuni\w+(?:-se)? para
    """)
    + r"\s*:$"
)
# Lists of what was asked of others, or comes next, stand under such words too.
_OF_ANOTHER_KIND = words(r"recomm?[ea]nd\w+, recomend\w+, strateg\w+ plan, plan strateg\w+")

_TO = re.compile(r"(?:(?:de|a|to) |d')(?=\w)")  # "to share", after "the aims were"


def objectives_of(reading: ReportText, layout: Layout) -> list[Fact[str]]:
    """The items of the first list under a heading, or a line with a colon, that speaks of aims."""
    for number, line in enumerate(layout.lines[: layout.text_until]):
        said = reading.plain_of(line)[-END_OF_LINE:]
        is_heading = layout.is_heading(line)
        if not (is_heading or said.endswith(":")) or line == layout.title:
            continue
        if not (_AIM.search(said) or _AIMED.search(said)):
            continue
        if COMMON.next.search(said) or _OF_ANOTHER_KIND.search(said):
            continue
        items = items_below(layout, number)
        if is_heading and not items:
            items = items_below(layout, number + 1)  # after a line that introduces them
        if items:
            rule, is_sure = "objectives listed", len(items) > 1
            bare = [_bare(reading, item) for item in items]
            return [item_fact(reading, item, rule, is_sure=is_sure) for item in bare]
    return []


def _bare(reading: ReportText, item: Line) -> TextRange:
    found = _TO.match(reading.plain, item.start, item.end)
    return TextRange(found.end() if found else item.start, item.end)

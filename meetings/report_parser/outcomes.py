"""What came of a meeting: the report's sections, and the decisions and next steps."""

import re

from meetings.report_parser.facts import Fact, ReportSection
from meetings.report_parser.layout import Heading, Layout
from meetings.report_parser.lists import item_fact, items_below, places_of_items
from meetings.report_parser.patterns import words
from meetings.report_parser.reading import Line, ReportText
from meetings.report_parser.source import BlockKind, Span

# "Aucune décision n'a été prise": what is listed is that nothing is.
_NOTHING = re.compile(r"\W*(?:aucune?|neant|none|no|nothing|nil|nenhuma?)\b")
END_OF_LINE = 160  # characters that say what the list below is of

_DECISION = words(r"""
    decisions?, resolutions?, convenu, engagements?
    decide\w*, resolved, agreed, commitments?
    decisoes, decid\w+, resolucoes, acordaram, compromissos
""")
_NEXT_STEPS = words(r"""
    prochaines etapes, suites?, suivi, actions? a (?:mener|venir), perspectives, feuille de route
    plan d'action, next steps?, follow-?up, roadmap, way forward, action plan
    proximos passos, plano de ac\w+
""")
# Lists of what a meeting was for, or asked of others, are none of its outcomes.
_OF_ANOTHER_KIND = words(r"""
    objectifs?, objectives?, objec?tivos?, buts?, aims?, goals?, purposes?, finalidades?, metas?
    recomm?[ea]nd\w+, recomend\w+
""")


def opening_of(reading: ReportText, layout: Layout) -> tuple[Span, ...]:
    """The paragraphs before the first heading."""
    after = layout.headings[0].first - 1 if layout.headings else layout.text_until
    items = places_of_items(layout)
    return tuple(
        reading.span(line.start, line.end)
        for line in layout.lines[layout.prose_from : after]
        if line.kind == BlockKind.PARAGRAPH
        and line.marked_from not in items
        and not layout.is_around(line)
    )


def sections_of(reading: ReportText, layout: Layout) -> tuple[ReportSection, ...]:
    """The headings in order, each with the paragraphs and items below it."""
    items = places_of_items(layout)
    return tuple(_section(reading, layout, heading, items) for heading in layout.headings)


def decisions_of(reading: ReportText, layout: Layout) -> tuple[Fact[str], ...]:
    """What stands listed as decided."""
    return _listed_as(reading, layout, _DECISION, "decisions listed")


def next_steps_of(reading: ReportText, layout: Layout) -> tuple[Fact[str], ...]:
    """What stands listed as to be done next."""
    return _listed_as(reading, layout, _NEXT_STEPS, "next steps listed")


def _section(
    reading: ReportText, layout: Layout, heading: Heading, items: frozenset[int]
) -> ReportSection:
    """A heading with the paragraphs and the items below it."""
    lines = layout.lines[heading.first : heading.after]
    below = [line for line in lines if not layout.is_around(line)]
    named = reading.fact(
        reading.as_written(heading.line), heading.line, "heading", is_sure=heading.is_sure
    )
    spans: dict[bool, list[Span]] = {True: [], False: []}
    for line in below:
        spans[line.marked_from in items].append(reading.span(line.start, line.end))
    return ReportSection(named, paragraphs=tuple(spans[False]), items=tuple(spans[True]))


def _listed_as(
    reading: ReportText, layout: Layout, kind: re.Pattern[str], rule: str
) -> tuple[Fact[str], ...]:
    """The items below each heading, or line that ends in a colon, with such a word."""
    listed: list[Line] = []
    for number, line in enumerate(layout.lines[: layout.text_until]):
        said = reading.plain_of(line)[-END_OF_LINE:]
        is_heading = layout.is_heading(line)
        if line == layout.title or not (is_heading or said.endswith(":")):
            continue
        if not kind.search(said) or _OF_ANOTHER_KIND.search(said):
            continue
        items = items_below(layout, number)
        if is_heading and not items:
            items = items_below(layout, number + 1)  # after a line that introduces them
        listed += [item for item in items if not _NOTHING.match(reading.plain_of(item))]
    return tuple(item_fact(reading, item, rule, is_sure=True) for item in dict.fromkeys(listed))

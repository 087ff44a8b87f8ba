"""Results as files: what a viewer sees on the page, and nothing else."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext

from kpcsc.foundation.sheets.sheet_file import CONTENT_TYPES, write_sheet
from kpcsc.foundation.translated_text import translated
from surveys.kinds.availability import WORDS
from surveys.models import Survey
from surveys.results.statistics import percent
from surveys.results.summary import QuestionResult, SurveyResults

FORMATS = {**CONTENT_TYPES, "json": "application/json"}


def export(survey: Survey, results: SurveyResults, name: str) -> bytes:
    """The results in one of FORMATS: one row a figure. Formulas are escaped in the sheets."""
    note = gettext("Demonstration data: invented answers.") if survey.is_demonstration else ""
    headings = [gettext("question"), gettext("by"), gettext("answer"), gettext("number"), "%"]
    rows = [row for result in results.questions for row in _rows(result)]
    if name != "json":
        return write_sheet(name, headings, [[note, "", "", "", ""], *rows] if note else rows)
    data: dict[str, Any] = {
        "survey": translated(survey, "title").text,
        **({"note": note} if note else {}),
        "respondents": results.respondents,
        "invited": results.invited,
        "results": [dict(zip(headings, row, strict=True)) for row in rows],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _rows(result: QuestionResult) -> Iterator[list[str | int]]:
    """Question, breakdown, answer, number, and the share in per cent."""
    question = translated(result.question, "text").text
    for row in result.rows:
        yield [question, "", row.label, row.count, row.percent]
    for ranked in result.ranked:
        yield [question, gettext("average rank"), ranked.label, str(ranked.mean), ""]
        for place, count in enumerate(ranked.places, start=1):
            by = gettext("place %(number)d") % {"number": place}
            yield [question, by, ranked.label, count, percent(count, result.asked)]
    for slot in result.slots:
        when = translated(slot.slot, "text").text
        figures = zip(WORDS.values(), (slot.yes, slot.if_need_be, slot.no), strict=True)
        for words, count in figures:
            yield [question, str(words), when, count, percent(count, result.asked)]
    if result.numbers:
        yield [question, "", gettext("mean"), str(result.numbers.mean), ""]
        yield [question, "", gettext("median"), str(result.numbers.median), ""]
    if result.breakdown:
        for label, cells in result.breakdown.rows:
            for cell in cells:
                yield [question, cell.label, label, cell.count, cell.percent]
    for answer in result.texts:
        yield [question, "", answer.text, 1, ""]

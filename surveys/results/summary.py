"""What was answered, added up: everything for the secretariat, what the rules allow for others."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from kpcsc.foundation.translated_text import translated
from kpcsc.foundation.viewer import Viewer
from meetings.models import Visibility
from organisations.regions import COUNTRIES_BY_REGION
from surveys.dates.slot_ranking import RankedSlot, rank_slots
from surveys.kinds.availability import Availability
from surveys.models import Answer, Choice, Crossing, Question, Survey
from surveys.results.disclosure import (
    NO_ANSWER,
    CategoryMerging,
    Counts,
    CrossCounts,
    CrossTable,
    Reason,
    Table,
    Variable,
    Withheld,
    cross_tables,
    whole_group_table,
)
from surveys.results.statistics import Summary, mean_of, percent, summary
from surveys.results.tally import (
    MOST_TEXTS,
    OF_SEVERAL_ROWS,
    OTHER,
    Tally,
    can_be_crossed,
    depends_on_answers_together,
    labels_of,
    limits,
    rules_of,
)

__all__ = [
    "MOST_TEXTS",
    "AnswerCount",
    "Breakdown",
    "QuestionResult",
    "SurveyResults",
    "can_be_crossed",
    "results_of",
    "whole_group_tables",
]

BY_COUNTRY = Variable(Crossing.COUNTRY, is_attribute=True)
TO_REGIONS = CategoryMerging(
    BY_COUNTRY,
    {code: region for region, codes in COUNTRIES_BY_REGION.items() for code in codes.split()},
)


@dataclass(frozen=True)
class AnswerCount:
    """One answer to a question: how many gave it, and which part of the respondents that is."""

    key: str
    label: str
    count: int
    total: int  # of which they are a part
    before: int | None = None  # in whole per cent, in the survey that this one is a copy of

    @property
    def percent(self) -> int:
        """The share in whole per cent."""
        return percent(self.count, self.total)


@dataclass(frozen=True)
class Breakdown:
    """The results of a question, broken down by something else."""

    by: str
    columns: list[AnswerCount]
    rows: list[tuple[str, list[AnswerCount]]]


@dataclass(frozen=True)
class Ranked:
    """A choice of a ranking: its mean place, and how often it had each place."""

    label: str
    mean: Decimal
    places: list[int]  # empty where nobody but the secretariat may know
    unranked: int | None
    of: int = 1  # how many there are to rank

    @property
    def height(self) -> int:
        """How high it stands, from 0 to 100: 100 if all put it first, nothing if nobody ranked
        it."""
        return int(100 * (self.of + 1 - self.mean) / self.of) if self.mean else 0


@dataclass
class QuestionResult:
    """What is known of the answers to a question."""

    question: Question
    asked: int
    answered: int | None  # None where nobody but the secretariat may know
    rows: list[AnswerCount] = field(default_factory=list)
    numbers: Summary | None = None
    ranked: list[Ranked] = field(default_factory=list)
    breakdown: Breakdown | None = None
    withheld: Withheld | None = None  # why the secretariat alone sees it, or its breakdown
    is_withheld_from_all: bool = False  # the secretariat included
    texts: list[Answer] = field(default_factory=list)
    slots: list[RankedSlot[Choice]] = field(default_factory=list)  # of a date poll

    @property
    def bars(self) -> list[AnswerCount]:
        """The rows as a chart has them: a scale in its order, others from the most frequent on,
        "other" last."""
        if self.question.kind == "scale":
            return self.rows
        return sorted(self.rows, key=lambda row: (row.key == OTHER, -row.count))

    @property
    def may_be_summed_up(self) -> bool:
        """Whether whoever reads this may read a sentence on it: it tells nothing that they are
        not shown."""
        if self.question.kind in {"scale", "number"}:
            return self.numbers is not None
        return bool(self.ranked if self.question.kind == "ranking" else self.rows)

    @property
    def is_compared(self) -> bool:
        """Whether one knows what was answered in the survey before."""
        return any(row.before is not None for row in self.rows)

    @property
    def fits_by_region(self) -> bool:
        """Whether a breakdown by country, which is withheld, could be published by region."""
        offers = self.withheld.offers if self.withheld else ()
        return any(merging.variable == BY_COUNTRY for offer in offers for merging in offer)


@dataclass(frozen=True)
class SurveyResults:
    """The results of a survey as somebody may see them."""

    respondents: int
    invited: int
    questions: list[QuestionResult]
    withheld: Withheld | None = None  # why nothing is shown


def results_of(
    survey: Survey, viewer: Viewer, *, most_texts: int | None = MOST_TEXTS
) -> SurveyResults:
    """The results as this viewer may see them; they have been published, or the viewer is staff.

    Beside those of a copy stand those of the closed survey that it is a copy of, as far as the
    viewer may see them: of the same question and the same answer, by their words.
    """
    results = _results_of(survey, viewer, most_texts)
    earlier = Survey.objects.visible_to(viewer).exclude(closed_at=None)
    before = earlier.filter(copies=survey).first() if survey.compared_with_id else None
    if before:
        shares = {
            words: row.percent
            for result in _results_of(before, viewer, 0).questions
            for words, row in _rows_by_words(result)
        }
        for result in results.questions:
            result.rows = [
                replace(row, before=shares.get(words)) for words, row in _rows_by_words(result)
            ]
    return results


def _rows_by_words(result: QuestionResult) -> Iterator[tuple[tuple[str, str], AnswerCount]]:
    """The rows of a question, each with the words of the question and the answer as stored: what
    readers see in their place may be one phrase for several."""
    stored = {str(choice.pk): str(choice) for choice in result.question.offered()}
    for row in result.rows:
        yield (str(result.question), stored.get(row.key, row.label)), row


def _results_of(survey: Survey, viewer: Viewer, most_texts: int | None) -> SurveyResults:
    tally = Tally(survey, most_texts)
    if tally.respondents < survey.least_respondents and (
        # So few beside the list of those who answered would tell even staff who said what.
        survey.is_anonymous or not viewer.is_staff
    ):
        too_few = Withheld(Reason.TOO_FEW_RESPONDENTS, rules_of(survey))
        return SurveyResults(tally.respondents, tally.invited, [], too_few)
    visible = set(survey.questions.visible_to(viewer).values_list("pk", flat=True))
    tables = whole_group_tables(tally, visible, with_withheld=viewer.is_staff)
    breakdowns = _breakdowns(tally, survey)
    found = []
    for question in tally.questions:
        if question.pk not in tables:
            continue
        table = tables[question.pk]
        result = _result(tally, question)
        published = breakdowns.get(question.pk)
        if isinstance(published, CrossTable):
            # Its columns are the table of the other question.
            if question.crossed_with_id is None or question.crossed_with_id in tables:
                result.breakdown = _breakdown(tally, question, published)
        elif viewer.is_staff:
            if not question.how.has_slots:
                result.withheld = published or (table if isinstance(table, Withheld) else None)
            crossing = None if survey.is_anonymous else tally.crossing(question)
            if crossing:
                result.breakdown = _breakdown(tally, question, _as_table(crossing))
        if viewer.is_staff:
            result.texts = tally.texts[question.pk]
            if survey.is_anonymous and isinstance(table, Withheld) and question.conditions():
                _leave_figures_out(result)
        else:
            _leave_out_what_few_said(result, tally)
        found.append(result)
    return SurveyResults(tally.respondents, tally.invited, found)


def whole_group_tables(
    tally: Tally, visible: Collection[int], *, with_withheld: bool
) -> dict[int, Table | Withheld]:
    """The tables of these questions, by their keys; those that are withheld are for staff alone."""
    found: dict[int, Table | Withheld] = {}
    for question in tally.questions:
        if question.pk not in visible:
            continue
        # How many were asked is a figure of the question before.
        if not all(before.pk in found for before in question.conditions()):
            continue
        if depends_on_answers_together(question):
            table: Table | Withheld = Withheld(Reason.JOINT_CONDITION, rules_of(tally.survey))
        else:
            counts = tally.of(question)
            table = whole_group_table(counts, rules_of(tally.survey), **limits(question))
        if with_withheld or isinstance(table, Table):
            found[question.pk] = table
    return found


def _leave_figures_out(result: QuestionResult) -> None:
    """Of an anonymous survey not even staff see what is as good as a crossing of small numbers, for
    they know who answered. The respondents' own words were promised to them."""
    result.is_withheld_from_all = True
    result.answered, result.numbers, result.rows, result.ranked = None, None, [], []


def _leave_out_what_few_said(result: QuestionResult, tally: Tally) -> None:
    """Takes out of a result what would tell others of single respondents."""
    if result.question.kind in OF_SEVERAL_ROWS:
        # With two choices, how many chose both would follow; with three ranked, how many gave
        # which two places.
        result.answered = None
        result.ranked = [replace(one, places=[], unranked=None) for one in result.ranked]
    answered = tally.answered.get(result.question.pk, 0)
    left_out, least = result.asked - answered, tally.survey.least_in_cell
    if result.question.conditions() and (answered < least or 0 < left_out < least):
        result.answered = None
    if answered < tally.survey.least_respondents:
        result.numbers, result.ranked = None, []  # a mean of one is what that one said


def _breakdowns(tally: Tally, survey: Survey) -> dict[int, CrossTable | Withheld]:
    """What may be published of all breakdowns, judged together, in the order of the questions."""
    counted = [
        (question.pk, crossing)
        for question in tally.questions
        if question.results_visibility != Visibility.STAFF
        and (crossing := tally.crossing(question))
    ]
    tables = cross_tables([crossing for _pk, crossing in counted], rules_of(survey), [TO_REGIONS])
    found = {pk: table for (pk, _crossing), table in zip(counted, tables, strict=True)}
    # Ten people of one organisation are one organisation.
    alike = {
        question.pk: Withheld(Reason.SMALL_CELLS, rules_of(survey))
        for question in tally.questions
        if isinstance(found.get(question.pk), CrossTable)
        and tally.fewest_organisations(question) < survey.least_in_cell
    }
    return found | alike


def _as_table(counts: CrossCounts) -> CrossTable:
    """Counts as they are, for the secretariat."""

    def whole(one: Counts) -> Table:
        return Table(one.variable, one.cells, one.respondents)

    return CrossTable(whole(counts.row), whole(counts.column), counts.cells)


def _result(tally: Tally, question: Question) -> QuestionResult:
    result = QuestionResult(question, tally.asked(question), tally.answered.get(question.pk, 0))
    rows = tally.counts[question.pk]
    numbers = {row["number"]: row["n"] for row in rows if row["number"] is not None}
    if numbers and not question.how.has_slots:
        result.numbers = summary(numbers)
    if question.how.has_slots:
        result.slots = _ranked_slots(question, rows)
    elif question.kind == "ranking":
        result.ranked = _ranked(question, rows, result.asked)
    elif labels := tally.categories(question):
        counts = tally.of(question).categories
        result.rows = [AnswerCount(key, label, counts[key], result.asked) for key, label in labels]
    return result


def _ranked_slots(
    question: Question, rows: Sequence[Mapping[str, Any]]
) -> list[RankedSlot[Choice]]:
    """The slots of a date poll, those first that most can make."""
    slots = {choice.pk: choice for choice in question.offered()}
    answers = [
        (slots[row["choice_id"]], Availability(int(row["number"])))
        for row in rows
        for _one in range(row["n"])
    ]
    return rank_slots(list(slots.values()), answers)


def _ranked(question: Question, rows: Sequence[Mapping[str, Any]], asked: int) -> list[Ranked]:
    """The choices, those with the best mean place first; those that nobody ranked last."""
    offered = question.offered()
    places = {choice.pk: [0] * len(offered) for choice in offered}
    for row in rows:
        places[row["choice_id"]][row["rank"] - 1] += row["n"]
    found = []
    for choice in offered:
        counts = places[choice.pk]
        number = sum(counts)
        total = sum(place * count for place, count in enumerate(counts, start=1))
        mean = mean_of(Decimal(total), number) if number else Decimal(0)
        found.append(
            Ranked(translated(choice, "text").text, mean, counts, asked - number, len(offered))
        )
    return sorted(found, key=lambda one: (sum(one.places) == 0, one.mean))


def _breakdown(tally: Tally, question: Question, table: CrossTable) -> Breakdown:
    """A cross-table in words."""
    by = Crossing(question.crossed_by)
    if by == Crossing.QUESTION:
        other = next(one for one in tally.questions if one.pk == question.crossed_with_id)
        name, labels = translated(other, "text").text, dict(tally.categories(other))
    else:
        name, labels = str(by.label), dict(labels_of(by, tally.attributes[by]))
    unknown = {NO_ANSWER: gettext("no answer")}
    labels |= unknown
    row_labels = dict(tally.categories(question)) | unknown
    columns = [
        AnswerCount(key, labels[key], number, tally.respondents)
        for key, number in table.column.cells.items()
    ]
    rows = []
    for row in table.row.cells:
        cells = []
        for column in columns:
            number = table.cells.get((row, column.key), 0)
            cells.append(AnswerCount(row, column.label, number, column.count))
        rows.append((row_labels[row], cells))
    return Breakdown(name, columns, rows)

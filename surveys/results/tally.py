"""The answers of a survey, counted by the database: how many queries that takes depends neither on
the number of answers nor on that of questions."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import reduce
from math import inf
from operator import and_, or_
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.utils.functional import cached_property
from django.utils.translation import gettext

from kpcsc.foundation.translated_text import page_language, translated
from organisations.country_names import short_name, sort_key
from organisations.models import Kind
from organisations.regions import REGION_NAMES, region_of
from surveys.models import Answer, Crossing, Question, Survey, Unit
from surveys.results.disclosure import NO_ANSWER, Counts, CrossCounts, Rules, Variable

OTHER = "other"
ATTRIBUTES = (Crossing.COUNTRY, Crossing.REGION, Crossing.KIND)
MOST_TEXTS = 100  # of a question
OF_SEVERAL_ROWS = (
    "multiple",
    "ranking",
    "availability",
)  # kinds of which one answer is a row for each choice


class Tally:
    """The answers of a survey, counted; each count is asked once."""

    def __init__(self, survey: Survey, most_texts: int | None = MOST_TEXTS) -> None:
        self.survey, self.most_texts = survey, most_texts
        self.questions = list(
            survey.questions.with_conditions()
            .prefetch_related("choices")
            .order_by("position", "pk")
        )
        self.respondents = survey.responses.complete().count()
        self.invited = survey.invitations.count()

    @property
    def answers(self) -> Any:
        """The answers of those who handed in."""
        return Answer.objects.filter(response__survey=self.survey, response__is_complete=True)

    @cached_property
    def counts(self) -> dict[int, list[dict[str, Any]]]:
        """How often each thing was answered, by question; texts as "there is one"."""
        found: dict[int, list[dict[str, Any]]] = defaultdict(list)
        things = ("question_id", "choice_id", "country_id", "rank", "number")
        for row in self.answers.values(*things).annotate(n=Count("pk")).order_by():
            found[row["question_id"]].append(row)
        return found

    @cached_property
    def answered(self) -> dict[int, int]:
        """How many answered each question."""
        found = {key: sum(row["n"] for row in rows) for key, rows in self.counts.items()}
        several = self.answers.filter(question__kind__in=OF_SEVERAL_ROWS).values("question_id")
        rows = several.annotate(n=Count("response", distinct=True)).order_by()
        return found | {row["question_id"]: row["n"] for row in rows}

    @cached_property
    def texts(self) -> dict[int, list[Answer]]:
        """The first texts of each question that is answered in words, if only by "other"."""
        found: dict[int, list[Answer]] = defaultdict(list)
        keys = [one.pk for one in self.questions if one.how.is_text or one.allows_other]
        texts = self.answers.filter(question__in=keys, text__gt="")
        if self.most_texts is not None:
            place = Window(RowNumber(), partition_by="question_id", order_by="pk")
            texts = texts.annotate(place=place).filter(place__lte=self.most_texts)
        for answer in texts.order_by("pk"):
            found[answer.question_id].append(answer)
        return found

    @cached_property
    def pairs(self) -> dict[int, Counter[tuple[str, str]]]:
        """How many gave each answer to a question and have each category of what it is crossed by;
        in one query for attributes, and one for other questions."""
        found: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
        by = {question.pk: question.crossed_by for question in self.questions}
        things = ("question_id", "choice_id", "country_id", "rank", "number")
        where = ("response__country", "response__kind")
        if set(by.values()) & set(ATTRIBUTES):
            crossed = self.answers.filter(question__crossed_by__in=ATTRIBUTES)
            for row in crossed.values(*things, *where).annotate(n=Count("pk")).order_by():
                key = row["question_id"]
                column = attribute(by[key], row[where[0]], row[where[1]])
                found[key][category(row), column] += row["n"]
        if Crossing.QUESTION in by.values():
            others = {f"other_{name}": F(f"response__answers__{name}") for name in things}
            same = Q(response__answers__question=F("question__crossed_with"))
            crossed = self.answers.filter(same).annotate(**others)
            for row in crossed.values(*things, *others).annotate(n=Count("pk")).order_by():
                other = {name: row[f"other_{name}"] for name in things}
                found[row["question_id"]][category(row), category(other)] += row["n"]
        return found

    @cached_property
    def attributes(self) -> dict[str, Counter[str]]:
        """How many respondents each country, region and kind of organisation has."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        where = ("country", "kind")
        responses = self.survey.responses.complete().values(*where).annotate(n=Count("pk"))
        for row in responses.order_by():
            for by in ATTRIBUTES:
                found[by][attribute(by, row[where[0]], row[where[1]])] += row["n"]
        return found

    @cached_property
    def organisations(self) -> dict[str, Counter[str]]:
        """How many organisations the respondents of each country, region and kind come from;
        whoever comes from none counts as one."""
        known: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        found: dict[str, Counter[str]] = defaultdict(Counter)
        responses = self.survey.responses.complete()
        for row in responses.values("organisation", "country", "kind").annotate(n=Count("pk")):
            for by in ATTRIBUTES:
                category = attribute(by, row["country"], row["kind"])
                of_category = known[by][category]
                is_new = row["organisation"] not in of_category
                found[by][category] += row["n"] if row["organisation"] is None else is_new
                if row["organisation"] is not None:
                    of_category.add(row["organisation"])
        return found

    def fewest_organisations(self, question: Question) -> float:
        """How many organisations stand behind a column of the question's breakdown, at the least;
        no limit where it is not by something about organisations."""
        if question.crossed_by not in ATTRIBUTES:
            return inf
        return min(self.organisations[question.crossed_by].values(), default=0)

    def asked(self, question: Question) -> int:
        """How many were asked the question: all, or those whose answers led to it."""
        if depends_on_answers_together(question):
            return self.asked_after_several[question.pk]
        conditions = question.conditions()
        if not conditions:
            return self.respondents
        ((before, choices),) = conditions.items()
        keys = {choice.pk for choice in choices}
        return sum(row["n"] for row in self.counts[before.pk] if row["choice_id"] in keys)

    @cached_property
    def asked_after_several(self) -> dict[int, int]:
        """How many were asked each question that depends on several answers together."""
        asked: dict[str, Count] = {}
        for question in filter(depends_on_answers_together, self.questions):
            given = [
                Q(Exists(Answer.objects.filter(response=OuterRef("pk"), choice__in=choices)))
                for choices in question.conditions().values()
            ]
            condition = reduce(and_ if question.shown_if_each else or_, given)
            asked[str(question.pk)] = Count("pk", filter=condition)
        counted = self.survey.responses.complete().aggregate(**asked) if asked else {}
        return {int(key): number for key, number in counted.items()}

    def of(self, question: Question) -> Counts:
        """The counts of a question's categories, those that nobody chose included."""
        counted: Counter[str] = Counter()
        for row in self.counts[question.pk]:
            counted[category(row)] += row["n"]
        names = [key for key, _label in self.categories(question)]
        categories = {name: counted[name] for name in names}
        return Counts(variable(question), categories, self.asked(question))

    def categories(self, question: Question) -> list[tuple[str, str]]:
        """The categories of a question with their labels, in order."""
        if question.how.offers_choices:
            offered = [
                (str(choice.pk), translated(choice, "text").text) for choice in question.offered()
            ]
            return [*offered, (OTHER, gettext("Other"))] if question.allows_other else offered
        if question.kind == "scale":
            return [(str(point), str(point)) for point in question.how.points(question)]  # type: ignore[attr-defined]
        if question.kind == "country":
            language = page_language()
            codes = {row["country_id"] for row in self.counts[question.pk]}
            in_order = sorted(codes, key=lambda code: sort_key(code, language))
            return [(code, short_name(code, language)) for code in in_order]
        return []

    def crossing(self, question: Question) -> CrossCounts | None:
        """The counts of a question broken down as its results are to be; None where they are not.

        Those who left out one of the two are a category of their own: without them, the margins
        would tell how they answered the other.
        """
        by = Crossing(question.crossed_by)
        if by == Crossing.NOTHING or not can_be_crossed(question):
            return None
        row = self.of(question)
        if by == Crossing.QUESTION:
            other = next(one for one in self.questions if one.pk == question.crossed_with_id)
            column = self.of(other)
        else:
            counted = self.attributes[by]
            known = {key: counted[key] for key, _label in labels_of(by, counted)}
            column = Counts(Variable(by, is_attribute=True), known, self.respondents)
        return completed(row, column, self.pairs[question.pk])


def completed(
    row: Counts, column: Counts, pairs: Mapping[tuple[str, str], int]
) -> CrossCounts | None:
    """The pairs with those who left out one of the two, by subtraction from both margins."""
    counts = Counter({pair: number for pair, number in pairs.items() if number})
    for name, number in row.cells.items():
        if name != NO_ANSWER:
            counts[name, NO_ANSWER] = number - sum(counts[name, one] for one in column.categories)
    if not row.variable.is_multiple:
        for name, number in column.cells.items():
            counts[NO_ANSWER, name] = number - sum(counts[one, name] for one in row.categories)
    try:
        return CrossCounts(row, column, {pair: number for pair, number in counts.items() if number})
    except ValueError:  # a conditional question: not everybody is asked
        return None


def category(row: Mapping[str, Any]) -> str:
    """The category that a counted answer is of; of a ranking, the choice."""
    if row["choice_id"]:
        return str(row["choice_id"])
    if row["country_id"]:
        return str(row["country_id"])
    return OTHER if row["number"] is None else f"{row['number'].normalize():f}"


def attribute(by: str, country: str | None, kind: str | None) -> str:
    """The category of a respondent whose organisation is of this country and kind."""
    if by == Crossing.KIND:
        return kind or NO_ANSWER
    if country is None:
        return NO_ANSWER
    return region_of(country) if by == Crossing.REGION else country


def labels_of(by: str, counted: Mapping[str, int]) -> list[tuple[str, str]]:
    """The categories of an attribute that occur, with their labels, in order."""
    language = page_language()
    keys = [key for key in counted if key != NO_ANSWER]
    if by == Crossing.COUNTRY:
        return [
            (key, short_name(key, language))
            for key in sorted(keys, key=lambda code: sort_key(code, language))
        ]
    names: Mapping[str, Any] = REGION_NAMES if by == Crossing.REGION else dict(Kind.choices)
    return [(key, str(label)) for key, label in names.items() if key in keys]


def rules_of(survey: Survey) -> Rules:
    """What may be published of the survey's answers."""
    return Rules(
        least_respondents=survey.least_respondents,
        least_in_cell=survey.least_in_cell,
        counts_organisations=survey.unit == Unit.ORGANISATION,
    )


def variable(question: Question) -> Variable:
    """The question as the rules of disclosure see it."""
    return Variable(
        str(question.pk),
        is_multiple=question.kind in OF_SEVERAL_ROWS,
        is_ordered=question.kind == "scale",
        is_conditional=bool(question.conditions()),
    )


def limits(question: Question) -> dict[str, Any]:
    """How many choices a respondent had to make and could make at most, as the rules take it.

    Whoever may leave a question out had to choose nothing.
    """
    if question.kind != "multiple":
        return {}
    least = max(int(question.least or 0), 1) if question.required else 0
    return {"least": least, "most": int(question.most) if question.most else None}


def can_be_crossed(question: Question) -> bool:
    """Whether results of this kind can be broken down."""
    return question.kind in ("single", "multiple", "scale") and not question.conditions()


def depends_on_answers_together(question: Question) -> bool:
    """Whether how many were asked a question is no sum of figures of one other: that would tell
    how many gave two answers together."""
    conditions = question.conditions()
    return len(conditions) > 1 or any(
        len(choices) > 1 and before.kind != "single" for before, choices in conditions.items()
    )

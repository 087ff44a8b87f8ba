"""A row of the sheet “survey” as a question of one of the portal's kinds."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from surveys.xlsform import expressions
from surveys.xlsform.choices_sheet import ChoiceLists
from surveys.xlsform.form import FormChoice, FormQuestion, Problem
from surveys.xlsform.row_types import Select, why_not_asked
from surveys.xlsform.table import NOT_CARRIED, QuestionnaireRow

MOST_POINTS = 11  # of a scale
YES = {"yes", "true", "true()"}
NO = {"", "no", "false", "false()"}
COUNTRY_LISTS = ("country", "countries", "pays")  # what is in the name of such a list
TAKEN = frozenset("type name label hint required relevant read_only disabled".split())


@dataclass(frozen=True)
class QuestionReading:
    """What a row became: a question or none, the columns that went into it, what is told of it."""

    question: FormQuestion | None
    taken: frozenset[str] = TAKEN
    problems: tuple[Problem, ...] = ()


def read_question(
    row: QuestionnaireRow, typed: Select | str, lists: ChoiceLists, country_codes: Collection[str]
) -> QuestionReading:
    """The question that a row asks, apart from its place: its section and its condition."""
    label, hint = row.texts("label"), row.texts("hint")
    required = row.value("required").lower()
    question = FormQuestion(
        name=row.value("name"),
        kind="short_text",
        text=label,
        help_text=hint,
        required=required in YES,
        row=row.number,
    )
    if typed == "note" or row.value("read_only").lower() not in NO:
        texts = " / ".join([*label.values(), *hint.values()]) or question.name
        sentence = _("A note is no question. For the introduction of the survey: “%(text)s”.")
        return _left_out(row, sentence % {"text": texts})
    if row.value("calculation") and not label and not hint:
        sentence = str(NOT_CARRIED["calculation"]) % {"text": row.value("calculation")}
        return _left_out(row, sentence, "calculation")
    reading = _of_its_kind(question, row, typed, lists, country_codes)
    if reading.question is None:
        return reading
    told = [*reading.problems, *row.repeated_answers("hint")]
    if required not in YES | NO:
        sentence = _("Nobody has to answer this: the condition “%(text)s” is left out.")
        told.append(row.problem(sentence % {"text": row.value("required")}, "required"))
    return replace(reading, problems=(*told, *row.not_carried(reading.taken)))


def _of_its_kind(
    question: FormQuestion,
    row: QuestionnaireRow,
    typed: Select | str,
    lists: ChoiceLists,
    country_codes: Collection[str],
) -> QuestionReading:
    match typed:
        case Select():
            return _choosing(question, row, typed, lists, country_codes)
        case "range":
            return _range(question, row, lists)
        case "integer" | "int":
            return _limited(replace(question, kind="number", step=Decimal(1)), row, whole=True)
        case "decimal":
            return _limited(replace(question, kind="number"), row)
        case "text" | "string":
            return _text(question, row)
        case _:
            return _left_out(row, why_not_asked(typed))


def _left_out(row: QuestionnaireRow, sentence: str, column: str = "type") -> QuestionReading:
    return QuestionReading(None, problems=(row.problem(sentence, column),))


def _choosing(
    question: FormQuestion,
    row: QuestionnaireRow,
    select: Select,
    lists: ChoiceLists,
    country_codes: Collection[str],
) -> QuestionReading:
    choices = lists.take(select.list_name)
    names = {"list": select.list_name}
    if not choices:
        sentence = _("There is no list “%(list)s” of choices: the question is left out.")
        return _left_out(row, sentence % names)
    problems = []
    question = replace(
        question, kind=select.kind, choices=choices, allows_other=select.allows_other
    )
    if select.kind == "single" and _are_countries(choices, select.list_name, country_codes):
        question = replace(question, kind="country", choices=())
        if len(choices) < len(country_codes):
            sentence = _("All countries are offered, not those of the list “%(list)s” alone.")
            problems.append(row.problem(sentence % names, "type"))
    if question.allows_other and question.kind not in {"single", "multiple"}:
        question = replace(question, allows_other=False)
        sentence = _("“Other, please say” goes with single and multiple choice alone.")
        problems.append(row.problem(sentence, "type"))
    is_multiple = question.kind == "multiple"
    reading = _limited(question, row, counted=True) if is_multiple else QuestionReading(question)
    return replace(reading, problems=(*problems, *reading.problems))


def _are_countries(
    choices: Collection[FormChoice], list_name: str, country_codes: Collection[str]
) -> bool:
    """Whether all choices are codes of countries; in capitals, or in a list that is called so.

    A list of "no" and "na" is more likely to mean "no" and "not applicable" than two countries.
    """
    is_called_so = any(word in list_name.lower() for word in COUNTRY_LISTS)
    names = [choice.name.upper() if is_called_so else choice.name for choice in choices]
    return all(name in country_codes for name in names)


def _range(question: FormQuestion, row: QuestionnaireRow, lists: ChoiceLists) -> QuestionReading:
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT  # noqa: PLC0415 (39 MB)

    typed = row.value("parameters")
    given = QUESTION_TYPE_DICT["range"]["parameters"] | expressions.parameters(typed)
    least, most, step = (expressions.number(given.pop(name)) for name in ("start", "end", "step"))
    question = replace(question, kind="number")
    problems = []
    if least is not None and most is not None and step and least < most and step > 0:
        is_whole = step == 1 and not least % 1 and not most % 1
        if is_whole and most - least < MOST_POINTS:
            question = replace(question, kind="scale")
        question = replace(question, least=least, most=most, step=step)
    else:
        sentence = _("The ends of this range cannot be carried: “%(text)s”.")
        problems.append(row.problem(sentence % {"text": typed}, "parameters"))
    if words := lists.take(given.get("tick_labelset", "")):
        del given["tick_labelset"]
        question, told = _with_words_for_ends(question, row, words)
        problems += told
    for name, value in given.items():
        sentence = _("The parameter “%(text)s” is not carried.")
        problems.append(row.problem(sentence % {"text": f"{name}={value}"}, "parameters"))
    return QuestionReading(question, TAKEN | {"parameters"}, tuple(problems))


def _with_words_for_ends(
    question: FormQuestion, row: QuestionnaireRow, words: Collection[FormChoice]
) -> tuple[FormQuestion, list[Problem]]:
    """The scale with the words that a list has for its ends; a number has no place for any."""
    problems = []
    for choice in words:
        point = expressions.number(choice.name) if question.kind == "scale" else None
        if point is not None and point == question.least:
            question = replace(question, low_label=choice.text)
        elif point is not None and point == question.most:
            question = replace(question, high_label=choice.text)
        else:
            sentence = _("Only the ends of a scale have words: “%(text)s” is left out.")
            text = " / ".join(choice.text.values())
            problems.append(row.problem(sentence % {"text": text}, "parameters"))
    return question, problems


def _text(question: FormQuestion, row: QuestionnaireRow) -> QuestionReading:
    """A long text where the form wants several lines for it."""
    appearance = row.value("appearance")
    parameters = expressions.parameters(row.value("parameters"))
    if "multiline" in appearance.split() or "rows" in parameters:
        question = replace(question, kind="long_text")
    taken = TAKEN
    if appearance == "multiline":
        taken |= {"appearance"}
    if parameters.keys() == {"rows"}:
        taken |= {"parameters"}
    return QuestionReading(question, taken)


def _limited(
    question: FormQuestion, row: QuestionnaireRow, *, counted: bool = False, whole: bool = False
) -> QuestionReading:
    """The question with the limits that its constraint sets, if they can be read."""
    text = row.value("constraint")
    limits = expressions.limits(text, counted=counted, whole=whole) if text else None
    if limits is None:
        return QuestionReading(question)
    problems: tuple[Problem, ...] = ()
    if limits.widened:
        sentence = _("The ends of this range are accepted too: “%(text)s”.")
        problems = (row.problem(sentence % {"text": text}, "constraint"),)
    question = replace(question, least=limits.least, most=limits.most)
    return QuestionReading(question, TAKEN | {"constraint"}, problems)

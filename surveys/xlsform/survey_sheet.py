"""The sheet “survey”, row by row: questions, groups of them, and what the portal does not ask."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from itertools import count

from django.utils.translation import gettext as _

from kpcsc.foundation.sheets.xlsx import UnreadableSheetError
from surveys.xlsform.choices_sheet import ChoiceLists
from surveys.xlsform.expressions import comparison
from surveys.xlsform.form import Condition, FormQuestion, Problem, Texts
from surveys.xlsform.questions import YES, read_question
from surveys.xlsform.row_types import Begin, End, Select, row_type
from surveys.xlsform.table import QuestionnaireRow, label_of

MOST_QUESTIONS = 500
TAKEN_FROM_GROUPS = {"type", "name", "label", "relevant", "disabled"}


@dataclass(frozen=True)
class Group:
    """A group that has not ended yet, and the condition under which its questions are asked."""

    row: QuestionnaireRow
    condition: Condition | None


@dataclass
class SurveySheet:
    """The questions by their names, and what could not be carried.

    A question without a text is shown by its name, as a text in the language of the lists.
    """

    lists: ChoiceLists
    country_codes: Collection[str]
    questions: dict[str, FormQuestion] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _groups: list[Group] = field(default_factory=list)
    _next_heading: QuestionnaireRow | None = None  # waits for the first question under it
    _heading: QuestionnaireRow | None = None  # stands over the questions that come now
    _heading_is_over: bool = False  # its group has ended

    def read(self, rows: Iterable[QuestionnaireRow]) -> None:
        """Take in the rows. Raises UnreadableSheetError if there are too many questions."""
        for row in rows:
            self._read_row(row)
        self._leave_heading_out()
        for group in self._groups:
            self._tell(group.row, _("This group never ends."), "type")

    def _read_row(self, row: QuestionnaireRow) -> None:
        if row.value("disabled").lower() in YES:
            self._tell(row, _("The form itself leaves this row out."), "disabled")
        elif not row.value("type"):
            self._tell(row, _("This row has no type: it is left out."))
        else:
            match row_type(row.value("type")):
                case Begin(is_repeated):
                    self._begin(row, is_repeated=is_repeated)
                case End():
                    self._end(row)
                case Select() | str() as typed:
                    self._ask(row, typed)

    def _begin(self, row: QuestionnaireRow, *, is_repeated: bool) -> None:
        self._groups.append(Group(row, self._condition(row)))
        if is_repeated:
            self._tell(row, _("The questions of this group are asked once, not repeated."), "type")
        self.problems += [*row.repeated_answers("label"), *row.not_carried(TAKEN_FROM_GROUPS)]
        if row.texts("label"):
            self._leave_heading_out()
            self._next_heading = row

    def _end(self, row: QuestionnaireRow) -> None:
        self.problems += row.not_carried(TAKEN_FROM_GROUPS)
        if not self._groups:
            self._tell(row, _("No group has begun that could end here."), "type")
            return
        ended = self._groups.pop().row
        if self._next_heading is ended:
            self._leave_heading_out()
        if self._heading is ended:
            self._heading_is_over = True

    def _leave_heading_out(self) -> None:
        if self._next_heading:
            sentence = _("This heading is left out: no question comes right below it.")
            self._tell(self._next_heading, sentence, "label")
        self._next_heading = None

    def _ask(self, row: QuestionnaireRow, typed: Select | str) -> None:
        reading = read_question(row, typed, self.lists, self.country_codes)
        self.problems += reading.problems
        if reading.question is None:
            return
        if len(self.questions) == MOST_QUESTIONS:
            raise UnreadableSheetError(
                _("This form has more than %(number)d questions.") % {"number": MOST_QUESTIONS}
            )
        name = self._free_name(row)
        label, told = label_of(row, name, self.lists.language)
        self.problems += told
        self.questions[name] = replace(
            reading.question,
            name=name,
            text=label,
            section=self._section(row),
            shown_if=self._joined_condition(row),
        )

    def _free_name(self, row: QuestionnaireRow) -> str:
        """The name of the row, or one like it that no question has."""
        typed = row.value("name")
        wanted = name = typed or f"row_{row.number}"
        numbers = count(2)
        while name in self.questions:
            name = f"{wanted}_{next(numbers)}"
        if not typed:
            self._tell(
                row, _("This question has no name: it is called “%(name)s”.") % {"name": name}
            )
        elif name != typed:
            sentence = _("Another question has this name: this one is called “%(name)s”.")
            self._tell(row, sentence % {"name": name}, "name")
        return name

    def _section(self, row: QuestionnaireRow) -> Texts:
        """The heading that begins at the question."""
        if self._next_heading:
            self._heading, self._next_heading = self._next_heading, None
            self._heading_is_over = False
            return self._heading.texts("label")
        if self._heading and self._heading_is_over:
            heading = " / ".join(self._heading.texts("label").values())
            sentence = _("This question stands under “%(heading)s” too, though that group is over.")
            self._tell(row, sentence % {"heading": heading})
            self._heading_is_over = False
        return {}

    def _condition(self, row: QuestionnaireRow) -> Condition | None:
        """What the row's own condition says, if the portal can tell."""
        text = row.value("relevant")
        if not text:
            return None
        found = comparison(text)
        if found is None:
            sentence = _("This condition is left out: “%(text)s”.")
            self._tell(row, sentence % {"text": text}, "relevant")
            return None
        names = {"question": found.condition.question, "choice": found.condition.choice}
        question = self.questions.get(found.condition.question)
        if question is None or question.kind not in {"single", "multiple"}:
            sentence = _(
                "This condition is left out: no earlier question with choices is called "
                "“%(question)s”."
            )
            self._tell(row, sentence % names, "relevant")
            return None
        if found.condition.choice not in {choice.name for choice in question.choices}:
            sentence = _("This condition is left out: “%(question)s” has no choice “%(choice)s”.")
            self._tell(row, sentence % names, "relevant")
            return None
        if found.is_alone and question.kind == "multiple":
            sentence = _("Asked of all who choose “%(choice)s”, alone or with others.")
            self._tell(row, sentence % names, "relevant")
        return found.condition

    def _joined_condition(self, row: QuestionnaireRow) -> Condition | None:
        """The one condition that holds for a question, from its groups and its own.

        A condition is met by nobody who is not asked its question: where that question has the
        other condition itself, the other goes without saying.
        """
        conditions = [group.condition for group in self._groups]
        stated = list(dict.fromkeys(filter(None, [*conditions, self._condition(row)])))
        needed = [
            condition
            for condition in stated
            if not any(self._implies(other, condition) for other in stated if other != condition)
        ]
        if len(needed) > 1:
            sentence = _("Of several conditions only that on “%(question)s” is carried.")
            self._tell(row, sentence % {"question": needed[-1].question}, "relevant")
        return needed[-1] if needed else None

    def _implies(self, condition: Condition, other: Condition) -> bool:
        """Whether whoever meets the condition has met the other before."""
        before = self.questions[condition.question].shown_if
        while before and before != other:
            before = self.questions[before.question].shown_if
        return before is not None

    def _tell(self, row: QuestionnaireRow, sentence: str, column: str = "") -> None:
        self.problems.append(row.problem(sentence, column))

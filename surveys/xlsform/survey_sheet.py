"""The sheet “survey”, row by row: questions, groups of them, and what the portal does not ask."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from django.utils.translation import gettext as _

from kpcsc.foundation.sheets.xlsx import UnreadableSheetError
from surveys.xlsform.choices_sheet import ChoiceLists
from surveys.xlsform.expressions import comparisons
from surveys.xlsform.form import Clauses, Condition, FormQuestion, Problem, Texts
from surveys.xlsform.questions import YES, read_question
from surveys.xlsform.row_types import Begin, End, Select, row_type
from surveys.xlsform.table import QuestionnaireRow, label_of

MOST_QUESTIONS = 500
TAKEN_FROM_GROUPS = {"type", "name", "label", "relevant", "disabled"}


@dataclass(frozen=True)
class Group:
    """A group that has not ended yet, and what has to be met for its questions to be asked."""

    row: QuestionnaireRow
    clauses: Clauses


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
        self._groups.append(Group(row, self._clauses(row)))
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
        section = self._section(row)
        conditions, is_each = self._joined_conditions(row)
        self.questions[name] = replace(
            reading.question,
            name=name,
            text=label,
            section=section,
            shown_if=conditions,
            shown_if_each=is_each,
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

    def _clauses(self, row: QuestionnaireRow) -> Clauses:
        """What the row's own condition says, if the portal can tell."""
        text = row.value("relevant")
        if not text:
            return ()
        found = comparisons(text)
        if found is None:
            sentence = _("This condition is left out: “%(text)s”.")
            self._tell(row, sentence % {"text": text}, "relevant")
            return ()
        for compared in dict.fromkeys(one for clause in found for one in clause):
            if sentence := self._why_left_out(compared.condition):
                self._tell(row, sentence, "relevant")
                return ()
            if compared.is_alone and self.questions[compared.condition.question].kind == "multiple":
                sentence = _("Asked of all who choose “%(choice)s”, alone or with others.")
                self._tell(row, sentence % vars(compared.condition), "relevant")
        return tuple(frozenset(one.condition for one in clause) for clause in found)

    def _why_left_out(self, condition: Condition) -> str:
        """Why no question can have this condition; empty where it can."""
        question = self.questions.get(condition.question)
        if question is None or question.kind not in {"single", "multiple"}:
            return _(
                "This condition is left out: no earlier question with choices is called "
                "“%(question)s”."
            ) % vars(condition)
        if condition.choice not in {choice.name for choice in question.choices}:
            return _(
                "This condition is left out: “%(question)s” has no choice “%(choice)s”."
            ) % vars(condition)
        return ""

    def _joined_conditions(self, row: QuestionnaireRow) -> tuple[tuple[Condition, ...], bool]:
        """The conditions that hold for a question, from its groups and its own, and whether one of
        each question is needed.

        A condition is met by nobody who is not asked its question: what that question needs itself
        goes without saying.
        """
        groups = [clause for group in self._groups for clause in group.clauses]
        stated = list(dict.fromkeys([*groups, *self._clauses(row)]))
        needed = [
            clause
            for clause in stated
            if not any(self._implies(other, clause) for other in stated if other != clause)
        ]
        if not needed:
            return (), False
        *others, last = needed
        if others and not self._are_of_one_question_each(needed):
            sentence = _("Of several conditions only that on “%(question)s” is carried.")
            names = " / ".join(dict.fromkeys(one.question for one in self._in_order(last)))
            self._tell(row, sentence % {"question": names}, "relevant")
            others = []
        return self._in_order(frozenset[Condition]().union(*others, last)), bool(others)

    @staticmethod
    def _are_of_one_question_each(clauses: Sequence[frozenset[Condition]]) -> bool:
        """Whether each clause is about one question, and no two about the same."""
        names = [{one.question for one in clause} for clause in clauses]
        return all(len(own) == 1 for own in names) and len(set[str]().union(*names)) == len(names)

    def _in_order(self, conditions: Iterable[Condition]) -> tuple[Condition, ...]:
        """The conditions by their questions and choices, as the form has them."""
        chosen = set(conditions)
        return tuple(
            condition
            for name, question in self.questions.items()
            for choice in question.choices
            if (condition := Condition(name, choice.name)) in chosen
        )

    def _implies(self, clause: frozenset[Condition], other: frozenset[Condition]) -> bool:
        """Whether whoever meets a clause has met the other before."""
        met: set[str] = set()  # the questions that only those are asked who have met the other

        def is_implied(one: frozenset[Condition]) -> bool:
            return one <= other or all(condition.question in met for condition in one)

        for name, question in self.questions.items():
            if any(is_implied(before) for before in question.clauses):
                met.add(name)
        return is_implied(clause)

    def _tell(self, row: QuestionnaireRow, sentence: str, column: str = "") -> None:
        self.problems.append(row.problem(sentence, column))

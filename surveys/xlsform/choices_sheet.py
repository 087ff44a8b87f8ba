"""The lists of choices on the sheet “choices”."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from surveys.xlsform.form import FormChoice, Problem
from surveys.xlsform.table import QuestionnaireRow, label_of


@dataclass
class ChoiceLists:
    """The choices by the name of their list, and what could not be carried.

    A choice without a text is shown by its name, as a text in `language`.
    """

    language: str
    problems: list[Problem] = field(default_factory=list)
    _lists: dict[str, dict[str, FormChoice]] = field(default_factory=dict)
    _first_rows: dict[str, QuestionnaireRow] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def read(self, rows: Iterable[QuestionnaireRow]) -> None:
        """Take in the rows of the sheet."""
        for row in rows:
            list_name, name = row.value("list_name"), row.value("name")
            choices = self._lists.setdefault(list_name, {})
            self._first_rows.setdefault(list_name, row)
            if not list_name or not name:
                sentence = _("This choice has no name, or no list: it is left out.")
                self.problems.append(row.problem(sentence))
            elif name in choices:
                sentence = _("The list has a choice “%(name)s” already: this one is left out.")
                self.problems.append(row.problem(sentence % {"name": name}, "name"))
            else:
                label, problems = label_of(row, name, self.language)
                choices[name] = FormChoice(name, label)
                self.problems += problems

    def take(self, list_name: str) -> tuple[FormChoice, ...]:
        """The choices of a list that a question needs; empty if there is no such list."""
        self._taken.add(list_name)
        return tuple(self._lists.get(list_name, {}).values())

    def report_unused(self) -> None:
        """Tell of the lists that no question needs."""
        for list_name, row in self._first_rows.items():
            if list_name and list_name not in self._taken:
                sentence = _("No question takes the list “%(list)s”.") % {"list": list_name}
                self.problems.append(row.problem(sentence, "list_name"))

"""A sheet of an XLSForm as rows whose columns are known by what they mean.

A column may go by several names, may carry a prefix that older forms need ("bind::relevant"), and
may hold the texts of one language ("label::French (fr)").
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpcsc.foundation.sort_key import fold
from surveys.xlsform.form import Problem, Texts
from surveys.xlsform.workbook import Sheet

# What may stand after "label::", without accents and capitals; regions and scripts apart.
LANGUAGES = {
    **dict.fromkeys(("fr", "fra", "fre", "french", "francais"), "fr"),
    **dict.fromkeys(("en", "eng", "english", "anglais"), "en"),
}
PREFIXES = {"bind", "body", "control", "media", "jr"}
# Other names of columns, as pyxform knows them (its aliases.py).
ALIASES = {
    "caption": "label",
    "calculate": "calculation",
    "command": "type",
    "constraining_message": "constraint_message",
    "constraintmsg": "constraint_message",
    "count": "repeat_count",
    "readonly": "read_only",
    "relevance": "relevant",
    "requiredmsg": "required_message",
    "set_form_title": "form_title",
    "tag": "name",
    "title": "form_title",
    "value": "name",
}
TRANSLATED = {"label", "hint", "form_title"}
UNDERSTOOD = {
    "survey": set(
        "type name label hint required relevant constraint parameters appearance read_only "
        "disabled".split()
    ),
    "choices": {"list_name", "name", "label"},
    "settings": {"form_title", "default_language"},
}
# What a form may ask for in a column, and the portal has no place for; said at each row.
NOT_CARRIED: dict[str, str | Promise] = {
    "appearance": gettext_lazy("The appearance “%(text)s” is not carried."),
    "audio": gettext_lazy("Pictures, sounds and films are not carried: “%(text)s”."),
    "autoplay": gettext_lazy("Pictures, sounds and films are not carried: “%(text)s”."),
    "big-image": gettext_lazy("Pictures, sounds and films are not carried: “%(text)s”."),
    "calculation": gettext_lazy("Nothing is calculated: “%(text)s”."),
    "choice_filter": gettext_lazy(
        "All choices of the list are offered, whatever was answered before: “%(text)s”."
    ),
    "constraint": gettext_lazy("The portal cannot check this of an answer: “%(text)s”."),
    "constraint_message": gettext_lazy("The portal words its own messages: “%(text)s”."),
    "default": gettext_lazy("No answer is filled in beforehand: “%(text)s”."),
    "guidance_hint": gettext_lazy("Hints for interviewers are not carried: “%(text)s”."),
    "image": gettext_lazy("Pictures, sounds and films are not carried: “%(text)s”."),
    "parameters": gettext_lazy("The parameter “%(text)s” is not carried."),
    "repeat_count": gettext_lazy(
        "Repeated questions are not supported: “%(text)s” is not imported."
    ),
    "required_message": gettext_lazy("The portal words its own messages: “%(text)s”."),
    "trigger": gettext_lazy("Nothing is calculated: “%(text)s”."),
    "video": gettext_lazy("Pictures, sounds and films are not carried: “%(text)s”."),
}
ELSEWHERE = gettext_lazy("Nothing is taken from this cell: “%(text)s”.")


@dataclass(frozen=True)
class QuestionnaireColumn:
    """A column by what it means.

    `language` is "fr" or "en" for the texts of one; otherwise what stands after the name, as typed.
    """

    heading: str
    field: str
    language: str = ""


@dataclass(frozen=True)
class QuestionnaireRow:
    """The cells of a row that the columns give a meaning; its number as a spreadsheet shows it."""

    sheet: str
    number: int
    cells: Mapping[QuestionnaireColumn, str]

    def value(self, field: str) -> str:
        """The text of a column, empty if there is none."""
        return next((text for column, text in self.cells.items() if column.field == field), "")

    def texts(self, field: str) -> Texts:
        """The texts of a column that there is for each language."""
        return {
            column.language: text for column, text in self.cells.items() if column.field == field
        }

    def problem(self, sentence: str, field: str = "") -> Problem:
        """What a person is told about the row, or about one of its columns."""
        headings = (column.heading for column in self.cells if column.field == field)
        return Problem(self.sheet, self.number, next(headings, ""), sentence)

    def repeated_answers(self, field: str) -> Iterator[Problem]:
        """The texts in which an earlier answer is to be filled in."""
        for column, text in self.cells.items():
            if column.field == field and "${" in text:
                sentence = _("No answer is filled in within a text: reword “%(text)s”.")
                yield Problem(self.sheet, self.number, column.heading, sentence % {"text": text})

    def not_carried(self, carried: Collection[str]) -> Iterator[Problem]:
        """What stands in the row besides the columns that were carried."""
        for column, text in self.cells.items():
            if column.field not in carried:
                sentence = str(NOT_CARRIED.get(column.field, ELSEWHERE)) % {"text": text}
                yield Problem(self.sheet, self.number, column.heading, sentence)


@dataclass(frozen=True)
class QuestionnaireTable:
    """The rows that hold something, and the columns that mean nothing here.

    `foreign` holds what is told of each language other than French and English.
    """

    rows: tuple[QuestionnaireRow, ...]
    problems: tuple[Problem, ...]
    foreign: Mapping[str, Problem]


def label_of(row: QuestionnaireRow, name: str, language: str) -> tuple[Texts, list[Problem]]:
    """The label of a row, and what is told of it. Without one, its name stands in the language."""
    if label := row.texts("label"):
        return label, list(row.repeated_answers("label"))
    sentence = _("There is no text in French or English: the name stands in its place.")
    return {language: name}, [row.problem(sentence)]


def language_code(typed: str) -> str | None:
    """The language that "French (fr)", "fr-CD" or "Français" means; None if it is another one."""
    name, _bracket, code = typed.partition("(")
    for word in (code.strip(" )"), name):
        primary = re.split("[-_]", fold(word.strip()))[0]
        if primary in LANGUAGES:
            return LANGUAGES[primary]
    return None


def read_table(sheet: Sheet, language: str) -> QuestionnaireTable:
    """The rows of a sheet. Texts under a column that names no language are in `language`."""
    columns: dict[tuple[str, str], QuestionnaireColumn] = {}  # by field and language
    foreign: dict[str, Problem] = {}
    problems: list[Problem] = []
    typed = dict.fromkeys(heading for cells in sheet.rows.values() for heading in cells)
    # A column that names its language goes before one that is only taken to be in it.
    for heading in sorted(typed, key=lambda heading: ":" not in heading):
        column = _column(heading, language)
        meaning = (column.field, column.language)
        if not _is_known(column, sheet.name):
            sentence = _("Nothing is taken from this column.")
            if not heading:
                sentence = _("Nothing is taken from cells under no heading.")
            problems.append(Problem(sheet.name, 1, heading, sentence))
        elif column.field in TRANSLATED and column.language not in LANGUAGES.values():
            sentence = _("Texts in “%(language)s” are left out: surveys are in French and English.")
            told = Problem(sheet.name, 1, heading, sentence % {"language": column.language})
            foreign.setdefault(fold(column.language), told)
        elif meaning in columns:
            sentence = _("Nothing is taken from this column: “%(column)s” means the same.")
            names = {"column": columns[meaning].heading}
            problems.append(Problem(sheet.name, 1, heading, sentence % names))
        else:
            columns[meaning] = column
    known = {column.heading: column for column in columns.values()}
    rows = tuple(
        QuestionnaireRow(
            sheet.name, number, {known[name]: text for name, text in cells.items() if name in known}
        )
        for number, cells in sheet.rows.items()
    )
    return QuestionnaireTable(rows, tuple(problems), foreign)


def _column(heading: str, language: str) -> QuestionnaireColumn:
    parts = [part.strip() for part in re.split("::?", heading)]
    while len(parts) > 1 and parts[0].lower() in PREFIXES and parts[1].lower() != "type":
        parts.pop(0)
    name = "_".join(parts[0].split()).lower()
    field = ALIASES.get(name, name)
    after = ":".join(parts[1:])
    if field in TRANSLATED:
        return QuestionnaireColumn(
            heading, field, (language_code(after) or after) if after else language
        )
    return QuestionnaireColumn(heading, field, after)


def _is_known(column: QuestionnaireColumn, sheet: str) -> bool:
    if column.field in UNDERSTOOD[sheet]:
        return column.field in TRANSLATED or not column.language
    return sheet == "survey" and column.field in NOT_CARRIED

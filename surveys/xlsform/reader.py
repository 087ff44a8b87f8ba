"""An XLSForm from a file."""

from collections.abc import Collection
from pathlib import PurePath

from django.utils.translation import gettext as _

from kpcsc.foundation.sheets.xlsx import UnreadableSheetError
from surveys.xlsform.choices_sheet import ChoiceLists
from surveys.xlsform.form import Problem, Questionnaire, Texts
from surveys.xlsform.survey_sheet import SurveySheet
from surveys.xlsform.table import QuestionnaireTable, language_code, read_table
from surveys.xlsform.workbook import SHEETS, Sheet, read_workbook


def read(
    content: bytes, *, name: str, language: str = "fr", country_codes: Collection[str] = ()
) -> Questionnaire:
    """The form in a file: XLSX, XLS, CSV or Markdown, as pyxform reads them (xlsform.org).

    Every row of the sheet “survey” is a question, begins or ends a group, or has a problem that
    says why not. Rows of CSV and Markdown are counted from the headings of their sheet.

    `name` is the name of the file: the title of a form that has none. `language` is the language
    of texts that name none, unless the form says. `country_codes` are those of ISO 3166-1 alpha-2
    that a question about the country may offer. Raises UnreadableSheetError.
    """
    workbook = read_workbook(content, name)
    problems = [
        Problem(sheet, 1, "", _("Nothing is taken from this sheet.")) for sheet in workbook.others
    ]
    language, told = _default_language(workbook.settings, language)
    settings, choices, survey = (
        read_table(sheet, language)
        for sheet in (workbook.settings, workbook.choices, workbook.survey)
    )
    if not any(row.value("type") for row in survey.rows):
        raise UnreadableSheetError(
            _("The sheet “survey” has no question: its column “type” is missing or empty.")
        )
    lists = ChoiceLists(language)
    lists.read(choices.rows)
    questions = SurveySheet(lists, country_codes)
    questions.read(survey.rows)
    lists.report_unused()
    problems += [*told, *questions.problems, *lists.problems]
    foreign: dict[str, Problem] = {}
    for table in (settings, choices, survey):
        problems += table.problems
        foreign |= table.foreign
    for row in settings.rows[1:]:
        problems.append(row.problem(_("Only the first row of this sheet counts.")))
    return Questionnaire(
        title=_title(settings, PurePath(name).stem, language),
        questions=tuple(questions.questions.values()),
        problems=tuple(sorted([*problems, *foreign.values()], key=_place)),
    )


def _default_language(settings: Sheet, language: str) -> tuple[str, list[Problem]]:
    """The language of texts that name none, and what is told of the form's choice."""
    rows = read_table(settings, language).rows
    typed = rows[0].value("default_language") if rows else ""
    code = language_code(typed) if typed else language
    if code:
        return code, []
    sentences = {
        "fr": _(
            "“%(language)s” is not French or English: texts that name no language pass for French."
        ),
        "en": _(
            "“%(language)s” is not French or English: texts that name no language pass for English."
        ),
    }
    sentence = sentences[language] % {"language": typed}
    return language, [rows[0].problem(sentence, "default_language")]


def _title(settings: QuestionnaireTable, file_name: str, language: str) -> Texts:
    title = settings.rows[0].texts("form_title") if settings.rows else {}
    return title or {language: file_name}


def _place(problem: Problem) -> tuple[int, int]:
    """Where the problem comes in the order of the sheets and of their rows."""
    order = SHEETS.index(problem.sheet) if problem.sheet in SHEETS else len(SHEETS)
    return order, problem.row

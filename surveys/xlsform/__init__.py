"""Questionnaires written as XLSForm, the spreadsheets of ODK and KoboToolbox."""

from surveys.xlsform.form import Condition, FormChoice, FormQuestion, Problem, Questionnaire, Texts
from surveys.xlsform.reader import read

__all__ = [
    "Condition",
    "FormChoice",
    "FormQuestion",
    "Problem",
    "Questionnaire",
    "Texts",
    "read",
]

"""Questionnaires written as XLSForm, the spreadsheets of ODK and KoboToolbox."""

from surveys.xlsform.form import (
    Condition,
    Form,
    FormChoice,
    FormQuestion,
    Problem,
    Texts,
)
from surveys.xlsform.reader import read

__all__ = [
    "Condition",
    "Form",
    "FormChoice",
    "FormQuestion",
    "Problem",
    "Texts",
    "read",
]

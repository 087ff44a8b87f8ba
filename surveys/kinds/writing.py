"""Kinds of questions that are answered by a number or by words."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpcsc.foundation.partial_date import LOCALES
from kpcsc.foundation.translated_text import page_language
from surveys.kinds.base import Given, Parts, QuestionKind, QuestionSettings
from surveys.kinds.number_text import read_number

MOST_POINTS = 11  # of a scale: more cannot be told apart, nor shown on a phone
LONGEST = {"short_text": 200, "long_text": 5000}
QUOTE = "quote"


class NumericKind(QuestionKind):
    """Answered by one number."""

    has_limits = True

    def given(self, question: QuestionSettings, parts: Parts) -> list[Given]:
        value = parts.get("")
        return [] if value in (None, "") else [Given(number=Decimal(value))]

    def parts(self, question: QuestionSettings, given: Sequence[Given]) -> dict[str, Any]:
        numbers = [one.number for one in given if one.number is not None]
        return {"": f"{numbers[0].normalize():f}"} if numbers else {}


class ScaleKind(NumericKind):
    """A few whole numbers between two ends that have words."""

    name = "scale"
    label = gettext_lazy("scale")

    def problem(self, question: QuestionSettings) -> str | None:
        least, most = question.least, question.most
        if least is None or most is None or least % 1 or most % 1 or not least < most:
            return _("A scale goes from one whole number to another: say the least and the most.")
        if most - least >= MOST_POINTS:
            return _("A scale has %(number)d points at most.") % {"number": MOST_POINTS}
        return super().problem(question)

    def points(self, question: QuestionSettings) -> list[int]:
        """The numbers of the scale, in order."""
        return list(range(int(question.least or 1), int(question.most or 5) + 1))

    def fields(self, question: QuestionSettings) -> dict[str, forms.Field]:
        points = [(str(point), str(point)) for point in self.points(question)]
        return {"": forms.ChoiceField(choices=points, required=False)}


class NumberKind(NumericKind):
    name = "number"
    label = gettext_lazy("number")

    def fields(self, question: QuestionSettings) -> dict[str, forms.Field]:
        return {"": NumberField(question)}


class NumberField(forms.DecimalField):
    """A number as people write it, in the range that the question has."""

    def __init__(self, question: QuestionSettings) -> None:
        super().__init__(required=False, max_digits=12, decimal_places=2)
        self.least, self.most, self.is_whole = question.least, question.most, question.is_whole

    def to_python(self, value: Any) -> Any:
        """The number; raises ValidationError with what to write instead."""
        typed = str("" if value is None else value)
        if not typed.strip():
            return None
        try:
            number = read_number(typed, get_format("DECIMAL_SEPARATOR"))
        except ValueError as error:
            raise ValidationError(
                _("Write one number in figures, such as %(example)s.")
                % {"example": _in_figures(Decimal(1200) if self.is_whole else Decimal("1200.5"))}
            ) from error
        if self.is_whole and number % 1:
            raise ValidationError(_("Write a whole number."))
        if not _least(self.least) <= number <= _most(self.most):
            raise ValidationError(_range_in_words(self.least, self.most))
        return number


def _least(limit: Decimal | None) -> Decimal:
    return Decimal("-Infinity") if limit is None else limit


def _most(limit: Decimal | None) -> Decimal:
    return Decimal("Infinity") if limit is None else limit


def _range_in_words(least: Decimal | None, most: Decimal | None) -> str:
    limits = {"least": least, "most": most}
    figures = {name: _in_figures(limit) for name, limit in limits.items() if limit is not None}
    if most is None:
        return _("Write %(least)s or more.") % figures
    if least is None:
        return _("Write %(most)s or less.") % figures
    return _("Write a number from %(least)s to %(most)s.") % figures


def _in_figures(number: Decimal) -> str:
    """As the page's language writes it: 1 200,5."""
    return format_decimal(number, locale=LOCALES[page_language()])


class TextKind(QuestionKind):
    """Answered in the person's own words, which may be quoted if they say so."""

    is_text = True

    def fields(self, question: QuestionSettings) -> dict[str, forms.Field]:
        return {
            "": forms.CharField(required=False, max_length=LONGEST[self.name]),
            QUOTE: forms.BooleanField(required=False),
        }

    def given(self, question: QuestionSettings, parts: Parts) -> list[Given]:
        words = parts.get("", "")
        return [Given(text=words, may_be_quoted=bool(parts.get(QUOTE)))] if words else []

    def parts(self, question: QuestionSettings, given: Sequence[Given]) -> dict[str, Any]:
        return {"": given[0].text, QUOTE: given[0].may_be_quoted} if given else {}


class ShortTextKind(TextKind):
    name = "short_text"
    label = gettext_lazy("short text")


class LongTextKind(TextKind):
    name = "long_text"
    label = gettext_lazy("long text")

"""Kinds of questions that are answered by a number or by words."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.kinds.base import Given, Parts, QuestionKind, QuestionSettings

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
        return {
            "": forms.DecimalField(
                required=False,
                localize=True,  # "3,5" in French
                min_value=question.least,
                max_value=question.most,
                max_digits=12,
                decimal_places=2,
            )
        }


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

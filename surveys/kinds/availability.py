"""The kind of question that asks when somebody can come."""

from collections.abc import Sequence
from decimal import Decimal
from enum import IntEnum
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from surveys.kinds.base import Given, Parts, QuestionKind, QuestionSettings


class Availability(IntEnum):
    """What somebody answers to a slot."""

    NO = 0
    IF_NEED_BE = 1
    YES = 2


WORDS = {
    Availability.YES: gettext_lazy("yes"),
    Availability.IF_NEED_BE: gettext_lazy("if need be"),
    Availability.NO: gettext_lazy("no"),
}


class AvailabilityKind(QuestionKind):
    """Its choices are slots; to each the answer is yes, if need be, or no."""

    name = "availability"
    label = gettext_lazy("date poll")
    offers_choices = True
    has_slots = True

    @property
    def answers(self) -> list[tuple[str, Any]]:
        """What may be answered to a slot: as a form sends it, and in words."""
        return [(str(answer.value), words) for answer, words in WORDS.items()]

    def fields(self, question: QuestionSettings) -> dict[str, forms.Field]:
        return {
            str(slot.pk): forms.ChoiceField(choices=self.answers, required=False)
            for slot in question.offered()
        }

    def given(self, question: QuestionSettings, parts: Parts) -> list[Given]:
        return [
            Given(choice=int(key), number=Decimal(answer))
            for key, answer in parts.items()
            if answer
        ]

    def parts(self, question: QuestionSettings, given: Sequence[Given]) -> dict[str, Any]:
        return {str(one.choice): f"{one.number:.0f}" for one in given if one.number is not None}

"""What every kind of question says of itself."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What was sent for a question, by the part of its control: "" is the control itself.
type Parts = Mapping[str, Any]


@dataclass(frozen=True)
class Given:
    """One thing that was answered; the keys of a choice and of a country, not the records."""

    choice: int | None = None
    country: str | None = None
    rank: int | None = None
    number: Decimal | None = None
    text: str = ""
    may_be_quoted: bool = False


class OfferedChoice(Protocol):
    """A choice that a question offers; as text it is what people read."""

    @property
    def pk(self) -> Any: ...


class QuestionSettings(Protocol):
    """What a kind knows of a question: the settings that staff give it."""

    @property
    def required(self) -> bool: ...
    @property
    def allows_other(self) -> bool: ...
    @property
    def least(self) -> Decimal | None: ...
    @property
    def most(self) -> Decimal | None: ...
    @property
    def is_whole(self) -> bool: ...
    @property
    def unit(self) -> str: ...
    @property
    def low_label(self) -> str: ...
    @property
    def high_label(self) -> str: ...
    def offered(self) -> Sequence[OfferedChoice]: ...


class QuestionKind(ABC):
    """A kind of question. Kinds hold nothing: the question comes with each call."""

    name: ClassVar[str]
    label: ClassVar[Any]
    offers_choices: ClassVar[bool] = False
    has_slots: ClassVar[bool] = False  # its choices are slots of a calendar
    is_text: ClassVar[bool] = False  # its answers are read one by one, and counted only as given

    def problem(self, question: QuestionSettings) -> str | None:
        """What is wrong with how the question was set up, in a sentence for staff."""
        if question.allows_other and not self.allows_other:
            return _("“Other, please say” goes with single and multiple choice alone.")
        if (question.low_label or question.high_label) and self.name != "scale":
            return _("Words for the lowest and the highest go with a scale alone.")
        if question.unit and self.name != "number":
            return _("A unit goes with a number alone.")
        if question.is_whole and self.name != "number":
            return _("“Whole numbers alone” goes with a number alone.")
        if not self.has_limits and (question.least is not None or question.most is not None):
            return _("Least and most go with a scale, a number and multiple choice alone.")
        return None

    allows_other: ClassVar[bool] = False
    has_limits: ClassVar[bool] = False

    @abstractmethod
    def fields(self, question: QuestionSettings) -> dict[str, forms.Field]:
        """The fields of the form, by part; none of them is required by itself."""

    @abstractmethod
    def given(self, question: QuestionSettings, parts: Parts) -> list[Given]:
        """What the cleaned parts say; empty if nothing. Raises ValidationError for the person."""

    @abstractmethod
    def parts(self, question: QuestionSettings, given: Sequence[Given]) -> dict[str, Any]:
        """What the form shows for stored answers: the reverse of `given`."""

    def check(self, question: QuestionSettings, parts: Parts) -> list[Given]:
        """What was answered, or the reason why that cannot be."""
        found = self.given(question, parts)
        if question.required and not found:
            raise ValidationError(_("Please answer this question."), "required")
        return found

"""What an XLSForm says, in the terms of the portal's surveys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

type Texts = Mapping[str, str]  # by language, "fr" and "en"; one without a text is left out
type Kind = Literal[
    "single", "multiple", "ranking", "scale", "number", "short_text", "long_text", "country"
]


@dataclass(frozen=True)
class FormChoice:
    """One of the answers that a question offers; its name is unique in the question."""

    name: str
    text: Texts


@dataclass(frozen=True)
class Condition:
    """An earlier question and one of its choices, by their names: who chose it is asked."""

    question: str
    choice: str


# Conditions joined by "and" and "or": of each clause, one has to be met.
type Clauses = tuple[frozenset[Condition], ...]


@dataclass(frozen=True)
class FormQuestion:
    """A question as the portal can ask it; its name is unique in the form.

    `least` and `most` are the ends of a scale, the limits of a number, or how many choices may be
    ticked. `step` is 1 where a number is whole. `section` is the heading that begins at this
    question, if any. It is asked of whoever chose one of `shown_if`; with `shown_if_each`, one of
    those of each question that they name.
    """

    name: str
    kind: Kind
    text: Texts
    row: int
    help_text: Texts = field(default_factory=dict)
    required: bool = False
    choices: tuple[FormChoice, ...] = ()
    allows_other: bool = False
    least: Decimal | None = None
    most: Decimal | None = None
    step: Decimal | None = None
    low_label: Texts = field(default_factory=dict)
    high_label: Texts = field(default_factory=dict)
    section: Texts = field(default_factory=dict)
    shown_if: tuple[Condition, ...] = ()
    shown_if_each: bool = False

    @property
    def clauses(self) -> Clauses:
        """What has to be met for it to be asked: of each clause, one condition."""
        if not self.shown_if_each:
            return (frozenset(self.shown_if),) if self.shown_if else ()
        names = dict.fromkeys(one.question for one in self.shown_if)
        return tuple(
            frozenset(one for one in self.shown_if if one.question == name) for name in names
        )


@dataclass(frozen=True)
class Problem:
    """Something that is not carried, or not as it stands, and where the spreadsheet has it.

    The heading of the table is row 1. `column` is the heading as it was typed, empty where the
    sentence is about the row as a whole.
    """

    sheet: str
    row: int
    column: str
    sentence: str  # in the page's language


@dataclass(frozen=True)
class Questionnaire:
    """A form: its questions in their order, and all that could not be carried."""

    title: Texts
    questions: tuple[FormQuestion, ...]
    problems: tuple[Problem, ...]

"""The choices that a question is asked after, as its row of the survey's page says them.

Of a question that is not saved yet, the page names the row, and the line of the choice.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from surveys.models import Choice

NAME = re.compile(r"new:(\d{1,4}):(\d{1,3})", re.ASCII)
# What the page offers: choices with their values and labels, by the question's text.
type Offered = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class UnsavedChoice:
    """A choice of a question that is saved together with the one that depends on it."""

    row: int  # of the page, from 0
    line: int  # of its choices, from 0

    @property
    def name(self) -> str:
        """What the page sends for it."""
        return f"new:{self.row}:{self.line}"


def read_unsaved_choice(sent: Any) -> UnsavedChoice | None:
    """The choice that the page names; None for what is no such name."""
    found = NAME.fullmatch(str(sent))
    return UnsavedChoice(int(found[1]), int(found[2])) if found else None


def offered_choices(choices: Iterable[Choice]) -> Offered:
    """The saved choices of some questions, in their order."""
    found: dict[int, tuple[str, list[tuple[str, str]]]] = {}
    for choice in choices:
        _text, own = found.setdefault(choice.question_id, (str(choice.question), []))
        own.append((str(choice.pk), str(choice)))
    return list(found.values())


class ConditionsWidget(forms.SelectMultiple):
    """Boxes to tick, by question; folded while none is ticked."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """The boxes, and room for those of questions that are not saved yet."""
        ticked = set(self.format_value(value))
        context = {
            "name": name,
            "key": (attrs or {}).get("id", ""),
            "is_disabled": "disabled" in (attrs or {}),
            "ticked": ticked,
            "saved": [group for group in self.choices if not _is_unsaved(group)],
            "unsaved": [group for group in self.choices if _is_unsaved(group)],
        }
        return render_to_string("surveys/question_conditions_field.html", context)


def _is_unsaved(group: Any) -> bool:
    return any(read_unsaved_choice(value) for value, _label in group[1])


class ConditionsField(forms.MultipleChoiceField):
    """Choices of the survey, by their keys, and some that are not saved yet."""

    widget = ConditionsWidget
    default_error_messages = {"invalid_choice": _("Choose answers of earlier questions.")}

    def valid_value(self, value: str) -> bool:
        """Whether the page may have offered it."""
        return read_unsaved_choice(value) is not None or super().valid_value(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other boxes are ticked than before."""
        return super().has_changed([str(one) for one in initial or []], data)


def saved_keys(values: Sequence[str]) -> set[int]:
    """The keys of the saved choices among what the page sent."""
    return {int(value) for value in values if read_unsaved_choice(value) is None}


def unsaved_choices(values: Sequence[str]) -> list[UnsavedChoice]:
    """The unsaved choices among what the page sent."""
    return [one for value in values if (one := read_unsaved_choice(value))]

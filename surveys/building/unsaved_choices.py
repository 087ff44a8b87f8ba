"""Conditions on a question that is not saved yet: the page names its row and the choice's line."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms

NAME = re.compile(r"new:(\d{1,4}):(\d{1,3})", re.ASCII)


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


class OpeningChoiceField(forms.ModelChoiceField):
    """A choice of the survey, by its key, or one that is not saved yet."""

    def clean(self, value: Any) -> Any:
        """The choice, or the UnsavedChoice that was named."""
        return read_unsaved_choice(value) or super().clean(value)

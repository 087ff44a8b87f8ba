"""The choices that a person makes when organisations become one."""

from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import localize
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.translated_text import label_of
from organisations.merging.comparison import ColumnValue, ComparedColumn
from organisations.merging.plan import MergePlan, comparison
from organisations.models import Organisation


class ColumnQuestion(NamedTuple):
    """A column in which the organisations differ, and who says what there."""

    field: forms.BoundField
    answers: list[tuple[Any, str]]  # a radio button, and the addresses of those who say so


class MergeForm(forms.Form):
    """Which of the organisations is kept, and what it says wherever they differ.

    A choice is the key of an organisation that says so. Valid, the form gives the `plan`.
    """

    keep = forms.TypedChoiceField(label=_("Record to keep"), coerce=int, widget=forms.RadioSelect)
    previewed = forms.CharField(required=False, widget=forms.HiddenInput)

    plan: MergePlan

    def __init__(self, organisations: list[Organisation], proposed: int, data: Any = None) -> None:
        super().__init__(data)
        self.organisations = {record.pk: record for record in organisations}
        keep: Any = self.fields["keep"]
        keep.choices = [(key, str(record)) for key, record in self.organisations.items()]
        keep.initial = proposed
        compared = comparison(organisations)
        self.differing = [field for field in compared if field.differs]
        self.agreeing = [
            (label(field), self.words(field, field.choices[0]))
            for field in compared
            if not field.differs and not field.choices[0].is_empty
        ]
        for field in self.differing:
            choices = [(choice.keys[0], self.words(field, choice)) for choice in field.choices]
            self.fields[field.name] = forms.TypedChoiceField(
                label=label(field),
                coerce=int,
                choices=choices,
                initial=field.proposed(proposed).keys[0],
                widget=forms.RadioSelect,
            )

    @property
    def questions(self) -> list[ColumnQuestion]:
        """What is asked beside which record is kept."""
        questions = []
        for field in self.differing:
            who = [
                " ".join(f"/{self.organisations[key].slug}/" for key in choice.keys)
                for choice in field.choices
            ]
            answers = zip(self[field.name], who, strict=True)
            questions.append(ColumnQuestion(self[field.name], list(answers)))
        return questions

    def answer(self, name: str) -> str:
        """What was chosen for a column, as a person reads it."""
        chosen: Any = self.fields[name]
        return dict(chosen.choices)[self.cleaned_data[name]]

    def clean(self) -> dict[str, Any]:
        """Makes the plan, and refuses one that the record itself would refuse."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        keep = self.organisations[cleaned["keep"]]
        others = [record for record in self.organisations.values() if record != keep]
        values = {
            field.name: getattr(self.organisations[cleaned[field.name]], field.name)
            for field in self.differing
        }
        self.plan = MergePlan(keep, others, values)
        try:
            self.plan.outcome.full_clean()
        except ValidationError as error:
            self.add_error(None, error.messages)  # not every column is a question here
        return cleaned

    def words(self, field: ComparedColumn, choice: ColumnValue) -> str:
        """The value as a person reads it."""
        if choice.is_empty:
            return gettext("(empty)")
        column: Any = Organisation._meta.get_field(field.name)
        value = getattr(self.organisations[choice.keys[0]], column.name)
        return str(dict(column.flatchoices).get(value) or localize(value))


def label(field: ComparedColumn) -> str:
    """What the column is called."""
    column: Any = Organisation._meta.get_field(field.name)
    return label_of(column)

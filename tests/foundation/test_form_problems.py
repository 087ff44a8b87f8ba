"""What is wrong in a form, as links to each place."""

from collections.abc import Iterator

import pytest
from django import forms
from django.utils import translation

from kpcsc.foundation.form_problems import form_problems
from kpcsc.foundation.problems import Problem
from meetings.models import Objective


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


class LetterForm(forms.Form):
    address = forms.EmailField(label="address")
    day = forms.DateField(label="day", required=False)


class ObjectiveForm(forms.ModelForm):
    class Meta:
        model = Objective
        fields = ("position",)

    def clean(self) -> None:
        if self.cleaned_data.get("position") == 7:
            raise forms.ValidationError("Seven is taken.")


ObjectiveFormSet = forms.modelformset_factory(Objective, form=ObjectiveForm, max_num=1)


def test_each_field_is_named_and_linked_to() -> None:
    form = LetterForm({"address": "x", "day": "2026-01-01"})
    assert form_problems(form, []) == [
        Problem("id_address", "Address", "Enter a valid email address.")
    ]


def test_a_row_is_named_by_its_part_and_place() -> None:
    data: dict[str, object] = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 0}
    data |= {"form-0-position": "x", "form-1-position": 7}
    rows = ObjectiveFormSet(data, queryset=Objective.objects.none())
    form = LetterForm({"address": "awa@example.org"})
    anchors = [(problem.anchor, problem.place) for problem in form_problems(form, [rows])]
    assert anchors == [
        ("id_form-0-position", "Objective “#1”, Position"),
        ("form-1", "Objective “#2”"),
    ]

"""The quick renderer writes what Django's templates write, for whatever a form holds."""

from typing import Any

import pytest
from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminTimeWidget
from django.forms.renderers import DjangoTemplates
from django.forms.utils import ErrorList
from django.test.html import parse_html
from hypothesis import given
from hypothesis import strategies as st

from kpcsc.foundation.form_renderer import QuickRenderer

ODD = """<a href='x'>"R&D" & 'é'\n"""
CHOICES = [("", "–"), ("1", ODD), (ODD, [("2", "two"), ("3", ODD)])]
CONTROLS: list[forms.Widget] = [
    forms.TextInput({"class": ODD, "required": True, "hidden": False}),
    forms.NumberInput(),
    forms.EmailInput(),
    forms.URLInput(),
    forms.PasswordInput(render_value=True),
    forms.HiddenInput(),
    forms.DateInput(),
    forms.DateTimeInput(),
    forms.TimeInput(),
    forms.CheckboxInput(),
    forms.FileInput(),
    AdminDateWidget(),
    AdminTimeWidget(),
    forms.Textarea({"rows": 3}),
    forms.Select(choices=CHOICES),
    forms.SelectMultiple(choices=CHOICES),
    forms.RadioSelect(choices=[("1", ODD)]),  # one that goes to its template
]


def written(control: forms.Widget, value: Any, renderer: Any) -> Any:
    return parse_html(control.render(ODD, value, {"id": "id_x"}, renderer))


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: type(control).__name__)
@pytest.mark.parametrize("value", [None, "", 0, "1", ODD, ["1", "3"], True])
def test_a_control_is_the_same(control: forms.Widget, value: Any) -> None:
    assert written(control, value, QuickRenderer()) == written(control, value, DjangoTemplates())


@given(st.text(), st.text())
def test_text_is_escaped_in_the_same_way(value: str, label: str) -> None:
    for control in (forms.TextInput(), forms.Textarea(), forms.Select(choices=[(value, label)])):
        quick = control.render("x", value, {"title": label}, QuickRenderer())
        assert quick == QuickRenderer().render(
            control.template_name, control.get_context("x", value, {"title": label})
        )
        slow = control.render("x", value, {"title": label}, DjangoTemplates())
        assert quick.replace("\n", "").replace(" ", "") == slow.replace("\n", "").replace(" ", "")


class Visit(forms.Form):
    name = forms.CharField(label=ODD, help_text="Yours.")
    agreed = forms.BooleanField(required=False)


@pytest.mark.parametrize("data", [None, {}, {"name": ODD, "agreed": "on"}])
def test_a_form_is_the_same_with_its_labels_and_errors(data: dict[str, str] | None) -> None:
    quick, slow = Visit(data, renderer=QuickRenderer()), Visit(data, renderer=DjangoTemplates())
    assert parse_html(quick.as_p()) == parse_html(slow.as_p())


class Counter(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    left = forms.IntegerField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize("data", [None, {}, {"seen": "1"}])
def test_a_form_that_nobody_sees_is_the_same(data: dict[str, str] | None) -> None:
    quick, slow = Counter(data, renderer=QuickRenderer()), Counter(data, renderer=DjangoTemplates())
    assert parse_html(str(quick)) == parse_html(str(slow))


@pytest.mark.parametrize("errors", [[], [ODD]])
def test_errors_are_the_same(errors: list[str]) -> None:
    quick = ErrorList(errors, renderer=QuickRenderer())
    slow = ErrorList(errors, renderer=DjangoTemplates())
    assert parse_html(str(quick)) == parse_html(str(slow))

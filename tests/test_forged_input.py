"""What no page of the desk sends is answered all the same, and never by an error of the program."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db.models import ForeignKey, ManyToManyField, Model
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from meetings.models import Meeting
from tests.admin_pages import fill_desk, record
from tests.test_admin import form_data

# What is the key of no record, nor of any that could be.
NO_KEYS = ["abc", "1.5", "-1", "9" * 30, "²", "Z\0"]


@pytest.fixture
def desk(client: Client, reference: Meeting, settings: Settings, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(fill_desk(reference))
    return client


def choices_by_typing() -> list[Any]:
    """Each admin form with a field in which another record is chosen by typing its name."""
    found: list[tuple[type[Model], ModelAdmin]] = list(admin.site._registry.items())
    return [
        pytest.param(model, field.name, id=f"{model._meta.model_name}.{field.name}")
        for model, pages in found
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if isinstance(field, ForeignKey | ManyToManyField)
        and field.name in pages.autocomplete_fields
    ]


def page_of(model: type[Model]) -> str:
    """Where the record of the model is edited that has the most to show."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    return reverse(name, args=[record(model).pk])


@pytest.mark.parametrize(("model", "field"), choices_by_typing())
def test_what_is_no_key_is_refused_on_the_form(
    desk: Client, model: type[Model], field: str
) -> None:
    page = page_of(model)
    untouched = form_data(desk.get(page))
    for typed in NO_KEYS:
        answer = desk.post(page, untouched | {field: typed})
        assert answer.status_code == 200, typed
        assert field in answer.context["adminform"].form.errors, typed


def test_nobody_is_invited_who_is_no_record(desk: Client, reference: Meeting) -> None:
    for one in (reference, reference.surveys.all()[0]):
        name = f"admin:{one._meta.app_label}_{one._meta.model_name}_invitations"
        address = reverse(name, args=[one.pk])
        for typed in NO_KEYS:
            answer = desk.post(address, {"invite": "1", "organisations": typed})
            assert answer.status_code == 200, typed
            assert "organisations" in answer.context["form"].errors, typed


@pytest.mark.parametrize(
    "asked", ["term=a%00b", "term=a&page=%00", "term=a&app_label=%00&model_name=x&field_name=y"]
)
def test_a_null_character_in_what_is_looked_up_is_refused(desk: Client, asked: str) -> None:
    known = "app_label=meetings&model_name=meeting&field_name=countries"
    answer = desk.get(f"{reverse('admin:autocomplete')}?{known}&{asked}")
    assert answer.status_code == 400


def test_a_null_character_in_an_address_is_refused(desk: Client) -> None:
    country = reverse("admin:organisations_country_change", args=["ZW"])
    assert desk.get(country.replace("ZW", "Z%00")).status_code == 400


@pytest.mark.parametrize("model", admin.site._registry)
def test_ticked_rows_that_are_none(desk: Client, model: type[Model]) -> None:
    page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    actions = admin.site._registry[model].get_actions(desk.get(page).wsgi_request)
    for action in actions:
        for typed in NO_KEYS:
            answer = desk.post(page, {"action": action, "_selected_action": typed, "index": "0"})
            assert answer.status_code == 400, (action, typed)

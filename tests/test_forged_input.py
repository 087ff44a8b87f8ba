"""What no page of the desk sends is answered all the same, and never by an error of the program."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import ForeignKey, ManyToManyField, Model
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from meetings.models import Meeting
from surveys.models import Survey
from tests.admin_pages import fill_desk, record
from tests.test_admin import form_data

# What is the key of no record, nor of any that could be.
NO_KEYS = ["abc", "9" * 30, "Z\0"]


@pytest.fixture
def desk(client: Client, reference: Meeting, settings: Settings, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(fill_desk(reference))
    return client


def page_of(model: type[Model], name: str, *arguments: Any) -> str:
    """A page of the model at the desk."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=arguments)


def test_a_choice_by_typing_refuses_what_is_no_key(desk: Client, subtests: pytest.Subtests) -> None:
    for model, pages in admin.site._registry.items():
        chosen = [
            field.name
            for field in [*model._meta.fields, *model._meta.many_to_many]
            if isinstance(field, ForeignKey | ManyToManyField)
            and field.name in pages.autocomplete_fields
        ]
        if chosen:
            page = page_of(model, "change", record(model).pk)
            opened = desk.get(page)
            untouched = form_data(opened)
            offered = opened.context["adminform"].form.fields
            chosen = [field for field in chosen if field in offered]
        for field in chosen:
            for typed in NO_KEYS:
                with subtests.test(f"{model.__name__}.{field}: {typed!r}"):
                    answer = desk.post(page, untouched | {field: typed})
                    assert answer.status_code == 200
                    assert field in answer.context["adminform"].form.errors


def test_nobody_is_invited_who_is_no_record(desk: Client, reference: Meeting) -> None:
    for one in (reference, reference.surveys.all()[0]):
        page = page_of(type(one), "invitations", one.pk)
        for typed in NO_KEYS:
            answer = desk.post(page, {"invite": "1", "organisations": typed})
            assert answer.status_code == 200, typed
            assert "organisations" in answer.context["form"].errors, typed


@pytest.mark.parametrize(
    "asked", ["term=a%00b", "term=a&page=%00", "term=a&app_label=%00&model_name=x&field_name=y"]
)
def test_a_null_character_in_what_is_looked_up_is_refused(admin_client: Client, asked: str) -> None:
    known = "app_label=meetings&model_name=meeting&field_name=countries"
    answer = admin_client.get(f"{reverse('admin:autocomplete')}?{known}&{asked}")
    assert answer.status_code == 400


def test_a_null_character_in_an_address_is_refused(admin_client: Client) -> None:
    country = reverse("admin:organisations_country_change", args=["ZW"])
    assert admin_client.get(country).status_code == 200
    assert admin_client.get(country.replace("ZW", "Z%00")).status_code == 400


def test_ticked_rows_that_are_none(desk: Client, subtests: pytest.Subtests) -> None:
    for model, pages in admin.site._registry.items():
        page = page_of(model, "changelist")
        for action in pages.get_actions(desk.get(page).wsgi_request):
            for typed in NO_KEYS:
                with subtests.test(f"{model.__name__}, {action}: {typed!r}"):
                    ticked = {"action": action, "_selected_action": typed, "index": "0"}
                    assert desk.post(page, ticked).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        {"id__range": "1"},
        {"id__regex": "("},
        {"id__iregex": "["},
        {"id__in": "9" * 30},
        {"starts_on__year": "9" * 30},
    ],
)
def test_a_list_refuses_a_filter_that_is_none(desk: Client, query: dict[str, str]) -> None:
    answer = desk.get(page_of(Meeting, "changelist"), query)
    if query.keys() == {"id__in"} and answer.status_code == 200:
        assert list(answer.context["cl"].result_list) == []  # PostgreSQL knows that none has it
    else:
        assert answer.status_code == 400


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data; boundary=x"])
def test_an_import_without_fields_tells_that_somebody_has_answered(
    desk: Client, content_type: str
) -> None:
    survey = next(one for one in Survey.objects.all() if one.has_answers)
    answer = desk.post(page_of(Survey, "import", survey.pk), b"{}", content_type=content_type)
    assert answer.status_code == 200
    assert len(answer.context["form"].non_field_errors()) == 1

"""A line of a form is what Django's own template writes."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import Group
from django.http import QueryDict
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.html import parse_html

from meetings.models import Campaign, Meeting, Participation
from organisations.models import Organisation, User
from tests.factories import make_staff

NAME = "admin/includes/fieldset.html"
DJANGO = Engine(dirs=[f"{Path(admin.__file__).parent}/templates"])


@pytest.mark.django_db
@pytest.mark.parametrize("data", [None, QueryDict("countries_count=many&minutes=-1")])
@pytest.mark.parametrize(
    "model", [Campaign, Group, Meeting, Organisation, Participation, User], ids=str
)
def test_forms_of_the_admin(model: Any, data: QueryDict | None) -> None:
    """Hidden, read-only, with others in a line; controls of several parts; with errors or not."""
    page = admin.site.get_model_admin(model)
    request = RequestFactory().get("/")
    request.user = make_staff()
    fieldsets: Any = page.get_fieldsets(request)
    form = page.get_form(request, fields=flatten_fieldsets(fieldsets))(data)
    fields = AdminForm(form, fieldsets, {}, page.get_readonly_fields(request), page)
    for number, fieldset in enumerate(fields):
        place = {"heading_level": 2, "prefix": "fieldset", "id_prefix": 0, "id_suffix": number}
        context = {"fieldset": fieldset} | place
        expected = DJANGO.get_template(NAME).render(Context(context))
        assert parse_html(render_to_string(NAME, context)) == parse_html(expected)

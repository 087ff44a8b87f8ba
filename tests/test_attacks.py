"""What somebody tries who wants more than they may have, wherever it concerns the whole portal.

Attempts on one thing stand with it: codes, sessions and second factors in tests/organisations/
signing_in, uploads in tests/meetings/documents, links in tests of invitations and surveys.
"""

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from kpcsc.foundation.rich_text import RichTextField
from meetings.models import Meeting
from tests import admin_pages, crawl
from tests.admin_pages import fill_desk
from tests.factories import make_member, make_staff
from tests.sampling import sampled
from tests.test_role_matrix import address_of

pytestmark = pytest.mark.django_db
RECORDS = ("organisations", "meetings", "surveys")
TYPED = '"><script>alert(1)</script>{{7*7}}{%now%}'
SHOWN = "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}{%now%}"
# What is no text that people write.
OTHERWISE = (models.SlugField, models.URLField, models.EmailField, models.FileField, RichTextField)
# Pages whose address is itself the secret: they need no token against forgery.
KNOWN_BY_TOKEN = {"letter_refusal", "meeting_invitation", "survey_answer"}


@pytest.fixture
def desk(client: Client, reference: Meeting, settings: Settings, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(fill_desk(reference))
    return client


def write_into_every_text(typed: str) -> int:
    """Puts these words into each text of every record; gives how many texts."""
    number = 0
    for app in RECORDS:
        for model in apps.get_app_config(app).get_models():
            columns = [
                field.name
                for field in model._meta.concrete_fields
                if isinstance(field, models.CharField | models.TextField)
                and not isinstance(field, OTHERWISE)
                and not field.choices
                and field.editable
                and (field.max_length or 1000) >= len(typed) + 8
                and field.name not in {"time_zone", "sealed", "password"}
            ]
            for key in model._base_manager.values_list("pk", flat=True):
                row = model._base_manager.filter(pk=key)
                row.update(**dict.fromkeys(columns, f"{typed} {number}"))
                number += len(columns)
    return number


@pytest.mark.thorough
def test_no_text_is_read_as_html_or_as_a_template(desk: Client) -> None:
    assert write_into_every_text(TYPED) > 300
    public = crawl.crawl(Client(), choices=1)
    member = Client()
    member.force_login(make_member())
    own = {page: crawl.visit(member, f"/fr/my/{page}") for page in ("", "directory/", "choices/")}
    with translation.override("fr"):
        of_the_desk = admin_pages.crawl(desk)
    pages = [*public.values(), *own.values(), *of_the_desk.values()]
    html = [page for page in pages if admin_pages.is_page(page)]
    assert [page.address for page in html if "<script>alert" in page.source] == []
    shown = [page for page in html if SHOWN in page.source]
    assert len(shown) > 40
    assert len([page for page in shown if page.address.startswith("/admin/")]) > 20


def test_every_form_but_those_known_by_their_token_wants_a_proof_of_origin(
    desk: Client, reference: Meeting
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_staff(organisation=reference.participations.all()[0].organisation))
    unguarded = []
    with translation.override("fr"):
        for route, name in crawl.all_patterns():
            if not name or name in KNOWN_BY_TOKEN | {"my_calendar"}:
                continue
            with transaction.atomic():
                answer = strict.post(address_of(route, name), {"a": "b"})
                transaction.set_rollback(True)
            if answer.status_code not in {403, 405}:
                unguarded.append((name, answer.status_code))
    assert unguarded == []


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil"])
@pytest.mark.parametrize("path", ["/fr/", "/fr/sign-in/", "/admin/", "/sitemap.xml"])
def test_a_foreign_host_gets_no_page_and_no_line_in_the_log(
    client: Client, host: str, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get(path, headers={"host": host})
    assert answer.status_code == 400
    assert b"evil" not in answer.content
    assert caplog.records == []


def test_a_host_that_a_proxy_is_told_counts_for_nothing(client: Client) -> None:
    answer = client.get("/sitemap.xml", headers={"x-forwarded-host": "evil.example"})
    assert b"evil.example" not in answer.content


FORMULAS = ("=", "+", "-", "@", "\t", "\r")
LINES = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1"]


@pytest.mark.parametrize("line", sampled(LINES, 2))
def test_no_export_begins_a_cell_with_a_formula(desk: Client, line: str) -> None:
    write_into_every_text(f"{line} padded to be long enough for a title")
    pages: dict[str, dict[str, Any]] = {
        "/admin/meetings/meeting/export/": {"download": "meeting.csv"},
        "/admin/organisations/organisation/export/": {"download": "organisation.csv"},
    }
    for page, sent in pages.items():
        text = desk.post(page, sent).content.decode("utf-8-sig")
        assert "padded" in text
        cells = [cell for row in csv.reader(StringIO(text), delimiter=";") for cell in row]
        padded = [cell for cell in cells if "padded" in cell]
        assert [cell for cell in padded if cell.startswith(FORMULAS)] == []

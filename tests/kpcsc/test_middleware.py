"""What every answer goes through."""

import pytest
from django.test import Client

from meetings.models import Meeting
from tests.factories import make_member


def test_a_public_page_is_asked_for_anew_and_costs_nothing_if_unchanged(
    client: Client, reference: Meeting
) -> None:
    first = client.get("/fr/meetings/2021-06-strategy-meeting/")
    assert first["Cache-Control"] == "public, no-cache"
    again = client.get(
        "/fr/meetings/2021-06-strategy-meeting/", headers={"If-None-Match": first["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_for_somebody_signed_in_is_kept_nowhere(client: Client, reference: Meeting) -> None:
    client.force_login(make_member())
    page = client.get("/en/meetings/2021-06-strategy-meeting/")
    assert page["Cache-Control"] == "private, no-store"
    assert "this page may show what the public does not see" in page.content.decode()


@pytest.mark.parametrize("charset", ["utf-16", "latin-1"])
def test_a_form_in_another_charset_is_refused_with_a_page(charset: str, db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    content_type = f"application/x-www-form-urlencoded; charset={charset}"
    answer = client.post("/fr/sign-in/", b"a=1", content_type=content_type)
    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()

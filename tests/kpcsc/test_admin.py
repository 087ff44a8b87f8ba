"""The desk as a whole: no pages of groups, deletion in the words of people."""

import pytest
from django.test import Client

from kpcsc.foundation.deletion import without
from meetings.models import Meeting
from tests.factories import make_staff


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    client.force_login(make_staff())
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_groups_have_no_page(desk: Client) -> None:
    assert desk.get("/admin/auth/group/").status_code == 404


def test_deleting_asks_about_records_not_about_rows_between_tables(
    desk: Client, reference: Meeting
) -> None:
    page = desk.get(f"/admin/meetings/meeting/{reference.pk}/delete/")
    assert ">Human Rights Watch · " in page.content.decode()
    assert "object (" not in page.content.decode()
    summary = dict(page.context["model_count"])
    assert (summary["objectives"], summary["participations"]) == (3, 25)
    assert not [name for name in summary if "relation" in name]


@pytest.mark.parametrize(
    ("nested", "kept"),
    [
        (["A: 1", "B: 2"], ["B: 2"]),
        (["B: 1", ["A: 2", ["A: 3"], "B: 4"]], ["B: 1", ["B: 4"]]),
        (["B: 1", ["A: 2"]], ["B: 1"]),
        ([], []),
    ],
)
def test_what_begins_so_is_left_out_at_every_depth(
    nested: list[object], kept: list[object]
) -> None:
    assert without(nested, ("A: ",)) == kept

"""Previews: each reader's page as it will be, and nothing of it kept."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting
from tests.factories import make_meeting, make_member, make_organisation, make_participation
from tests.factories import make_staff as make_secretary


@pytest.fixture
def secretary(client: Client, db: None) -> Client:
    client.force_login(make_secretary())
    return client


@pytest.fixture
def draft(db: None) -> Meeting:
    """A draft for the public with an organisation for each kind of reader."""
    meeting = make_meeting(status="draft", publish_at=None, title_en="Draft on rivers")
    for listing in ("public", "members", "unlisted"):
        organisation = make_organisation(name_fr=f"Amis ({listing})", listing=listing)
        make_participation(meeting=meeting, organisation=organisation)
    return meeting


def words(html: str) -> list[str]:
    """The page's words and tags, whatever stands between them."""
    return html.replace("<", " <").split()


def address(meeting: Meeting, reader: str, language: str = "en") -> str:
    return reverse("admin:meetings_meeting_preview", args=[meeting.pk, reader, language])


@pytest.mark.parametrize(
    ("reader", "named"),
    [
        ("public", ["public"]),
        ("member", ["public", "members"]),
        ("staff", ["public", "members", "unlisted"]),
    ],
)
def test_each_reader_gets_the_names_for_them(
    secretary: Client, draft: Meeting, reader: str, named: list[str]
) -> None:
    page = secretary.post(address(draft, reader)).content.decode()
    assert "<h1>Draft on rivers</h1>" in page
    listings = ("public", "members", "unlisted")
    assert [listing for listing in listings if f"Amis ({listing})" in page] == named
    assert ("You are signed in" in page) is (reader != "public")


def test_nothing_is_changed_by_looking(secretary: Client, draft: Meeting) -> None:
    secretary.post(address(draft, "public"))
    draft.refresh_from_db()
    assert (draft.status, draft.publish_at, draft.version) == ("draft", None, 1)
    assert draft.history.count() == 1
    assert Client().get(draft.get_absolute_url()).status_code == 404


def test_it_is_the_public_page_but_for_its_bar(secretary: Client, reference: Meeting) -> None:
    Meeting.objects.update(publish_at=timezone.now())  # as of the preview, on its printed sheets
    for language in ("fr", "en"):
        preview = secretary.post(address(reference, "public", language)).content.decode()
        before, _, rest = preview.partition('<nav class="preview-bar"')
        after = rest.partition("</nav>")[2]
        public = Client().get(f"/{language}/meetings/{reference.slug}/").content.decode()
        assert words(before + after) == words(public)


def test_a_reader_without_a_page_is_told_so(secretary: Client, draft: Meeting) -> None:
    Meeting.objects.update(visibility="members")
    assert "No page for this reader" in secretary.post(address(draft, "public")).content.decode()
    assert "Draft on rivers" in secretary.post(address(draft, "member")).content.decode()


def test_previews_are_for_staff_and_for_known_readers(
    client: Client, secretary: Client, draft: Meeting
) -> None:
    assert secretary.post(address(draft, "nobody")).status_code == 404
    assert secretary.post(address(draft, "public", "pt")).status_code == 404
    assert secretary.get(address(draft, "public")).status_code == 405
    client.force_login(make_member())
    assert client.post(address(draft, "public")).status_code == 302

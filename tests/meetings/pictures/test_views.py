"""The pictures of a campaign: who gets them, in which sizes, and on whose consent."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from kpcsc.foundation.history.restore import restore
from kpcsc.foundation.proposals.models import ProposalOrigin
from kpcsc.foundation.proposals.working_copy import proposing
from meetings.models import CampaignPicture
from meetings.models.picture import People
from tests.factories import accept, make_campaign, make_member, make_staff
from tests.factories.files import make_picture, pdf, picture, upload
from tests.kpcsc.test_roles import with_role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where files are kept."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_the_page_offers_each_width_in_each_format_and_each_opens(client: Client) -> None:
    campaign = make_campaign(slug="c", story_fr="<p>Récit</p>")
    make_picture(
        campaign, size=(1000, 500), credit_fr="Photo : Awa", alternative_text_fr="Un puits"
    )
    page = client.get("/fr/campaigns/c/").text
    offered = re.findall(r"/fr/pictures/\w+-(\d+)\.(\w+) \1w", page)
    widths = (480, 960, 1000)
    assert offered == [(str(one), form) for form in ("avif", "webp", "jpeg") for one in widths]
    assert 'width="1000" height="500" loading="lazy" decoding="async" alt="Un puits"' in page
    assert "Photo\u00a0: Awa" in page
    for address in re.findall(r"/fr/pictures/[\w-]+\.\w+", page):
        response = client.get(address)
        form = address.rpartition(".")[2]
        assert response["Content-Type"] == f"image/{form}"
        assert response["Cache-Control"] == "no-cache"
        assert Image.open(BytesIO(response.content)).format == form.upper()


def test_a_browser_that_has_it_is_sent_nothing(client: Client) -> None:
    shown = make_picture(make_campaign())
    tag = client.get(shown.address)["ETag"]
    assert client.get(shown.address, headers={"if-none-match": tag}).status_code == 304


def test_other_sizes_and_formats_are_not_made(client: Client, folder: Path) -> None:
    shown = make_picture(make_campaign(), size=(600, 400))
    key = shown.file.name
    for path in (f"{key}-481.jpeg", f"{key}-960.jpeg", f"{key}-480.gif", "none-480.jpeg"):
        assert client.get(f"/fr/pictures/{path}").status_code == 404
    assert [path.name for path in folder.iterdir()] == [key]


def test_a_picture_is_for_those_who_may_see_the_page(client: Client) -> None:
    for fields, statuses in (
        ({"status": "draft"}, (404, 404, 200)),
        ({"visibility": "members"}, (404, 200, 200)),
    ):
        shown = make_picture(make_campaign(**fields))
        found = []
        for sign_in in (None, make_member, make_staff):
            reader = Client()
            if sign_in:
                reader.force_login(sign_in())
            found.append(reader.get(shown.address).status_code)
        assert tuple(found) == statuses


def test_a_picture_that_is_taken_down_is_gone_at_once_with_all_its_sizes(
    client: Client, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    shown = make_picture(make_campaign(slug="c"))
    client.get(shown.address)
    assert len(list(folder.iterdir())) == 2
    with django_capture_on_commit_callbacks(execute=True):
        shown.delete()
    assert client.get(shown.address).status_code == 404
    assert list(folder.iterdir()) == []
    assert "/pictures/" not in client.get("/fr/campaigns/c/").text


def test_what_was_uploaded_is_kept_as_a_cleaned_copy_alone(folder: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Awa"
    content = picture("JPEG", (600, 400), exif=exif)
    assert b"Camera of Awa" in content
    make_picture(make_campaign(), file=upload(content, "awa.jpg"))
    [kept] = folder.iterdir()
    assert b"Camera of Awa" not in kept.read_bytes()
    assert "awa" not in kept.name


@pytest.mark.parametrize(
    "fields",
    [
        {"people": ""},
        {"people": People.AGREED},
        {"alternative_text_fr": ""},
        {"place": "text"},
    ],
    ids=["nobody said who is on it", "without consent", "without words", "nowhere"],
)
def test_what_lacks_consent_or_words_is_not_stored(fields: dict[str, str]) -> None:
    campaign = make_campaign()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_picture(campaign, **fields)
    row = CampaignPicture(campaign=campaign, file=upload(picture("JPEG"), "a.jpg"), **fields)
    with pytest.raises(ValidationError):
        row.full_clean()


def test_consent_is_recorded_and_on_no_page(client: Client) -> None:
    campaign = make_campaign(slug="c")
    make_picture(campaign, people=People.AGREED, consent="Brimfax, by letter, 2 June")
    for viewer in (None, make_member(), make_staff()):
        if viewer:
            client.force_login(viewer)
        assert "Brimfax" not in client.get("/fr/campaigns/c/").text


def test_one_picture_stands_under_the_opening() -> None:
    campaign = make_campaign()
    make_picture(campaign, place="opening")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_picture(campaign, place="opening")


@pytest.mark.parametrize(
    ("content", "name"),
    [(pdf(), "a.pdf"), (b"\xff\xd8\xff\xe0 no picture", "a.jpg"), (b"", "a.png")],
)
def test_what_is_no_picture_is_refused_with_a_sentence(content: bytes, name: str) -> None:
    row = CampaignPicture(
        campaign=make_campaign(),
        file=upload(content, name),
        alternative_text_fr="Rien",
        people=People.NOBODY,
    )
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert list(refused.value.message_dict) == ["file"]


def test_a_picture_is_not_replaced_under_the_consent_of_another() -> None:
    shown = make_picture(make_campaign(), people=People.AGREED, consent="Awa, by letter")
    shown.file = upload(picture("JPEG", (700, 400)), "other.jpg")
    with pytest.raises(ValidationError, match=r"not replaced|pas remplacée"):
        shown.full_clean()


@pytest.mark.parametrize("is_deleted", [False, True])
def test_an_earlier_state_brings_back_no_picture_and_no_consent(is_deleted: bool) -> None:
    campaign = make_campaign()
    shown = make_picture(campaign, people=People.AGREED, consent="Awa, by letter")
    staff = make_staff()
    then = timezone.now()
    shown.consent = "Awa took it back: not for posters"
    shown.save()
    if is_deleted:
        shown.delete()
    restore(record=campaign, moment=then, by=staff)
    [now] = CampaignPicture.objects.all()
    assert now.alternative_text_fr == "Une rivière"
    file, consent = ("", "") if is_deleted else (shown.file.name, shown.consent)
    assert (now.file.name, now.consent) == (file, consent)
    kept = {field.name for field in CampaignPicture.history.model._meta.get_fields()}
    assert kept.isdisjoint({"file", "preview"})


def test_a_proposed_picture_is_shown_once_it_is_accepted(client: Client) -> None:
    campaign = make_campaign(slug="c")
    with proposing(campaign, by=with_role("Editor"), origin=ProposalOrigin.FORM) as made:
        make_picture(campaign)
    assert "/pictures/" not in client.get("/fr/campaigns/c/").text
    assert made.proposal
    accept(made.proposal)
    shown = CampaignPicture.objects.get()
    assert (shown.width, shown.preview[:5]) == (600, "data:")
    assert client.get(shown.address).status_code == 200

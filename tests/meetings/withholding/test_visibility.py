"""Who gets which document: nobody one that names somebody whom they may not see named."""

from itertools import count
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError
from django.test import Client

from kpcsc.foundation.viewer import MEMBER, PUBLIC, STAFF
from meetings.models import Document, DocumentText, Meeting
from meetings.tasks import read_documents
from meetings.withholding.actions import dismiss_document_mention, read_document
from meetings.withholding.withheld import Reason, withheld_documents
from organisations.listing.actions import resume_naming, stop_naming
from organisations.models import Listing, Organisation
from tests.factories import make_meeting, make_organisation, make_participation, make_staff
from tests.factories.files import make_document, picture, upload
from tests.meetings.report_import.reading.samples import pdf_of
from tests.organisations.listing.test_actions import consent, make_agreed, make_staff_of

pytestmark = pytest.mark.django_db
titles = count(1)


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting()


@pytest.fixture
def zela() -> Organisation:
    """An organisation that agreed to be named to everyone."""
    return make_agreed(name_fr="Zimbabwe Environmental Law Association", acronym="ZELA")


def document(meeting: Meeting, text: str = "", **fields: Any) -> Document:
    """A PDF for everyone with these words; without words, a picture."""
    file = upload(pdf_of([text])) if text else upload(picture(), "photo.png")
    own = {"visibility": "public", "title_fr": f"Document {next(titles)}", "file": file}
    return make_document(meeting=meeting, **own | fields)


def readers_of(document: Document) -> str:
    """Who gets it: "public", "members" or "staff", whoever is the first."""
    for name, viewer in (("public", PUBLIC), ("members", MEMBER), ("staff", STAFF)):
        if Document.objects.visible_to(viewer).filter(pk=document.pk).exists():
            assert Document.objects.visible_once_published_to(viewer).filter(pk=document.pk)
            return name
    raise AssertionError(document)


def stop(organisation: Organisation, shown_to: str = "unlisted") -> None:
    stop_naming(organisation=organisation, shown_to=Listing(shown_to), by=make_staff())


@pytest.mark.parametrize(("shown_to", "readers"), [("unlisted", "staff"), ("members", "members")])
@pytest.mark.parametrize(
    "words",
    [
        "Avec ZELA.",
        "Avec Z.E.L.A.",
        "La Zimbabwe Environmental Law Association parle",
        "La Zimbabwe Envi r onmen tal Law Asso- ciation",
        "zimbabweenvironmentallawassociation",
    ],
)
def test_one_that_names_it_is_withheld_from_whoever_may_not_see_it(
    meeting: Meeting, zela: Organisation, words: str, shown_to: str, readers: str
) -> None:
    naming, other = document(meeting, words), document(meeting, "Sans elle")
    assert readers_of(naming) == "public"
    stop(zela, shown_to)
    assert (readers_of(naming), readers_of(other)) == (readers, "public")
    resume_naming(organisation=zela, listing=Listing.PUBLIC, by=make_staff())
    assert readers_of(naming) == "public"


def test_what_names_an_organisation_that_never_agreed_is_withheld_too(meeting: Meeting) -> None:
    make_organisation(name_fr="Jamais Nommée", listing="unlisted")
    assert readers_of(document(meeting, "Avec Jamais Nommée.")) == "staff"


def test_what_names_one_that_is_not_named_at_this_meeting_is_withheld_there(
    meeting: Meeting, zela: Organisation
) -> None:
    make_participation(meeting=meeting, organisation=zela, named="members")
    assert readers_of(document(meeting, "Avec ZELA.")) == "members"
    assert readers_of(document(make_meeting(), "Avec ZELA.")) == "public"


def test_a_withdrawn_consent_withholds_as_well(meeting: Meeting, zela: Organisation) -> None:
    naming = document(meeting, "Avec ZELA.")
    consent(zela, "unlisted")
    assert readers_of(naming) == "staff"


@pytest.mark.parametrize(
    ("attended", "is_stopped", "readers"),
    [
        (True, True, "staff"),
        (None, True, "staff"),  # nobody has said that it did not come
        (False, True, "public"),
        (True, False, "public"),
    ],
)
def test_a_picture_is_withheld_where_one_in_danger_came(
    meeting: Meeting, zela: Organisation, attended: bool | None, is_stopped: bool, readers: str
) -> None:
    make_participation(meeting=meeting, organisation=zela, attended=attended)
    here, elsewhere = document(meeting), document(make_meeting())
    if is_stopped:
        stop(zela)
    assert (readers_of(here), readers_of(elsewhere)) == (readers, "public")


def test_staff_say_that_a_file_does_not_name_it_and_take_that_back(
    meeting: Meeting, zela: Organisation
) -> None:
    make_participation(meeting=meeting, organisation=zela)
    publisher = make_staff_of("Publisher")
    files = [document(meeting), document(meeting, "Avec ZELA.")]
    stop(zela)
    for file in files:
        dismiss_document_mention(document=file, organisation=zela, by=publisher)
        assert readers_of(file) == "public"
        dismiss_document_mention(document=file, organisation=zela, by=publisher, is_dismissed=False)
        assert readers_of(file) == "staff"


def test_others_do_not_say_so(meeting: Meeting, zela: Organisation) -> None:
    naming = document(meeting, "Avec ZELA.")
    with pytest.raises(PermissionDenied):
        dismiss_document_mention(document=naming, organisation=zela, by=make_staff_of("Editor"))


# --- Reading --------------------------------------------------------------------------------------


def test_nobody_gets_a_file_before_it_is_read(meeting: Meeting) -> None:
    file = Document.objects.create(
        meeting=meeting, title_fr="Neuf", visibility="public", file=upload(pdf_of(["Bonjour"]))
    )
    assert readers_of(file) == "staff"
    read_documents.call()
    assert readers_of(file) == "public"


def test_another_file_is_read_anew_and_what_was_said_of_the_first_does_not_count(
    meeting: Meeting, zela: Organisation
) -> None:
    stop(zela)
    file = document(meeting, "Sans elle")
    dismiss_document_mention(document=file, organisation=zela, by=make_staff())
    file.file = upload(pdf_of(["Avec ZELA."]))
    file.save()
    assert readers_of(file) == "staff"
    read_documents.call()
    assert readers_of(file) == "staff"
    assert [mention.is_dismissed for mention in file.mentions.all()] == [False]


def test_a_new_name_is_looked_for_in_what_was_read_before(
    meeting: Meeting, zela: Organisation
) -> None:
    file = document(meeting, "Avec Droit Vert.")
    stop(zela)
    assert readers_of(file) == "public"
    zela.refresh_from_db()
    other = document(meeting, "Rien de tel.")
    dismiss_document_mention(document=file, organisation=zela, by=make_staff())
    zela.aliases = "Droit Vert"
    zela.save()
    # At once, not when the worker comes to it; and whatever was said before the name was known.
    assert (readers_of(file), readers_of(other)) == ("staff", "public")
    read_documents.call()
    assert readers_of(file) == "staff"
    Organisation.objects.filter(pk=zela.pk).update(aliases="")
    read_documents.call()
    assert readers_of(file) == "public"


def test_a_new_organisation_is_looked_for_at_once(meeting: Meeting) -> None:
    file = document(meeting, "Avec Droit Vert.")
    make_organisation(name_fr="Droit Vert", listing="unlisted")
    assert readers_of(file) == "staff"


def test_one_that_only_a_document_names_is_not_deleted(meeting: Meeting) -> None:
    hidden = make_organisation(name_fr="Droit Vert", listing="unlisted")
    document(meeting, "Avec Droit Vert.")
    with pytest.raises(ProtectedError):
        hidden.delete()


def test_a_reader_that_was_killed_leaves_the_file_withheld_and_unreadable(
    meeting: Meeting, zela: Organisation
) -> None:
    """As it is left: the row was made, and the file ended the process that read it."""
    make_participation(meeting=meeting, organisation=zela)
    file = document(meeting, "Avec ZELA.")
    DocumentText.objects.update(text="", is_whole=False, names_digest="")
    file.mentions.all().delete()
    assert readers_of(file) == "staff"
    read_documents.call()
    assert (readers_of(file), DocumentText.objects.get().is_whole) == ("public", False)
    stop(zela)
    assert readers_of(file) == "staff"


def test_a_file_that_is_gone_is_unreadable_and_stops_nobody(meeting: Meeting) -> None:
    file = document(meeting, "Bonjour")
    file.cleaned.storage.delete(str(file.cleaned.name))
    DocumentText.objects.all().delete()
    read_document(file)
    assert not DocumentText.objects.get().is_whole


# --- What staff see -------------------------------------------------------------------------------


def test_the_list_says_why_and_from_whom(meeting: Meeting, zela: Organisation) -> None:
    make_participation(meeting=meeting, organisation=zela)
    naming, photo, own = document(meeting, "Avec ZELA."), document(meeting), document(meeting)
    for_staff = document(meeting, "Avec ZELA.", visibility="staff")
    stop(zela, "members")
    dismiss_document_mention(document=own, organisation=zela, by=make_staff())
    listed = withheld_documents(Document.objects.all(), Organisation.objects.all())
    assert {(one.document, one.reason, one.is_for_members) for one in listed} == {
        (naming, Reason.NAMED, True),
        (photo, Reason.UNREADABLE, True),
        (own, Reason.DISMISSED, True),
    }
    assert for_staff not in {one.document for one in listed}


def test_beside_the_form_stands_what_is_withheld_and_a_button_releases_it(
    meeting: Meeting, zela: Organisation, client: Client
) -> None:
    naming = document(meeting, "Avec ZELA.", title_fr="Compte rendu")
    stop(zela)
    client.force_login(make_staff_of("Administrator"))
    form = f"/admin/meetings/meeting/{meeting.pk}/change/"
    html = client.get(form, headers={"Accept-Language": "en"}).content.decode()
    assert "Documents withheld" in html
    assert "The file names it. Only the secretariat gets it." in html
    page = f"/admin/meetings/meeting/{meeting.pk}/withheld/"
    sent = {"document": naming.pk, "organisation": zela.pk, "file": naming.file_digest}
    assert client.post(page, sent | {"file": "of before", "dismiss": "1"}).status_code == 302
    assert readers_of(naming) == "staff"
    assert client.post(page, sent | {"dismiss": "1"}).status_code == 302
    assert readers_of(naming) == "public"
    assert (
        "Withhold it again" in client.get(page, headers={"Accept-Language": "en"}).content.decode()
    )
    client.post(page, sent | {"withhold": "1"})
    assert readers_of(naming) == "staff"


@pytest.mark.parametrize("sent", [{}, {"document": "x"}, {"document": "1", "organisation": "9"}])
def test_a_button_of_nothing_finds_nothing(
    meeting: Meeting, sent: dict[str, str], client: Client
) -> None:
    client.force_login(make_staff())
    page = f"/admin/meetings/meeting/{meeting.pk}/withheld/"
    assert client.post(page, sent).status_code == 404


def test_a_document_of_another_meeting_is_not_released_here(
    meeting: Meeting, zela: Organisation, client: Client
) -> None:
    elsewhere = document(make_meeting(), "Avec ZELA.")
    client.force_login(make_staff())
    sent = {"document": elsewhere.pk, "organisation": zela.pk}
    assert client.post(f"/admin/meetings/meeting/{meeting.pk}/withheld/", sent).status_code == 404

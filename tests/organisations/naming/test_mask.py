"""Who reads which name in a text: by listing, by naming at the meeting, by merging and consent."""

import pytest
from django.utils import translation

from kpcsc.foundation.reader import Reader, reading_as
from kpcsc.foundation.translated_text import stored_text, translated
from kpcsc.foundation.viewer import MEMBER, PUBLIC, STAFF, Viewer
from meetings.models import FollowUp, Meeting, Naming, ProgressReport
from organisations.merging.actions import merge_organisations
from organisations.models import Listing, Organisation
from organisations.naming.actions import dismiss_mention
from organisations.naming.record_mentions import RecordMentions
from tests.factories import (
    make_campaign,
    make_meeting,
    make_organisation,
    make_participation,
    make_question,
    make_staff,
    make_survey,
    make_user,
)
from tests.organisations.merging.test_actions import consent

pytestmark = pytest.mark.django_db
TEXT = "L’IPIS a parlé."
HIDDEN = "L’[organisation non nommée] a parlé."


def read_as(viewer: Viewer, record: object, field: str, *, person_id: int | None = None) -> str:
    """A text as somebody reads it."""
    with reading_as(Reader(viewer, person_id)):
        return translated(record, field).text


def readers_of(record: object, field: str, name: str = "IPIS") -> list[str]:
    """Who reads the name in a text of the record."""
    viewers = {"public": PUBLIC, "member": MEMBER, "staff": STAFF}
    return [who for who, viewer in viewers.items() if name in read_as(viewer, record, field)]


@pytest.fixture
def ipis() -> Organisation:
    return make_organisation(name_fr="Service de la paix", acronym="IPIS")


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(title_fr=TEXT)


@pytest.mark.parametrize(
    ("listing", "naming", "readers"),
    [
        (Listing.PUBLIC, Naming.AS_LISTED, ["public", "member", "staff"]),
        (Listing.PUBLIC, Naming.MEMBERS, ["member", "staff"]),
        (Listing.PUBLIC, Naming.UNNAMED, ["staff"]),
        (Listing.MEMBERS, Naming.AS_LISTED, ["member", "staff"]),
        (Listing.MEMBERS, Naming.UNNAMED, ["staff"]),
        (Listing.UNLISTED, Naming.AS_LISTED, ["staff"]),
    ],
)
def test_a_text_names_whom_the_lists_of_its_meeting_name(
    listing: Listing, naming: Naming, readers: list[str], ipis: Organisation, meeting: Meeting
) -> None:
    """In the meeting, its parts and its surveys; elsewhere, the listing alone counts."""
    Organisation.objects.update(listing=listing)
    make_participation(meeting=meeting, organisation=ipis, named=naming)
    survey = make_survey(meeting=meeting, title_fr=TEXT)
    question = make_question(survey, "single", TEXT, text_fr=TEXT)
    promise = FollowUp.objects.create(meeting=meeting, what_fr=TEXT)
    report = ProgressReport.objects.create(follow_up=promise, kind="progress", text=TEXT)
    for record, field in [
        *((meeting, "title"), (survey, "title"), (question, "text"), (promise, "what")),
        *((question.choices.get(), "text"), (report, "text")),
    ]:
        assert readers_of(record, field) == readers, record
    elsewhere = make_campaign(title_fr=TEXT)
    by_listing = {"public": ["public", "member", "staff"], "members": ["member", "staff"]}
    assert readers_of(elsewhere, "title") == by_listing.get(listing, ["staff"])


def test_where_nobody_has_said_who_reads_it_is_the_public(
    ipis: Organisation, meeting: Meeting
) -> None:
    Organisation.objects.update(listing=Listing.MEMBERS)
    assert translated(meeting, "title").text == HIDDEN
    assert stored_text(meeting, "title").text == TEXT


def test_the_phrase_is_in_the_language_of_the_page(ipis: Organisation) -> None:
    Organisation.objects.update(listing=Listing.UNLISTED)
    meeting = make_meeting(title_fr="IPIS et Awa Kéita", title_en="IPIS and Awa Kéita")
    make_user(name="Awa Kéita")
    assert translated(meeting, "title").text == "[organisation non nommée] et [personne non nommée]"
    with translation.override("en"):
        assert (
            translated(meeting, "title").text == "[organisation not named] and [person not named]"
        )


@pytest.mark.parametrize(
    ("fields", "readers"),
    [
        ({}, ["staff"]),
        ({"shown_to_members": True}, ["member", "staff"]),
        ({"shown_to_members": True, "is_active": False}, ["staff"]),
    ],
)
def test_a_person_is_named_to_whom_they_chose(fields: dict[str, bool], readers: list[str]) -> None:
    make_user(name="Awa Kéita", **fields)
    assert readers_of(make_meeting(title_fr="Avec KEITA Awa"), "title", "KEITA") == readers


def test_an_office_of_one_word_and_an_organisation_s_own_name_are_no_person() -> None:
    make_organisation(name_fr="Réseau Clair")
    make_user(name="Secrétariat", is_staff=True)
    make_user(name="Réseau Clair")
    text = "Le Secrétariat et le Réseau Clair"
    assert read_as(PUBLIC, make_meeting(title_fr=text), "title") == text


def test_whoever_wrote_a_text_reads_it_as_it_was_written(
    ipis: Organisation, meeting: Meeting
) -> None:
    """Or the phrase would tell a writer who is hidden."""
    Organisation.objects.update(listing=Listing.UNLISTED)
    promise = FollowUp.objects.create(meeting=meeting, what_fr="Écrire")
    writer, colleague = make_user(), make_user()
    report = ProgressReport.objects.create(follow_up=promise, kind="progress", text=TEXT, by=writer)
    assert read_as(MEMBER, report, "text", person_id=writer.pk) == TEXT
    assert read_as(MEMBER, report, "text", person_id=colleague.pk) == HIDDEN


def test_an_organisation_s_own_texts_name_it() -> None:
    hidden = make_organisation(
        name_fr="IPIS", description_fr="L’IPIS et le RAID.", listing=Listing.UNLISTED
    )
    make_organisation(name_fr="RAID", listing=Listing.UNLISTED)
    assert read_as(PUBLIC, hidden, "name") == "IPIS"
    assert read_as(PUBLIC, hidden, "description") == "L’IPIS et le [organisation non nommée]."


def test_a_longer_name_that_may_be_seen_stays(meeting: Meeting, ipis: Organisation) -> None:
    make_organisation(name_fr="Réseau IPIS")
    Organisation.objects.filter(pk=ipis.pk).update(listing=Listing.UNLISTED)
    meeting.title_fr = "Le Réseau IPIS et l’IPIS"
    assert read_as(PUBLIC, meeting, "title") == "Le Réseau IPIS et l’[organisation non nommée]"


@pytest.mark.parametrize(
    ("agreed", "readers"),
    [
        (None, ["staff"]),
        (Listing.UNLISTED, ["staff"]),
        (Listing.MEMBERS, ["member", "staff"]),
        (Listing.PUBLIC, ["public", "member", "staff"]),
    ],
)
def test_a_merged_organisation_is_named_to_whom_it_had_agreed_itself(
    agreed: Listing | None, readers: list[str], meeting: Meeting
) -> None:
    keep = make_organisation(name_fr="Kept", acronym="KPT")
    other = make_organisation(name_fr="Service de la paix", acronym="IPIS", listing="unlisted")
    if agreed:
        consent(other, agreed)
        other.refresh_from_db()
    merge_organisations(keep=keep, others=[other], values={}, by=make_staff())
    consent(Organisation.objects.get(pk=keep.pk), Listing.PUBLIC)
    assert readers_of(meeting, "title") == readers


def test_a_double_under_the_same_name_takes_no_name_away(meeting: Meeting) -> None:
    """A typist's double shares the name with the organisation that agreed."""
    keep = make_organisation(name_fr="IPIS")
    double = make_organisation(name_fr="IPIS", listing="unlisted")
    merge_organisations(keep=keep, others=[double], values={}, by=make_staff())
    consent(Organisation.objects.get(pk=keep.pk), Listing.PUBLIC)
    assert readers_of(meeting, "title") == ["public", "member", "staff"]


def test_a_sentence_that_is_no_mention_stays_and_no_other_does(
    ipis: Organisation, meeting: Meeting
) -> None:
    Organisation.objects.update(listing=Listing.UNLISTED)
    (passage,) = RecordMentions(meeting).subjects[0].passages
    dismiss_mention(passage=passage, by=make_staff())
    assert read_as(PUBLIC, meeting, "title") == TEXT
    meeting.title_fr = f"{TEXT} L’IPIS a écrit."
    assert read_as(PUBLIC, meeting, "title") == f"{TEXT} L’[organisation non nommée] a écrit."
    assert read_as(PUBLIC, make_meeting(title_fr=TEXT), "title") == HIDDEN


def test_a_change_counts_at_once_and_texts_stay_as_they_are(
    ipis: Organisation, meeting: Meeting
) -> None:
    assert read_as(PUBLIC, meeting, "title") == TEXT
    for listing, text in [(Listing.UNLISTED, HIDDEN), (Listing.PUBLIC, TEXT)] * 2:
        Organisation.objects.update(listing=listing)
        assert read_as(PUBLIC, meeting, "title") == text
    meeting.refresh_from_db()
    assert meeting.title_fr == TEXT

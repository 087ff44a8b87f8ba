"""What somebody tried who wanted readers to see, or not to see, without a publisher."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin import site
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from kpcsc.foundation.bin.actions import bring_back, empty_bin, move_to_bin
from kpcsc.foundation.bin.models import DeletedRecord
from kpcsc.foundation.proposals.actions import merge_with_present, withdraw_proposal
from kpcsc.foundation.proposals.addresses import proposal_address
from kpcsc.foundation.proposals.models import ProposalOrigin, ProposedChange
from kpcsc.foundation.proposals.working_copy import proposing, working_copy
from kpcsc.foundation.translations.exchange import import_texts
from kpcsc.foundation.translations.texts import root_models
from kpcsc.foundation.versioned import PublisherNeededError, StaleRecordError
from meetings.invitations.replies import add_replies_to_list
from meetings.models import AgendaItem, Campaign, Decision, Document, Meeting, Participation
from organisations.actions import erase_person
from organisations.listing.actions import record_consent
from organisations.listing.ledger import LedgerCheck
from organisations.models import ConsentRecord, Country, Organisation, User
from surveys.models import Survey
from tests.factories import (
    accept,
    make_campaign,
    make_meeting,
    make_meeting_invitation,
    make_organisation,
    make_participation,
    make_planned_meeting,
    make_proposal,
    make_question,
    make_staff,
    make_survey,
    make_user,
)
from tests.factories.files import make_document, pdf, upload
from tests.foundation.translations.test_exchange import held, rows_of
from tests.kpcsc.test_roles import with_role
from tests.test_admin import form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> User:
    person = with_role("Editor")
    client.force_login(person)
    return person


def save(client: Client, record: Any, **values: Any) -> Any:
    meta = record._meta
    page = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
    opened = client.get(page)
    data = form_data(opened) if opened.context and "adminform" in opened.context else {}
    return client.post(page, data | values | {"_save": "1"})


def reads(address: str) -> str:
    return Client().get(address).content.decode()


def test_a_participation_stays_at_its_meeting(client: Client, editor: User) -> None:
    published, draft = make_meeting(), make_meeting(status="draft")
    participation = make_participation(meeting=draft)
    save(client, participation, meeting=published.pk)
    participation.refresh_from_db()
    assert participation.meeting == draft


def test_an_editor_makes_nobody_speak_for_an_organisation(client: Client, editor: User) -> None:
    organisation = make_organisation(listing="unlisted")
    person = make_user(organisation=organisation)
    save(client, person, speaks_for_organisation="on")
    person.refresh_from_db()
    assert not person.speaks_for_organisation
    speaker = make_user(organisation=organisation, speaks_for_organisation=True)
    assert save(client, speaker, email=editor.email).status_code == 403
    page = f"/admin/organisations/user/{speaker.pk}/sign-in/"
    assert client.post(page).status_code == 403


def test_a_name_that_is_taken_out_stays_hidden_until_a_publisher_accepts(
    client: Client, editor: User
) -> None:
    organisation = make_organisation(
        name_fr="Amis des rivières", listing="unlisted", aliases="Les Gardiens du Kasaï"
    )
    address = make_meeting(introduction_fr="Avec Les Gardiens du Kasaï.").get_absolute_url()
    save(client, organisation, aliases="")
    assert "Gardiens" not in reads(address)
    assert ProposedChange.objects.get().record == organisation


@pytest.mark.parametrize("values", [{"name": "Awa Sow"}, {"email": "new@example.org"}])
def test_a_person_s_former_name_stays_hidden(
    client: Client, editor: User, values: dict[str, str]
) -> None:
    person = make_user(name="Barnabé Zorg", email="zorg@example.org")
    text = "Barnabé Zorg (zorg@example.org) a parlé."
    address = make_meeting(introduction_fr=text).get_absolute_url()
    assert "orgexample" not in reads(address)
    save(client, person, **values)
    person.refresh_from_db()
    page = reads(address)
    assert ("Zorg" in page, "zorg@" in page) == (False, False)


def test_where_somebody_came_from_is_no_editor_s_to_change(client: Client, editor: User) -> None:
    organisation = make_organisation(listing="unlisted", country_id="CD")
    meeting = make_meeting()
    meeting.countries.add(Country.objects.get(pk="CD"))
    make_participation(meeting=meeting, organisation=organisation)
    before = reads(meeting.get_absolute_url())
    save(client, organisation, country="")
    assert reads(meeting.get_absolute_url()) == before
    elsewhere = make_organisation(listing="unlisted", country_id="CD")
    save(client, elsewhere, country="")
    elsewhere.refresh_from_db()
    assert elsewhere.country is None


def test_replies_are_brought_to_a_published_list_by_a_publisher(editor: User) -> None:
    meeting = make_planned_meeting()
    organisation = make_organisation()
    make_user(organisation=organisation)
    make_meeting_invitation(meeting, organisation=organisation, reply="yes")
    with pytest.raises(PublisherNeededError):
        add_replies_to_list(meeting=meeting, by=editor)
    assert not Participation.objects.exists()


def test_an_editor_deletes_nothing_that_was_published_meanwhile(editor: User) -> None:
    draft = make_meeting(status="draft")
    now = timezone.now()
    Meeting.objects.filter(pk=draft.pk).update(status="published", publish_at=now)
    with pytest.raises(PublisherNeededError):
        move_to_bin(record=draft, by=editor)
    Meeting.objects.filter(pk=draft.pk).update(status="draft")
    move_to_bin(record=draft, by=editor)
    with pytest.raises(StaleRecordError):
        move_to_bin(record=draft, by=editor)


def consent_to(organisation: Organisation, listing: str, by: User) -> None:
    said = ConsentRecord(
        organisation=organisation, agreed_listing=listing, given_by="X", wording_version="1"
    )
    record_consent(consent=said, by=by)


def test_a_consent_that_an_editor_writes_counts_once_a_publisher_accepts_it(
    client: Client, editor: User
) -> None:
    organisation = make_organisation(listing="unlisted")
    consent_to(organisation, "public", editor)
    organisation.refresh_from_db()
    assert (organisation.listing, organisation.agreed_listing()) == ("unlisted", "unlisted")
    proposal = ProposedChange.objects.get()
    client.force_login(make_staff())
    state = client.get(proposal_address(proposal)).context["state"]
    client.post(proposal_address(proposal), {"_accept": "1", "state": state})
    organisation.refresh_from_db()
    assert (organisation.listing, organisation.agreed_listing()) == ("public", "public")


def test_what_was_withdrawn_meanwhile_is_told_and_not_opened(client: Client, editor: User) -> None:
    organisation = make_organisation(listing="unlisted")
    consent_to(organisation, "public", editor)
    consent_to(organisation, "unlisted", make_staff())
    proposal = ProposedChange.objects.get()
    client.force_login(make_staff())
    state = client.get(proposal_address(proposal)).context["state"]
    answer = client.post(proposal_address(proposal), {"_accept": "1", "state": state})
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    organisation.refresh_from_db()
    assert organisation.listing == "unlisted"


def test_what_is_only_proposed_is_not_in_the_ledger(editor: User) -> None:
    organisation = make_organisation()
    with working_copy(organisation):
        inside = Organisation.objects.get()
        inside.listing = "unlisted"
        inside.save()
    assert LedgerCheck().differences == []


def test_what_comes_back_does_not_link_a_published_record(editor: User) -> None:
    campaign = make_campaign(status="draft")
    meeting = make_meeting(status="draft", campaign=campaign)
    deleted = move_to_bin(record=campaign, by=editor)
    Meeting.objects.update(status="published")
    bring_back(deleted=deleted, by=editor)
    meeting.refresh_from_db()
    assert meeting.campaign is None
    assert Campaign.objects.count() == 1


def test_an_erased_person_is_erased_in_the_bin(editor: User) -> None:
    person = make_user()
    meeting = make_meeting(status="draft")
    make_meeting_invitation(meeting, person=person, reply="yes", coming="Barnabé Zorg")
    deleted = move_to_bin(record=meeting, by=editor)
    erase_person(person=person, by=make_staff())
    assert "Zorg" not in str(DeletedRecord.objects.get().rows)
    bring_back(deleted=deleted, by=editor)
    assert meeting.invitations.get().coming == ""


def test_a_proposal_that_no_longer_goes_with_its_record_is_told(
    client: Client, editor: User
) -> None:
    meeting, organisation = make_meeting(), make_organisation()
    page = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    rows = {"organisation": organisation.pk, "role": "participant", "reply": "none"}
    rows |= {"named": "as_listed", "attended": "true", "meeting": meeting.pk}
    new = {f"participations-0-{name}": value for name, value in rows.items()}
    data = form_data(client.get(page)) | new | {"participations-TOTAL_FORMS": "1"}
    client.post(page, data)
    proposal = ProposedChange.objects.get()
    make_participation(meeting=meeting, organisation=organisation)
    assert client.get(page).status_code == 200
    preview = reverse("admin:meetings_meeting_preview", args=[meeting.pk, "public", "fr"])
    answer = client.post(f"{preview}?proposal={proposal.pk}")
    assert answer.headers["Location"] == proposal_address(proposal)
    with pytest.raises(ValidationError):
        accept(proposal)
    assert (
        client.post(proposal_address(proposal), {"_withdraw": "1", "state": "x"}).status_code == 302
    )


def test_what_names_something_that_went_is_accepted_without_it(editor: User) -> None:
    campaign, meeting = make_campaign(), make_meeting()
    item = AgendaItem.objects.create(meeting=meeting, title_fr="Budget")
    decision = Decision.objects.create(meeting=meeting, text_fr="Écrire")
    first = make_proposal(meeting, by=editor, campaign=campaign, place_fr="Goma")
    campaign.delete()
    accept(first)
    meeting.refresh_from_db()
    assert (meeting.campaign, meeting.place_fr) == (None, "Goma")
    with pytest.raises(AssertionError):  # nothing of the record itself is proposed
        make_proposal(meeting, by=editor, place_fr="Goma")
    item.delete()
    decision.refresh_from_db()
    assert decision.agenda_item is None


def test_a_proposal_from_before_a_change_of_the_code_can_be_withdrawn(
    client: Client, editor: User
) -> None:
    meeting = make_meeting()
    proposal = make_proposal(meeting, by=editor, place_fr="Goma")
    (one,) = proposal.content
    del one["after"]["place_en"]
    one["after"]["starts_on"] = "no day"
    other = one | {"kind": "meetings.gone"}
    ProposedChange.objects.update(content=[one, other])
    page = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    assert client.get(page).status_code == 200
    assert client.get(proposal_address(proposal)).status_code == 200
    client.post(proposal_address(proposal), {"_withdraw": "1", "state": "x"})
    assert ProposedChange.objects.get().status == "withdrawn"


def test_the_page_of_a_proposal_whose_record_went(client: Client, editor: User) -> None:
    meeting = make_meeting()
    proposal = make_proposal(meeting, by=editor, place_fr="Goma")
    address = proposal_address(proposal)
    move_to_bin(record=meeting, by=make_staff())
    assert client.get(address).status_code == 200
    assert client.post(address, {"_accept": "1", "state": "x"}).status_code == 200
    assert client.get("/admin/meetings/meeting/abc/proposals/1/").status_code == 404


@pytest.fixture
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def files() -> set[str]:
    return set(default_storage.listdir("")[1])


def end_thirty_days() -> None:
    """Has everything in the bin and every withdrawn proposal be older than thirty days."""
    old = timezone.now() - timedelta(days=31)
    DeletedRecord.objects.update(deleted_at=old)
    ProposedChange.objects.filter(decided_at__isnull=False).update(decided_at=old)


def test_a_file_in_the_bin_outlives_a_proposal_that_came_to_nothing(
    editor: User, media: None, django_capture_on_commit_callbacks: Any
) -> None:
    meeting = make_meeting()
    document = make_document(meeting=meeting)
    stored = files()
    with proposing(meeting, by=editor, origin=ProposalOrigin.FORM) as made:
        Document.objects.update(title_fr="Autre titre")
    assert made.proposal is not None
    deleted = move_to_bin(record=meeting, by=make_staff())
    withdraw_proposal(proposal=made.proposal, by=editor)
    ProposedChange.objects.update(decided_at=timezone.now() - timedelta(days=31))
    with django_capture_on_commit_callbacks(execute=True):
        empty_bin()
    assert files() == stored
    bring_back(deleted=deleted, by=make_staff())
    document.refresh_from_db()
    assert document.title_fr == "Ordre du jour"


def test_a_proposed_file_goes_with_its_record(
    editor: User, media: None, django_capture_on_commit_callbacks: Any
) -> None:
    meeting = make_meeting()
    with proposing(meeting, by=editor, origin=ProposalOrigin.FORM):
        make_document(meeting=meeting)
    assert files()
    with django_capture_on_commit_callbacks(execute=True):
        move_to_bin(record=meeting, by=make_staff())
        end_thirty_days()
        empty_bin()
    assert files() == set()


def test_a_file_and_what_is_found_in_it_are_decided_on_as_one(editor: User, media: None) -> None:
    meeting = make_meeting()
    document = make_document(meeting=meeting)
    with proposing(meeting, by=editor, origin=ProposalOrigin.FORM) as made:
        document.file = upload(pdf("Proposé"), "b.pdf")
        document.save()
    assert made.proposal is not None
    other = Document.objects.get()
    other.file = upload(pdf("Publié entre-temps, et plus long"), "c.pdf")
    other.save()
    merged = merge_with_present(made.proposal, meeting)
    assert [conflict.name for conflict in merged.conflicts] == ["file"]
    accept(made.proposal, taken=[merged.conflicts[0].code])
    stored = Document.objects.get()
    with stored.cleaned.open() as copy:
        assert stored.size == len(copy.read())


def test_a_translation_that_no_working_copy_holds_is_refused_and_told() -> None:
    survey = make_survey(meeting=make_meeting())
    question = make_question(survey, "single", "Oui", text_fr="Viendrez-vous ?", text_en="")
    question.choices.update(text_en="")
    Survey.objects.update(closed_at=timezone.now(), results_published_at=timezone.now())
    everything = held(only_waiting=False, with_hidden=True)
    rows = [row for row in rows_of(everything) if row.source in {"Oui", "Viendrez-vous ?"}]
    written = [replace(row, translation="In English") for row in rows]
    result = import_texts(written, roots=list(root_models()), by=with_role("Translator"))
    assert (result.proposed, [one.column for one in result.problems]) == (1, ["F"])
    question.refresh_from_db()
    assert (question.text_en or "", question.choices.get().text_en or "") == ("", "")


def test_whoever_lost_every_role_writes_nothing_through_an_old_proposal(
    client: Client, editor: User
) -> None:
    meeting = make_meeting()
    proposal = make_proposal(meeting, by=editor, place_fr="Goma")
    Meeting.objects.update(status="withdrawn")
    editor.groups.clear()
    client.force_login(User.objects.get(pk=editor.pk))
    assert decide(client, proposal).status_code == 403
    meeting.refresh_from_db()
    assert meeting.place_fr != "Goma"


def decide(client: Client, proposal: ProposedChange, button: str = "_accept", **said: str) -> Any:
    state = client.get(proposal_address(proposal)).context["state"]
    return client.post(proposal_address(proposal), {button: "1", "state": state} | said)


@pytest.mark.parametrize("button", ["_accept", "_return", "_refuse"])
def test_nobody_decides_on_what_they_did_not_see(client: Client, button: str) -> None:
    client.force_login(make_staff())
    proposal = make_proposal(make_meeting(), by=with_role("Editor"), place_fr="Goma")
    state = client.get(proposal_address(proposal)).context["state"]
    stored = ProposedChange.objects.get()
    stored.content[0]["after"]["place_fr"] = "Beni"
    stored.edit(stored.content)
    sent = {button: "1", "state": state, "comment": "Non"}
    assert client.post(proposal_address(proposal), sent).status_code == 200
    assert ProposedChange.objects.get().status == "open"


def test_what_is_typed_over_a_proposal_that_no_longer_fits_is_shown(
    client: Client, editor: User
) -> None:
    meeting, organisation = make_meeting(), make_organisation()
    with proposing(meeting, by=editor, origin=ProposalOrigin.FORM) as made:
        make_participation(meeting=meeting, organisation=organisation)
    page = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    data = form_data(client.get(page)) | {"introduction_fr": "Une heure de travail", "_save": "1"}
    make_participation(meeting=meeting, organisation=organisation)  # a publisher, meanwhile
    answer = client.post(page, data)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "Une heure de travail" in shown
    assert made.proposal
    assert proposal_address(made.proposal) in shown
    assert "Une heure de travail" in client.post(page, data).content.decode()
    meeting.refresh_from_db()
    assert (meeting.introduction_fr, meeting.participations.count()) == (None, 1)


def test_a_document_does_not_come_back_without_its_file(
    client: Client,
    editor: User,
    settings: Settings,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    meeting = make_meeting()
    make_document(meeting=meeting, visibility="public")
    with proposing(meeting, by=editor, origin=ProposalOrigin.FORM) as made:
        Document.objects.update(title_fr="Autre")
    with django_capture_on_commit_callbacks(execute=True):
        Document.objects.get().delete()
    assert made.proposal
    client.force_login(make_staff())
    (conflict,) = client.get(proposal_address(made.proposal)).context["conflicts"]
    answer = decide(client, made.proposal, **{f"conflict-{conflict.code}": "take"})
    assert answer.status_code == 200
    assert not Document.objects.exists()


def test_a_published_meeting_leaves_no_campaign_by_an_editor(client: Client, editor: User) -> None:
    campaign = make_campaign(status="draft")
    meeting = make_meeting(campaign=campaign)
    page = reverse("admin:meetings_campaign_delete", args=[campaign.pk])
    assert str(meeting) in client.get(page).content.decode()
    client.post(page, {"post": "yes"})
    meeting.refresh_from_db()
    assert meeting.campaign == campaign
    with pytest.raises(PublisherNeededError):
        move_to_bin(record=campaign, by=editor)
    move_to_bin(record=campaign, by=make_staff())
    history: Any = meeting
    assert history.history.first().campaign_id is None


def test_a_participation_that_the_list_deletes_is_a_change_of_its_meeting(
    client: Client, editor: User
) -> None:
    meeting = make_meeting(status="draft")
    participation = make_participation(meeting=meeting)
    data = {"action": "delete_selected", "_selected_action": [participation.pk], "post": "yes"}
    client.post(reverse("admin:meetings_participation_changelist"), data)
    meeting.refresh_from_db()
    assert (meeting.version, meeting.participations.count()) == (2, 0)


def test_a_meeting_that_is_published_meanwhile_names_nobody_anew(
    client: Client, editor: User
) -> None:
    """Whoever guesses the version it will have is asked once more whether they may publish."""
    meeting = make_meeting(status="draft")
    participation = make_participation(meeting=meeting, named="unnamed")
    participation.meeting = meeting
    form = type("Form", (), {"changed_data": ["named"]})()
    Meeting.objects.update(status="published")
    request = RequestFactory().post("/")
    request.user = editor
    with pytest.raises(PublisherNeededError):
        site.get_model_admin(Participation).save_model(request, participation, form, change=True)

"""What somebody tried who wanted an organisation or a person named that must not be."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kpcsc.foundation.bin.actions import move_to_bin
from kpcsc.foundation.mail.outbox import send_due
from kpcsc.foundation.proposals.actions import refuse_proposal
from kpcsc.foundation.proposals.addresses import proposal_address
from kpcsc.foundation.proposals.models import ProposalOrigin, ProposedChange
from kpcsc.foundation.proposals.working_copy import proposing
from meetings.models import CallToAction, FollowUp, Meeting, ProgressReport, Resource
from organisations.listing.actions import choose_listing, record_consent
from organisations.merging.actions import merge_organisations
from organisations.models import ConsentRecord, Listing, Organisation, User
from tests.factories import (
    make_campaign,
    make_meeting,
    make_organisation,
    make_participation,
    make_proposal,
    make_question,
    make_staff,
    make_survey,
    make_user,
    seen,
)
from tests.kpcsc.test_roles import with_role
from tests.test_admin import form_data

pytestmark = pytest.mark.django_db
NAME = "Amis des rivières"


@pytest.fixture
def editor(client: Client) -> User:
    person = with_role("Editor")
    client.force_login(person)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return person


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_of(record: Any, page: str = "change") -> str:
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}"
    return reverse(name, args=[record.pk])


def save(client: Client, record: Any, **values: Any) -> Any:
    data = form_data(client.get(page_of(record))) | values | {"_save": "1"}
    return client.post(page_of(record), data)


def reads(address: str) -> str:
    return Client().get(address).content.decode()


def consent_to(organisation: Organisation, listing: str, by: User) -> None:
    said = ConsentRecord(
        organisation=organisation, agreed_listing=listing, given_by="X", wording_version="1"
    )
    record_consent(consent=said, by=by)


def decide(client: Client, proposal: ProposedChange, button: str = "_accept", **said: str) -> Any:
    """Presses a button of a proposal's page; of all conflicts, the record's side stays."""
    opened = client.get(proposal_address(proposal))
    kept = {f"conflict-{one.code}": "keep" for one in opened.context["conflicts"]}
    sent = {button: "1", "state": opened.context["state"]} | kept | said
    return client.post(proposal_address(proposal), sent)


# --- Consent -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("listed", "agrees"), [("unlisted", "public"), ("members", "public"), ("unlisted", "members")]
)
def test_an_editor_s_consent_opens_no_listing_that_a_publisher_made_stricter(
    client: Client, editor: User, listed: str, agrees: str
) -> None:
    organisation = make_organisation(listing="unlisted")
    consent_to(organisation, "public", make_staff())
    organisation.refresh_from_db()
    save(signed_in(make_staff()), organisation, listing=listed)
    data = form_data(client.get(page_of(organisation)))
    number = int(data["consent_records-TOTAL_FORMS"])
    row = {"agreed_listing": agrees, "given_on": "2026-01-01", "wording_version": "1"}
    data |= {f"consent_records-{number}-{name}": value for name, value in row.items()}
    data |= {f"consent_records-{number}-given_by": "X", "_save": "1"}
    client.post(page_of(organisation), data | {"consent_records-TOTAL_FORMS": number + 1})
    organisation.refresh_from_db()
    assert (organisation.listing, organisation.agreed_listing()) == (listed, agrees)
    assert ProposedChange.objects.get().origin == "consent"


def test_an_editor_makes_no_consent_of_their_own_count(client: Client, editor: User) -> None:
    organisation = make_organisation(listing="unlisted")
    consent_to(organisation, "members", make_staff())
    consent_to(organisation, "public", editor)
    speaker = make_user(organisation=organisation, speaks_for_organisation=True)
    choose_listing(listing=Listing.UNLISTED, wording="1", by=speaker)
    consent_to(organisation, "public", editor)
    for proposal in ProposedChange.objects.all():
        assert decide(client, proposal).status_code == 403
    assert Organisation.objects.get().agreed_listing() == "unlisted"


def test_a_consent_counts_with_its_own_proposal_alone(client: Client, editor: User) -> None:
    organisation, publisher = make_organisation(listing="unlisted"), make_staff()
    consent_to(organisation, "members", editor)
    consent_to(organisation, "public", editor)
    first, second = ProposedChange.objects.order_by("pk")
    assert "Given by: X" in client.get(proposal_address(first)).content.decode()
    refuse_proposal(proposal=second, comment="No", by=publisher, seen=seen(second))
    decide(signed_in(publisher), first)
    organisation = Organisation.objects.get()
    assert (organisation.listing, organisation.agreed_listing()) == ("members", "members")


def test_a_consent_that_joins_a_proposal_is_seen_before_it_counts(editor: User) -> None:
    organisation = make_organisation(listing="unlisted")
    consent_to(organisation, "public", editor)
    proposal, publisher = ProposedChange.objects.get(), signed_in(make_staff())
    state = publisher.get(proposal_address(proposal)).context["state"]
    consent_to(organisation, "public", editor)
    assert ProposedChange.objects.count() == 1
    publisher.post(proposal_address(proposal), {"_accept": "1", "state": state})
    assert Organisation.objects.get().agreed_listing() == "unlisted"


def test_a_consent_waits_also_while_the_naming_is_stopped(client: Client, editor: User) -> None:
    organisation = make_organisation(listing="unlisted")
    consent_to(organisation, "public", make_staff())
    consent_to(organisation, "unlisted", make_staff())
    consent_to(organisation, "public", editor)
    assert Organisation.objects.get().agreed_listing() == "unlisted"
    decide(signed_in(make_staff()), ProposedChange.objects.get())
    organisation = Organisation.objects.get()
    assert (organisation.listing, organisation.agreed_listing()) == ("unlisted", "public")


def merge(keep: Organisation, other: Organisation, by: User) -> None:
    keep, other = Organisation.objects.get(pk=keep.pk), Organisation.objects.get(pk=other.pk)
    merge_organisations(keep=keep, others=[other], values={}, by=by)


def test_a_merge_ends_the_consents_that_wait(client: Client, editor: User) -> None:
    keep, other = (make_organisation(listing="unlisted") for _ in range(2))
    consent_to(keep, "public", editor)
    consent_to(other, "unlisted", make_staff())
    merge(keep, other, by=editor)
    proposal = ProposedChange.objects.get()
    assert proposal.status == "refused"
    assert proposal.comment
    decide(signed_in(make_staff()), proposal)
    keep.refresh_from_db()
    assert (keep.listing, keep.agreed_listing()) == ("unlisted", "unlisted")


@pytest.mark.parametrize("is_publisher", [False, True])
def test_an_editor_s_merge_has_nobody_speak_for_another_organisation(
    editor: User, is_publisher: bool
) -> None:
    keep, other = (make_organisation(listing="unlisted") for _ in range(2))
    speaker = make_user(organisation=other, speaks_for_organisation=True)
    merge(keep, other, by=make_staff() if is_publisher else editor)
    speaker.refresh_from_db()
    assert (speaker.organisation, speaker.speaks_for_organisation) == (keep, is_publisher)


# --- What is taken out ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "values", [{"website": ""}, {"website": "https://else.example.org"}, {"slug": "else"}]
)
def test_an_address_that_is_taken_out_stays_hidden_until_a_publisher_accepts(
    client: Client, editor: User, values: dict[str, str]
) -> None:
    organisation = make_organisation(
        listing="unlisted", website="https://www.riverfriends.org", slug="gardiens-du-kasai"
    )
    text = "https://www.riverfriends.org/a et https://x.org/fr/organisations/gardiens-du-kasai/ ."
    address = make_meeting(introduction_fr=text).get_absolute_url()
    save(client, organisation, **values)
    page = reads(address)
    assert ("riverfriends" in page, "gardiens" in page) == (False, False)
    assert ProposedChange.objects.get().record == organisation


def test_an_earlier_state_without_the_address_is_proposed(client: Client, editor: User) -> None:
    organisation = make_organisation(listing="unlisted", website="")
    moment = organisation.history.first().history_date
    organisation.website = "https://www.riverfriends.org"
    organisation.save()
    address = make_meeting(introduction_fr="Voir https://www.riverfriends.org/a").get_absolute_url()
    organisation.refresh_from_db()
    asked = {"moment": moment.isoformat(), "version": organisation.version}
    client.post(page_of(organisation, "restore"), asked)
    assert "riverfriends" not in reads(address)
    assert ProposedChange.objects.get().origin == "restoration"


def name_in_call() -> Any:
    campaign = make_campaign()
    CallToAction.objects.create(campaign=campaign, audience_fr="Vous", text_fr=f"À {NAME}.")
    return campaign


def name_in_resource() -> Any:
    campaign = make_campaign()
    Resource.objects.create(campaign=campaign, title_fr=f"De {NAME}", link="https://x.org")
    return campaign


def name_in_survey() -> Any:
    now = timezone.now()
    survey = make_survey(title_fr=f"Avec {NAME} ?", closed_at=now, results_published_at=now)
    make_question(survey, "single", "Oui", "Non", results_visibility="public", text_fr="Q")
    return survey


def name_in_proposal() -> Any:
    meeting = make_meeting()
    make_proposal(meeting, introduction_fr=f"Avec {NAME}.")
    return meeting


def name_in_earlier_state() -> Any:
    meeting = make_meeting(introduction_fr=f"Avec {NAME}.")
    meeting.introduction_fr = "Avec une autre."
    meeting.save()
    return meeting


def name_in_report_of_progress() -> Any:
    promise = FollowUp.objects.create(meeting=make_meeting(), what_fr="Écrire")
    ProgressReport.objects.create(follow_up=promise, kind="progress", text=f"Avec {NAME}.")
    return promise.meeting


def name_in_sign() -> Any:
    meeting = make_meeting()
    make_proposal(meeting, introduction_fr=f"Écrire à <{NAME}>.")
    return meeting


def name_in_proposal_of_what_is_in_the_bin() -> Any:
    meeting = name_in_proposal()
    return move_to_bin(record=meeting, by=make_staff())


def name_in_earlier_state_of_what_is_in_the_bin() -> Any:
    meeting = name_in_earlier_state()
    return move_to_bin(record=meeting, by=make_staff())


def name_in_role() -> Any:
    return make_user(role=f"Ancien directeur de {NAME}", shown_to_members=True)


@pytest.mark.parametrize(
    ("name_in", "place"),
    [
        (name_in_call, ""),
        (name_in_resource, ""),
        (name_in_survey, ""),
        (name_in_report_of_progress, ""),
        (name_in_proposal, ", in a proposed change"),
        (name_in_earlier_state, ", in an earlier state"),
        (name_in_sign, ", in a proposed change"),
        (name_in_role, ""),
        (name_in_proposal_of_what_is_in_the_bin, None),
        (name_in_earlier_state_of_what_is_in_the_bin, None),
    ],
)
def test_an_organisation_is_not_deleted_while_something_names_it(
    client: Client, editor: User, name_in: Any, place: str | None
) -> None:
    """Else its name, which is hidden, would be a word like any other there."""
    organisation, record = make_organisation(name_fr=NAME, listing="unlisted"), name_in()
    page = client.get(page_of(organisation, "delete")).content.decode()
    hidden = "a record in the bin that is for publishers"
    assert f"<li>{hidden if place is None else f'{record}{place}'}</li>" in page
    client.post(page_of(organisation, "delete"), {"post": "yes"})
    assert Organisation.objects.get() == organisation


def test_one_that_somebody_proposes_for_a_meeting_is_not_deleted(
    client: Client, editor: User
) -> None:
    organisation, meeting = make_organisation(listing="unlisted"), make_meeting()
    with proposing(meeting, by=editor, origin=ProposalOrigin.FORM):
        make_participation(meeting=meeting, organisation=organisation)
    client.post(page_of(organisation, "delete"), {"post": "yes"})
    assert Organisation.objects.get() == organisation


def test_one_that_nothing_names_is_deleted(client: Client, editor: User) -> None:
    organisation = make_organisation(name_fr=NAME, listing="unlisted", website="https://amis.org")
    make_meeting(introduction_fr="Avec les amis.")
    client.post(page_of(organisation, "delete"), {"post": "yes"})
    assert not Organisation.objects.exists()


def test_what_is_in_a_bin_closed_to_the_reader_goes_unnamed(client: Client, editor: User) -> None:
    organisation = make_organisation(listing="unlisted", name_fr=NAME)
    move_to_bin(record=make_meeting(title_fr=f"Secret {NAME}"), by=make_staff())
    page = client.get(page_of(organisation, "delete")).content.decode()
    assert "Secret Amis" not in page
    assert "a record in the bin that is for publishers" in page


def in_the_bin(meeting: Meeting) -> None:
    move_to_bin(record=meeting, by=make_staff())


def in_a_proposal(meeting: Meeting) -> None:
    in_an_earlier_state(meeting)
    meeting.history.all().delete()
    make_proposal(meeting, introduction_fr="Avec Barnabé Zorg.")


def in_an_earlier_state(meeting: Meeting) -> None:
    meeting.introduction_fr = "Avec quelqu’un."
    meeting.save()


@pytest.mark.parametrize(
    ("keep", "place"),
    [
        (in_the_bin, "in the bin"),
        (in_a_proposal, "in a proposed change"),
        (in_an_earlier_state, "in an earlier state"),
    ],
)
def test_whoever_erases_a_person_is_told_where_the_name_may_come_back(
    client: Client, editor: User, keep: Any, place: str
) -> None:
    person = make_user(name="Barnabé Zorg")
    meeting = make_meeting(title_en="", introduction_fr="Avec Barnabé Zorg.")
    keep(meeting)
    client.force_login(make_staff())
    page = client.get(page_of(person, "erase")).content.decode()
    assert f"{meeting.title_fr}, {place}</a>" in page


# --- Letters and the directory -------------------------------------------------------------------


@pytest.mark.parametrize("button", ["_return", "_refuse", "_accept"])
def test_a_letter_names_nobody_whom_its_reader_may_not_see_named(
    client: Client, button: str
) -> None:
    make_organisation(name_fr=NAME, listing="unlisted")
    own = make_organisation(membership="member")
    member = signed_in(make_user(organisation=own, name="Awa"))
    meeting = make_meeting(title_fr=f"Rencontre avec {NAME}", title_en="")
    promise = FollowUp.objects.create(
        meeting=meeting, what_fr="Écrire", owner=own, visibility="public"
    )
    report = {f"{promise.pk}-kind": "done", f"{promise.pk}-text": "Fait"}
    member.post(reverse("my_follow_ups"), {"follow_up": promise.pk} | report)
    publisher = make_staff(name="Claire")
    client.force_login(publisher)
    decide(client, ProposedChange.objects.get(), button, comment="Preuve ?")
    send_due()
    (letter,) = mail.outbox
    said = f"{letter.subject} {letter.body}"
    assert "Preuve ?" in said
    assert [word for word in (NAME, "Claire", "/admin/") if word in said] == []


def test_an_editor_does_not_change_whom_members_see_in_the_directory(
    client: Client, editor: User
) -> None:
    organisation = make_organisation(membership="member")
    person = make_user(
        name="Awa Sow", role="Director", organisation=organisation, shown_to_members=True
    )
    save(client, person, name="Voleuse", role="Voleuse", language="en")
    person.refresh_from_db()
    assert (person.name, person.role, person.language) == ("Awa Sow", "Director", "en")

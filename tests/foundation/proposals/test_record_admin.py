"""Proposing on a record's form, and deciding on a proposal's page."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kpcsc.foundation.proposals.actions import withdraw_proposal
from kpcsc.foundation.proposals.addresses import proposal_address
from kpcsc.foundation.proposals.models import ProposedChange
from kpcsc.foundation.versioned import Versioned
from meetings.models import Meeting, Section
from organisations.models import ConsentRecord, Listing, Organisation, User
from tests.factories import accept, make_meeting, make_organisation, make_proposal, make_staff
from tests.kpcsc.test_roles import with_role
from tests.test_admin import form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> User:
    person = with_role("Editor")
    client.force_login(person)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return person


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(title_fr="Rivières", place_fr="Goma")


def form_of(record: Versioned) -> str:
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])


def save(client: Client, record: Versioned, button: str = "_save", **values: Any) -> Any:
    """Sends the record's form with other values."""
    data = form_data(client.get(form_of(record))) | values | {button: "1"}
    return client.post(form_of(record), data)


def test_a_save_is_a_proposal_and_the_form_shows_it(
    client: Client, editor: User, meeting: Meeting
) -> None:
    answer = save(client, meeting, place_fr="Matadi")
    proposal = ProposedChange.objects.get()
    assert answer.headers["Location"] == proposal_address(proposal)
    meeting.refresh_from_db()
    assert (meeting.place_fr, meeting.version, meeting.history.count()) == ("Goma", 1, 1)
    page = client.get(form_of(meeting))
    assert page.context["adminform"].form["place_fr"].value() == "Matadi"
    assert "This page shows what you propose." in page.content.decode()
    client.force_login(make_staff())
    other = client.get(form_of(meeting))
    assert other.context["adminform"].form["place_fr"].value() == "Goma"
    assert proposal_address(proposal) in other.content.decode()


def test_new_rows_of_a_proposal_are_edited_and_removed_in_it(
    client: Client, editor: User, meeting: Meeting
) -> None:
    row: dict[str, Any] = {
        "heading_fr": "Décidé",
        "visibility": "public",
        "meeting": meeting.pk,
        "position": "1",
    }
    new = {f"sections-0-{name}": value for name, value in row.items()}
    save(client, meeting, "_save", **new | {"sections-TOTAL_FORMS": "1"})
    form = client.get(form_of(meeting))
    assert "Décidé" in form.content.decode()
    save(client, meeting, **{"sections-0-heading_fr": "Décidé à Goma"})
    (only,) = ProposedChange.objects.get().differences
    assert only.after is not None
    assert (only.after.pk, only.after.values["heading_fr"]) == (-1, "Décidé à Goma")
    save(client, meeting, **{"sections-0-DELETE": "on"})
    assert ProposedChange.objects.get().status == "withdrawn"
    assert not Section.objects.exists()


def test_what_cannot_be_saved_is_no_proposal_and_keeps_what_was_typed(
    client: Client, editor: User, meeting: Meeting
) -> None:
    answer = save(client, meeting, place_fr="Matadi", title_fr="", title_en="")
    assert answer.status_code == 200
    assert answer.context["adminform"].form["place_fr"].value() == "Matadi"
    assert not ProposedChange.objects.exists()


def test_a_proposal_that_somebody_changed_in_another_window_is_not_overwritten(
    client: Client, editor: User, meeting: Meeting
) -> None:
    first = form_data(client.get(form_of(meeting)))
    client.post(form_of(meeting), first | {"place_fr": "Matadi"})
    answer = client.post(form_of(meeting), first | {"place_fr": "Boma"})
    assert answer.status_code == 200
    assert answer.context["adminform"].form["place_fr"].value() == "Boma"
    assert ProposedChange.objects.get().revision == 1


@pytest.mark.parametrize("button", ["_save", "_propose"])
def test_a_publisher_publishes_or_proposes(client: Client, meeting: Meeting, button: str) -> None:
    client.force_login(make_staff())
    save(client, meeting, button, place_fr="Matadi")
    meeting.refresh_from_db()
    is_published = button == "_save"
    assert meeting.place_fr == ("Matadi" if is_published else "Goma")
    assert ProposedChange.objects.exists() is not is_published


def test_a_publisher_s_own_proposal_is_published_from_its_form(
    client: Client, meeting: Meeting
) -> None:
    client.force_login(make_staff())
    save(client, meeting, "_propose", place_fr="Matadi")
    save(client, meeting, "_save", title_fr="Fleuves")
    meeting.refresh_from_db()
    assert (meeting.place_fr, meeting.title_fr) == ("Matadi", "Fleuves")
    assert ProposedChange.objects.get().status == "accepted"


def test_a_proposal_is_written_by_its_author_once_the_record_is_withdrawn(
    client: Client, editor: User, meeting: Meeting
) -> None:
    save(client, meeting, place_fr="Matadi")
    Meeting.objects.update(status="withdrawn")
    save(client, meeting, title_fr="Fleuves")
    meeting.refresh_from_db()
    assert (meeting.place_fr, meeting.title_fr) == ("Matadi", "Fleuves")
    assert ProposedChange.objects.get().status == "accepted"


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_what_is_not_published_is_saved_at_once(client: Client, editor: User, status: str) -> None:
    meeting = make_meeting(status=status)
    page = client.get(form_of(meeting)).content.decode()
    assert ("Propose the change" in page, 'name="_save"' in page) == (False, True)
    save(client, meeting, place_fr="Matadi")
    meeting.refresh_from_db()
    assert meeting.place_fr == "Matadi"
    assert not ProposedChange.objects.exists()


def test_the_buttons_of_what_is_published_say_what_they_do(
    client: Client, editor: User, meeting: Meeting
) -> None:
    page = client.get(form_of(meeting)).content.decode()
    assert "Propose the change" in page
    others = ('name="_save"', 'name="_continue"', "Publish now")
    assert [one for one in others if one in page] == []
    client.force_login(make_staff())
    page = client.get(form_of(meeting)).content.decode()
    buttons = ("Publish now", "Keep as a proposal", "Propose and preview")
    assert [one for one in buttons if one not in page] == []
    assert 'name="_continue"' not in page


def test_what_a_form_would_show_to_readers_waits_for_a_publisher(
    client: Client, editor: User
) -> None:
    """Its consent is on record, and an editor opens the listing."""
    organisation = make_organisation(listing="unlisted")
    ConsentRecord.objects.create(
        organisation=organisation, agreed_listing="public", given_by="X", wording_version="1"
    )
    save(client, organisation, listing="public")
    organisation.refresh_from_db()
    assert organisation.listing == "unlisted"
    assert ProposedChange.objects.get().origin == "form"


@pytest.mark.parametrize(
    ("before", "agreed", "proposed"),
    [
        ("unlisted", "public", ["consent"]),
        ("members", "public", ["consent"]),
        ("public", "unlisted", []),
        ("public", "members", []),
    ],
)
def test_an_editor_records_a_consent_that_narrows_at_once_and_opens_nothing(
    client: Client, editor: User, before: str, agreed: str, proposed: list[str]
) -> None:
    organisation = make_organisation(listing=before)
    agreed_before = {"agreed_listing": before, "given_by": "X", "wording_version": "1"}
    ConsentRecord.objects.create(organisation=organisation, **agreed_before)
    said = {"agreed_listing": agreed, "given_by": "X", "wording_version": "1"}
    said |= {"given_on": "01/12/2026", "organisation": str(organisation.pk)}
    rows = {f"consent_records-1-{name}": value for name, value in said.items()}
    save(client, organisation, **rows, **{"consent_records-TOTAL_FORMS": "2"})
    assert Organisation.objects.get().listing == Listing.strictest([before, agreed])
    consent = ConsentRecord.objects.latest("pk")
    assert (consent.agreed_listing, consent.is_accepted) == (agreed, not proposed)
    assert [*ProposedChange.objects.values_list("origin", flat=True)] == proposed


def decide(client: Client, proposal: ProposedChange, button: str, **values: str) -> Any:
    address = proposal_address(proposal)
    state = client.get(address).context["state"]
    return client.post(address, {"state": state, button: "1"} | values)


def test_a_conflict_is_shown_and_decided_on(client: Client, meeting: Meeting) -> None:
    client.force_login(with_role("Publisher"))
    proposal = make_proposal(meeting, place_fr="Matadi")
    Meeting.objects.update(place_fr="Boma")
    page = client.get(proposal_address(proposal)).content.decode()
    assert ("Matadi" in page, "Boma" in page) == (True, True)
    assert decide(client, proposal, "_accept").status_code == 200
    code = f"conflict-meetings.meeting-{meeting.pk}-place_fr"
    assert decide(client, proposal, "_accept", **{code: "take"}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.place_fr == "Matadi"


def test_accepting_brings_about_what_saving_does(client: Client) -> None:
    from tests.factories import make_meeting_invitation, make_planned_meeting  # noqa: PLC0415

    meeting = make_planned_meeting()
    make_meeting_invitation(meeting)
    proposal = make_proposal(meeting, starts_on="2100-06-05", ends_on=None)
    client.force_login(with_role("Publisher"))
    answer = decide(client, proposal, "_accept")
    assert answer.status_code == 302
    assert meeting.invitations.informed().count() == 1
    assert "dans dix minutes" in " ".join(map(str, client.get("/admin/").context["messages"]))


def test_the_page_is_for_its_author_and_for_those_who_see_the_record(
    client: Client, meeting: Meeting
) -> None:
    author = with_role("Translator")
    proposal = make_proposal(meeting, by=author, place_fr="Matadi")
    address = proposal_address(proposal)
    statuses = {}
    for person in (author, with_role("Translator"), with_role("Editor"), with_role("Publisher")):
        client.force_login(person)
        buttons = ("_accept", "_return", "_refuse", "_withdraw")
        page = client.get(address)
        html = page.content.decode()
        statuses[person] = (page.status_code, [one for one in buttons if f'name="{one}"' in html])
    assert [*statuses.values()] == [
        (200, ["_withdraw"]),
        (403, []),
        (200, []),
        (200, ["_accept", "_return", "_refuse"]),
    ]
    client.force_login(with_role("Editor"))
    assert client.post(address, {"_withdraw": "1", "state": "x"}).status_code == 403


def test_the_list_shows_each_what_concerns_them(client: Client, meeting: Meeting) -> None:
    author = with_role("Translator")
    mine = make_proposal(meeting, by=author, place_fr="Matadi")
    other = make_proposal(meeting, place_fr="Boma")
    settled = make_proposal(meeting, place_fr="Beni")
    withdraw_proposal(proposal=settled, by=settled.by)
    page = reverse("admin:foundation_proposedchange_changelist")
    every = [other, mine, settled]  # what waits, the latest first; then the others
    for person, expected in ((author, [mine]), (with_role("Publisher"), every)):
        client.force_login(person)
        assert [*client.get(page).context["cl"].result_list] == expected


def test_who_may_only_look_is_offered_no_button(client: Client, meeting: Meeting) -> None:
    client.force_login(with_role("Publisher"))
    page = client.get(form_of(meeting)).content.decode()
    assert [name for name in ("_save", "_propose", "_preview") if f'name="{name}"' in page] == []


def test_the_author_is_told_that_the_record_was_changed(
    client: Client, editor: User, meeting: Meeting
) -> None:
    save(client, meeting, place_fr="Matadi")
    told = "Since you proposed it, the record was changed in the same places."
    assert told not in client.get(form_of(meeting)).content.decode()
    accept(make_proposal(meeting, place_fr="Boma"))
    page = client.get(form_of(meeting)).content.decode()
    assert told in page
    assert "<q>Boma</q>" in page


def test_two_proposals_for_the_same_text_say_so(client: Client, meeting: Meeting) -> None:
    client.force_login(make_staff())
    first = make_proposal(meeting, place_fr="Matadi", title_fr="Fleuves")
    make_proposal(meeting, place_fr="Boma")
    make_proposal(meeting, introduction_fr="Un")
    others = client.get(proposal_address(first)).context["others"]
    assert [is_same for _other, _address, is_same in others] == [True, False]


def test_a_record_withdrawn_meanwhile_says_what_saving_does(
    client: Client, editor: User, meeting: Meeting
) -> None:
    save(client, meeting, place_fr="Matadi")
    Meeting.objects.update(status="withdrawn")
    assert "No reader sees the record now" in client.get(form_of(meeting)).content.decode()
    save(client, meeting, place_en="Matadi harbour")
    meeting.refresh_from_db()
    assert (meeting.place_fr, meeting.place_en) == ("Matadi", "Matadi harbour")


def test_lists_and_the_publication_page_say_what_waits(client: Client, meeting: Meeting) -> None:
    client.force_login(make_staff())
    proposal, _other = make_proposal(meeting, place_fr="Matadi"), make_meeting()
    listed = reverse("admin:meetings_meeting_changelist", query={"wanting": "proposals"})
    assert [*client.get(listed).context["cl"].result_list] == [meeting]
    publication = reverse("admin:meetings_meeting_publication", args=[meeting.pk])
    assert proposal_address(proposal) in client.get(publication).content.decode()

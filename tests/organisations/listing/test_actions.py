"""Stopping that an organisation is named, and naming it again."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from kpcsc.roles import update_staff_groups
from organisations.listing.actions import (
    choose_listing,
    record_consent,
    resume_naming,
    stop_naming,
)
from organisations.models import ConsentRecord, Listing, Organisation, User
from tests.factories import make_organisation, make_staff, make_user

pytestmark = pytest.mark.django_db


def make_agreed(listing: str = "public", **fields: Any) -> Organisation:
    """An organisation that agreed to be listed so, and is."""
    organisation = make_organisation(**{"listing": listing} | fields)
    consent(organisation, listing)
    organisation.refresh_from_db()
    return organisation


def consent(organisation: Organisation, listing: str, by: User | None = None) -> Organisation:
    """Records what it agrees to."""
    said = ConsentRecord(
        organisation=organisation,
        agreed_listing=listing,
        given_by="Their director",
        wording_version="1",
    )
    return record_consent(consent=said, by=by)


def state(organisation: Organisation) -> tuple[str, str, bool]:
    """Listing, limit, and whether its naming is stopped, in the database."""
    organisation.refresh_from_db()
    return organisation.listing, organisation.listing_limit, organisation.is_naming_stopped


def make_staff_of(*roles: str) -> User:
    """Somebody of the secretariat with these roles and no others."""
    update_staff_groups()
    person = make_user(is_staff=True)
    person.groups.set(Group.objects.filter(name__in=roles))
    return person


def test_a_second_stop_may_hide_more_and_never_less() -> None:
    organisation, staff = make_agreed(), make_staff()
    for shown_to, limit in (
        ("members", "members"),
        ("unlisted", "unlisted"),
        ("members", "unlisted"),
    ):
        stop_naming(organisation=organisation, shown_to=Listing(shown_to), by=staff)
        assert state(organisation) == (limit, limit, True)


def test_while_it_is_stopped_no_name_is_taken_out() -> None:
    organisation = make_agreed(acronym="ZELA", aliases="Droit Vert\nAncien nom")
    stop_naming(organisation=organisation, shown_to=Listing.UNLISTED, by=make_staff())
    organisation.refresh_from_db()
    organisation.aliases, organisation.acronym = "Ancien nom", ""
    organisation.save()
    organisation.refresh_from_db()
    assert organisation.aliases.splitlines() == ["Ancien nom", "ZELA", "Droit Vert"]


@pytest.mark.parametrize("before", Listing.values)
@pytest.mark.parametrize("shown_to", ["members", "unlisted"])
def test_stopping_hides_and_never_shows(before: str, shown_to: str) -> None:
    organisation = make_agreed(before)
    stop_naming(organisation=organisation, shown_to=Listing(shown_to), by=make_staff())
    assert state(organisation) == (Listing.strictest([before, shown_to]), shown_to, True)


def test_a_second_click_changes_nothing() -> None:
    organisation, staff = make_agreed(), make_staff()
    stop_naming(organisation=organisation, shown_to=Listing.UNLISTED, by=staff)
    organisation.refresh_from_db()
    version, since = organisation.version, organisation.naming_stopped_at
    stop_naming(organisation=organisation, shown_to=Listing.UNLISTED, by=staff)
    organisation.refresh_from_db()
    assert (organisation.version, organisation.naming_stopped_at) == (version, since)
    assert organisation.history.filter(history_change_reason="naming stopped").count() == 1


def test_everyone_is_nobody_to_stop_at() -> None:
    with pytest.raises(ValueError, match="public"):
        stop_naming(organisation=make_agreed(), shown_to=Listing.PUBLIC, by=make_staff())


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("Publisher", True),
        ("Administrator", True),
        ("Editor", False),
        ("Translator", False),
        ("Facilitator", False),
    ],
)
def test_publishers_and_administrators_stop_it_and_name_again(role: str, may: bool) -> None:
    organisation, person = make_agreed(), make_staff_of(role)
    if may:
        stop_naming(organisation=organisation, shown_to=Listing.UNLISTED, by=person)
        assert state(organisation) == ("unlisted", "unlisted", True)
        resume_naming(organisation=organisation, listing=Listing.PUBLIC, by=person)
        assert state(organisation) == ("public", "public", False)
        return
    with pytest.raises(PermissionDenied):
        stop_naming(organisation=organisation, shown_to=Listing.UNLISTED, by=person)
    with pytest.raises(PermissionDenied):
        resume_naming(organisation=organisation, listing=Listing.PUBLIC, by=person)
    assert state(organisation) == ("public", "public", False)


@pytest.mark.parametrize(
    ("speaks", "is_own", "is_active", "may"),
    [
        (True, True, True, True),
        (False, True, True, False),
        (True, False, True, False),
        (True, True, False, False),
    ],
)
def test_of_members_whoever_speaks_for_it(
    speaks: bool, is_own: bool, is_active: bool, may: bool
) -> None:
    organisation = make_agreed()
    person = make_user(
        organisation=organisation if is_own else make_organisation(),
        speaks_for_organisation=speaks,
        is_active=is_active,
    )
    if not may:
        with pytest.raises(PermissionDenied):
            stop_naming(organisation=organisation, shown_to=Listing.MEMBERS, by=person)
        return
    stop_naming(organisation=organisation, shown_to=Listing.MEMBERS, by=person)
    assert state(organisation) == ("members", "members", True)


@pytest.mark.parametrize("agreed", [None, *Listing.values])
@pytest.mark.parametrize("asked", Listing.values)
def test_named_again_as_far_as_it_agreed(agreed: str | None, asked: str) -> None:
    organisation, staff = make_organisation(), make_staff()
    if agreed:
        consent(organisation, agreed)
    stop_naming(organisation=organisation, shown_to=Listing.UNLISTED, by=staff)
    resume_naming(organisation=organisation, listing=Listing(asked), by=staff)
    listing = Listing.strictest([asked, agreed or "unlisted"])
    assert state(organisation) == (listing, "public", False)


def test_history_says_who_stopped_it_and_why() -> None:
    organisation, staff = make_agreed(), make_staff()
    stop_naming(organisation=organisation, shown_to=Listing.UNLISTED, by=staff)
    latest = organisation.history.first()
    assert (latest.history_user, latest.history_change_reason) == (staff, "naming stopped")
    resume_naming(organisation=organisation, listing=Listing.PUBLIC, by=staff)
    assert organisation.history.first().history_change_reason == "named again"


# --- What else could name it ------------------------------------------------------------------


@pytest.mark.parametrize("listing", ["public", "members"])
def test_no_other_way_opens_the_listing(listing: str) -> None:
    organisation = make_agreed()
    stop_naming(organisation=organisation, shown_to=Listing.UNLISTED, by=make_staff())
    organisation.refresh_from_db()
    organisation.listing = listing
    with pytest.raises(ValidationError, match="n’est plus nommée"):
        organisation.full_clean()
    with pytest.raises(IntegrityError, match="organisation_listing_within_limit"):
        organisation.save()


@pytest.mark.parametrize(
    ("before", "agreed", "stops"),
    [
        ("public", "members", "members"),
        ("public", "unlisted", "unlisted"),
        ("members", "unlisted", "unlisted"),
        ("members", "public", None),
        ("unlisted", "unlisted", None),
        ("public", "public", None),
    ],
)
def test_a_withdrawn_consent_stops_it_too(before: str, agreed: str, stops: str | None) -> None:
    organisation = make_agreed(before)
    consent(organisation, agreed)
    assert state(organisation) == (agreed, stops or "public", bool(stops))


def test_a_consent_withdrawn_while_listed_more_strictly_stops_it() -> None:
    organisation = make_agreed()
    Organisation.objects.update(listing="unlisted")
    consent(organisation, "unlisted")
    assert state(organisation) == ("unlisted", "unlisted", True)


def test_whoever_speaks_for_it_withdraws_and_agrees_again() -> None:
    organisation = make_agreed()
    person = make_user(organisation=organisation, speaks_for_organisation=True)
    choose_listing(listing=Listing.UNLISTED, wording="1", by=person)
    assert state(organisation) == ("unlisted", "unlisted", True)
    # What they agree to is kept; that the danger is over, they say apart.
    choose_listing(listing=Listing.PUBLIC, wording="1", by=person)
    assert state(organisation) == ("unlisted", "unlisted", True)
    resume_naming(organisation=organisation, listing=Listing.PUBLIC, by=person)
    assert state(organisation) == ("public", "public", False)


@pytest.mark.parametrize("role", ["Editor", "Administrator"])
def test_a_consent_that_staff_record_is_kept_and_opens_nothing(role: str) -> None:
    """It may be an old one that is filed now: only who resumes the naming means to."""
    organisation, editor = make_agreed(), make_staff_of(role)
    stop_naming(organisation=organisation, shown_to=Listing.MEMBERS, by=make_staff())
    consent(organisation, "public", by=editor)
    assert state(organisation) == ("members", "members", True)
    assert organisation.agreed_listing() == Listing.PUBLIC
    # A withdrawal, though, counts whoever records it.
    consent(organisation, "unlisted", by=editor)
    assert state(organisation) == ("unlisted", "unlisted", True)

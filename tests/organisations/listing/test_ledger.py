"""The ledger beside the records: what it tells, whom it names, what a restore brings back."""

from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from kpcsc.foundation.ledger import LedgerEntry, read_ledger, write_missing_entries
from organisations.actions import erase_person, withdraw_right
from organisations.listing.actions import resume_naming, stop_naming
from organisations.listing.ledger import LedgerCheck
from organisations.models import Listing, Organisation, User
from tests.factories import make_organisation, make_staff, make_user
from tests.organisations.listing.test_actions import consent, make_agreed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def file(tmp_path: Path, settings: Any) -> Path:
    settings.LEDGER = str(tmp_path / "ledger")
    return tmp_path / "ledger"


def told() -> list[tuple[str, str]]:
    """What the entries say, in their order: the listing and its limit."""
    return [(line.facts["listing"], line.facts["limit"]) for line in read_ledger().lines]


def differing() -> list[str]:
    return [str(one.record) for one in LedgerCheck().differences]


def check() -> str:
    """What the command says, and the error that it ends with."""
    said = StringIO()
    try:
        call_command("check_ledger", stdout=said)
    except CommandError as error:
        return f"{said.getvalue()}{error}"
    return said.getvalue()


def test_every_change_of_a_listing_is_told() -> None:
    organisation, staff = make_organisation(listing="unlisted"), make_staff()
    consent(organisation, "public")
    stop_naming(organisation=organisation, shown_to=Listing.MEMBERS, by=staff)
    stop_naming(organisation=organisation, shown_to=Listing.UNLISTED, by=staff)
    resume_naming(organisation=organisation, listing=Listing.PUBLIC, by=staff)
    organisation.refresh_from_db()
    organisation.listing = "members"
    organisation.save()
    organisation.save()
    consent(organisation, "unlisted")
    assert told() == [
        ("public", "public"),
        ("members", "members"),
        ("unlisted", "unlisted"),
        ("public", "public"),
        ("members", "public"),
        ("unlisted", "unlisted"),
    ]
    assert differing() == []
    assert "The database and the ledger agree." in check()


def test_a_stranger_reads_no_name(file: Path) -> None:
    organisation = make_agreed(name_fr="Zwxq", acronym="ZWX", slug="zwxq", website="https://z.org")
    person = make_user(name="Grace Mbuyi", email="grace@example.org", organisation=organisation)
    staff = make_staff()
    stop_naming(organisation=organisation, shown_to=Listing.UNLISTED, by=staff)
    erase_person(person=person, by=staff)
    written = file.read_text().casefold()
    assert "unlisted" in written
    for word in ("zwx", "grace", "mbuyi", "example.org", "z.org", staff.name.casefold()):
        assert word not in written


def test_a_database_from_before_a_withdrawal_is_noticed() -> None:
    organisation, other = make_agreed(name_fr="En danger"), make_agreed()
    stop_naming(organisation=organisation, shown_to=Listing.UNLISTED, by=make_staff())
    # As a backup has it that was made before.
    before = {"listing": "public", "listing_limit": "public", "naming_stopped_at": None}
    Organisation.objects.filter(pk=organisation.pk).update(**before)
    LedgerEntry.objects.latest("at").delete()
    assert differing() == ["En danger"]
    said = check()
    page = f"/admin/organisations/organisation/{organisation.pk}/change/"
    assert f"{page}: named beyond the ledger of" in said
    assert "1 are not in this database" in said
    assert "En danger" not in said
    assert str(other.pk) + "/change" not in said
    # Stopped once more, it agrees; a key that another organisation had before says nothing.
    stop_naming(organisation=organisation, shown_to=Listing.UNLISTED, by=make_staff())
    assert differing() == []


def test_what_never_committed_hides_and_opens_nothing() -> None:
    organisation, staff = make_agreed(name_fr="En danger"), make_staff()
    stop_naming(organisation=organisation, shown_to=Listing.UNLISTED, by=staff)
    stopped = Organisation.objects.values().get(pk=organisation.pk)
    resume_naming(organisation=organisation, listing=Listing.PUBLIC, by=staff)
    LedgerEntry.objects.latest("at").delete()
    ledger = LedgerCheck()
    ledger.ledger.lines[-1].is_committed = False
    assert [str(one.record) for one in ledger.differences] == ["En danger"]
    Organisation.objects.filter(pk=organisation.pk).update(**stopped)
    assert (differing(), LedgerCheck().unknown_entries) == ([], 1)


def test_what_is_written_late_hides_and_opens_nothing(file: Path) -> None:
    organisation, staff = make_agreed(name_fr="En danger"), make_staff()
    resume_naming(organisation=organisation, listing=Listing.PUBLIC, by=staff)
    stop_naming(organisation=organisation, shown_to=Listing.UNLISTED, by=staff)
    resume_naming(organisation=organisation, listing=Listing.PUBLIC, by=staff)
    stop_naming(organisation=organisation, shown_to=Listing.UNLISTED, by=staff)
    *_, resumed, stopped = LedgerEntry.objects.order_by("at")
    lines = [
        line for line in file.read_bytes().splitlines(True) if resumed.key.encode() not in line
    ]
    file.write_bytes(b"".join(lines))  # the disk was full when it was resumed
    assert write_missing_entries() == 1
    assert [line.key for line in read_ledger().lines][-2:] == [stopped.key, resumed.key]
    before = {"listing": "public", "listing_limit": "public", "naming_stopped_at": None}
    Organisation.objects.filter(pk=organisation.pk).update(**before)
    assert differing() == ["En danger"]


def test_a_person_who_was_erased_does_not_come_back() -> None:
    person, staff = make_user(name="Grace", email="Grace@example.org"), make_staff()
    past = person.history.values().get()
    erase_person(person=person, by=staff)
    assert differing() == []
    again = make_user(name="Grace", email="grace@example.org")
    assert differing() == []  # entered anew since: that is another matter
    again.history.update(history_date=past["history_date"])
    assert differing() == ["Grace"]
    assert f"/admin/organisations/user/{again.pk}/change/: there again, and erased on" in check()


def test_a_right_that_was_taken_does_not_come_back() -> None:
    person = make_user(name="Grace", email="grace@example.org", shown_to_members=True)
    assert read_ledger().lines == []  # nobody takes anything from a new person
    person.email, person.shown_to_members = "new@example.org", False
    person.save()
    former = {"email": "grace@example.org", "shown_to_members": True}
    User.objects.filter(pk=person.pk).update(**former)  # as a backup has it that was made before
    assert [(str(one.record), one.allowed) for one in LedgerCheck().differences] == [
        ("Grace", "shown_to_members")
    ]
    assert f"/admin/organisations/user/{person.pk}/change/: has a right again" in check()
    withdraw_right(person=person, right="shown_to_members", by=None)
    assert differing() == []


def test_a_right_given_again_is_there_again() -> None:
    person = make_user(email="grace@example.org")
    for is_active in (False, True):
        person.is_active = is_active
        person.save()
    assert [line.facts["has_right"] for line in read_ledger().lines] == ["no", "yes"]
    assert differing() == []


def test_a_new_person_with_an_address_of_somebody_who_lost_a_right_has_it() -> None:
    person = make_user(email="grace@example.org")
    person.is_active = False
    person.save()
    person.delete()
    make_user(email="Grace@example.org")
    assert differing() == []


def test_a_former_address_of_an_erased_person_is_known_too() -> None:
    person = make_user(email="before@example.org")
    person.email = "after@example.org"
    person.save()
    erase_person(person=person, by=make_staff())
    assert sum("erased" in line.facts for line in read_ledger().lines) == 2


def test_a_damaged_ledger_is_written_anew_on_request(file: Path) -> None:
    consent(make_organisation(listing="unlisted"), "members")
    file.write_text("nothing\n")
    assert "line 1: cut short, or no line of the ledger" in check()
    assert "1 entries of the database are missing in the file." in check()
    assert check().endswith("The ledger is damaged: see --rewrite, once you know why.")
    call_command("check_ledger", rewrite=True, stdout=StringIO())
    assert "The database and the ledger agree." in check()


def test_a_database_from_before_the_ledger_does_not_agree() -> None:
    """Whom it may not name, it knows by no identifier of the ledger."""
    organisation = make_agreed()
    stop_naming(organisation=organisation, shown_to=Listing.UNLISTED, by=make_staff())
    assert LedgerCheck().is_in_order
    LedgerEntry.objects.all().delete()
    Organisation.objects.filter(pk=organisation.pk).update(ledger_id=uuid4())
    assert not LedgerCheck().is_in_order
    assert "1 organisations that may not be named are not known here" in check()
    assert check().endswith("Look through the list of organisations by hand.")

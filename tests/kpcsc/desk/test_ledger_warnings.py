"""The desk's home says whom an older database names again, and that the ledger is damaged."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation

from kpcsc.desk.ledger_warnings import ledger_warnings
from kpcsc.foundation.ledger import LedgerEntry
from meetings.models import Participation
from organisations.actions import erase_person
from organisations.listing.actions import stop_naming
from organisations.models import Listing, Organisation, User
from tests.factories import (
    make_meeting,
    make_organisation,
    make_participation,
    make_staff,
    make_user,
)
from tests.organisations.listing.test_actions import make_agreed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def file(tmp_path: Path, settings: Any) -> Path:
    settings.LEDGER = str(tmp_path / "ledger")
    return tmp_path / "ledger"


def warnings() -> dict[str, list[tuple[str, str]]]:
    """Label and address of each line, by the code of its group."""
    with translation.override("en"):
        return {
            group.code: [(line.label.text, line.address) for line in group.lines]
            for group in ledger_warnings()
            if group.lines
        }


def test_while_both_agree_nothing_is_said() -> None:
    zela = make_agreed(name_fr="Zela")
    stop_naming(organisation=zela, shown_to=Listing.UNLISTED, by=make_staff())
    assert warnings() == {}


def test_a_right_and_a_naming_at_a_meeting_are_told() -> None:
    participation = make_participation(meeting=make_meeting())
    person = make_user(name="Grace", is_staff=True)
    participation.named, person.is_staff = "unnamed", False
    participation.save()
    person.save()
    Participation.objects.update(named="as_listed")
    User.objects.update(is_staff=True)
    with translation.override("en"):
        lines = [line for group in ledger_warnings() for line in group.lines]
    assert [(line.address, str(line.notes[0]).split("“")[-1]) for line in lines] == [
        (f"/admin/organisations/user/{person.pk}/change/", "works for the secretariat”."),
        (f"/admin/meetings/meeting/{participation.meeting_id}/change/", str(lines[1].notes[0])),
    ]


def test_a_restored_database_is_told_and_one_click_leads_to_what_is_to_do(client: Client) -> None:
    zela, staff = make_agreed(name_fr="Zela"), make_staff()
    person = make_user(name="Grace", email="grace@example.org")
    past = person.history.values("history_date").get()
    stop_naming(organisation=zela, shown_to=Listing.UNLISTED, by=staff)
    erase_person(person=person, by=staff)
    # As a backup has them that was made before.
    named = {"listing": "public", "listing_limit": "public", "naming_stopped_at": None}
    Organisation.objects.filter(pk=zela.pk).update(**named)
    User.objects.filter(pk=person.pk).update(name="Grace", email="grace@example.org")
    User.history.filter(id=person.pk).update(**past)
    assert warnings() == {
        "named-beyond-ledger": [
            ("Zela", f"/admin/organisations/organisation/{zela.pk}/stop-naming/"),
            ("Grace", f"/admin/organisations/user/{person.pk}/erase/"),
        ]
    }
    client.force_login(staff)
    html = client.get("/admin/", headers={"Accept-Language": "en"}).content.decode()
    assert "Brought back by an older database" in html
    assert "it may no longer be named so openly: stop it again." in html
    # Done, it is said no more.
    client.post(
        f"/admin/organisations/organisation/{zela.pk}/stop-naming/",
        {
            "stop": "1",
            "shown_to": "unlisted",
        },
    )
    client.post(f"/admin/organisations/user/{person.pk}/erase/")
    assert warnings() == {}


def test_a_damaged_ledger_is_told(file: Path) -> None:
    zela = make_agreed(name_fr="Zela")
    stop_naming(organisation=zela, shown_to=Listing.UNLISTED, by=make_staff())
    file.write_bytes(file.read_bytes()[:-300])
    (line,) = warnings()["ledger-faults"]
    assert line[0] == "The ledger is damaged: 2 entries are missing, cut short or altered."


def test_a_database_from_before_the_ledger_is_told() -> None:
    """Its organisations have other identifiers than those of the ledger."""
    zela = make_agreed(name_fr="Zela")
    stop_naming(organisation=zela, shown_to=Listing.UNLISTED, by=make_staff())
    assert warnings() == {}
    LedgerEntry.objects.all().delete()
    Organisation.objects.filter(pk=zela.pk).update(ledger_id=uuid4())
    (line,) = warnings()["ledger-faults"]
    assert line[0] == "1 organisation that may not be named is unknown to this database."


def test_an_organisation_that_was_deleted_is_no_stranger() -> None:
    zela = make_organisation(name_fr="Zela")
    zela.listing = "unlisted"
    zela.save()
    zela.delete()
    assert warnings() == {}

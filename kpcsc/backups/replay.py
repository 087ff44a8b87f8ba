"""Applying the ledger to a restored database, which is older than its last entries."""

from dataclasses import dataclass

from organisations.actions import erase_person
from organisations.listing.actions import restrict_listing
from organisations.listing.ledger import LedgerCheck
from organisations.models import Organisation


@dataclass(frozen=True)
class Replay:
    """What the ledger changed: organisations restricted and people erased."""

    restricted: int
    erased: int
    unknown: int  # organisations with an entry that are missing from this database


def replay_ledger() -> Replay:
    """Restricts organisations and erases people as the ledger says; never widens who may see."""
    check = LedgerCheck()
    restricted = erased = 0
    for one in check.differences:
        if isinstance(one.record, Organisation):
            restrict_listing(organisation=one.record, allowed=one.allowed, by=None)
            restricted += 1
        else:
            erase_person(person=one.record, by=None)
            erased += 1
    return Replay(restricted, erased, unknown=check.unknown_organisations)

"""Telling a database that is older than the ledger what the ledger says."""

from dataclasses import dataclass

from organisations.actions import erase_person
from organisations.listing.actions import restrict_listing
from organisations.listing.ledger import LedgerCheck
from organisations.models import Organisation


@dataclass(frozen=True)
class Replay:
    """What was told: how many organisations may be named to fewer, how many people are erased."""

    restricted: int
    erased: int
    unknown: int  # organisations that may not be named, and that this database does not know


def replay_ledger() -> Replay:
    """Restricts and erases as the ledger says. Nothing that it says is opened by it."""
    check = LedgerCheck()
    restricted = erased = 0
    for one in check.differences:
        if isinstance(one.record, Organisation):
            restrict_listing(organisation=one.record, allowed=one.allowed, by=None)
            restricted += 1
        else:
            erase_person(person=one.record, by=None)
            erased += 1
    return Replay(
        restricted=restricted,
        erased=erased,
        unknown=check.unknown_organisations,
    )

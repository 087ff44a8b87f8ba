"""Applying the ledger to a restored database, which is older than its last entries."""

from collections import Counter
from dataclasses import dataclass

from kpcsc.backups.ledger_check import PortalLedgerCheck
from kpcsc.foundation.ledger import applying_ledger
from meetings.participation.ledger import restrict_naming
from organisations.actions import erase_person, withdraw_right
from organisations.listing.actions import restrict_listing
from organisations.listing.ledger import DifferenceKind, LedgerDifference
from organisations.models import Listing


@dataclass(frozen=True)
class Replay:
    """What the ledger changed: how many records of each kind."""

    changes: Counter[DifferenceKind]
    unknown: int  # organisations with an entry that are missing from this database


def replay_ledger() -> Replay:
    """Restricts what the ledger restricts and erases whom it erased; never widens who may see."""
    check = PortalLedgerCheck()
    with applying_ledger():
        for one in check.differences:
            _apply(one)
    changes = Counter(one.kind for one in check.differences)
    return Replay(changes, unknown=check.unknown_organisations)


def _apply(difference: LedgerDifference) -> None:
    record, allowed = difference.record, difference.allowed
    match difference.kind:
        case DifferenceKind.LISTING:
            restrict_listing(organisation=record, allowed=Listing(allowed), by=None)
        case DifferenceKind.ERASURE:
            erase_person(person=record, by=None)
        case DifferenceKind.RIGHT:
            withdraw_right(person=record, right=allowed, by=None)
        case DifferenceKind.NAMING:
            restrict_naming(participation=record, allowed=allowed, by=None)

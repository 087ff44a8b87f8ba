"""Applying the ledger to a restored database, which is older than its last entries."""

from collections import Counter
from dataclasses import dataclass

from kpcsc.backups.ledger_check import PortalLedgerCheck
from meetings.participation.ledger import restrict_naming
from organisations.actions import erase_person, withdraw_right
from organisations.listing.actions import restrict_listing
from organisations.listing.ledger import DifferenceKind
from organisations.models import Listing


@dataclass(frozen=True)
class Replay:
    """What the ledger changed: how many records of each kind."""

    changes: Counter[DifferenceKind]
    unknown: int  # organisations with an entry that are missing from this database


def replay_ledger() -> Replay:
    """Restricts what the ledger restricts and erases whom it erased; never widens who may see."""
    check = PortalLedgerCheck()
    for one in check.differences:
        match one.kind:
            case DifferenceKind.LISTING:
                allowed = Listing(one.allowed)
                restrict_listing(organisation=one.record, allowed=allowed, by=None)
            case DifferenceKind.ERASURE:
                erase_person(person=one.record, by=None)
            case DifferenceKind.RIGHT:
                withdraw_right(person=one.record, right=one.allowed, by=None)
            case DifferenceKind.NAMING:
                restrict_naming(participation=one.record, allowed=one.allowed, by=None)
    changes = Counter(one.kind for one in check.differences)
    return Replay(changes, unknown=check.unknown_organisations)

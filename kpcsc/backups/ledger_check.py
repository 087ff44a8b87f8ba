"""The whole database held against the ledger."""

from functools import cached_property

from django.db.models import Model

from meetings.participation.ledger import namings_beyond_ledger
from organisations.listing.ledger import DifferenceKind, LedgerCheck, LedgerDifference


class PortalLedgerCheck(LedgerCheck):
    """Organisations, people and, besides, who is named at which meeting."""

    @cached_property
    def differences(self) -> list[LedgerDifference]:
        """All of which the database shows more than the ledger allows."""
        return [*super().differences, *namings_beyond_ledger(self.ledger)]


def record_to_change(difference: LedgerDifference) -> Model:
    """The record on whose page the secretariat mends a difference."""
    is_at_meeting = difference.kind == DifferenceKind.NAMING
    return difference.record.meeting if is_at_meeting else difference.record

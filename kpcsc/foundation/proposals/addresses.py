"""The address of a proposal's page."""

from django.db.models import Model
from django.urls import reverse

from kpcsc.foundation.proposals.models import ProposedChange


def proposal_address(proposal: ProposedChange) -> str:
    """Where a proposal is compared with its record and decided on."""
    name = f"admin:{proposal.model.replace('.', '_')}_proposal"
    return reverse(name, args=[proposal.record_id, proposal.pk])


def proposals_with_addresses(record: Model) -> list[tuple[ProposedChange, str]]:
    """What waits for a publisher to decide on, of a record, with where that is done."""
    waiting = ProposedChange.objects.of(record).unsettled().select_related("by")
    return [(one, proposal_address(one)) for one in waiting]

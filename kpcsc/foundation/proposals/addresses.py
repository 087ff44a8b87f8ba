"""The address of a proposal's page."""

from django.urls import reverse

from kpcsc.foundation.proposals.models import ProposedChange


def proposal_address(proposal: ProposedChange) -> str:
    """Where a proposal is compared with its record and decided on."""
    name = f"admin:{proposal.model.replace('.', '_')}_proposal"
    return reverse(name, args=[proposal.record_id, proposal.pk])

"""The letters that proposals bring about."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.mail.letters import Letter, letter_from, letter_kind, portal_url
from kpcsc.foundation.proposals.addresses import proposal_address
from kpcsc.foundation.proposals.models import ProposalStatus, ProposedChange


@letter_kind(_("proposal returned"))
def proposal_returned(proposal: ProposedChange, person: Any) -> Letter | None:
    """To whoever proposed a change: what is to be done about it; None once that was done."""
    if proposal.status != ProposalStatus.RETURNED:
        return None
    return letter_from("foundation/mail/proposal_returned.txt", _context(proposal, person))


@letter_kind(_("proposal refused"))
def proposal_refused(proposal: ProposedChange, person: Any) -> Letter | None:
    """To whoever proposed a change: that it is refused, and why."""
    return letter_from("foundation/mail/proposal_refused.txt", _context(proposal, person))


def _context(proposal: ProposedChange, person: Any) -> dict[str, Any]:
    return {
        "person": person,
        "title": str(proposal),
        "by": proposal.decided_by,
        "comment": proposal.comment,
        "link": portal_url(proposal_address(proposal)),
    }

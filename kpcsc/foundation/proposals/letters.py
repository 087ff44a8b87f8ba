"""The letter that a proposal brings about."""

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
    context = {
        "person": person,
        "title": str(proposal),
        "by": proposal.decided_by,
        "comment": proposal.comment,
        "link": portal_url(proposal_address(proposal)),
    }
    return letter_from("foundation/mail/proposal_returned.txt", context)

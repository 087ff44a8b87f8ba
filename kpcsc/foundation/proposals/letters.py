"""The letters that proposals bring about."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.mail.letters import Letter, letter_from, letter_kind, portal_url
from kpcsc.foundation.proposals.addresses import proposal_address
from kpcsc.foundation.proposals.models import ProposalStatus, ProposedChange
from kpcsc.foundation.translated_text import translated


@letter_kind(_("proposal returned"))
def proposal_returned(proposal: ProposedChange, person: Any) -> Letter | None:
    """To whoever proposed a change: what is to be done about it; None once that was done."""
    if proposal.status != ProposalStatus.RETURNED:
        return None
    return letter_from("foundation/mail/proposal_returned.txt", _context(proposal, person))


@letter_kind(_("proposal refused"))
def proposal_refused(proposal: ProposedChange, person: Any) -> Letter:
    """To whoever proposed a change: that it is refused, and why."""
    return letter_from("foundation/mail/proposal_refused.txt", _context(proposal, person))


@letter_kind(_("proposal accepted"))
def proposal_accepted(proposal: ProposedChange, person: Any) -> Letter:
    """To whoever proposed a change: that the record says so now."""
    return letter_from("foundation/mail/proposal_accepted.txt", _context(proposal, person))


def _context(proposal: ProposedChange, person: Any) -> dict[str, Any]:
    """What the letters say: who decided, and where that is seen, to the secretariat alone."""
    record = proposal.record
    named = [field for field in ("title", "name") if record and hasattr(record, field)]
    return {
        "person": person,
        "title": translated(record, named[0]).text if named else _("a deleted record"),
        "by": proposal.decided_by if person.is_staff else None,
        "comment": proposal.comment,
        "link": portal_url(proposal_address(proposal)) if person.is_staff else "",
    }

"""What people are told once something they sent is kept as a proposal."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpcsc.foundation.proposals.addresses import proposal_address
from kpcsc.foundation.proposals.models import ProposedChange
from kpcsc.foundation.proposals.working_copy import Proposing

UNFIT = gettext_lazy(
    "The record was changed so that the proposal no longer goes with it: withdraw it, and propose "
    "anew what should stay."
)
PUBLISHED = gettext_lazy("Published: readers see the change.")
KEPT = gettext_lazy("Kept as a proposal. Readers see the record as before.")


def tell_of_unfit(request: HttpRequest, proposal: ProposedChange) -> None:
    """Says that a proposal no longer goes with its record."""
    link = format_html('<a href="{}">{}</a>', proposal_address(proposal), _("See it"))
    messages.error(request, format_html("{} {}", UNFIT, link))


def tell_of_proposal(request: HttpRequest, made: Proposing) -> None:
    """Says that what was sent waits for a publisher, where it does."""
    if made.proposal:
        link = format_html('<a href="{}">{}</a>', proposal_address(made.proposal), _("See it"))
        messages.success(request, format_html("{} {}", KEPT, link))

"""What staff do with several invitations to a meeting at once, each in its words."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from kpcsc.foundation.proposals.models import ProposalOrigin
from kpcsc.foundation.proposals.working_copy import Proposing, saving
from meetings.invitations.actions import remind, send_invitations, withdraw
from meetings.invitations.letters import meeting_invitation, meeting_reminder
from meetings.invitations.replies import add_replies_to_list
from meetings.models import Meeting, Reply
from organisations.invitations.admin_page import LETTERS_ON_THEIR_WAY, BulkAction
from organisations.models import User


def _add_to_list(meeting: Meeting, _found: Any, by: User) -> int | Proposing:
    """Brings the replies to the list, or proposes that; gives how many, or the proposal."""
    with saving(meeting, by=by, origin=ProposalOrigin.LIST) as made:
        number = add_replies_to_list(meeting=meeting, by=by)
    return made if made.proposal else number


ACTIONS = {
    "send": BulkAction(
        _("Send the invitations"),
        LETTERS_ON_THEIR_WAY,
        lambda _meeting, chosen: chosen.in_force().filter(reply=Reply.NONE),
        lambda meeting, found, by: send_invitations(meeting=meeting, invitations=found, by=by),
        question=ngettext_lazy(
            "%(number)d invitation will be sent.", "%(number)d invitations will be sent.", "number"
        ),
        writes=meeting_invitation,
    ),
    "remind": BulkAction(
        _("Remind"),
        LETTERS_ON_THEIR_WAY,
        lambda meeting, _chosen: meeting.invitations.awaited().informed(),
        lambda meeting, _found, by: remind(meeting=meeting, by=by),
        question=ngettext_lazy(
            "%(number)d of those invited is still to reply, and will be reminded.",
            "%(number)d of those invited are still to reply, and will be reminded.",
            "number",
        ),
        writes=meeting_reminder,
    ),
    "withdraw": BulkAction(
        _("Withdraw the invitations"),
        ngettext_lazy(
            "%(number)d invitation is withdrawn.", "%(number)d invitations are withdrawn.", "number"
        ),
        lambda _meeting, chosen: chosen.in_force(),
        lambda meeting, found, by: withdraw(meeting=meeting, invitations=found, by=by),
        question=ngettext_lazy(
            "%(number)d invitation will be withdrawn: its link will stop working. Whoever "
            "received it is notified.",
            "%(number)d invitations will be withdrawn: their links will stop working. Whoever "
            "received one is notified.",
            "number",
        ),
        stands_apart=True,
    ),
    "add_to_list": BulkAction(
        _("Bring the replies to the meeting’s list"),
        ngettext_lazy(
            "%(number)d organisation of the list was added or changed.",
            "%(number)d organisations of the list were added or changed.",
            "number",
        ),
        lambda meeting, _chosen: meeting.invitations.in_force().exclude(reply=Reply.NONE),
        _add_to_list,
        question=ngettext_lazy(
            "%(number)d reply will be brought to the meeting’s list of organisations, with those "
            "who come. Roles, attendance and who may be named stay as they are. People of no "
            "organisation are on no such list.",
            "%(number)d replies will be brought to the meeting’s list of organisations, with those "
            "who come. Roles, attendance and who may be named stay as they are. People of no "
            "organisation are on no such list.",
            "number",
        ),
    ),
}

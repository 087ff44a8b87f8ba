"""Deciding on a proposed change."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kpcsc.foundation.history.save_descriptions import PROPOSED
from kpcsc.foundation.history.stored_states import present_states
from kpcsc.foundation.history.writing import write_differences
from kpcsc.foundation.mail.letters import LetterKind
from kpcsc.foundation.mail.outbox import queue_letter
from kpcsc.foundation.proposals.letters import (
    proposal_accepted,
    proposal_refused,
    proposal_returned,
)
from kpcsc.foundation.proposals.merging import Merge, merge
from kpcsc.foundation.proposals.models import ProposalStatus, ProposedChange
from kpcsc.foundation.versioned import StaleRecordError, Versioned


def merge_with_present(
    proposal: ProposedChange, record: Versioned, taken: Collection[str] = ()
) -> Merge:
    """The proposal on the record as it is now."""
    present = present_states(record, proposal.kinds)
    return merge(proposal.differences, present, taken, together=proposal.together)


@transaction.atomic
def accept_proposal(
    *,
    proposal: ProposedChange,
    by: Any,
    seen: str,
    comment: str = "",
    taken: Collection[str] = (),
    kept: Collection[str] = (),
) -> Versioned:
    """Writes a proposal to its record, in the name of whoever accepts it; gives the record.

    Whoever proposed it is written to.

    `seen` is the state of record and proposal that the person looked at. Of what was changed on
    both sides, they say by code what is `taken` from the proposal and what is `kept` as it is.
    Raises StaleRecordError where either was changed meanwhile; ValidationError where the record is
    gone, something is left undecided, or the proposal no longer goes with the rest of the records;
    PermissionDenied for whoever may not.
    """
    record, proposal = _locked(proposal, seen)
    merged = merge_with_present(proposal, record, taken)
    if not _may_write(record, merged, by):
        raise PermissionDenied
    if {conflict.code for conflict in merged.conflicts} - {*taken, *kept}:
        raise ValidationError(
            _("The record was changed since this was proposed: say of each text which one stays.")
        )
    record.advance(by=by)
    reason = f"{PROPOSED}{proposal.by_id or ''}"
    write_differences(record, proposal.kinds, merged.differences, by=by, reason=reason)
    proposal.settle(ProposalStatus.ACCEPTED, by=by, comment=comment)
    _tell(proposal_accepted, proposal)
    return record


@transaction.atomic
def return_proposal(
    *, proposal: ProposedChange, comment: str, by: Any, seen: str
) -> ProposedChange:
    """Gives a proposal back to whoever made it, with what is to be done; they are written to.

    Raises StaleRecordError where it is not as `seen`, ValidationError without a comment or where it
    is settled, PermissionDenied for whoever may not.
    """
    record, proposal = _locked(proposal, seen)
    if not by.has_perm(record.publish_permission):
        raise PermissionDenied
    if not comment.strip():
        raise ValidationError(_("Say what is to be done."))
    proposal.comment, proposal.status = comment, ProposalStatus.RETURNED
    proposal.decided_by = by
    proposal.save()
    _tell(proposal_returned, proposal)
    return proposal


@transaction.atomic
def withdraw_proposal(*, proposal: ProposedChange, by: Any) -> ProposedChange:
    """Takes a proposal back, for whoever made it.

    Raises ValidationError where it is settled, PermissionDenied for others.
    """
    proposal = ProposedChange.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    _require_unsettled(proposal)
    if proposal.by != by:
        raise PermissionDenied
    proposal.settle(ProposalStatus.WITHDRAWN, by=by)
    return proposal


@transaction.atomic
def refuse_proposal(
    *, proposal: ProposedChange, comment: str, by: Any, seen: str
) -> ProposedChange:
    """Has a proposal come to nothing; whoever made it is written to, with the comment.

    Raises StaleRecordError where it is not as `seen`, ValidationError without a comment or where it
    is settled, PermissionDenied for whoever may not accept it.
    """
    proposal = ProposedChange.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    _require_unsettled(proposal)
    if state_of(proposal, proposal.record) != seen:
        raise StaleRecordError(proposal.record)
    if not by.has_perm(proposal.record_model().publish_permission):
        raise PermissionDenied
    if not comment.strip():
        raise ValidationError(_("Say why it is refused."))
    proposal.settle(ProposalStatus.REFUSED, by=by, comment=comment)
    _tell(proposal_refused, proposal)
    return proposal


def _tell(letter: LetterKind, proposal: ProposedChange) -> None:
    """Writes to whoever proposed it of what somebody else decided."""
    if proposal.by and proposal.by != proposal.decided_by:
        queue_letter(letter, about=proposal, people=[proposal.by])


def _may_write(record: Versioned, merged: Merge, by: Any) -> bool:
    """Whether the person may have the record say so: a publisher, or where no reader sees it,
    whoever may change it."""
    if by.has_perm(record.publish_permission):
        return True
    return by.has_perm(record.change_permission) and not _as_merged(record, merged).needs_publisher(
        by
    )


def _as_merged(record: Versioned, merged: Merge) -> Versioned:
    """The record itself as it will be, not saved."""
    root = (record._meta.label_lower, record.pk)
    own = [one for one in merged.differences if one.after and one.after.key == root]
    values = {name: one.after.values[name] for one in own if one.after for name in one.names}
    return record.with_values(values)


def state_of(proposal: ProposedChange, record: Versioned | None) -> str:
    """What tells whether the record or the proposal was changed since somebody looked at them."""
    return f"{record.version if record else ''}{proposal.state}"


def _locked(proposal: ProposedChange, seen: str) -> tuple[Versioned, ProposedChange]:
    """The record and its proposal, as they were `seen`, which nobody else decides on until the
    transaction ends."""
    records = proposal.record_model._base_manager.select_for_update(no_key=True)
    record = records.filter(pk=proposal.record_id).first()
    if record is None:
        raise ValidationError(_("The record was deleted: nothing can be changed in it."))
    proposal = ProposedChange.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    _require_unsettled(proposal)
    if state_of(proposal, record) != seen:
        raise StaleRecordError(record)
    return record, proposal


def _require_unsettled(proposal: ProposedChange) -> None:
    if not proposal.is_unsettled:
        raise ValidationError(_("Somebody has decided on this proposal already."))

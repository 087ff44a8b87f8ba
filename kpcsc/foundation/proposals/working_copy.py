"""The working copy of a published record: what is written there readers do not get.

The ordinary forms, checks and actions write it, in a transaction that is undone. What they made of
the record is kept as a proposed change; so whatever can be saved can be proposed, and in no other
way than it is saved.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from kpcsc.foundation.history.states import ObjectDifference, differences
from kpcsc.foundation.history.stored_states import present_states
from kpcsc.foundation.history.tracked_models import complete_models_of
from kpcsc.foundation.history.writing import overwrite
from kpcsc.foundation.proposals.merging import keep_first_values, merge
from kpcsc.foundation.proposals.models import (
    ProposalOrigin,
    ProposalStatus,
    ProposedChange,
)
from kpcsc.foundation.proposals.stored_differences import encode, with_provisional_keys
from kpcsc.foundation.versioned import Versioned, as_working_copy


class ProposalDoesNotFitError(Exception):
    """The record was changed so that the proposal can no longer be laid over it."""

    def __init__(self, proposal: ProposedChange) -> None:
        super().__init__(proposal)
        self.proposal = proposal


@dataclass
class Proposing:
    """What becomes of what is written in a working copy."""

    proposal: ProposedChange | None = None  # None where nothing differs from the record
    is_refused: bool = False  # set by whoever found that nothing of it can be saved


@contextmanager
def working_copy(record: Versioned, proposal: ProposedChange | None = None) -> Iterator[None]:
    """Has the database hold the record as it is proposed, and undoes that on leaving.

    It locks what it writes: read there, and show what was read outside. Of what was changed on both
    sides, it holds what is proposed. Raises ProposalDoesNotFitError.
    """
    with transaction.atomic():
        if proposal:
            _overwrite(record, proposal)
        with as_working_copy(record, proposal.state if proposal else ""):
            yield
        transaction.set_rollback(True)


def fits(record: Versioned, proposal: ProposedChange) -> bool:
    """Whether the proposal can still be laid over the record."""
    try:
        with working_copy(record, proposal):
            return True
    except ProposalDoesNotFitError:
        return False


def _overwrite(record: Versioned, proposal: ProposedChange) -> None:
    differences, present = proposal.differences, present_states(record, proposal.kinds)
    codes = {conflict.code for conflict in merge(differences, present).conflicts}
    wanted = merge(differences, present, codes, together=proposal.together)
    try:
        with transaction.atomic():
            overwrite(record, proposal.kinds, wanted.differences)
    except IntegrityError as error:
        raise ProposalDoesNotFitError(proposal) from error


@contextmanager
def saving(
    record: Versioned, *, by: Any, origin: ProposalOrigin, continued: ProposedChange | None = None
) -> Iterator[Proposing]:
    """Writes to the record at once, or has it kept as a proposal where this person may only
    propose."""
    if record.is_working_copy or not record.needs_publisher(by):
        yield Proposing()
        return
    with proposing(record, by=by, origin=origin, continued=continued) as made:
        yield made


@contextmanager
def proposing(
    record: Versioned,
    *,
    by: Any,
    origin: ProposalOrigin,
    continued: ProposedChange | None = None,
    keeps_empty: bool = False,
) -> Iterator[Proposing]:
    """Keeps what is written to the record as a proposed change: a new one, or one `continued`.

    One that differs in nothing is kept only where the caller `keeps_empty` ones. Sent twice, it is
    one proposal. Written back to what the record says, it is withdrawn.
    """
    kinds = complete_models_of(type(record))
    made = Proposing()
    with transaction.atomic():
        locked = type(record)._base_manager.select_for_update(no_key=True)
        list(locked.filter(pk=record.pk).values_list("pk"))
        if continued:
            continued = ProposedChange.objects.select_for_update(no_key=True).get(pk=continued.pk)
        before = present_states(record, kinds)
        with working_copy(record, continued):
            yield made
            after = present_states(record, kinds)
        if made.is_refused:
            return
        found = with_provisional_keys(differences(before, after), kinds)
        if continued:
            found = keep_first_values(found, continued.differences)
            _continue(continued, found, made, by)
        elif found or keeps_empty:
            _begin(record, found, made, by, origin)


def _begin(
    record: Versioned,
    found: list[ObjectDifference],
    made: Proposing,
    by: Any,
    origin: ProposalOrigin,
) -> None:
    facts = {"model": record._meta.label_lower, "record_id": record.pk, "origin": origin, "by": by}
    proposal = ProposedChange(content=encode(found), **facts)
    made.proposal = proposal.first_of_its_kind()
    if made.proposal is None:
        proposal.save()
        made.proposal = proposal


def _continue(
    proposal: ProposedChange, found: list[ObjectDifference], made: Proposing, by: Any
) -> None:
    content = encode(found)
    made.proposal = proposal
    if proposal.content == content and proposal.status == ProposalStatus.OPEN:
        return
    if found:
        proposal.edit(content)
    else:
        made.proposal = None
        proposal.settle(ProposalStatus.WITHDRAWN, by=by)

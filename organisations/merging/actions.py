"""Merging organisations that are the same after all."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kpcsc.foundation.history.author import set_author
from kpcsc.foundation.proposals.models import ProposalOrigin, ProposalStatus, ProposedChange
from kpcsc.foundation.versioned import StaleRecordError
from organisations.merging.plan import MergePlan
from organisations.merging.relations import RelationMerge
from organisations.models import ConsentRecord, Listing, Membership, Organisation, User


@transaction.atomic
def merge_organisations(
    *,
    keep: Organisation,
    others: list[Organisation],
    values: dict[str, Any],
    by: User | None,
    previewed: str | None = None,
) -> Organisation:
    """Makes one organisation of several, which are the same after all; gives it back.

    All that stands on the others comes to the kept one, with their names as aliases; it says
    `values`, and is listed as strictly as the strictest of those that agreed or refused. The others
    stay behind with their history and consent, never named again; their addresses lead to the kept
    one.

    Raises StaleRecordError if one of them was merged meanwhile, if the records are not those whose
    plan had the fingerprint `previewed`, or if a meeting is being changed at this moment;
    ValidationError if the kept one cannot say `values`.
    """
    keys = [record.pk for record in (keep, *others)]
    locked = (
        Organisation.objects.unmerged().select_for_update(no_key=True).order_by("pk").in_bulk(keys)
    )
    if len(locked) < len(keys):
        raise StaleRecordError(keep)
    plan = MergePlan(locked[keep.pk], [locked[other.pk] for other in others], values)
    if previewed is not None and plan.fingerprint != previewed:
        raise StaleRecordError(keep)
    plan.outcome.full_clean()
    for record in (plan.outcome, *plan.others, *plan.records):
        record.advance(by=by)
    speakers = list(User.objects.filter(organisation__in=plan.others, speaks_for_organisation=True))
    for gathering in plan.gatherings:
        _move_rows(gathering, keep, by)
    if by is not None and not by.has_perm(keep.publish_permission):
        _silence(speakers, by)
    for other in plan.others:
        other.merged_into = keep
        other.listing, other.membership = Listing.UNLISTED, Membership.FORMER
        set_author(other, by).save()
    _end_waiting_consents(plan, by)
    if plan.agreed_listing.openness > plan.listing.openness:
        _withdraw_consent(plan, by)
    set_author(plan.outcome, by).save()
    return plan.outcome


def _move_rows(gathering: RelationMerge, keep: Organisation, by: User | None) -> None:
    """Gives one relation's rows to the kept organisation; one by one, as history is written."""
    field = gathering.relation.field
    for joining in gathering.joined:
        set_author(joining.row, by)
        for absorbed in joining.absorbed:
            set_author(absorbed, by)
            joining.row.absorb(absorbed)
            absorbed.delete()
        setattr(joining.row, field, keep)
        set_author(joining.row, by).save()
    for row in gathering.moved:
        setattr(row, field, keep)
        set_author(row, by).save(update_fields=[field])


def _silence(speakers: list[User], by: User) -> None:
    """Has these people speak for no organisation until a publisher says so: they could have the one
    named to which they were moved."""
    for person in speakers:
        person.refresh_from_db()
        person.speaks_for_organisation = False
        set_author(person, by).save()


def _end_waiting_consents(plan: MergePlan, by: User | None) -> None:
    """Ends the proposals of consents that were given before anybody knew that these are one."""
    comment = _("Records were merged: record anew what the organisation agrees to.")
    for record in (plan.keep, *plan.others):
        waiting = (
            ProposedChange.objects.of(record).unsettled().filter(origin=ProposalOrigin.CONSENT)
        )
        for proposal in waiting:
            proposal.settle(ProposalStatus.REFUSED, by=by, comment=comment)


def _withdraw_consent(plan: MergePlan, by: User | None) -> None:
    """Has the kept organisation asked anew: else a click would undo that the stricter wins."""
    names = ", ".join(str(other) for other in plan.others)
    ConsentRecord.objects.create(
        organisation=plan.keep,
        agreed_listing=plan.listing,
        given_by=_("The secretariat, on merging records"),
        wording_version="–",
        note=_(
            "Merged with %(names)s. What was agreed before opens the listing no further: ask again."
        )
        % {"names": names},
        recorded_by=by,
    )

"""Who may see an organisation named: what it agrees to, and that its naming is stopped."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kpcsc.foundation.history.author import set_author
from kpcsc.foundation.history.save_descriptions import NAMED_AGAIN, NAMING_STOPPED
from kpcsc.foundation.proposals.models import ProposalOrigin, ProposedChange
from kpcsc.foundation.proposals.working_copy import proposing
from organisations.models import ConsentRecord, Listing, Organisation, User

MAY_STOP = "organisations.stop_naming"
MAY_PUBLISH = "organisations.publish_organisation"


def may_stop_naming(person: User, organisation: Organisation) -> bool:
    """Whether the person may stop that it is named, and end that: a publisher, or who speaks for
    it."""
    speaks = person.speaks_for_organisation and person.organisation_id == organisation.pk
    return person.is_active and (speaks or (person.is_staff and person.has_perm(MAY_STOP)))


@transaction.atomic
def record_consent(*, consent: ConsentRecord, by: User | None) -> Organisation:
    """Keeps what an organisation agreed to, and lists it so; gives the organisation back.

    What opens its listing, and neither a publisher nor itself says, is proposed; what closes it
    counts at once. Where it agrees to less than before, its naming is stopped: files that name
    it are withheld, and the portal checks itself. Where its naming is stopped, it stays so,
    whatever it agrees to, until somebody resumes it. `consent` is a new, unsaved record. `by` is
    None where a command acts, not a person.
    """
    organisation = _locked(consent.organisation_id)
    listed, before = Listing(organisation.listing), organisation.agreed_listing()
    may_open = _may_open(organisation, by)
    consent.recorded_by = by
    consent.is_accepted = may_open or not _opens(consent, organisation)
    consent.save()
    agreed = Listing(consent.agreed_listing)
    limit = Listing(organisation.listing_limit)
    if agreed.openness < max(before.openness, listed.openness):
        limit = Listing.strictest([agreed, limit])
    listing = Listing.strictest([agreed, limit])
    if may_open:
        return _set_listing(organisation, listing, limit, by)
    organisation = _set_listing(organisation, Listing.strictest([listing, listed]), limit, by)
    if listing.openness > listed.openness or not consent.is_accepted:
        _propose(consent, listing, limit, by)
    return organisation


def _propose(consent: ConsentRecord, listing: Listing, limit: Listing, by: User | None) -> None:
    """Proposes what a consent opens: the listing, or that it counts once the naming is resumed."""
    organisation = _locked(consent.organisation_id)
    origin = ProposalOrigin.CONSENT
    with proposing(organisation, by=by, origin=origin, keeps_empty=True) as made:
        _set_listing(_locked(organisation.pk), listing, limit, by)
    proposal = made.proposal
    if proposal and proposal.consents.exists():
        proposal.edit(proposal.content)  # whoever looks at it has not seen this consent
    ConsentRecord.objects.filter(pk=consent.pk).update(proposal=proposal)


@transaction.atomic
def accept_consents(*, proposal: ProposedChange, by: User) -> None:
    """Has the consents count that wait with a proposal.

    Raises PermissionDenied for whoever does not publish.
    """
    if not by.has_perm(MAY_PUBLISH):
        raise PermissionDenied
    ConsentRecord.objects.filter(proposal=proposal).update(is_accepted=True)


def _opens(consent: ConsentRecord, organisation: Organisation) -> bool:
    """Whether it agrees to more than before; what there is not, the database refuses."""
    openness = {listing.value: listing.openness for listing in Listing}
    return openness.get(consent.agreed_listing, 0) > organisation.agreed_listing().openness


def _may_open(organisation: Organisation, by: User | None) -> bool:
    """Whether the person has readers see it named: a publisher, or who speaks for it."""
    if by is None or by.has_perm(organisation.publish_permission):
        return True
    return by.speaks_for_organisation and by.organisation_id == organisation.pk


@transaction.atomic
def choose_listing(*, listing: Listing, wording: str, by: User) -> Organisation:
    """Keeps what an organisation agrees to, or withdraws, through somebody who speaks for it.

    It counts from the next request on; where the naming is stopped, once it is resumed. Raises
    PermissionDenied for anybody else.
    """
    if not (by.speaks_for_organisation and by.organisation_id and by.is_active):
        raise PermissionDenied
    consent = ConsentRecord(
        organisation_id=by.organisation_id,
        agreed_listing=listing,
        given_by=", ".join(filter(None, [by.name, by.role])),
        wording_version=wording,
    )
    return record_consent(consent=consent, by=by)


@transaction.atomic
def stop_naming(*, organisation: Organisation, shown_to: Listing, by: User) -> Organisation:
    """Has nobody read the organisation's name but those to whom it is `shown_to`; gives it back.

    What it agreed to stays on record, and opens nothing before the naming is resumed. A second time
    it may stop it for more readers, and never for fewer. Raises PermissionDenied for whoever may
    not stop it, and ValueError where `shown_to` is everyone.
    """
    if not may_stop_naming(by, organisation):
        raise PermissionDenied
    if shown_to == Listing.PUBLIC:
        raise ValueError(shown_to)
    organisation = _locked(organisation.pk)
    limit = Listing.strictest([shown_to, organisation.listing_limit])
    return _set_listing(organisation, Listing.strictest([organisation.listing, limit]), limit, by)


@transaction.atomic
def restrict_listing(
    *, organisation: Organisation, allowed: Listing, by: User | None
) -> Organisation:
    """Restricts who may see its name to those the ledger allows, as after the restore of a backup
    made before it withdrew; gives it back."""
    organisation = _locked(organisation.pk)
    limit = Listing.strictest([allowed, organisation.listing_limit])
    return _set_listing(organisation, Listing.strictest([organisation.listing, limit]), limit, by)


@transaction.atomic
def resume_naming(*, organisation: Organisation, listing: Listing, by: User) -> Organisation:
    """Names the organisation again to those of this `listing`, as far as it agreed; gives it back.

    Raises PermissionDenied for whoever may not.
    """
    if not may_stop_naming(by, organisation):
        raise PermissionDenied
    organisation = _locked(organisation.pk)
    agreed = organisation.agreed_listing()
    return _set_listing(organisation, Listing.strictest([listing, agreed]), Listing.PUBLIC, by)


def _locked(key: int) -> Organisation:
    return Organisation.objects.select_for_update(no_key=True).get(pk=key)


def _set_listing(
    organisation: Organisation, listing: Listing, limit: Listing, by: User | None
) -> Organisation:
    """Writes listing and limit where they change, in the name of whoever does it."""
    if (organisation.listing, organisation.listing_limit) == (listing, limit):
        return organisation
    if limit != organisation.listing_limit:
        organisation.naming_stopped_at = None if limit == Listing.PUBLIC else timezone.now()
        reason = NAMED_AGAIN if limit == Listing.PUBLIC else NAMING_STOPPED
        set_author(organisation, by, reason=reason)
    organisation.advance_version()
    organisation.listing, organisation.listing_limit = listing, limit
    organisation.save()
    return organisation

"""Changes to organisations that are more than a change of one row."""

from django.db import transaction

from organisations.models import ConsentRecord, Listing, Organisation, User


@transaction.atomic
def record_consent(*, consent: ConsentRecord, by: User | None) -> Organisation:
    """Keeps what an organisation agreed to, and lists it so; gives the organisation back.

    `consent` is a new, unsaved record. `by` is None where a command acts, not a person.
    """
    organisation = Organisation.objects.select_for_update().get(pk=consent.organisation_id)
    consent.recorded_by = by
    consent.save()
    organisation.advance()
    organisation.listing = Listing(consent.agreed_listing)
    organisation.save()
    return organisation

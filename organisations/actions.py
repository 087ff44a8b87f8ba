"""Changes to organisations that are more than a change of one row."""

from collections.abc import Iterable
from itertools import count

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from organisations.models import ConsentRecord, Listing, Membership, Organisation, User


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


@transaction.atomic
def create_organisation(
    *, name: str, language: str, by: User, acronym: str = "", listing: Listing = Listing.UNLISTED
) -> Organisation:
    """A new organisation with a name in one language: unlisted, until it agrees to be named.

    Raises ValidationError where the name or acronym cannot be kept.
    """
    organisation = Organisation(acronym=acronym, listing=listing, slug=_free_slug(acronym or name))
    setattr(organisation, f"name_{language}", name)
    organisation.full_clean()
    organisation._history_user = by  # type: ignore[attr-defined]
    organisation.save()
    return organisation


def _free_slug(name: str) -> str:
    """An address made of the name that no organisation has."""
    slug = slugify(name)[:90].strip("-") or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    if slug not in taken:
        return slug
    return next(free for number in count(2) if (free := f"{slug}-{number}") not in taken)


@transaction.atomic
def end_memberships(*, organisations: Iterable[Organisation], by: User) -> tuple[Organisation, ...]:
    """Makes former members of them, from today where no day is known; returns those changed."""
    keys = [organisation.pk for organisation in organisations]
    changed = tuple(
        Organisation.objects.select_for_update()
        .filter(pk__in=keys)
        .exclude(membership=Membership.FORMER)
    )
    today = timezone.localdate()
    for organisation in changed:
        organisation.membership = Membership.FORMER
        organisation.member_until = organisation.member_until or max(
            today, organisation.member_since or today
        )
        organisation._history_user = by  # type: ignore[attr-defined]
        organisation.advance()
        organisation.save()
    return changed

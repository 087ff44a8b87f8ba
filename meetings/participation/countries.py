"""Countries that left the pages with an organisation that may not be named, and came back."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_noop

from kpcsc.foundation.history.log import log_action
from kpcsc.foundation.viewer import PUBLIC
from meetings.models import Meeting, Participation, ShownAs, ShownCountry
from organisations.listing.actions import MAY_STOP
from organisations.models import Country, Organisation, User


@dataclass(frozen=True)
class HiddenCountry:
    """An organisation's country, and at how many of its meetings readers see it, or do not."""

    country: Country
    hidden: int
    shown: int
    as_region: int


def hidden_country_of(organisation: Organisation) -> HiddenCountry | None:
    """What readers see of its country at the meetings that it came to; None where there is nothing
    to decide: another organisation explains the country, or it has none."""
    country = organisation.country
    if country is None:
        return None
    decided = ShownCountry.objects.in_force().filter(
        country=country, meeting__in=_meetings_of(organisation)
    )
    choices = list(decided.values_list("shown_as", flat=True))
    found = HiddenCountry(
        country,
        _meetings_hiding(organisation).count() - choices.count(ShownAs.REGION),
        choices.count(ShownAs.COUNTRY),
        choices.count(ShownAs.REGION),
    )
    return found if found.hidden or found.shown or found.as_region else None


@transaction.atomic
def show_country(*, organisation: Organisation, shown_as: ShownAs | None, by: User) -> None:
    """Shows an organisation's country, its region, or neither, at all of its meetings where nobody
    from there is named. Raises PermissionDenied for others than publishers.
    """
    if not (by.is_staff and by.has_perm(MAY_STOP)) or organisation.country is None:
        raise PermissionDenied
    # What was decided before goes first: a meeting where it counted is then one that hides.
    ShownCountry.objects.filter(
        country=organisation.country, meeting__in=_meetings_of(organisation)
    ).delete()
    if shown_as:
        ShownCountry.objects.bulk_create(
            ShownCountry(
                meeting=meeting,
                country=organisation.country,
                shown_as=shown_as,
                from_there=meeting.from_there,
                by=by,
            )
            for meeting in _meetings_hiding(organisation).annotate(
                from_there=Count(
                    "participations",
                    filter=Q(participations__organisation__country=organisation.country_id),
                )
            )
        )
    log_action(organisation, gettext_noop("what readers see of its country"), by=by)


def _meetings_of(organisation: Organisation) -> Any:
    came = Participation.objects.exclude(attended=False).filter(organisation=organisation)
    return Meeting.objects.filter(pk__in=came.values("meeting"))


def _meetings_hiding(organisation: Organisation) -> Any:
    """Its meetings where the country was represented, and the public is not told."""
    shown = Participation.objects.representations_shown_to(PUBLIC).filter(
        country=organisation.country_id
    )
    represented = _meetings_of(organisation).filter(countries=organisation.country_id)
    return represented.visible_to(PUBLIC).exclude(pk__in=shown.values("meeting"))

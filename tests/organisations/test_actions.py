"""Recording a consent, and what follows from it."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from organisations.actions import create_organisation
from organisations.listing.actions import record_consent
from organisations.models import ConsentRecord, Listing, Organisation
from tests.factories import make_organisation, make_staff


def consent_of(organisation: Organisation, agreed: str) -> ConsentRecord:
    """A consent as a form makes it: not saved yet."""
    return ConsentRecord(
        organisation=organisation,
        agreed_listing=agreed,
        given_by="The chair",
        given_on=date(2026, 1, 5),
        wording_version="2026-1",
    )


@pytest.mark.parametrize("before", Listing.values)
@pytest.mark.parametrize("agreed", Listing.values)
def test_an_organisation_is_listed_as_it_agreed(before: str, agreed: str, db: None) -> None:
    organisation = make_organisation(listing=before)
    staff = make_staff()
    given_back = record_consent(consent=consent_of(organisation, agreed), by=staff)
    kept = ConsentRecord.objects.get()
    assert (given_back, given_back.listing) == (organisation, agreed)
    assert Organisation.objects.get().listing == agreed
    assert (kept.organisation, kept.agreed_listing) == (organisation, agreed)
    assert (kept.recorded_by, kept.given_on) == (staff, date(2026, 1, 5))
    # The listing that follows from a consent is one that the form accepts.
    given_back.full_clean()


def test_a_consent_keeps_what_was_changed_meanwhile(db: None) -> None:
    """The form may have held the organisation for an hour."""
    stale = make_organisation(listing="unlisted", acronym="OLD")
    Organisation.objects.update(acronym="NEW")
    record_consent(consent=consent_of(stale, "public"), by=None)
    assert Organisation.objects.values_list("acronym", "listing").get() == ("NEW", "public")


def test_the_history_says_when_the_listing_changed(db: None) -> None:
    organisation: Any = make_organisation(listing="unlisted")  # history is added at run time
    record_consent(consent=consent_of(organisation, "public"), by=None)
    listings = organisation.history.order_by("history_id").values_list("listing", flat=True)
    assert [*listings] == ["unlisted", "public"]


def test_a_consent_to_what_there_is_not_is_not_kept(db: None) -> None:
    """Consent and listing are written together or not at all."""
    organisation = make_organisation(listing="unlisted")
    with pytest.raises(IntegrityError, match="consent_record_listing_known"):
        record_consent(consent=consent_of(organisation, "everyone"), by=None)
    assert Organisation.objects.get().listing == "unlisted"
    assert not ConsentRecord.objects.exists()


def test_a_new_organisation_is_unlisted_and_has_an_address_of_its_own(db: None) -> None:
    staff = make_staff()
    make_organisation(slug="zela")
    made = [
        create_organisation(name=name, acronym=acronym, language=language, by=staff)
        for name, acronym, language in [
            ("Zonal Electoral Law Agency", "ZELA", "en"),
            ("Comité des Riverains", "", "fr"),
            ("Comité des riverains", "", "fr"),
            ("!!!", "", "fr"),
        ]
    ]
    assert [one.slug for one in made] == [
        "zela-2",
        "comite-des-riverains",
        "comite-des-riverains-2",
        "organisation",
    ]
    assert {one.listing for one in made} == {"unlisted"}
    assert (made[0].name_en, made[0].name_fr) == ("Zonal Electoral Law Agency", None)


def test_what_cannot_be_an_organisation_is_not_created(db: None) -> None:
    for name in ("", "x" * 201):
        with pytest.raises(ValidationError):
            create_organisation(name=name, language="fr", by=make_staff())
    assert not Organisation.objects.exists()

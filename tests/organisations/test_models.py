"""What an organisation, a consent and a person refuse, and whom they may be named to."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import translation

from kpcsc.foundation.viewer import MEMBER, PUBLIC, STAFF
from organisations.listing.actions import record_consent
from organisations.models import ConsentRecord, Listing, Organisation, User
from tests.factories import make_organisation, make_user

NAMED = "Give the organisation’s name, in one language at least."
CONSENT = {"given_by": "The chair", "wording_version": "2026-1"}


@pytest.mark.parametrize(
    ("fields", "constraint", "sentence"),
    [
        ({"name_fr": "", "name_en": ""}, "organisation_is_named", NAMED),
        ({"name_fr": None, "name_en": None}, "organisation_is_named", NAMED),
        (
            {"member_since": date(2021, 6, 2), "member_until": date(2021, 6, 1)},
            "organisation_membership_ends_after_start",
            "The membership cannot end before it starts.",
        ),
        (
            {"listing": "everyone"},
            "organisation_listing_known",
            "Choose who may see the organisation named.",
        ),
    ],
)
def test_the_database_refuses_what_cannot_be_and_the_form_says_why(
    fields: dict[str, Any], constraint: str, sentence: str, db: None
) -> None:
    organisation = Organisation(**{"name_fr": "Nom", "slug": "nom"} | fields)
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            organisation.validate_constraints()
        assert refused.value.messages == [sentence]
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        organisation.save()


def test_a_new_organisation_is_named_to_nobody_but_staff(db: None) -> None:
    organisation = Organisation.objects.create(name_fr="Nom", slug="nom")
    assert organisation.listing == Listing.UNLISTED
    assert [*Organisation.objects.visible_to(PUBLIC)] == []
    assert [*Organisation.objects.visible_to(MEMBER)] == []
    assert [*Organisation.objects.visible_to(STAFF)] == [organisation]


@pytest.mark.parametrize("listing", Listing.values)
@pytest.mark.parametrize(
    ("consents", "open_to"),
    [
        ([], ["unlisted"]),
        (["public"], ["public", "members", "unlisted"]),
        (["members"], ["members", "unlisted"]),
        (["public", "members"], ["members", "unlisted"]),
        (["public", "unlisted"], ["unlisted"]),
        (["unlisted", "public"], ["public", "members", "unlisted"]),
    ],
)
def test_a_listing_is_never_more_open_than_the_latest_consent(
    listing: str, consents: list[str], open_to: list[str], db: None
) -> None:
    organisation = make_organisation(listing="unlisted")
    for agreed in consents:
        ConsentRecord.objects.create(organisation=organisation, agreed_listing=agreed, **CONSENT)
    organisation.listing = listing
    if listing in open_to:
        organisation.full_clean()
    else:
        with pytest.raises(ValidationError) as refused:
            organisation.full_clean()
        assert [*refused.value.error_dict] == ["listing"]


@pytest.mark.parametrize(
    ("listing", "seen_by"),
    [("public", [PUBLIC, MEMBER, STAFF]), ("members", [MEMBER, STAFF]), ("unlisted", [STAFF])],
)
def test_who_may_see_an_organisation_named(listing: str, seen_by: list[Any], db: None) -> None:
    make_organisation(listing=listing)
    viewers = [PUBLIC, MEMBER, STAFF]
    assert [v for v in viewers if Organisation.objects.visible_to(v).exists()] == seen_by


@pytest.fixture
def consent(db: None) -> ConsentRecord:
    consent = ConsentRecord(
        organisation=make_organisation(), agreed_listing="public", note="First", **CONSENT
    )
    record_consent(consent=consent, by=None)
    return consent


def test_a_consent_is_not_changed(consent: ConsentRecord) -> None:
    consent.note = "Changed"
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            consent.save()
        assert refused.value.messages == ["A consent record is never changed: add a new one."]
    assert ConsentRecord.objects.get().note == "First"


def test_a_consent_is_not_deleted(consent: ConsentRecord) -> None:
    with pytest.raises(ValidationError):
        consent.delete()
    assert ConsentRecord.objects.get().note == "First"


def test_an_organisation_with_a_consent_is_not_deleted(consent: ConsentRecord) -> None:
    with pytest.raises(ProtectedError):
        consent.organisation.delete()


@pytest.mark.parametrize(
    ("language", "names"),
    [("fr", ["Âme", "Cœur", "École", "Zoo"]), ("en", ["Âme", "Cœur", "Zoo", "École"])],
)
def test_organisations_are_in_the_alphabetical_order_of_the_pages_language(
    language: str, names: list[str], db: None
) -> None:
    for french, english in [("Zoo", "Park"), ("École", "School"), ("Âme", ""), ("Cœur", "Heart")]:
        make_organisation(name_fr=french, name_en=english)
    with translation.override(language):
        ordered = Organisation.objects.in_alphabetical_order()
        assert [organisation.name_fr for organisation in ordered] == names


def test_an_address_is_one_persons_whatever_its_capitals(db: None) -> None:
    make_user(email="Ana@Example.org")
    assert User.objects.get_by_natural_key("ANA@example.ORG").email == "ana@example.org"
    other = User(email="ANA@example.org", name="Another")
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            other.validate_constraints()
        assert refused.value.messages == ["Someone with this e-mail address exists already."]
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_a_person_made_without_password_cannot_sign_in_with_one(db: None) -> None:
    assert not make_user().has_usable_password()


@pytest.mark.parametrize(
    ("listing", "agreed", "is_named_without"),
    [
        ("public", [], True),
        ("members", [], True),
        ("unlisted", [], False),
        ("public", ["members"], True),
        ("members", ["public"], False),
        ("public", ["members", "public"], False),
        ("public", ["public", "unlisted"], True),
    ],
)
@pytest.mark.django_db
def test_who_is_named_without_consent_follows_from_the_latest_one(
    listing: str, agreed: list[str], is_named_without: bool
) -> None:
    organisation = make_organisation(listing=listing)
    for agreement in agreed:
        ConsentRecord.objects.create(
            organisation=organisation, agreed_listing=agreement, given_by="A", wording_version="1"
        )
    assert Organisation.objects.named_without_consent().exists() is is_named_without
    assert organisation.listing_is_agreed is not is_named_without

"""Merging organisations names nobody to anyone who could not read the name before."""

import pytest
from django.db import IntegrityError
from django.test import Client

from kpcsc.foundation.viewer import MEMBER, PUBLIC, STAFF
from meetings.models import FollowUp
from organisations.merging.actions import merge_organisations
from organisations.models import Listing, Organisation
from tests.crawl import visit, whole_words
from tests.factories import (
    make_meeting,
    make_member,
    make_organisation,
    make_participation,
    make_staff,
)
from tests.organisations.merging.test_actions import consent, make_agreeing, merge
from tests.sampling import sampled

LISTINGS = Listing.values


@pytest.mark.parametrize("kept", LISTINGS)
@pytest.mark.parametrize("other", LISTINGS)
@pytest.mark.parametrize("agreed", [None, *LISTINGS])
def test_the_stricter_listing_wins_and_consent_never_transfers(
    kept: str, other: str, agreed: str | None, db: None
) -> None:
    keep = make_organisation(listing="unlisted")
    if agreed:
        consent(keep, agreed)
    Organisation.objects.filter(pk=keep.pk).update(listing=kept)
    merge(keep, make_agreeing(other))
    openness = min(Listing(name).openness for name in (kept, other, agreed or "unlisted"))
    assert Listing(keep.listing).openness == openness
    # No click opens it further than it is listed now: only a new consent does.
    assert keep.agreed_listing().openness <= openness
    keep.full_clean()


def test_consents_stay_with_the_name_that_they_were_given_under(db: None) -> None:
    keep, other = make_agreeing("members", name_fr="Gardée"), make_agreeing(name_fr="Autre")
    staff = make_staff()
    stricter = make_agreeing("unlisted", name_fr="Cachée")
    merge_organisations(keep=keep, others=[other, stricter], values={}, by=staff)
    assert [*other.consent_records.values_list("agreed_listing", flat=True)] == ["public"]
    withdrawn, own = keep.consent_records.all()
    assert (withdrawn.agreed_listing, withdrawn.recorded_by) == ("unlisted", staff)
    assert "Autre, Cachée" in withdrawn.note
    assert own.agreed_listing == "members"
    consent(keep, "public")
    assert keep.listing == "public"


@pytest.mark.parametrize("fields", [{"listing": "public"}, {"membership": "member"}])
def test_the_database_keeps_a_merged_one_from_being_named(fields: dict[str, str], db: None) -> None:
    keep, other = make_agreeing(), make_agreeing(membership="member")
    merge(keep, other)
    assert (other.listing, other.membership, other.merged_into) == ("unlisted", "former", keep)
    with pytest.raises(IntegrityError, match="organisation_merged_is_not_named"):
        Organisation.objects.filter(pk=other.pk).update(**fields)


def test_a_merged_one_is_visible_to_nobody_and_found_by_nobody(db: None) -> None:
    keep, other = make_agreeing(name_fr="Gardée"), make_agreeing(name_fr="Zwxq", acronym="QQZ")
    merge(keep, other)
    for viewer in (PUBLIC, MEMBER, STAFF):
        assert [*Organisation.objects.visible_to(viewer)] == [keep]
    client = Client()
    client.force_login(make_staff())
    for words in ("zwxq", "qqz", other.slug):
        found = client.get("/fr/search/", {"q": words}).context["entries"]
        assert [entry.organisation_id for entry in found] == [keep.pk]


@pytest.mark.parametrize("kept", LISTINGS)
@pytest.mark.parametrize("other", LISTINGS)
@pytest.mark.parametrize("named", sampled(["as_listed", "members", "unnamed"], 1))
def test_no_reader_sees_more_than_the_stricter_one_allowed(
    kept: str, other: str, named: str, db: None
) -> None:
    """Every address where either could be named, read as a stranger and as a member."""
    keep = make_agreeing(kept, name_fr="Zwxq", acronym="ZWX", country_id="ZW")
    double = make_agreeing(other, name_fr="Vbkj", acronym="VBK", country_id="BE")
    both, alone = make_meeting(slug="both"), make_meeting(slug="alone")
    make_participation(organisation=keep, meeting=both)
    make_participation(organisation=double, meeting=both, named=named)
    make_participation(organisation=double, meeting=alone, named=named)
    for meeting in (both, alone):
        FollowUp.objects.create(
            meeting=meeting, what_fr="Publier", owner=double, visibility="public"
        )
    merge(keep, double, country_id="BE")

    names = whole_words({"Zwxq", "ZWX", "Vbkj", "VBK", keep.slug})
    own, old = f"/fr/organisations/{keep.slug}/", f"/fr/organisations/{double.slug}/"
    about_itself = [own, "/fr/organisations/", "/sitemap.xml", "/fr/countries/be/"]
    searches = ["/fr/search/?q=zwxq", "/fr/search/?q=vbkj", f"/fr/search/?q={double.slug}"]
    at_meetings = ["/fr/meetings/both/", "/fr/meetings/alone/"]
    limit = min(Listing(kept).openness, Listing(other).openness)
    limit_there = min(limit, {"as_listed": 2, "members": 1, "unnamed": 0}[named])
    reader = {2: Client(), 1: Client()}
    reader[1].force_login(make_member())
    for openness, client in reader.items():
        for addresses, allowed in [
            (about_itself, limit >= openness),
            (at_meetings, limit_there >= openness),
        ]:
            for here in addresses:
                if here == "/sitemap.xml" and openness == 1:
                    continue  # for search engines alone, whoever asks
                assert bool(visit(client, here).names(names)) is allowed, (openness, here)
        for here in searches:
            found = client.get(here).context["entries"]
            assert [entry.organisation_id for entry in found] == [keep.pk] * (limit >= openness)
        answer = client.get(old)
        if limit >= openness:
            assert (answer.status_code, answer["Location"]) == (302, own)
        else:
            unknown = visit(client, "/fr/organisations/no-such-organisation/").answer
            assert visit(client, old).answer == unknown


def test_an_address_leads_on_after_a_second_merge(db: None, client: Client) -> None:
    first, second, third = (make_agreeing() for _ in range(3))
    merge(second, first)
    merge(third, second)
    for old in (first, second):
        answer = client.get(f"/en/organisations/{old.slug}/?from=a-report")
        assert answer["Location"] == f"/en/organisations/{third.slug}/"

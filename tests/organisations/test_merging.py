"""Merging organisations: what comes along, what stays, and that nobody is named who was not."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext, isolate_apps

from kpcsc.foundation.versioned import StaleRecordError
from kpcsc.foundation.viewer import MEMBER, PUBLIC, STAFF
from meetings.models import FollowUp, Meeting, Participation
from organisations.actions import merge_organisations, record_consent
from organisations.merging.plan import Plan, chosen_columns
from organisations.merging.relations import UnknownRelationError, columns_beside, relations
from organisations.models import ConsentRecord, Listing, Organisation, User
from tests.crawl import visit, whole_words
from tests.factories import (
    make_meeting,
    make_member,
    make_organisation,
    make_participation,
    make_staff,
    make_user,
)

LISTINGS = Listing.values


def consent(organisation: Organisation, agreed: str = "public") -> None:
    """A consent of the organisation, which is listed so from now on."""
    record = ConsentRecord(
        organisation=organisation,
        agreed_listing=agreed,
        given_by="The chair",
        wording_version="2026-1",
    )
    record_consent(consent=record, by=None)
    organisation.refresh_from_db()


def make_agreeing(listing: str = "public", **fields: Any) -> Organisation:
    """An organisation that is listed as it agreed."""
    organisation = make_organisation(**fields)
    consent(organisation, listing)
    return organisation


def merge(keep: Organisation, *others: Organisation, **values: Any) -> Organisation:
    """Merges them, and reads all of them anew."""
    merged = merge_organisations(keep=keep, others=[*others], values=values, by=None)
    for record in (keep, *others):
        record.refresh_from_db()
    return merged


# --- What comes along ------------------------------------------------------------------------


def test_every_relation_to_an_organisation_is_known() -> None:
    """A new relation stops here: say in the model what a merge does with it, then name it here."""
    assert {relation.name for relation in relations()} == {
        "organisations_organisation.merged_into",
        "organisations_user.organisation",
        "meetings_participation.organisation",
        "meetings_followup.owner",
    }
    staying = {
        relation.related_model
        for relation in Organisation._meta.related_objects
        if getattr(relation.related_model, "stays_at_merge", False)
    }
    assert {model._meta.label for model in staying} == {
        "organisations.ConsentRecord",
        "kpcsc.SearchEntry",
    }
    # A participation may be taken in by another: nothing that hangs on it may go with it.
    assert [relation.name for relation in Participation._meta.related_objects] == []


def test_every_column_is_chosen_or_decided() -> None:
    assert chosen_columns() == [
        *("name_fr", "name_en", "acronym", "description_fr", "description_en", "kind"),
        *("country_id", "website", "membership", "member_since", "member_until"),
    ]


def test_all_that_stands_on_the_others_comes_to_the_kept_one(reference: Meeting) -> None:
    keep, other, third = (make_agreeing() for _ in range(3))
    merge(other, merged_before := make_agreeing())
    meeting = make_meeting()
    people = [make_user(organisation=other), make_user(organisation=third)]
    participation = make_participation(organisation=other, meeting=meeting)
    participation.people.set(people)
    follow_up = FollowUp.objects.create(meeting=reference, what_fr="Publier", owner=third)

    given_back = merge(keep, other, third)

    assert given_back == keep
    assert [*keep.people.order_by("pk")] == people
    assert [*keep.participations.all()] == [participation]
    assert [*participation.people.order_by("pk")] == people
    assert [*keep.follow_ups.all()] == [follow_up]
    assert {*keep.merged.all()} == {other, third, merged_before}
    for relation in relations():
        assert not relation.rows([other, third, merged_before]).exists(), relation.name


def test_the_kept_one_says_what_was_chosen_and_is_known_by_all_names(db: None) -> None:
    keep = make_agreeing(
        name_fr="Droits miniers", acronym="DM", slug="droits-miniers", aliases="Les Droits"
    )
    other = make_agreeing(
        name_fr="Mining Rights",
        name_en="Mining Rights",
        acronym="M.R.",
        slug="mr",
        aliases="les droits\nMineurs unis",
        country_id="ZW",
    )
    merge(keep, other, name_en="Mining Rights", country_id="ZW", acronym="MR")
    assert (keep.name_fr, keep.name_en, keep.acronym, keep.slug, keep.country_id) == (
        *("Droits miniers", "Mining Rights", "MR", "droits-miniers", "ZW"),
    )
    assert keep.aliases.splitlines() == ["Les Droits", "Mineurs unis", "DM", "M.R."]


def test_versions_advance_and_history_says_who(reference: Meeting) -> None:
    keep, other = make_agreeing(), make_agreeing()
    participation: Any = make_participation(organisation=other, meeting=reference)
    participation.people.add(make_user())
    untouched = make_meeting()
    staff = make_staff()
    before = [keep.version, other.version, reference.version, untouched.version]
    merge_organisations(keep=keep, others=[other], values={"acronym": "NEW"}, by=staff)
    for record in (keep, other, reference, untouched):
        record.refresh_from_db()
    after = [keep.version, other.version, reference.version, untouched.version]
    assert [new - old for new, old in zip(after, before, strict=True)] == [1, 1, 1, 0]
    for record, column, old, new in [
        (keep, "acronym", "", "NEW"),
        (other, "merged_into_id", None, keep.pk),
        (participation, "organisation_id", other.pk, keep.pk),
    ]:
        latest, previous = record.history.order_by("-history_id")[:2]
        assert (getattr(previous, column), getattr(latest, column)) == (old, new)
        assert latest.history_user == staff
    assert participation.history.latest().people.count() == 1


# --- At the same meeting ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "taken_in", "result"),
    [
        ({}, {}, ("participant", "none", True, "as_listed")),
        ({"named": "members"}, {"named": "unnamed"}, ("participant", "none", True, "unnamed")),
        ({"named": "unnamed"}, {"named": "as_listed"}, ("participant", "none", True, "unnamed")),
        ({"role": "observer"}, {"role": "organiser"}, ("organiser", "none", True, "as_listed")),
        ({"role": "facilitator"}, {}, ("facilitator", "none", True, "as_listed")),
        ({"reply": "no"}, {"reply": "yes"}, ("participant", "no", True, "as_listed")),
        ({}, {"reply": "maybe"}, ("participant", "maybe", True, "as_listed")),
        ({"attended": False}, {}, ("participant", "none", True, "as_listed")),
        ({}, {"attended": False}, ("participant", "none", True, "as_listed")),
        ({"attended": None}, {"attended": False}, ("participant", "none", False, "as_listed")),
        ({"attended": False}, {"attended": None}, ("participant", "none", False, "as_listed")),
        ({"attended": None}, {"attended": None}, ("participant", "none", None, "as_listed")),
    ],
)
def test_two_participations_in_a_meeting_become_one(
    own: dict[str, Any], taken_in: dict[str, Any], result: tuple[Any, ...], db: None
) -> None:
    keep, other, meeting = make_agreeing(), make_agreeing(), make_meeting()
    people = [make_user(), make_user()]
    for organisation, fields, person in [(other, taken_in, 0), (keep, own, 1)]:
        row = make_participation(organisation=organisation, meeting=meeting, **fields)
        row.people.add(people[person])
    merge(keep, other)
    one = Participation.objects.get()
    assert (one.role, one.reply, one.attended, one.named) == result
    assert one.organisation == keep
    assert [*one.people.order_by("pk")] == people


def test_two_of_the_others_at_a_meeting_become_one_as_well(db: None) -> None:
    keep, second, third, meeting = (*(make_agreeing() for _ in range(3)), make_meeting())
    make_participation(organisation=second, meeting=meeting)
    make_participation(organisation=third, meeting=meeting, named="unnamed")
    merge(keep, second, third)
    one: Any = Participation.objects.get()
    assert (one.organisation, one.named) == (keep, "unnamed")
    removed = Participation.history.filter(history_type="-").get()
    assert removed.organisation_id == third.pk
    meeting.refresh_from_db()
    assert meeting.version == 2


# --- Who may see it named --------------------------------------------------------------------


@pytest.mark.parametrize("kept", LISTINGS)
@pytest.mark.parametrize("other", LISTINGS)
@pytest.mark.parametrize("agreed", [None, *LISTINGS])
def test_the_stricter_listing_wins_and_consent_never_transfers(
    kept: str, other: str, agreed: str | None, db: None
) -> None:
    keep = make_organisation()
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
@pytest.mark.parametrize("named", ["as_listed", "members", "unnamed"])
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


def test_people_who_become_members_are_counted_before(db: None) -> None:
    member, guest = make_agreeing(membership="member"), make_agreeing()
    person = make_user(organisation=guest)
    make_user(organisation=member)
    assert Plan(member, [guest], {}).new_members == [person]
    assert Plan(member, [guest], {"membership": "guest"}).new_members == []
    assert Plan(guest, [member], {}).new_members == []


# --- What is refused -------------------------------------------------------------------------


def test_a_merge_that_was_shown_otherwise_is_refused(db: None) -> None:
    keep, other = make_agreeing(), make_agreeing()
    shown = Plan(keep, [other], {}).fingerprint
    make_participation(organisation=other, meeting=make_meeting())
    with pytest.raises(StaleRecordError):
        merge_organisations(keep=keep, others=[other], values={}, by=None, previewed=shown)
    assert not Organisation.objects.exclude(merged_into=None).exists()
    shown = Plan(keep, [other], {}).fingerprint
    merge_organisations(keep=keep, others=[other], values={}, by=None, previewed=shown)
    assert keep.merged.get() == other


def test_a_version_that_moved_on_is_another_plan(db: None) -> None:
    keep, other = make_agreeing(), make_agreeing()
    shown = Plan(keep, [other], {}).fingerprint
    other.advance()
    assert Plan(keep, [other], {}).fingerprint != shown


def test_what_was_merged_is_not_merged_again(db: None) -> None:
    keep, other, third = (make_agreeing() for _ in range(3))
    merge(keep, other)
    with pytest.raises(StaleRecordError):
        merge(third, other)
    with pytest.raises(StaleRecordError):
        merge(other, third)


def test_values_that_the_record_refuses_change_nothing(db: None) -> None:
    keep, other = make_agreeing(), make_agreeing()
    make_participation(organisation=other, meeting=make_meeting())
    dates = {"member_since": date(2021, 1, 2), "member_until": date(2021, 1, 1)}
    with pytest.raises(ValidationError, match="L’adhésion ne peut"):
        merge(keep, other, **dates)
    assert other.participations.count() == 1


@isolate_apps("organisations")
def test_a_relation_of_an_unknown_kind_is_refused() -> None:
    class Once(models.Model):
        organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="+")
        year = models.IntegerField()

        class Meta:
            app_label = "organisations"
            unique_together = [("organisation", "year")]

    assert columns_beside(Participation, "organisation") == ("meeting",)
    assert columns_beside(FollowUp, "owner") is None
    assert columns_beside(User, "organisation") is None
    with pytest.raises(UnknownRelationError):
        columns_beside(Once, "organisation")


# --- How often the database is asked ---------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_a_plan_asks_as_often_for_three_rows_as_for_one(
    number: int, db: None, django_assert_num_queries: Callable[[int], AbstractContextManager[Any]]
) -> None:
    keep, other = make_agreeing(), make_agreeing()
    fill(keep, other, number)
    with django_assert_num_queries(6):
        plan = Plan(keep, [other], {})
        described = [str(row) for one in plan.gatherings for row in one.rows]
        assert (len(described), len(plan.records)) == (5 * number, 2 * number)
        assert plan.new_members == []
        assert plan.outcome.listing == "public"


def test_each_row_costs_a_merge_a_few_queries(db: None) -> None:
    counts = []
    for number in (1, 3):
        keep, other = make_agreeing(), make_agreeing()
        fill(keep, other, number)
        with CaptureQueriesContext(connection) as queries:
            merge(keep, other)
        counts.append(len(queries))
    # A person, two participations in two meetings, one taken in, and a follow-up that is indexed.
    assert counts[1] - counts[0] == 2 * 30


def fill(keep: Organisation, other: Organisation, number: int) -> None:
    """So many of each kind of row: moved, and at the same meeting."""
    for _ in range(number):
        make_user(organisation=other)
        make_participation(organisation=other, meeting=(alone := make_meeting()))
        FollowUp.objects.create(meeting=alone, what_fr="Publier", owner=other)
        both = make_meeting()
        for organisation in (keep, other):
            make_participation(organisation=organisation, meeting=both)

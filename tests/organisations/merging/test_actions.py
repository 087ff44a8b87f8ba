"""Merging organisations: what comes along, what stays, and that nobody is named who was not."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.test.utils import CaptureQueriesContext, isolate_apps

from kpcsc.foundation.versioned import StaleRecordError
from meetings.models import FollowUp, Meeting, Participation
from organisations.directories import organisation_directory, organisation_labels
from organisations.listing.actions import record_consent
from organisations.merging.actions import merge_organisations
from organisations.merging.plan import MergePlan, chosen_columns
from organisations.merging.relations import UnknownRelationError, columns_unique_with, relations
from organisations.models import ConsentRecord, Organisation, User
from organisations.recognition import recognise
from tests.factories import (
    make_meeting,
    make_meeting_invitation,
    make_organisation,
    make_participation,
    make_staff,
    make_user,
)


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
    organisation = make_organisation(**{"listing": "unlisted"} | fields)
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
        "meetings_invitation.organisation",
        "surveys_invitation.organisation",
        "surveys_response.organisation",
    }
    staying = {
        relation.related_model
        for relation in Organisation._meta.related_objects
        if getattr(relation.related_model, "stays_at_merge", False)
    }
    assert {model._meta.label for model in staying} == {
        "organisations.ConsentRecord",
        "organisations.DismissedMention",
        "meetings.DocumentMention",
        "kpcsc.NamingCheck",
        "kpcsc.SearchEntry",
        "kpcsc.TextMention",
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
    invitation = make_meeting_invitation(meeting, organisation=other, reply="yes", coming="Awa")
    make_meeting_invitation(meeting, organisation=third, reply="no")

    given_back = merge(keep, other, third)

    assert given_back == keep
    assert [*keep.people.order_by("pk")] == people
    assert [*keep.participations.all()] == [participation]
    assert [*participation.people.order_by("pk")] == people
    assert [*keep.follow_ups.all()] == [follow_up]
    assert [*keep.meetings_invitations.all()] == [invitation]
    assert keep.meetings_invitations.get().coming == "Awa"
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


def test_a_pasted_list_finds_what_it_became_under_the_old_name(db: None) -> None:
    keep = make_agreeing(name_fr="Gardée pour toujours")
    merge(keep, make_agreeing(name_fr="Doublon des montagnes"))
    (entry,) = recognise("Doublon des montagnes", organisation_directory())
    assert entry.match is not None
    assert entry.match.key == str(keep.pk)
    assert [*organisation_labels("fr")] == [str(keep.pk)]


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


def test_people_who_become_members_are_counted_before(db: None) -> None:
    member, guest = make_agreeing(membership="member"), make_agreeing()
    person = make_user(organisation=guest)
    make_user(organisation=member)
    assert MergePlan(member, [guest], {}).new_members == [person]
    assert MergePlan(member, [guest], {"membership": "guest"}).new_members == []
    assert MergePlan(guest, [member], {}).new_members == []


# --- What is refused -------------------------------------------------------------------------


def test_a_merge_that_was_shown_otherwise_is_refused(db: None) -> None:
    keep, other = make_agreeing(), make_agreeing()
    shown = MergePlan(keep, [other], {}).fingerprint
    make_participation(organisation=other, meeting=make_meeting())
    with pytest.raises(StaleRecordError):
        merge_organisations(keep=keep, others=[other], values={}, by=None, previewed=shown)
    assert not Organisation.objects.exclude(merged_into=None).exists()
    shown = MergePlan(keep, [other], {}).fingerprint
    merge_organisations(keep=keep, others=[other], values={}, by=None, previewed=shown)
    assert keep.merged.get() == other


def test_a_version_that_moved_on_is_another_plan(db: None) -> None:
    keep, other = make_agreeing(), make_agreeing()
    shown = MergePlan(keep, [other], {}).fingerprint
    other.advance(by=None)
    assert MergePlan(keep, [other], {}).fingerprint != shown


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

    assert columns_unique_with(Participation, "organisation") == ("meeting",)
    assert columns_unique_with(FollowUp, "owner") is None
    assert columns_unique_with(User, "organisation") is None
    with pytest.raises(UnknownRelationError):
        columns_unique_with(Once, "organisation")


# --- How often the database is asked ---------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_a_plan_asks_as_often_for_three_rows_as_for_one(
    number: int, db: None, django_assert_num_queries: Callable[[int], AbstractContextManager[Any]]
) -> None:
    keep, other = make_agreeing(), make_agreeing()
    fill(keep, other, number)
    with django_assert_num_queries(13):
        plan = MergePlan(keep, [other], {})
        described = [str(row) for one in plan.gatherings for row in one.rows]
        assert (len(described), len(plan.records)) == (5 * number, 2 * number)
        assert plan.new_members == []
        assert plan.outcome.listing == "public"


def test_each_row_costs_a_merge_a_few_queries(db: None) -> None:
    counts = []
    for number in (1, 2, 3):
        keep, other = make_agreeing(), make_agreeing()
        fill(keep, other, number)
        with CaptureQueriesContext(connection) as queries:
            merge(keep, other)
        counts.append(len(queries))
    first, second, third = counts
    # A person, two participations in two meetings, one taken in, and a follow-up that is indexed.
    assert third - second == second - first <= 40


def fill(keep: Organisation, other: Organisation, number: int) -> None:
    """So many of each kind of row: moved, and at the same meeting."""
    for _ in range(number):
        make_user(organisation=other)
        make_participation(organisation=other, meeting=(alone := make_meeting()))
        FollowUp.objects.create(meeting=alone, what_fr="Publier", owner=other)
        both = make_meeting()
        for organisation in (keep, other):
            make_participation(organisation=organisation, meeting=both)

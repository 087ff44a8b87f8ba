"""What a meeting, a campaign and their parts refuse, and what they say of themselves."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone, translation

from kpcsc.foundation.viewer import MEMBER, PUBLIC, STAFF
from meetings.models import (
    AgendaItem,
    Campaign,
    Decision,
    Document,
    FollowUp,
    Meeting,
    Naming,
    Participation,
    Section,
)
from meetings.models.participation import attended_by
from organisations.models import Country
from tests.factories import make_meeting, make_organisation, make_participation

MEETING = {"title_fr": "Réunion", "slug": "reunion", "starts_on": date(2021, 6, 2)}
CAMPAIGN = {"title_fr": "Campagne", "slug": "campagne"}
NO_TITLE = {"title_fr": "", "title_en": ""}
TIMED = {"precision": "minute", "starts_at": time(14)}
TITLE_NEEDED = "Give a title, in one language at least."
MOMENT_NEEDED = "Say from when it is published."
STATUS_NEEDED = "Choose a status and who may see the record."
TIMES_FIT = "Give a starting time if the date is known to the minute, and none otherwise."
BEGINS_FIRST = "The meeting cannot end before it begins."
FIRST_DAY_FIRST = "The last day cannot be before the first."
CAMPAIGN_ENDS = "The campaign cannot end before it starts."


@pytest.mark.parametrize(
    ("model", "fields", "constraint", "sentence"),
    [
        (Meeting, NO_TITLE, "meeting_has_title", TITLE_NEEDED),
        (Meeting, {"title_fr": None, "title_en": None}, "meeting_has_title", TITLE_NEEDED),
        (Meeting, {"status": "published"}, "meeting_published_from_a_moment", MOMENT_NEEDED),
        (Meeting, {"status": "hidden"}, "meeting_visibility_and_status_known", STATUS_NEEDED),
        (Meeting, {"visibility": "all"}, "meeting_visibility_and_status_known", STATUS_NEEDED),
        (Meeting, {"ends_on": date(2021, 6, 1)}, "meeting_ends_after_start", FIRST_DAY_FIRST),
        (Meeting, {"precision": "minute"}, "meeting_times_fit_precision", TIMES_FIT),
        (Meeting, {"starts_at": time(9)}, "meeting_times_fit_precision", TIMES_FIT),
        (Meeting, {"ends_at": time(9)}, "meeting_times_fit_precision", TIMES_FIT),
        (Meeting, TIMED | {"ends_at": time(13)}, "meeting_ends_after_it_begins", BEGINS_FIRST),
        (Meeting, TIMED | {"ends_at": time(14)}, "meeting_ends_after_it_begins", BEGINS_FIRST),
        (
            Meeting,
            TIMED | {"ends_on": date(2021, 6, 2), "ends_at": time(13)},
            "meeting_ends_after_it_begins",
            BEGINS_FIRST,
        ),
        (Campaign, NO_TITLE, "campaign_has_title", TITLE_NEEDED),
        (Campaign, {"title_fr": None, "title_en": None}, "campaign_has_title", TITLE_NEEDED),
        (Campaign, {"status": "published"}, "campaign_published_from_a_moment", MOMENT_NEEDED),
        (Campaign, {"status": "hidden"}, "campaign_visibility_and_status_known", STATUS_NEEDED),
        (
            Campaign,
            {"starts_on": date(2021, 6, 2), "ends_on": date(2021, 6, 1)},
            "campaign_ends_after_start",
            CAMPAIGN_ENDS,
        ),
    ],
)
def test_the_database_refuses_what_cannot_be_and_the_form_says_why(
    model: type[models.Model], fields: dict[str, Any], constraint: str, sentence: str, db: None
) -> None:
    record = model(**(MEETING if model is Meeting else CAMPAIGN) | fields)
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            record.validate_constraints()
        assert refused.value.messages == [sentence]
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        record.save()


@pytest.mark.parametrize(
    "fields",
    [
        {"title_fr": "", "title_en": "Meeting"},
        {"ends_on": date(2021, 6, 2)},
        TIMED,
        TIMED | {"ends_at": time(14, 1)},
        TIMED | {"ends_on": date(2021, 6, 3), "ends_at": time(9)},
        {"status": "published", "publish_at": datetime(2021, 6, 2, tzinfo=UTC)},
    ],
)
def test_a_meeting_that_can_be_is_accepted(fields: dict[str, Any], db: None) -> None:
    meeting = Meeting(**MEETING | fields)
    meeting.validate_constraints()
    meeting.save()
    assert Meeting.objects.get() == meeting


def test_a_meeting_starts_as_a_draft_for_the_secretariat(db: None) -> None:
    meeting = Meeting.objects.create(**MEETING)
    assert (meeting.status, meeting.visibility) == ("draft", "staff")
    assert [*Meeting.objects.visible_to(MEMBER)] == []
    assert [*Meeting.objects.visible_to(STAFF)] == [meeting]


@pytest.mark.parametrize("model", [AgendaItem, Section, Document, Decision, FollowUp])
def test_a_part_is_of_a_known_visibility(model: Any, db: None) -> None:
    part = model(meeting=make_meeting(), visibility="all")
    part.kind = "odt"  # of a document, the one kind of part that has any
    part.text = "Publier."  # of a decision, the one that cannot be without
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            part.validate_constraints()
        assert refused.value.messages == ["Choose who may see it."]
    name = f"{model.__name__.lower()}_visibility_known"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        part.save()


@pytest.mark.parametrize(
    ("model", "visibility"),
    [
        (AgendaItem, "public"),
        (Section, "public"),
        (Document, "members"),
        (Decision, "members"),
        (FollowUp, "members"),
    ],
)
def test_what_may_hold_names_is_for_members_unless_opened(model: Any, visibility: str) -> None:
    assert model().visibility == visibility


def test_an_organisation_takes_part_once_and_is_named_in_a_known_way(db: None) -> None:
    present = make_participation(meeting=make_meeting())
    with translation.override("en"):
        with pytest.raises(ValidationError, match=r"This organisation is on the list already\."):
            Participation(
                meeting=present.meeting, organisation=present.organisation
            ).validate_constraints()
        present.named = "loudly"
        with pytest.raises(ValidationError, match=r"Choose whether the organisation is named\."):
            present.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_participation(meeting=present.meeting, organisation=present.organisation)
    with pytest.raises(IntegrityError, match="participation_naming_known"), transaction.atomic():
        present.save()


@pytest.mark.parametrize(
    ("status", "visibility", "days", "seen_by"),
    [
        ("published", "public", -1, [PUBLIC, MEMBER, STAFF]),
        ("published", "public", 1, [STAFF]),
        ("published", "members", -1, [MEMBER, STAFF]),
        ("published", "staff", -1, [STAFF]),
        ("draft", "public", -1, [STAFF]),
        ("in_review", "public", -1, [STAFF]),
        ("withdrawn", "public", -1, [STAFF]),
    ],
)
def test_who_sees_a_meeting_and_its_parts(
    status: str, visibility: str, days: int, seen_by: list[Any], db: None
) -> None:
    organisation = make_organisation()
    meeting = make_meeting(
        status=status, visibility=visibility, publish_at=timezone.now() + timedelta(days=days)
    )
    Section.objects.create(meeting=meeting, heading_fr="Partie", visibility="public")
    make_participation(meeting=meeting, organisation=organisation)
    for viewer in (PUBLIC, MEMBER, STAFF):
        seen = int(viewer in seen_by)
        assert Meeting.objects.visible_to(viewer).count() == seen
        assert Section.objects.visible_to(viewer).count() == seen
        assert Participation.objects.visible_to(viewer).count() == seen
        assert Meeting.objects.filter(attended_by(organisation.slug, viewer)).count() == seen
    assert meeting.is_public == (PUBLIC in seen_by)


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [("public", [PUBLIC, MEMBER, STAFF]), ("members", [MEMBER, STAFF]), ("staff", [STAFF])],
)
def test_who_sees_a_part_of_a_public_meeting(visibility: str, seen_by: list[Any], db: None) -> None:
    FollowUp.objects.create(meeting=make_meeting(), what_fr="Écrire", visibility=visibility)
    viewers = [PUBLIC, MEMBER, STAFF]
    assert [v for v in viewers if FollowUp.objects.visible_to(v).exists()] == seen_by


@pytest.mark.parametrize(
    ("listing", "named", "seen_by"),
    [
        ("public", Naming.AS_LISTED, [PUBLIC, MEMBER, STAFF]),
        ("public", Naming.MEMBERS, [MEMBER, STAFF]),
        ("public", Naming.UNNAMED, [STAFF]),
        ("members", Naming.AS_LISTED, [MEMBER, STAFF]),
        ("members", Naming.MEMBERS, [MEMBER, STAFF]),
        ("members", Naming.UNNAMED, [STAFF]),
        ("unlisted", Naming.AS_LISTED, [STAFF]),
        ("unlisted", Naming.MEMBERS, [STAFF]),
        ("unlisted", Naming.UNNAMED, [STAFF]),
    ],
)
def test_the_stricter_of_listing_and_naming_counts(
    listing: str, named: str, seen_by: list[Any], db: None
) -> None:
    organisation = make_organisation(listing=listing)
    make_participation(meeting=make_meeting(), organisation=organisation, named=named)
    viewers = [PUBLIC, MEMBER, STAFF]
    assert [v for v in viewers if Participation.objects.visible_to(v).exists()] == seen_by
    # Whoever sees it or not, it counts.
    assert Meeting.objects.with_listed_counts().get().listed_organisations == 1


def test_meetings_of_one_day_are_before_and_after_each_other_once(db: None) -> None:
    earliest = make_meeting(starts_on=date(2020, 1, 1))
    first, second, third = (make_meeting() for _ in range(3))
    latest = make_meeting(starts_on=date(2022, 1, 1))
    meetings = Meeting.objects.newest_first()
    assert [*meetings] == [latest, third, second, first, earliest]
    assert [*meetings.before(second.starts_on, second.pk)] == [first, earliest]
    assert [*meetings.after(second.starts_on, second.pk)] == [latest, third]


def figures_of(meeting: Meeting) -> list[tuple[int, str]]:
    with translation.override("en"):
        counted = Meeting.objects.with_listed_counts().get(pk=meeting.pk)
        return [(figure.number, figure.label) for figure in counted.figures]


def test_figures_are_the_declared_ones(db: None) -> None:
    meeting = make_meeting(
        organisations=2,
        participants_count=24,
        facilitators_count=1,
        countries_count=15,
        organisations_count=30,
    )
    meeting.countries.set(Country.objects.filter(code__in=["ZW", "CD"]))
    declared = [(24, "participants"), (1, "facilitator"), (15, "countries"), (30, "organisations")]
    assert figures_of(meeting) == declared


def test_figures_not_declared_are_those_listed_with_the_unlisted(db: None) -> None:
    meeting = make_meeting(organisations=2)
    meeting.countries.set(Country.objects.filter(code__in=["ZW", "CD", "BE"]))
    make_participation(meeting=meeting, organisation=make_organisation(listing="unlisted"))
    make_participation(meeting=meeting, named=Naming.UNNAMED)
    make_participation(meeting=meeting, attended=False)
    make_participation(meeting=meeting, attended=None)
    # Three countries and four organisations: as joins they would multiply each other.
    assert figures_of(meeting) == [(3, "countries"), (4, "organisations")]


def test_a_meeting_of_which_nothing_is_known_has_no_figures(db: None) -> None:
    assert figures_of(make_meeting()) == []


@pytest.mark.parametrize(
    ("precision", "fits"), [("minute", True), ("day", True), ("month", False), ("year", False)]
)
def test_a_calendar_needs_a_day(precision: str, fits: bool) -> None:
    meeting = Meeting(starts_on=date(2021, 6, 2), precision=precision)
    assert meeting.has_calendar_date is fits


@pytest.mark.parametrize(
    ("state", "off"),
    [("planned", False), ("held", False), ("postponed", True), ("cancelled", True)],
)
def test_readers_are_told_of_a_meeting_that_is_off(state: str, off: bool) -> None:
    assert Meeting(state=state).is_postponed_or_cancelled is off


def test_a_time_zone_is_one_that_exists(db: None) -> None:
    with pytest.raises(ValidationError) as refused:
        Meeting(**MEETING, time_zone="Kinshasa").full_clean()
    assert [*refused.value.error_dict] == ["time_zone"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "is_to_come"),
    [
        ({"starts_on": date(2026, 6, 14)}, False),
        ({"starts_on": date(2026, 6, 15)}, True),
        ({"starts_on": date(2026, 6, 10), "ends_on": date(2026, 6, 15)}, True),
        ({"starts_on": date(2026, 6, 10), "ends_on": date(2026, 6, 14)}, False),
        ({"starts_on": date(2026, 6, 1), "precision": "month"}, True),
        ({"starts_on": date(2026, 5, 1), "precision": "month"}, False),
        ({"starts_on": date(2026, 1, 1), "precision": "year"}, True),
        ({"starts_on": date(2025, 1, 1), "precision": "year"}, False),
        ({"starts_on": date(2026, 6, 15), "state": "held"}, False),
        ({"starts_on": date(2026, 6, 15), "state": "cancelled"}, True),
    ],
)
def test_what_is_to_come_is_told_by_days(
    fields: dict[str, Any], is_to_come: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = date(2026, 6, 15)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: today)
    meeting = make_meeting(**{"state": "planned", **fields})
    assert meeting.is_to_come is is_to_come
    assert Meeting.objects.to_come(today).exists() is is_to_come
    assert Meeting.objects.past(today).exists() is not is_to_come

"""A prepared query gives what the plain one gives, to each viewer and in each language his own."""

from datetime import date

import pytest
from django.db.models import QuerySet
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from kpcsc.foundation.prepared import Prepared
from kpcsc.foundation.viewer import MEMBER, PUBLIC, STAFF, Viewer
from meetings.models import Meeting, Section
from organisations.models import Organisation
from tests.factories import make_campaign, make_meeting, make_organisation


@Prepared
def sections(viewer: Viewer, *, meeting: int) -> QuerySet[Section]:
    return Section.objects.visible_to(viewer).filter(meeting=meeting)


@Prepared
def between(viewer: Viewer, limit: int, *, first: date, last: date, slug: str) -> QuerySet[Meeting]:
    days = Meeting.objects.visible_to(viewer).filter(starts_on__range=(first, last))
    return days.exclude(slug=slug).select_related("campaign").newest_first()[:limit]


@Prepared
def organisations(viewer: Viewer) -> QuerySet[Organisation]:
    return Organisation.objects.visible_to(viewer).in_alphabetical_order()


def test_each_value_and_each_viewer_gets_its_own_rows(db: None) -> None:
    first, second = make_meeting(), make_meeting()
    for meeting in (first, second):
        for visibility in ("public", "members", "staff"):
            Section.objects.create(meeting=meeting, visibility=visibility, heading=visibility)
    for _ in range(2):  # written, then asked again
        for meeting in (first, second):
            for viewer, number in ((PUBLIC, 1), (MEMBER, 2), (STAFF, 3)):
                rows = sections(viewer, meeting=meeting.pk)
                assert rows == [*Section.objects.visible_to(viewer).filter(meeting=meeting)]
                assert len(rows) == number


def test_dates_texts_related_rows_and_shapes(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    campaign = make_campaign()
    days = [date(2021, 6, day) for day in (1, 2, 3, 4)]
    meetings = [make_meeting(starts_on=day, campaign=campaign) for day in days]
    values = {"first": days[1], "last": days[3], "slug": meetings[2].slug}
    assert between(PUBLIC, 5, **values) == [meetings[3], meetings[1]]
    assert between(PUBLIC, 1, **values) == [meetings[3]]
    assert between(PUBLIC, 5, **values | {"last": days[1]}) == [meetings[1]]
    with django_assert_num_queries(1):
        (found,) = between(PUBLIC, 5, **values | {"last": days[1]})
        assert found.campaign == campaign
        assert found.starts_on == days[1]


def test_each_language_has_its_own_order(db: None) -> None:
    one = make_organisation(name_fr="Ânes", name_en="Zebras")
    other = make_organisation(name_fr="Mules", name_en="Mules")
    for language, order in (("fr", [one, other]), ("en", [other, one]), ("fr", [one, other])):
        with translation.override(language):
            assert organisations(PUBLIC) == order


def test_a_change_shows_at_the_next_asking(db: None) -> None:
    organisation = make_organisation()
    assert organisations(PUBLIC) == [organisation]
    Organisation.objects.update(listing="unlisted")
    assert organisations(PUBLIC) == []


def test_a_value_that_the_query_does_not_use_is_refused(db: None) -> None:
    @Prepared
    def forgetful(viewer: Viewer, *, meeting: int) -> QuerySet[Meeting]:
        return Meeting.objects.visible_to(viewer)

    with pytest.raises(ValueError, match="leaves no trace"):
        forgetful(PUBLIC, meeting=1)


def test_a_moment_that_would_stand_still_is_refused(db: None) -> None:
    @Prepared
    def stopped(viewer: Viewer) -> QuerySet[Meeting]:
        return Meeting.objects.filter(publish_at__lte=timezone.now())

    with pytest.raises(ValueError, match="use Now"):
        stopped(PUBLIC)

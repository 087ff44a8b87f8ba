"""No public page becomes another one by the clock, but at a moment that ends the revision."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from kpcsc.foundation import site_revision
from kpcsc.kept_pages.addresses import KEPT
from kpcsc.takedown.addresses import ADDRESSES, address
from meetings.models import FollowUp, Milestone
from organisations.models import Country
from tests.factories import (
    make_campaign,
    make_meeting,
    make_organisation,
    make_participation,
    make_question,
    make_survey,
)

BEGIN = datetime(2027, 3, 1, 12, tzinfo=UTC)
OF_NO_RECORD = {"about", "accessibility", "contact", "privacy"}
A_SECOND, AN_HOUR, A_DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


def day(number: int) -> datetime:
    """Noon, so many days after the beginning."""
    return BEGIN + number * A_DAY


@pytest.fixture
def records(db: None) -> None:
    """Records whose every date is still to come, each on a day of its own."""
    campaign = make_campaign(slug="campagne", starts_on=day(1).date(), ends_on=day(2).date())
    make_campaign(publish_at=day(3))
    Milestone.objects.create(campaign=campaign, title_fr="Étape", date=day(4).date())
    planned = make_meeting(
        campaign=campaign,
        state="planned",
        starts_on=day(6).date(),
        starts_at=time(9),
        ends_at=time(11),
        precision="minute",
        time_zone="Africa/Kinshasa",
        reply_by=day(5).date(),
    )
    make_meeting(campaign=campaign, publish_at=day(7), countries_count=3)
    make_meeting(state="postponed", starts_on=date(2027, 1, 1), precision="month")
    organisation = make_organisation(
        country_id="ZW", member_since=day(8).date(), member_until=day(9).date()
    )
    make_participation(meeting=planned, organisation=organisation)
    planned.countries.add(Country.objects.get(pk="ZW"))
    FollowUp.objects.create(
        meeting=planned, what_fr="Suite", due=day(10).date(), visibility="public"
    )
    published = {"closed_at": day(-2), "results_published_at": day(-1)}
    for dates in (published, {}):
        survey = make_survey(meeting=planned, opens_at=day(11), closes_at=day(12), **dates)
        make_question(survey, "single", "Oui", "Non", results_visibility="public")


@pytest.mark.thorough
@pytest.mark.skipif(connection.vendor != "sqlite", reason="its clock is set by way of its SQL")
def test_whatever_the_clock_changes_ends_the_revision(
    records: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock goes from before each date to after it, and from one day to the next."""
    pages = [
        address(name, *arguments, language="fr")
        for name in sorted(KEPT - OF_NO_RECORD)
        for arguments in ADDRESSES[name]()
    ]
    client.cookies["sessionid"] = "none"  # for its bearer, each page is made anew
    clock = BEGIN

    def database_now(self: Now, compiler: Any, *_: Any, **__: Any) -> tuple[str, list[str]]:
        return "%s", [f"{clock:%Y-%m-%d %H:%M:%S.%f}"]

    monkeypatch.setattr(Now, "as_sqlite", database_now)
    monkeypatch.setattr(timezone, "now", lambda: clock)
    moments = [day(number) for number in (3, 7, 11, 12)]
    moments += [datetime.combine(day(number), time(), UTC) for number in (2, 3, 4, 6, 7, 9, 10, 11)]
    moments += [day(6) - 4 * AN_HOUR, day(6) - 2 * AN_HOUR]  # nine and eleven in Kinshasa
    samples = sorted(each + step for each in moments for step in (-A_SECOND, A_SECOND))
    changed = []
    said = [client.get(page).content for page in pages]
    for before, after in pairwise([BEGIN, *samples]):
        clock = before
        ends_at = site_revision._next_moment(before)
        clock = after
        former, said = said, [client.get(page).content for page in pages]
        if said != former:
            changed.append(after - A_SECOND)
            assert before < ends_at <= after
    # At the end of its day, a planned meeting is none to come any more.
    assert changed == [day(3), datetime.combine(day(7), time(), UTC), day(7)]

"""Countries that left with an organisation in danger, and what staff show of them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from kpcsc.foundation.viewer import PUBLIC
from meetings.models import Meeting, Participation, ShownAs, ShownCountry
from meetings.participation.countries import hidden_country_of, show_country
from organisations.listing.actions import stop_naming
from organisations.models import Country, Listing, Organisation
from tests.factories import make_meeting, make_organisation, make_participation, make_staff
from tests.organisations.listing.test_actions import make_agreed, make_staff_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    meeting = make_meeting()
    meeting.countries.set(Country.objects.filter(pk__in=["ZW", "BE"]))
    return meeting


@pytest.fixture
def zela(meeting: Meeting) -> Organisation:
    """The only organisation of its country at the meeting, whose naming is stopped."""
    zela = make_agreed(name_fr="Zela", country_id="ZW")
    make_participation(meeting=meeting, organisation=zela)
    stop_naming(organisation=zela, shown_to=Listing.UNLISTED, by=make_staff())
    zela.refresh_from_db()
    return zela


def shown(meeting: Meeting) -> set[str]:
    """The countries that the public reads."""
    rows = Participation.objects.representations_shown_to(PUBLIC).filter(meeting=meeting)
    return set(rows.values_list("country", flat=True))


def figures(organisation: Organisation) -> tuple[int, int, int] | None:
    found = hidden_country_of(organisation)
    return (found.hidden, found.shown, found.as_region) if found else None


def test_it_goes_at_once_and_comes_back_when_staff_say_so(
    meeting: Meeting, zela: Organisation
) -> None:
    assert shown(meeting) == {"BE"}
    assert figures(zela) == (1, 0, 0)
    show_country(organisation=zela, shown_as=ShownAs.COUNTRY, by=make_staff())
    assert shown(meeting) == {"BE", "ZW"}
    assert figures(zela) == (0, 1, 0)
    show_country(organisation=zela, shown_as=None, by=make_staff())
    assert shown(meeting) == {"BE"}


def test_its_region_stands_in_its_place_and_on_no_map(
    meeting: Meeting, zela: Organisation, client: Client
) -> None:
    page = f"/en/meetings/{meeting.slug}/"
    assert "East Africa" not in client.get(page).content.decode()
    show_country(organisation=zela, shown_as=ShownAs.REGION, by=make_staff())
    html = client.get(page).content.decode()
    assert "<li>East Africa</li>" in html
    assert "Zimbabwe" not in html
    assert (shown(meeting), figures(zela)) == ({"BE"}, (0, 0, 1))
    # From one to the other, without a step between.
    show_country(organisation=zela, shown_as=ShownAs.COUNTRY, by=make_staff())
    assert "East Africa" not in client.get(page).content.decode()
    assert shown(meeting) == {"BE", "ZW"}


def test_a_region_alone_is_shown_too(client: Client) -> None:
    alone = make_meeting()
    alone.countries.set(Country.objects.filter(pk="ZW"))
    hidden = make_organisation(country_id="ZW", listing="unlisted")
    make_participation(meeting=alone, organisation=hidden)
    show_country(organisation=hidden, shown_as=ShownAs.REGION, by=make_staff())
    html = client.get(f"/en/meetings/{alone.slug}/").content.decode()
    assert "<li>East Africa</li>" in html
    assert '<svg class="map' not in html


def test_a_later_danger_undoes_the_decision(meeting: Meeting, zela: Organisation) -> None:
    show_country(organisation=zela, shown_as=ShownAs.COUNTRY, by=make_staff())
    second = make_agreed(name_fr="Autre", country_id="ZW")
    make_participation(meeting=meeting, organisation=second)
    show_country(organisation=zela, shown_as=ShownAs.COUNTRY, by=make_staff())
    assert shown(meeting) == {"BE", "ZW"}
    stop_naming(organisation=second, shown_to=Listing.UNLISTED, by=make_staff())
    assert shown(meeting) == {"BE"}
    second.refresh_from_db()
    assert figures(second) == (1, 0, 0)


def test_another_from_there_on_the_list_undoes_it_too(meeting: Meeting, zela: Organisation) -> None:
    second = make_organisation(name_fr="Autre", country_id="ZW", listing="unlisted")
    show_country(organisation=zela, shown_as=ShownAs.COUNTRY, by=make_staff())
    assert shown(meeting) == {"BE", "ZW"}
    make_participation(meeting=meeting, organisation=second)
    assert shown(meeting) == {"BE"}


def test_nothing_is_to_decide_where_another_explains_the_country(
    meeting: Meeting, zela: Organisation
) -> None:
    named = make_agreed(name_fr="Autre", country_id="ZW")
    make_participation(meeting=meeting, organisation=named)
    assert (shown(meeting), figures(zela)) == ({"BE", "ZW"}, None)
    assert figures(make_organisation()) is None


def test_publishers_decide(zela: Organisation) -> None:
    show_country(organisation=zela, shown_as=ShownAs.REGION, by=make_staff_of("Publisher"))
    with pytest.raises(PermissionDenied):
        show_country(organisation=zela, shown_as=None, by=make_staff_of("Editor"))
    assert ShownCountry.objects.count() == 1

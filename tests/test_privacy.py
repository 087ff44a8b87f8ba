"""Who is never named: unlisted organisations anywhere, unnamed ones wherever their meeting shows.

Every check reads the whole portal in both languages (see tests/crawl.py) with the reference record
loaded, and looks for the names, acronym, aliases and slug of the organisation as whole words.
"""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from kpcsc.demonstration.load import load_reference
from kpcsc.demonstration.reference import RECORD
from kpcsc.foundation.translated_text import LANGUAGES
from meetings.models import FollowUp, Meeting, Naming, Participation
from organisations.country_names import full_name
from organisations.models import Listing, Organisation
from tests.crawl import Page, address, crawl, searches, visit, whole_words
from tests.factories import (
    make_meeting,
    make_member,
    make_organisation,
    make_participation,
    make_staff,
    make_user,
)
from tests.sampling import sampled

SLUGS = [entry["slug"] for entry in RECORD["organisations"]]
FEW = [SLUGS[start : start + 4] for start in range(0, len(SLUGS), 4)]
MEETING_PAGES = ("meeting_detail", "meeting_calendar")


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The reference record, loaded once for this file; what a test changes is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def meeting(loaded: None, db: None) -> Meeting:
    """The reference meeting."""
    return Meeting.objects.get(slug=RECORD["meeting"]["slug"])


def names_of(organisation: Organisation) -> set[str]:
    """All that could tell a reader which organisation it is."""
    fixed = {organisation.name_fr, organisation.name_en, organisation.acronym, organisation.slug}
    return {name for name in {*fixed, *organisation.aliases.splitlines()} if name}


def list_as(organisation: Organisation, listing: Listing) -> None:
    """Lists it so, as staff do."""
    organisation.listing = listing
    organisation.save()


def unname(organisation: Organisation, meeting: Meeting) -> None:
    """Leaves its listing as it is, and has it unnamed at this meeting alone."""
    Participation.objects.filter(meeting=meeting, organisation=organisation).update(
        named=Naming.UNNAMED
    )


def countries_of_nobody_named(hidden: list[Organisation]) -> list[str]:
    """The pages of the countries that only these organisations stood for."""
    listed = Organisation.objects.filter(listing=Listing.PUBLIC).values_list("country", flat=True)
    codes = {one.country_id for one in hidden if one.country_id} - set(listed)
    return [
        address("country_detail", code.lower(), language=language)
        for code in codes
        for language in LANGUAGES
    ]


def promise(organisation: Organisation, meeting: Meeting) -> None:
    """A follow-up that everyone may see, owned by the organisation."""
    FollowUp.objects.create(
        meeting=meeting,
        what_fr="Publier le compte rendu.",
        what_en="Publish the summary.",
        owner=organisation,
        visibility="public",
    )


def looking_around(organisation: Organisation) -> list[str]:
    """Searches of everything that would find the organisation or its meeting, not by its name."""
    words = ["Kimberley"]
    if organisation.country_id:
        words.append(full_name(organisation.country_id, "fr"))
    return searches(*words, among=["search"])


def asking_for(organisation: Organisation) -> list[str]:
    """Addresses that hold its names: its page, the list filtered by it, searches for its names."""
    own = [address("organisation_detail", organisation.slug, language=code) for code in LANGUAGES]
    filtered = f"/en/meetings/?organisation={organisation.slug}"
    return [*own, filtered, *searches(*sorted(names_of(organisation)), languages=["en"])]


def about_itself(organisation: Organisation) -> set[str]:
    """Where an organisation that is listed may be named, whatever meetings it came to."""
    pages = {"/sitemap.xml"}
    for language in LANGUAGES:
        pages.add(address("organisation_list", language=language))
        pages.add(address("organisation_detail", organisation.slug, language=language))
        if organisation.country_id:
            code = organisation.country_id.lower()
            pages.add(address("country_detail", code, language=language))
    return pages.union(looking_around(organisation))


def where_named(organisation: Organisation, pages: dict[str, Page]) -> dict[str, list[str]]:
    """The addresses whose answers hold any of its names, and which."""
    names = whole_words(names_of(organisation))
    return {here: found for here, page in pages.items() if (found := page.names(names))}


def clients() -> dict[str, Client]:
    """A browser for each kind of reader."""
    readers = {"public": Client(), "member": Client(), "staff": Client()}
    readers["member"].force_login(make_member())
    readers["staff"].force_login(make_staff())
    return readers


def counts_of(pages: dict[str, Page]) -> dict[str, set[str]]:
    """The numbers of organisations on the English pages that give one."""
    shown = re.compile(r"(\d+) organisations|<dt>organisations</dt><dd>(\d+)</dd>")
    campaign = address("campaign_detail", RECORD["campaign"]["slug"], language="en")
    meeting = address("meeting_detail", RECORD["meeting"]["slug"], language="en")
    return {
        here: {one or other for one, other in shown.findall(pages[here].source)}
        for here in ("/en/", "/en/organisations/", "/en/meetings/", campaign, meeting)
    }


def test_listed_organisations_are_named_where_they_should_be(
    meeting: Meeting, client: Client
) -> None:
    """What the tests below look for is there to be found, by the same reading."""
    pages = crawl(client, choices=1)
    for organisation in Organisation.objects.filter(slug__in=SLUGS):
        found = where_named(organisation, pages)
        for language in LANGUAGES:
            own = address("organisation_detail", organisation.slug, language=language)
            assert set(found[own]) == names_of(organisation)
            assert {
                f"/{language}/meetings/{meeting.slug}/",
                f"/{language}/meetings/",
                f"/{language}/campaigns/{RECORD['campaign']['slug']}/",
                f"/{language}/organisations/",
            } <= found.keys()
            assert f"/{language}/meetings/{meeting.slug}/calendar.ics" not in found
    assert {page.status for here, page in pages.items() if here != "/"} == {200}


@pytest.mark.parametrize(
    ("unlisted_slugs", "unnamed_slugs"), sampled(zip(FEW, [*FEW[1:], FEW[0]], strict=True), 1)
)
def test_unlisted_and_unnamed_organisations_are_not_named_but_counted(
    unlisted_slugs: list[str], unnamed_slugs: list[str], meeting: Meeting, client: Client
) -> None:
    """Each organisation is unlisted once, and once listed but unnamed at this meeting.

    An unlisted one is named at no address. An unnamed one has agreed to be listed: its own page,
    the list of organisations, its home country's page, the sitemap and a search of everything may
    name it; no other address may: no meeting, campaign, calendar, filter, or search of meetings.
    Each owns a follow-up of the meeting that everyone may see. All totals count all.
    """
    unlisted = list(Organisation.objects.filter(slug__in=unlisted_slugs))
    unnamed = list(Organisation.objects.filter(slug__in=unnamed_slugs))
    for organisation in unlisted:
        list_as(organisation, Listing.UNLISTED)
    for organisation in unnamed:
        unname(organisation, meeting)
    for organisation in unlisted + unnamed:
        promise(organisation, meeting)
    around = [here for one in unlisted + unnamed for here in looking_around(one)]
    pages = crawl(client, *around, choices=0)
    own = [
        address(*name, slug, language=code)
        for name in (["organisation_detail"], ["share_card", "organisation"])
        for slug in unlisted_slugs
        for code in LANGUAGES
    ]
    assert {here: page.status for here, page in pages.items() if page.status != 200} == {
        "/": 302,
        **dict.fromkeys([*own, *countries_of_nobody_named(unlisted)], 404),
    }
    assert [where_named(one, pages) for one in unlisted] == [{}] * 4
    for one in unnamed:
        assert where_named(one, pages).keys() - about_itself(one) == set()
    assert [numbers for numbers in counts_of(pages).values() if numbers != {"25"}] == []


@pytest.mark.parametrize("listing", [Listing.UNLISTED, Listing.PUBLIC])
def test_no_choice_of_a_filter_names_an_organisation_that_is_not_named(
    listing: Listing, meeting: Meeting, client: Client
) -> None:
    """All 24 at once, unlisted or unnamed, with every choice of every filter."""
    hidden = list(Organisation.objects.filter(slug__in=SLUGS))
    allowed: set[str] = set()
    for organisation in hidden:
        list_as(organisation, listing)
        unname(organisation, meeting)
        if listing == Listing.PUBLIC:
            allowed |= about_itself(organisation)
    pages = crawl(client)
    assert pages["/en/meetings/"].options["organisation"] == ["kp-csc"]
    names = whole_words(name for organisation in hidden for name in names_of(organisation))
    found = {here for here, page in pages.items() if page.names(names)}
    assert found - allowed == set()


@pytest.mark.parametrize("slug", sampled(SLUGS, 3))
def test_unlisted_organisation_answers_as_one_that_does_not_exist(
    slug: str, meeting: Meeting, client: Client
) -> None:
    """Its page, the filter and searches by its names: each byte as when no one bears that name."""
    organisation = Organisation.objects.get(slug=slug)
    asked = asking_for(organisation)
    list_as(organisation, Listing.UNLISTED)
    answers = {here: visit(client, here).answer for here in asked}
    for language in LANGUAGES:
        own = address("organisation_detail", slug, language=language)
        unknown = address("organisation_detail", "no-such-organisation", language=language)
        assert answers[own] == visit(client, unknown).answer
        assert answers[own][0] == 404
    organisation.slug, organisation.acronym, organisation.aliases = "renamed", "", ""
    organisation.name_fr = organisation.name_en = "Xqzwv"
    organisation.save()
    assert [here for here in asked if visit(client, here).answer != answers[here]] == []


@pytest.mark.parametrize("slug", sampled(SLUGS, 3))
def test_unnamed_organisation_answers_as_one_that_did_not_come(
    slug: str, meeting: Meeting, client: Client
) -> None:
    """Each byte of what may name it, and of the meeting's pages, as if a compatriot had come."""
    organisation = Organisation.objects.get(slug=slug)
    unname(organisation, meeting)
    stranger = make_organisation(listing=Listing.UNLISTED, country=organisation.country)
    asked = [
        *asking_for(organisation),
        "/en/organisations/",
        "/sitemap.xml",
        *(address(name, meeting.slug, language="en") for name in MEETING_PAGES),
        address("campaign_detail", RECORD["campaign"]["slug"], language="en"),
    ]
    if organisation.country_id:
        asked.append(address("country_detail", organisation.country_id.lower(), language="en"))
    answers = {here: visit(client, here).answer for here in asked}
    meeting.participations.filter(organisation=organisation).update(organisation=stranger)
    assert [here for here in asked if visit(client, here).answer != answers[here]] == []


def test_organisation_unnamed_at_one_meeting_is_named_at_another(
    meeting: Meeting, client: Client
) -> None:
    """Unnamed means at that meeting alone: the other one names it, and so does the campaign."""
    organisation = Organisation.objects.get(slug="zela")
    unname(organisation, meeting)
    other = make_meeting(campaign=meeting.campaign)
    make_participation(meeting=other, organisation=organisation)
    campaign = address("campaign_detail", RECORD["campaign"]["slug"], language="en")
    here = address("meeting_detail", meeting.slug, language="en")
    there = address("meeting_detail", other.slug, language="en")
    names = whole_words(names_of(organisation))
    assert [len(visit(client, page).names(names)) > 0 for page in (campaign, here, there)] == [
        True,
        False,
        True,
    ]
    own = visit(client, address("organisation_detail", "zela", language="en"))
    assert [link for link in own.links if "/meetings/2" in link or link == there] == [there]
    found = visit(client, "/en/meetings/?organisation=zela")
    assert (here in found.links, there in found.links) == (False, True)


@pytest.mark.parametrize(
    ("listing", "naming", "at_the_meeting", "on_its_page"),
    [
        (Listing.UNLISTED, Naming.AS_LISTED, ["staff"], ["staff"]),
        (Listing.MEMBERS, Naming.AS_LISTED, ["member", "staff"], ["member", "staff"]),
        (Listing.MEMBERS, Naming.UNNAMED, ["staff"], ["member", "staff"]),
        (Listing.PUBLIC, Naming.MEMBERS, ["member", "staff"], ["public", "member", "staff"]),
        (Listing.PUBLIC, Naming.UNNAMED, ["staff"], ["public", "member", "staff"]),
    ],
)
def test_listing_and_naming_tell_the_public_members_and_staff_apart(
    listing: Listing,
    naming: Naming,
    at_the_meeting: list[str],
    on_its_page: list[str],
    meeting: Meeting,
) -> None:
    """Who reads its name on the meeting's page, its filter and its follow-ups, and on its own."""
    organisation = Organisation.objects.get(slug="zela")
    list_as(organisation, listing)
    Participation.objects.filter(meeting=meeting, organisation=organisation).update(named=naming)
    promise(organisation, meeting)
    here = address("meeting_detail", meeting.slug, language="en")
    own = address("organisation_detail", "zela", language="en")
    places = [here, "/en/meetings/", "/en/organisations/", own]
    names = whole_words(names_of(organisation))
    readers: dict[str, list[str]] = {place: [] for place in places}
    for name, reader in clients().items():
        for place in places:
            if visit(reader, place).names(names):
                readers[place].append(name)
    assert readers == {
        here: at_the_meeting,
        "/en/meetings/": at_the_meeting,
        "/en/organisations/": on_its_page,
        own: on_its_page,
    }


def test_members_find_no_unlisted_organisation_anywhere(meeting: Meeting) -> None:
    """What is hidden from the public by its listing is hidden from a signed-in member too."""
    organisation = Organisation.objects.get(slug="raid")
    list_as(organisation, Listing.UNLISTED)
    promise(organisation, meeting)
    pages = crawl(clients()["member"], *looking_around(organisation), choices=0)
    assert where_named(organisation, pages) == {}
    assert where_named(Organisation.objects.get(slug="kp-csc"), pages) != {}


def test_a_consent_withdrawn_leaves_no_trace_at_the_next_request(meeting: Meeting) -> None:
    """Not even where a browser or a proxy kept the page and asks whether it still holds."""
    organisation = Organisation.objects.get(slug="zela")
    promise(organisation, meeting)
    before = crawl(Client(), *looking_around(organisation), choices=0)
    kept = where_named(organisation, before).keys()
    assert len(kept) > 10
    speaker = Client()
    speaker.force_login(make_user(organisation=organisation, speaks_for_organisation=True))
    answer = speaker.post("/fr/my/organisation/", {"listing": "unlisted"})
    assert answer.status_code == 302
    for here in kept:
        etag = dict(before[here].headers).get("ETag", "none")
        assert Client().get(here, headers={"If-None-Match": etag}).status_code in {200, 404}
    after = crawl(Client(), *kept, *looking_around(organisation), choices=0)
    assert where_named(organisation, after) == {}

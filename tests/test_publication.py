"""What is not published to a reader is nowhere: no page, list, filter, count, search, link or file.

Each test reads the portal as the public, as a member and as staff. One table, ADDRESSES in
tests/crawl.py, says how to visit each address of the URLconf; a name that it lacks fails here.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from kpcsc.foundation.translated_text import LANGUAGES
from meetings.models import AgendaItem, Campaign, Decision, Document, FollowUp, Meeting, Section
from organisations.models import Country
from tests.crawl import ADDRESSES, Page, crawl, named_patterns, searches, visit, whole_words
from tests.factories import (
    make_campaign,
    make_invitation,
    make_meeting,
    make_member,
    make_organisation,
    make_participation,
    make_question,
    make_staff,
    make_survey,
)
from tests.factories.files import make_document, pdf, upload
from tests.sampling import sampled

READERS = ("public", "member", "staff")
# From the most open visibility to the strictest: each with the readers that it lets in.
LETS_IN = {"public": READERS, "members": READERS[1:], "staff": READERS[2:]}
PARTS = ("section", "agenda", "decision", "promise", "paper")
OF_A_SURVEY = ("survey", "question")
# The addresses of a meeting, its document and its country, each with a value that no record has.
UNKNOWN = {
    "meetings/{}/": "nothing",
    "meetings/{}/calendar.ics": "nothing",
    "documents/{}/": "00000000-0000-4000-8000-000000000000",
    "countries/{}/": "aq",
}


@dataclass(frozen=True)
class Hidden:
    """A meeting that some may not see, with a word, country, organisation and year of its own."""

    word: str
    starts_on: date
    country: str
    seen_by: tuple[str, ...] = ("staff",)
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        return self.word.lower()

    @property
    def organisation(self) -> str:
        """The name, and in small letters the slug, of the one organisation that came."""
        return f"{self.word}ers"

    @property
    def betrayal(self) -> re.Pattern[str]:
        """What would betray it: its word, its slug, the words of its parts."""
        parts = (f"{self.word}{part}" for part in (*PARTS, *OF_A_SURVEY, "content"))
        return whole_words([self.word, self.slug, *parts])

    @property
    def choices(self) -> dict[str, str]:
        """The choices of the list's filters that lead to this meeting alone."""
        return {
            "year": str(self.starts_on.year),
            "country": self.country.lower(),
            "organisation": self.organisation.lower(),
        }


# The two public meetings of the same campaign lie between, in 2010 and 2012.
HIDDEN = [
    Hidden("Brimfax", date(2001, 3, 1), "AD", fields={"status": "draft"}),
    Hidden("Crundel", date(2002, 3, 1), "AM", fields={"status": "in_review"}),
    Hidden("Dwelphor", date(2003, 3, 1), "AZ", fields={"status": "withdrawn"}),
    Hidden("Fruscan", date(2020, 3, 1), "BT", ("member", "staff"), {"visibility": "members"}),
    Hidden("Glimsor", date(2021, 3, 1), "EE", fields={"visibility": "staff"}),
    Hidden("Hestrung", date(2022, 3, 1), "FJ", fields={}),  # scheduled: see `portal`
]


@pytest.fixture(scope="module", autouse=True)
def _documents_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("documents")):
        yield


@pytest.fixture
def portal(db: None) -> Campaign:
    """The records of `make_portal`."""
    return make_portal()


def make_portal() -> Campaign:
    """A campaign with two public meetings and the hidden ones, each with public parts."""
    campaign = make_campaign(slug="open-campaign", featured=True)
    for year in (2010, 2012):
        meeting = make_meeting(slug=f"open-{year}", campaign=campaign, starts_on=date(year, 5, 1))
        opener = make_organisation(slug=f"opener-{year}")
        make_participation(meeting=meeting, organisation=opener)
        meeting.countries.add(Country.objects.get(code="ZW"))
    for hidden in HIDDEN:
        meeting = make_meeting(
            slug=hidden.slug,
            title_fr=f"Réunion {hidden.word}",
            title_en=f"Meeting {hidden.word}",
            introduction_fr=f"On y parla de {hidden.word}.",
            campaign=campaign,
            starts_on=hidden.starts_on,
            **hidden.fields,
        )
        meeting.countries.add(Country.objects.get(code=hidden.country))
        organisation = make_organisation(
            name_fr=hidden.organisation, slug=hidden.organisation.lower()
        )
        make_participation(meeting=meeting, organisation=organisation)
        make_parts(meeting, hidden.word, visibility="public")
        make_results(meeting, hidden.word)
    Meeting.objects.filter(slug="hestrung").update(publish_at=timezone.now() + timedelta(hours=1))
    return campaign


def make_parts(meeting: Meeting, word: str, *, visibility: str) -> Document:
    """One part of each kind that has a visibility, each with the word; gives the document."""
    fields = {"meeting": meeting, "visibility": visibility}
    Section.objects.create(heading_fr="Un point", body_fr=f"<p>{word}section</p>", **fields)
    AgendaItem.objects.create(title_fr=f"{word}agenda", **fields)
    Decision.objects.create(text_fr=f"{word}decision", **fields)
    FollowUp.objects.create(what_fr=f"{word}promise", **fields)
    return make_document(title_fr=f"{word}paper", file=upload(pdf(f"{word}content")), **fields)


def make_results(meeting: Meeting, word: str) -> None:
    """A survey before the meeting, with results published to everyone."""
    then = timezone.now() - timedelta(days=30)
    survey = make_survey(
        meeting=meeting,
        title_fr=f"{word}survey",
        title_en=f"{word}survey",
        slug=word.lower(),
        opens_at=then - timedelta(days=2),
        closes_at=then,
        closed_at=then,
        results_published_at=then,
    )
    make_question(
        survey, "single", "Oui", "Non", text_fr=f"{word}question", results_visibility="public"
    )
    make_invitation(survey)


def client_of(reader: str) -> Client:
    """A browser of such a reader, signed in unless it is the public's."""
    client = Client()
    if reader != "public":
        client.force_login({"member": make_member, "staff": make_staff}[reader]())
    return client


def links_to(slug: str, page: Page) -> list[str]:
    """The page's links to a meeting."""
    return [link for link in page.links if f"/meetings/{slug}/" in link]


def test_every_address_outside_the_admin_is_in_the_table() -> None:
    patterns = named_patterns()
    nameless = [route for route, name in patterns if not name]
    assert nameless == [], "Name these routes, so that the tests can visit them."
    names = {name for _route, name in patterns}
    assert names - ADDRESSES.keys() == set(), "Say in tests/crawl.py how to visit these addresses."
    assert ADDRESSES.keys() - names == set(), "Take these out of tests/crawl.py."


@pytest.mark.parametrize("reader", sampled(READERS, 1))
def test_a_reader_of_everything_meets_what_is_for_them_and_changes_nothing(
    reader: str, portal: Campaign, subtests: pytest.Subtests
) -> None:
    """One crawl of the whole portal, of which each question is asked."""
    client = client_of(reader)
    client.get("/fr/search/?q=a")  # what waits for a commit is done by now
    before = every_row()
    pages = crawl(client, *searches("Réunion", "Meeting", "point"), choices=2)
    with subtests.test("The database is as before, and no cookie is set."):
        assert every_row() == before
        assert len(before["meetings_meeting"]) == len(HIDDEN) + 2
        assert {here: page.cookies for here, page in pages.items() if page.cookies} == {}
    with subtests.test("No page leads to an address that its reader may not open."):
        linked = {link for page in pages.values() for link in [*page.links, *page.choices(2)]}
        assert {here: pages[here].status for here in linked if pages[here].status != 200} == {}
        assert len(linked) > 40
    for hidden in HIDDEN:
        with subtests.test("A meeting is met by those who may see it.", meeting=hidden.slug):
            assert_met_by_those_who_may(hidden, reader, pages)


def assert_met_by_those_who_may(hidden: Hidden, reader: str, pages: dict[str, Page]) -> None:
    """No title, part or slug for others; the organisation that came is named as itself alone."""
    met = {here: found for here, page in pages.items() if (found := page.names(hidden.betrayal))}
    slug = hidden.organisation.lower()
    names = whole_words([hidden.organisation, slug])
    named = {here for here, page in pages.items() if page.names(names)}
    itself = {"/sitemap.xml"}.union(
        *({f"/{code}/organisations/", f"/{code}/organisations/{slug}/"} for code in LANGUAGES)
    )
    if reader in hidden.seen_by:
        assert f"/en/meetings/{hidden.slug}/calendar.ics" in met
        assert "/sitemap.xml" not in met
        assert "/en/meetings/" in named
    else:
        assert (met, named) == ({}, itself)


@pytest.mark.parametrize("reader", READERS)
def test_a_hidden_meeting_answers_as_one_that_does_not_exist(reader: str, portal: Campaign) -> None:
    """Page, calendar, document and country: each byte. Year, country, organisation: no choice."""
    client = client_of(reader)
    unknown = {
        (language, route): visit(client, f"/{language}/{route.format(value)}")
        for language, (route, value) in product(LANGUAGES, UNKNOWN.items())
    }
    assert {page.status for page in unknown.values()} == {404}
    for hidden, language in product(HIDDEN, LANGUAGES):
        seen = reader in hidden.seen_by
        document = Document.objects.get(meeting__slug=hidden.slug)
        own = (hidden.slug, hidden.slug, document.key, hidden.country.lower())
        for route, value in zip(UNKNOWN, own, strict=True):
            page = visit(client, f"/{language}/{route.format(value)}")
            assert page.status == (200 if seen else 404)
            assert (page.answer == unknown[language, route].answer) is not seen
        for name, value in hidden.choices.items():
            page = visit(client, f"/{language}/meetings/?{name}={value}")
            assert page.status == (200 if seen else 400)
            assert bool(links_to(hidden.slug, page)) is seen


@pytest.mark.parametrize(
    ("reader", "years"),
    [("public", (2010, 2012)), ("member", (2010, 2020)), ("staff", (2001, 2022))],
)
def test_filters_offer_what_their_reader_may_see(
    reader: str, years: tuple[int, int], portal: Campaign
) -> None:
    """Years run from the first to the last meeting that is seen."""
    first, last = years
    seen = [hidden for hidden in HIDDEN if reader in hidden.seen_by]
    options = visit(client_of(reader), "/en/meetings/").options
    assert options["year"] == [str(year) for year in range(last, first - 1, -1)]
    assert options["campaign"] == ["open-campaign"]
    assert set(options["country"]) == {"zw", *(hidden.country.lower() for hidden in seen)}
    assert set(options["organisation"]) == {
        "opener-2010",
        "opener-2012",
        *(hidden.organisation.lower() for hidden in seen),
    }


@pytest.mark.parametrize("reader", READERS)
def test_lists_and_counts_hold_what_their_reader_may_see(reader: str, portal: Campaign) -> None:
    client = client_of(reader)
    seen = [hidden for hidden in HIDDEN if reader in hidden.seen_by]
    slugs = {"open-2010", "open-2012", *(hidden.slug for hidden in seen)}
    listed = visit(client, "/en/meetings/")
    campaign = visit(client, "/en/campaigns/open-campaign/")
    home = visit(client, "/en/")
    assert linked_meetings(listed) == linked_meetings(campaign) == slugs
    assert linked_meetings(home) == set(in_order(slugs)[-3:])
    assert f">{len(slugs)} meetings<" in listed.source
    assert f">{len(slugs)} meetings on record<" in home.source
    assert f">{len(slugs)} organisations took part" in campaign.source
    for hidden in HIDDEN:
        own = visit(client, f"/en/organisations/{hidden.organisation.lower()}/")
        assert (own.status, linked_meetings(own)) == (200, {hidden.slug} & slugs)
        found = visit(client, f"/en/search/?q={hidden.word}agenda")
        assert linked_meetings(found) == {hidden.slug} & slugs
        assert (">1 result<" if hidden in seen else ">0 results<") in found.source


@pytest.mark.parametrize("reader", READERS)
def test_previous_and_next_pass_over_what_their_reader_may_not_see(
    reader: str, portal: Campaign
) -> None:
    client = client_of(reader)
    hidden_slugs = [hidden.slug for hidden in HIDDEN if reader in hidden.seen_by]
    order = in_order({"open-2010", "open-2012", *hidden_slugs})
    for slug in order:
        place = order.index(slug)
        around = {*order[max(place - 1, 0) : place], *order[place + 1 : place + 2]}
        page = visit(client, f"/en/meetings/{slug}/")
        assert linked_meetings(page) - {slug} == around


def in_order(slugs: set[str]) -> list[str]:
    """The meetings of these slugs from the earliest on."""
    meetings = Meeting.objects.filter(slug__in=slugs).order_by("starts_on")
    return list(meetings.values_list("slug", flat=True))


def linked_meetings(page: Page) -> set[str]:
    """The slugs of the meetings to which the page leads."""
    meetings = Meeting.objects.values_list("slug", flat=True)
    return {slug for slug in meetings if links_to(slug, page)}


@pytest.mark.parametrize("reader", READERS)
def test_a_part_is_shown_to_those_whom_both_it_and_its_meeting_let_in(
    reader: str, db: None
) -> None:
    """Each visibility of a meeting with each of its parts: on the page, by search, as a file."""
    client = client_of(reader)
    documents = {}
    for meeting_visibility, part_visibility in product(LETS_IN, LETS_IN):
        meeting = make_meeting(visibility=meeting_visibility)
        word = f"W{meeting_visibility}{part_visibility}"
        document = make_parts(meeting, word, visibility=part_visibility)
        documents[meeting_visibility, part_visibility] = (meeting, word, document)
    for (meeting_visibility, part_visibility), (meeting, word, document) in documents.items():
        allowed = {*LETS_IN[meeting_visibility]} & {*LETS_IN[part_visibility]}
        seen = reader in allowed
        page = visit(client, f"/fr/meetings/{meeting.slug}/")
        assert page.status == (200 if reader in LETS_IN[meeting_visibility] else 404)
        words = whole_words(f"{word}{part}" for part in PARTS)
        assert len(page.names(words)) == (len(PARTS) if seen else 0)
        for part in PARTS:
            [search] = searches(f"{word}{part}", languages=["fr"], among=["search"])
            assert bool(links_to(meeting.slug, visit(client, search))) is seen
        [search] = searches(f"{word}section", languages=["fr"], among=["meeting_list"])
        assert bool(links_to(meeting.slug, visit(client, search))) is seen
        for language in LANGUAGES:
            file = visit(client, f"/{language}/documents/{document.key}/")
            assert file.status == (200 if seen else 404)
            assert (f"{word}content" in file.source) is seen
    hidden = [
        f"{word}{part}"
        for keys, (_meeting, word, _document) in documents.items()
        if any(reader not in LETS_IN[visibility] for visibility in keys)
        for part in (*PARTS, "content")
    ]
    pattern = whole_words(hidden)
    pages = crawl(client, *searches("Réunion", "point"), choices=0)
    assert [here for here, page in pages.items() if page.names(pattern)] == []


@pytest.mark.parametrize(
    ("listing", "named_to"),
    [("unlisted", ["staff"]), ("members", ["member", "staff"]), ("public", ["member", "staff"])],
)
def test_the_owner_of_a_follow_up_is_named_to_those_who_may_know_it(
    listing: str, named_to: list[str], db: None
) -> None:
    """The follow-up itself is for members: its text stays where its owner is left out."""
    meeting = make_meeting()
    owner = make_organisation(name_fr="Hestrungers", listing=listing)
    FollowUp.objects.create(
        meeting=meeting, what_fr="Une promesse", owner=owner, visibility="members"
    )
    shown = {
        reader: visit(client_of(reader), f"/fr/meetings/{meeting.slug}/").names(
            whole_words(["Une promesse", "Hestrungers"])
        )
        for reader in READERS
    }
    assert shown == {
        "public": [],
        "member": ["Hestrungers", "Une promesse"] if "member" in named_to else ["Une promesse"],
        "staff": ["Hestrungers", "Une promesse"],
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "draft"},
        {"status": "withdrawn"},
        {"visibility": "staff"},
        {"visibility": "members"},
        {"publish_at": timezone.now() + timedelta(days=1)},
    ],
    ids=["draft", "withdrawn", "for-staff", "for-members", "scheduled"],
)
def test_a_hidden_campaign_leaves_its_public_meetings_as_though_they_had_none(
    fields: dict[str, Any], db: None, client: Client
) -> None:
    """Byte for byte at every address: no link, no filter, no previous or next within it."""
    campaign = make_campaign(slug="hidden", title_fr="Brimfax", featured=True, **fields)
    for year in (2010, 2012):
        make_meeting(campaign=campaign, slug=f"open-{year}", starts_on=date(year, 5, 1))
    pages = crawl(client)
    Meeting.objects.update(campaign=None)
    changed = [here for here, page in pages.items() if visit(client, here).answer != page.answer]
    assert changed == []
    assert visit(client, "/fr/campaigns/hidden/").status == 404


def test_a_campaign_with_hidden_meetings_alone_is_not_a_choice_of_the_filter(
    db: None, client: Client
) -> None:
    make_meeting()
    make_meeting(campaign=make_campaign(slug="open"), status="draft")
    assert visit(client, "/fr/campaigns/open/").status == 200
    assert visit(client, "/fr/meetings/").options["campaign"] == []
    assert visit(client, "/fr/meetings/?campaign=open").status == 400


def test_a_scheduled_meeting_appears_when_its_moment_comes(db: None, client: Client) -> None:
    """No job runs, and nothing is saved in between."""
    meeting = make_meeting(
        slug="brimfax",
        title_fr="Brimfax",
        introduction_fr="Une réunion",
        campaign=make_campaign(slug="open"),
        publish_at=timezone.now() + timedelta(hours=1),
    )
    places = [
        "/fr/meetings/brimfax/",
        "/fr/meetings/brimfax/calendar.ics",
        "/fr/meetings/",
        "/fr/campaigns/open/",
        "/fr/",
        "/sitemap.xml",
        *searches("reunion", languages=["fr"]),
    ]
    name = whole_words(["Brimfax", "brimfax"])
    assert [here for here in places if visit(client, here).names(name)] == []
    moment = timezone.now() + timedelta(seconds=1)
    meeting.publish_at = moment
    meeting.save()
    before = visit(client, places[0]).status
    assert timezone.now() < moment, "This machine was too slow to ask in time."
    while timezone.now() < moment:
        time.sleep(0.05)
    assert before == 404
    assert [here for here in places if visit(client, here).names(name)] == places


def every_row() -> dict[str, list[str]]:
    """All that the database holds, by table."""
    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 (names)
            rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows

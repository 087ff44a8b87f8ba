"""What all pages have in common: the two languages, what machines read, and errors."""

import json
import re
from datetime import date, time
from html import unescape
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone

import kpcsc.urls
from meetings.models import (
    AgendaItem,
    CallToAction,
    Decision,
    Document,
    FollowUp,
    KeyMessage,
    Meeting,
    Milestone,
    Objective,
    Resource,
    Section,
)
from meetings.withholding.actions import read_document
from organisations.models import Country
from tests.factories import (
    make_campaign,
    make_meeting,
    make_member,
    make_organisation,
    make_participation,
)

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
COALITION = {
    "fr": "Coalition de la société civile du Processus de Kimberley",
    "en": "Kimberley Process Civil Society Coalition",
}


def refuse(request: HttpRequest, error: str) -> HttpResponse:
    """A page that cannot be shown."""
    errors = {"400": SuspiciousOperation, "403": PermissionDenied, "500": RuntimeError}
    raise errors[error](request.path)


# The portal's own addresses, and three that fail.
urlpatterns = [
    *i18n_patterns(path("fails/<error>/", refuse)),
    *kpcsc.urls.urlpatterns,
]


class Reading(HTMLParser):
    """A page's elements, with their attributes and the text inside them."""

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._open: list[tuple[str, list[str]]] = []
        self.feed(response.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        texts: list[str] = []
        self.elements.append((tag, dict(attrs), texts))
        if tag not in {"meta", "link", "input"}:
            self._open.append((tag, texts))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for _tag, texts in self._open:
            texts.append(data)

    def attributes(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        """The attributes of each such element."""
        return [
            found
            for name, found, _texts in self.elements
            if name == tag and wanted.items() <= found.items()
        ]

    def texts(self, tag: str, **wanted: str) -> list[str]:
        """The text of each such element."""
        return [
            "".join(texts).strip()
            for name, found, texts in self.elements
            if name == tag and wanted.items() <= found.items()
        ]


def reading(client: Client, address: str, status: int = 200) -> Reading:
    """The page at an address."""
    response = client.get(address)
    assert response.status_code == status
    return Reading(response)


# --- Two languages -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("/fr/", "/en/"),
        ("/en/about/", "/fr/about/"),
        ("/fr/countries/zw/", "/en/countries/zw/"),
        ("/fr/meetings/reunion/", "/en/meetings/reunion/"),
        ("/en/meetings/?q=a+%26+b&country=zw&page=1", "/fr/meetings/?q=a+%26+b&country=zw&page=1"),
        ("/fr/search/?q=%C3%A9t%C3%A9&q=x", "/en/search/?q=%C3%A9t%C3%A9&q=x"),
    ],
)
def test_the_language_switch_keeps_page_and_query(
    here: str, there: str, client: Client, db: None
) -> None:
    make_meeting(slug="reunion", introduction_en="a & b").countries.set(
        Country.objects.filter(code__in=["ZW"])
    )
    language, other = here[1:3], there[1:3]
    page = reading(client, here)
    assert page.attributes("html")[0]["lang"] == language
    [switch] = page.attributes("a", hreflang=other)
    assert (switch["href"], switch["lang"]) == (there, other)
    assert client.get(there).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("en-GB,en;q=0.9", "en"), ("fr-BE", "fr"), ("sw, en;q=0.5", "en"), ("sw", "fr"), ("", "fr")],
)
def test_the_bare_address_leads_to_the_readers_language(
    accepted: str, language: str, client: Client
) -> None:
    response = client.get("/", headers={"accept-language": accepted})
    assert (response.status_code, response["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize(
    ("here", "title"),
    [
        ("/fr/meetings/reunion/", "Réunion & suite"),
        ("/en/meetings/reunion/?utm=1", "Meeting"),
        ("/en/campaigns/campagne/", "Campaign"),
        ("/fr/organisations/jem/", "Justice"),
    ],
)
def test_a_page_says_its_one_address_its_twin_and_how_to_share_it(
    here: str, title: str, client: Client, db: None
) -> None:
    make_meeting(slug="reunion", title_fr="Réunion & suite", title_en="Meeting")
    make_campaign(slug="campagne", title_en="Campaign")
    make_organisation(slug="jem", name_fr="Justice")
    page = reading(client, here)
    address, language = SITE + here.partition("?")[0], here[1:3]
    page_path = here.partition("?")[0][4:]
    twins = {code: f"{SITE}/{code}/{page_path}" for code in ("fr", "en")}
    undecided = f"{SITE}/{page_path}"
    assert [link["href"] for link in page.attributes("link", rel="canonical")] == [address]
    alternates = page.attributes("link", rel="alternate")
    assert {link["hreflang"]: link["href"] for link in alternates} == {
        **twins,
        "x-default": undecided,
    }
    for code in ("fr", "en"):
        answer = client.get(undecided, headers={"accept-language": code})
        assert SITE + answer["Location"] == twins[code]
    shared = {
        meta["property"]: meta["content"] for meta in page.attributes("meta") if "property" in meta
    }
    pictures = {name: shared.pop(name) for name in list(shared) if str(name).startswith("og:image")}
    assert f"{SITE}/{language}/cards/" in str(pictures["og:image"])
    assert (pictures["og:image:width"], pictures["og:image:height"]) == ("1200", "630")
    [description] = [meta for meta in page.attributes("meta") if meta.get("name") == "description"]
    assert shared == {
        "og:title": title,
        "og:description": description["content"],
        "og:site_name": COALITION[language],
        "og:type": "website",
        "og:url": address,
        "og:locale": {"fr": "fr_FR", "en": "en_GB"}[language],
    }
    assert page.texts("title")[0].startswith(title)


TEXT = "Seulement en français"
MEETING_TEXTS: list[tuple[Any, dict[str, str]]] = [
    (Objective, {"text_fr": TEXT}),
    (AgendaItem, {"title_fr": TEXT}),
    (AgendaItem, {"title_fr": "Point", "title_en": "Item", "notes_fr": f"<p>{TEXT}</p>"}),
    (Section, {"heading_fr": TEXT}),
    (Section, {"heading_fr": "Partie", "heading_en": "Part", "body_fr": f"<p>{TEXT}</p>"}),
    (Decision, {"text_fr": TEXT, "visibility": "public"}),
    (FollowUp, {"what_fr": TEXT, "visibility": "public"}),
    (
        Document,
        {
            "title_fr": TEXT,
            "visibility": "public",
            "file": "a.png",
            "kind": "png",
            "cleaned": "b",
        },
    ),
    (
        Document,
        {
            "title_fr": "Carte",
            "title_en": "Map",
            "alternative_text_fr": TEXT,
            "visibility": "public",
            "file": "a.png",
            "kind": "png",
            "cleaned": "b",
        },
    ),
]
CAMPAIGN_TEXTS: list[tuple[Any, dict[str, Any]]] = [
    (KeyMessage, {"title_fr": TEXT, "text_fr": "Texte", "text_en": "Text"}),
    (KeyMessage, {"title_fr": "Message", "title_en": "Message", "text_fr": TEXT}),
    (Milestone, {"title_fr": TEXT, "date": date(2003, 1, 1)}),
    (CallToAction, {"audience_fr": TEXT, "text_fr": "Texte", "text_en": "Text"}),
    (Resource, {"title_fr": TEXT, "link": "https://example.org/"}),
]


def assert_marked(page: Reading) -> None:
    """The text is in an element of its language, and a line of the page says so."""
    assert TEXT in [*page.texts("span", lang="fr"), *page.texts("div", lang="fr")]
    assert any("only in French" in note for note in page.texts("p", **{"class": "language-note"}))


@pytest.mark.parametrize(
    "fields",
    [
        {"title_fr": TEXT, "title_en": ""},
        {"introduction_fr": TEXT},
        {"place_fr": TEXT},
    ],
)
def test_a_text_of_a_meeting_missing_in_the_pages_language_is_shown_in_the_other(
    fields: dict[str, Any], client: Client, db: None
) -> None:
    make_meeting(slug="reunion", **fields)
    assert_marked(reading(client, "/en/meetings/reunion/"))


@pytest.mark.parametrize(("model", "fields"), MEETING_TEXTS)
def test_a_text_of_a_part_missing_in_the_pages_language_is_shown_in_the_other(
    model: Any, fields: dict[str, Any], client: Client, db: None
) -> None:
    part = model.objects.create(meeting=make_meeting(slug="reunion"), **fields)
    if model is Document:
        read_document(part)
    assert_marked(reading(client, "/en/meetings/reunion/"))


@pytest.mark.parametrize(
    "fields",
    [{"title_fr": TEXT}, {"tagline_fr": TEXT}, {"story_fr": f"<p>{TEXT}</p>"}],
)
def test_a_text_of_a_campaign_missing_in_the_pages_language_is_shown_in_the_other(
    fields: dict[str, str], client: Client, db: None
) -> None:
    title = {} if "title_fr" in fields else {"title_en": "Campaign"}
    make_campaign(slug="campagne", **fields | title)
    assert_marked(reading(client, "/en/campaigns/campagne/"))


@pytest.mark.parametrize(("model", "fields"), CAMPAIGN_TEXTS)
def test_a_text_of_a_campaigns_part_missing_in_the_pages_language_is_shown_in_the_other(
    model: Any, fields: dict[str, Any], client: Client, db: None
) -> None:
    model.objects.create(campaign=make_campaign(slug="campagne", title_en="Campaign"), **fields)
    assert_marked(reading(client, "/en/campaigns/campagne/"))


def test_a_description_missing_in_the_pages_language_is_shown_in_the_other(
    client: Client, db: None
) -> None:
    make_organisation(slug="jem", name_fr="", name_en="Justice", description_fr=TEXT)
    assert_marked(reading(client, "/en/organisations/jem/"))


def test_lists_and_results_mark_texts_of_the_other_language(client: Client, db: None) -> None:
    """With their language; the line that says so is on the record's own page."""
    make_meeting(title_fr=TEXT, title_en="", introduction_fr="Une introduction.")
    for address in ("/en/", "/en/meetings/", "/en/search/?q=francais"):
        assert TEXT in reading(client, address).texts("span", lang="fr")
    results = reading(client, "/en/search/?q=francais")
    assert "Une introduction." in results.texts("span", lang="fr")


def test_a_page_whose_texts_are_all_there_says_nothing_of_languages(
    reference: Meeting, client: Client
) -> None:
    for language in ("fr", "en"):
        page = reading(client, f"/{language}/meetings/{reference.slug}/")
        assert page.texts("p", **{"class": "language-note"}) == []


# --- What machines read --------------------------------------------------------------------


def test_robots_are_told_what_is_worth_reading(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*/search/",
        f"Sitemap: {SITE}/sitemap.xml",
    ]


def test_the_sitemap_has_every_public_page_in_both_languages(client: Client, db: None) -> None:
    make_campaign(slug="campagne")
    make_campaign(slug="brouillon", status="draft")
    meeting = make_meeting(slug="reunion")
    meeting.countries.set(Country.objects.filter(code__in=["ZW"]))
    hidden = make_meeting(slug="interne", visibility="members")
    hidden.countries.set(Country.objects.filter(code__in=["BE"]))
    make_organisation(slug="jem", country_id="CD")
    make_organisation(slug="discrete", country_id="LS", listing="members")
    pages = [
        *("", "campaigns/", "meetings/", "organisations/"),
        *("about/", "contact/", "privacy/", "accessibility/"),
        *("campaigns/campagne/", "meetings/reunion/", "organisations/jem/"),
        *("countries/cd/", "countries/zw/"),
    ]
    root = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 (the portal's own)
    sitemap = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = {
        str(url.findtext(f"{sitemap}loc")): {
            (link.get("hreflang"), link.get("href"))
            for link in url.findall("{http://www.w3.org/1999/xhtml}link")
        }
        for url in root.findall(f"{sitemap}url")
    }
    assert found == {
        f"{SITE}/{language}/{page}": {
            ("fr", f"{SITE}/fr/{page}"),
            ("en", f"{SITE}/en/{page}"),
            ("x-default", f"{SITE}/{page}"),
        }
        for page in pages
        for language in ("fr", "en")
    }


def structured_data(page: Reading) -> list[dict[str, Any]]:
    """The page's JSON-LD."""
    return [json.loads(text) for text in page.texts("script", type="application/ld+json")]


def test_json_ld_tells_of_the_meeting_and_names_only_its_public_organiser(
    client: Client, db: None
) -> None:
    meeting = make_meeting(slug="reunion", title_en="Meeting", introduction_en="Why.")
    for name, listing in (("Open", "public"), ("Closed", "unlisted")):
        organisation = make_organisation(name_fr=name, listing=listing)
        make_participation(meeting=meeting, organisation=organisation, role="organiser")
    make_participation(meeting=meeting, organisation=make_organisation(name_fr="Guest"))
    assert structured_data(reading(client, "/en/meetings/reunion/?a=1")) == [
        {
            "@context": "https://schema.org",
            "@type": "Event",
            "name": "Meeting",
            "description": "Why.",
            "startDate": "2021-06-02",
            "endDate": "2021-06-02",
            "eventStatus": "https://schema.org/EventScheduled",
            "organizer": [{"@type": "Organization", "name": "Open"}],
            "inLanguage": "en",
            "url": f"{SITE}/en/meetings/reunion/",
        }
    ]


def test_json_ld_of_the_home_page_names_the_site(client: Client, db: None) -> None:
    assert structured_data(reading(client, "/fr/")) == [
        {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": COALITION["fr"],
            "alternateName": "KP CSC",
            "inLanguage": "fr",
            "url": f"{SITE}/fr/",
        }
    ]


def test_json_ld_tells_of_the_organisation(client: Client, db: None) -> None:
    make_organisation(slug="jem", name_fr="Justice", acronym="JEM")
    assert structured_data(reading(client, "/fr/organisations/jem/")) == [
        {
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": "Justice",
            "alternateName": "JEM",
            "url": f"{SITE}/fr/organisations/jem/",
        }
    ]


HOSTILE = "</script><script>alert(1)</script><!--\"'&\u2028"


def test_no_text_of_a_record_breaks_out_of_its_place(client: Client, db: None) -> None:
    campaign = make_campaign(slug="campagne", title_en=HOSTILE, tagline_en=HOSTILE)
    meeting = make_meeting(
        slug="reunion", campaign=campaign, title_en=HOSTILE, introduction_en=HOSTILE
    )
    organisation = make_organisation(
        slug="jem", name_en=HOSTILE, acronym="</script>", description_en=HOSTILE
    )
    make_participation(meeting=meeting, organisation=organisation, role="organiser")
    Objective.objects.create(meeting=meeting, text_en=HOSTILE)
    for address in (
        *("/en/", "/en/meetings/", "/en/meetings/reunion/", "/en/campaigns/campagne/"),
        *("/en/organisations/", "/en/organisations/jem/", "/en/search/?q=alert"),
    ):
        response = client.get(address)
        page = Reading(response)
        assert b"<script>" not in response.content
        assert len(page.attributes("script")) == len(structured_data(page))
        assert HOSTILE in unescape(response.content.decode())
    [event] = structured_data(reading(client, "/en/meetings/reunion/"))
    assert event["name"] == event["description"] == HOSTILE
    assert event["organizer"][0]["name"] == HOSTILE


# --- Errors --------------------------------------------------------------------------------


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("fails/400/", 400),
        ("fails/403/", 403),
        ("nowhere/", 404),
        ("meetings/nothing/", 404),
        ("fails/500/", 500),
    ],
)
def test_an_error_is_a_page_in_the_readers_language_that_leads_on(
    address: str, status: int, language: str, db: None
) -> None:
    client = Client(raise_request_exception=False)
    page = reading(client, f"/{language}/{address}", status)
    assert page.attributes("html")[0]["lang"] == language
    [heading] = page.texts("h1")
    assert page.texts("title") == [f"{heading} · KP CSC"]
    [content] = re.findall("<main.*</main>", client.get(f"/{language}/{address}").text, re.DOTALL)
    links = re.findall('href="([^"]+)"', content)
    assert links == [f"/{language}/", f"/{language}/search/", f"/{language}/meetings/"]
    assert [client.get(link).status_code for link in links] == [200, 200, 200]
    other = {"fr": "en", "en": "fr"}[language]
    assert page.attributes("a", hreflang=other)[0]["href"] == f"/{other}/"
    assert {"name": "robots", "content": "noindex"} in page.attributes("meta")


@pytest.mark.urls(__name__)
def test_errors_differ_in_what_they_say() -> None:
    client = Client(raise_request_exception=False)
    headings = [
        reading(client, f"/en/fails/{error}/", int(error)).texts("h1")[0]
        for error in ("400", "403", "500")
    ]
    assert headings == [
        "This request could not be read",
        "This page is not open to you",
        "Something broke on our side",
    ]


@pytest.mark.urls(__name__)
def test_the_page_of_a_failure_needs_no_database() -> None:
    """What failed may be the database: without the fixture `db`, any query fails this test."""
    client = Client(raise_request_exception=False)
    assert reading(client, "/fr/fails/500/", 500).texts("h1") != []


def test_a_form_without_its_token_is_explained(client: Client, db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/admin/login/", {"username": "a"}, headers={"accept-language": "en"})
    assert response.status_code == 403
    assert Reading(response).texts("h1") == ["This form could not be accepted"]


def test_a_method_that_is_not_for_this_address_is_explained(client: Client, db: None) -> None:
    response = client.post("/en/meetings/", {"q": "a"})
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    page = Reading(response)
    assert page.texts("h1") == ["This address only shows a page"]
    assert page.attributes("html")[0]["lang"] == "en"


def test_a_member_reads_the_hour_of_a_meeting_by_their_own_clocks(client: Client, db: None) -> None:
    hour: dict[str, Any] = {
        "precision": "minute",
        "starts_at": time(14),
        "time_zone": "Europe/Paris",
    }
    meeting = make_meeting(starts_on=date(2026, 3, 29), **hour)
    page = f"/en/meetings/{meeting.slug}/"
    assert "For you" not in client.get(page).content.decode()
    client.force_login(make_member(time_zone="Africa/Harare"))
    told = "For you: Sunday 29 March 2026, 14:00 (Harare time, UTC+2)"
    assert told not in client.get(page).content.decode()  # the clocks agree on this day
    Meeting.objects.update(starts_on=date(2026, 3, 28))
    told = "For you: Saturday 28 March 2026, 15:00 (Harare time, UTC+2)"
    assert told in client.get(page).content.decode()


def test_meetings_to_come_stand_apart_and_are_not_counted_as_on_record(client: Client) -> None:
    make_meeting(title_en="Past", visibility="public")
    soon: dict[str, Any] = {"starts_on": timezone.localdate(), "state": "planned"}
    make_meeting(title_en="Today", visibility="public", **soon)
    make_meeting(title_en="Later", visibility="public", **soon | {"starts_on": date(2100, 1, 1)})
    page = client.get("/en/")
    assert [meeting.title_en for meeting in page.context["to_come"]] == ["Today", "Later"]
    assert [meeting.title_en for meeting in page.context["meetings"]] == ["Past"]
    html = page.content.decode()
    assert "1 meeting on record" in html
    assert html.index("Meetings to come") < html.index("Latest meetings")
    listed = client.get("/en/meetings/").content.decode()
    assert listed.count("· to come") == 2

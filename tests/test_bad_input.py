"""Whatever is sent to a public address is answered by a clear page with the right status."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_from_bytes

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from kpcsc.foundation.translated_text import LANGUAGES
from meetings.models import Meeting
from organisations.models import Country
from tests.crawl import ADDRESSES, address, named_patterns, visit
from tests.factories import (
    make_campaign,
    make_invitation,
    make_meeting,
    make_meeting_invitation,
    make_organisation,
    make_planned_meeting,
    make_question,
    make_survey,
    make_user,
)
from tests.factories.files import make_document, make_picture
from tests.sampling import examples, sampled

# The same examples on every run; the records are only read, so one database serves them all.
bounded = settings(
    max_examples=examples(70),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

# What means something to FTS5, to tsquery, to SQL or to HTML.
SYNTAX = (
    *('"', "'", "*", ":", "(", ")", "{", "}", "^", "-", "|", "&", "!", "<->", "<2>", "\\", "%"),
    *("NEAR", "NEAR(a b, 2)", "OR", "AND", "NOT", "title:", "--", ";", "\n", "</script>"),
    *(
        "diamants",
        "Kimberley",
        "é",
        "e\u0301",
        "\u202eقانون",
        "מכרה",
        "💎",
        "👩🏾‍🏭",
        "ﷺ",
        "ﬁ",
        "²",
        "_",
    ),
)
TYPED = st.one_of(
    st.lists(st.sampled_from(SYNTAX), max_size=12).map(" ".join),
    st.lists(st.sampled_from(SYNTAX), max_size=12).map("".join),
    st.text(max_size=60),
    st.sampled_from(["ab " * 70, "diamant" * 1400]),
).map(lambda text: text.encode())
BYTES = TYPED | st.binary(max_size=40)  # no UTF-8: the bytes of a lone surrogate, half a character

SEARCH_BOXES = ("/fr/search/", "/en/search/", "/fr/meetings/", "/en/meetings/")
SELECTS = ("year", "campaign", "country", "organisation")
OTHER_METHODS = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW")
# What else than reading an address is for; POST is then answered by tests of its own.
ALSO_ANSWERED = {
    "letter_refusal": ["POST"],
    "meeting_invitation": ["POST"],
    "survey_answer": ["POST"],
}


class Page(HTMLParser):
    """What these tests look at in a page."""

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.language = ""
        self.heading = ""
        self.search_box: str | None = None
        self._in_heading = False
        assert response["Content-Type"] == "text/html; charset=utf-8"
        self.feed(response.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "html":
            self.language = found.get("lang") or ""
        if tag == "input" and found.get("name") == "q":
            self.search_box = found.get("value")
        self._in_heading = self._in_heading or tag == "h1"

    def handle_endtag(self, tag: str) -> None:
        self._in_heading = self._in_heading and tag != "h1"

    def handle_data(self, data: str) -> None:
        if self._in_heading:
            self.heading += data


def get(client: Client, path: str, **headers: Any) -> Any:
    """The answer; an error of the database does not spoil the examples that follow."""
    with transaction.atomic():
        return client.get(path, **headers)


@pytest.fixture
def records(db: None, settings: Any, tmp_path: Path) -> None:
    """One of each that has a page."""
    settings.MEDIA_ROOT = tmp_path
    make_organisation()
    make_user()
    campaign = make_campaign()
    make_picture(campaign)
    meeting = make_meeting(campaign=campaign)
    meeting.countries.set(Country.objects.filter(code__in=["ZW"]))
    make_invitation(make_survey(meeting=meeting))
    make_meeting_invitation(make_planned_meeting())
    now = timezone.now()
    published = make_survey(meeting=meeting, closed_at=now, results_published_at=now)
    make_question(published, "single", "Oui", "Non", results_visibility="public")
    make_document(meeting=meeting, visibility="public")


@bounded
@given(path=st.sampled_from(SEARCH_BOXES), typed=BYTES)
@example(path="/en/search/", typed=b"diamants" * 1250)
@example(path="/fr/meetings/", typed=b"a\0b")
# Each of these is one character when typed and seven when folded: longer than a tsquery's word.
@example(path="/fr/search/", typed="㌖".encode() * 200)
@example(path="/en/meetings/", typed="㌖".encode() * 200)
@example(path="/en/search/", typed=b"\xed\xa0\x80 \xff\xfe")
def test_any_words_are_answered_and_stay_in_the_search_box(
    path: str, typed: bytes, client: Client, reference: Meeting
) -> None:
    response = get(client, f"{path}?q={quote_from_bytes(typed, safe='')}")
    text = typed.decode(errors="replace")
    readable = len(text.strip()) <= 200 and "\0" not in text
    page = Page(response)
    assert response.status_code == (200 if readable else 400)
    assert page.heading
    assert page.search_box == text


@pytest.mark.parametrize("mark", SYNTAX)
def test_no_mark_is_syntax(mark: str, client: Client, db: None) -> None:
    """Wherever it stands: beside words, inside one, doubled, alone."""
    for typed in (f"{mark}ab", f"ab{mark}cd", f"ab {mark}{mark} cd", mark):
        for path in ("/en/search/", "/fr/meetings/"):
            response = get(client, f"{path}?q={quote(typed, safe='')}")
            assert (typed, response.status_code) == (typed, 200)
            assert Page(response).search_box == typed


@bounded
@given(language=st.sampled_from(["fr", "en"]), name=st.sampled_from(SELECTS), value=BYTES)
@example(language="fr", name="year", value=b"9" * 5000)
@example(language="en", name="year", value=b"-1")
@example(language="fr", name="country", value=b"ZW")
@example(language="en", name="campaign", value=b"\0")
def test_a_filter_value_that_is_not_offered_is_named_as_such_and_lists_nothing(
    language: str, name: str, value: bytes, client: Client, reference: Meeting
) -> None:
    assume(value)
    query = f"q=diamants&{name}={quote_from_bytes(value, safe='')}"
    response = get(client, f"/{language}/meetings/?{query}")
    assert response.status_code == 400
    assert Page(response).search_box == "diamants"
    content = response.content.decode()
    assert f'id="{name}-errors"' in content
    assert reference.get_absolute_url() not in content


@pytest.mark.parametrize("path", ["/en/meetings/?", "/en/search/?q=diamants&"])
@pytest.mark.parametrize(
    "number",
    ["abc", "0", "2", "-1", str(10**30), "9" * 5000, "", "1.5", "%00", "%FF", "２a", "1e3"],
)
def test_a_page_number_that_there_is_not_is_not_found(
    path: str, number: str, client: Client, db: None
) -> None:
    make_meeting(title_en="Diamants")
    assert client.get(f"{path}page=1").status_code == 200
    response = client.get(f"{path}page={number}")
    assert response.status_code == 404
    assert Page(response).heading == "There is no such page"


@pytest.mark.parametrize("path", ["/en/meetings/?q=xyzzy", "/en/search/?q=xyzzy"])
def test_a_search_without_results_is_a_page_like_others(
    path: str, client: Client, db: None
) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert Page(response).search_box == "xyzzy"


@bounded
@given(
    pattern=st.sampled_from(
        [
            *("/%s", "/%s/", "/fr/%s", "/en/%s/", "/fr/meetings/%s/"),
            *("/en/meetings/%s/calendar.ics", "/fr/campaigns/%s/", "/en/organisations/%s/"),
            *("/fr/countries/%s/", "/en/documents/%s/"),
        ]
    ),
    segment=BYTES,
)
@example(pattern="/%s/", segment=b"de")
@example(pattern="/%s/meetings/", segment=b"xx")
@example(pattern="/%s/meetings/", segment=b"FR-xx")
@example(pattern="/fr/countries/%s/", segment=b"ZW")
@example(pattern="/fr/countries/%s/", segment=b"xx")
@example(pattern="/en/documents/%s/", segment=b"00000000-0000-0000-0000-000000000000")
def test_an_address_that_there_is_not_is_not_found(
    pattern: str, segment: bytes, client: Client, reference: Meeting
) -> None:
    assume(segment)
    response = get(client, pattern % quote_from_bytes(segment, safe=""))
    assert response.status_code == 404
    page = Page(response)
    assert page.heading
    assert page.language == ("en" if pattern.startswith("/en/") else "fr")


@pytest.mark.parametrize("path", ["//[", "//example.org/", "//", "/fr//[::1]/", "/en/../fr/"])
def test_a_path_that_looks_like_another_address_is_not_found(
    path: str, client: Client, db: None
) -> None:
    """The test client would read a host in it, a server does not."""
    response = client.get("/", PATH_INFO=path)
    assert response.status_code == 404
    assert Page(response).heading


@pytest.mark.parametrize("path", ["/en/search/", "/en/meetings/", "/en/about/", "/en/"])
def test_more_parameters_than_any_page_has_are_refused(path: str, client: Client, db: None) -> None:
    response = client.get(f"{path}?{'a=1&' * 20_001}")
    assert response.status_code == 400
    page = Page(response)
    assert (page.heading, page.language) == ("This request could not be read", "en")


def test_a_foreign_host_is_refused(client: Client, db: None) -> None:
    response = client.get("/en/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert Page(response).heading


@pytest.mark.parametrize("language", sampled(LANGUAGES, 1))
@pytest.mark.parametrize("name", sorted({name for _route, name in named_patterns()}))
def test_an_address_answers_get_and_head_and_refuses_the_rest(
    name: str, language: str, records: None
) -> None:
    """As a browser meets it: no token comes with what it sends."""
    client = Client(enforce_csrf_checks=True)
    there = [address(name, *arguments, language=language) for arguments in ADDRESSES[name]()]
    here = next(path for path in there if visit(client, path).status == 200)
    page, head = client.get(here), client.head(here)
    # Read to the end, because that is what closes a document's file.
    assert (page.status_code, b"".join(page) != b"") == (200, True)
    assert (head.status_code, b"".join(head)) == (200, b"")
    answered = ["GET", "HEAD", *ALSO_ANSWERED.get(name, [])]
    for method in set(OTHER_METHODS).difference(answered):
        response = client.generic(method, here, quote("é"), content_type="text/plain")
        assert (method, response.status_code) == (method, 405)
        assert response["Allow"] == ", ".join(answered)
        assert Page(response).heading

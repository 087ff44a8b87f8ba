"""What is one page of all that can be asked for; no database."""

import re
from typing import Any

import pytest
from django.conf import settings as portal_settings
from django.test import RequestFactory
from django.urls import get_resolver

from kpcsc import gunicorn_conf
from kpcsc.kept_pages.addresses import (
    IN_PAGES,
    KEPT,
    NOT_KEPT,
    address_of,
    is_kept,
    without_tracking_parameters,
)
from kpcsc.takedown.addresses import ADDRESSES, address

PAGE = "/fr/meetings/"
THE_ADDRESS = "http://testserver/fr/meetings/?"


def asked(method: str = "GET", query: str = "", **environment: Any) -> str | None:
    """The address of a request, as the middleware asks for it."""
    request = RequestFactory().generic(method, PAGE, QUERY_STRING=query, **environment)
    return address_of(request)


def test_each_address_is_kept_or_said_why_not() -> None:
    assert KEPT.isdisjoint(NOT_KEPT)
    assert KEPT | NOT_KEPT.keys() == ADDRESSES.keys()
    assert all(NOT_KEPT.values())
    assert IN_PAGES <= KEPT


def test_the_language_of_a_kept_page_stands_in_its_address() -> None:
    patterns = get_resolver().reverse_dict
    assert patterns is not None
    for name in KEPT:
        arguments = ["aa"] if re.search("detail|calendar|results", name) else []
        for language, _label in portal_settings.LANGUAGES:
            assert address(name, *arguments, language=language).startswith(f"/{language}/")


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("", ""),
        ("fbclid=IwAR0x", ""),
        ("utm_source=a&page=2&utm_medium=b&gclid=1", "page=2"),
        ("q=utm_source=a", "q=utm_source=a"),
        ("Fbclid=1", "Fbclid=1"),
    ],
)
def test_what_other_sites_add_to_a_link_is_left_out(query: str, left: str) -> None:
    assert without_tracking_parameters(query) == left


@pytest.mark.parametrize(
    "query",
    [
        *("page=0", "page=02", "page=1&page=2", "page=", "page=x", "page=1000000", "page=٢"),
        *("q=or", "year=2021", "country=zw&page=2", "anything", "page=2&anything=1", "page=%32"),
    ],
)
def test_another_query_has_no_page_of_its_own(query: str) -> None:
    assert asked(query=query) is None


def test_a_page_of_a_list_has_one_of_its_own() -> None:
    assert asked(query="page=2") == f"{THE_ADDRESS}page=2"
    assert is_kept("meeting_list", "page=2")
    assert not is_kept("about", "page=2")
    assert is_kept("about", "")
    assert not is_kept("search", "")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_only_reading_is_answered(method: str) -> None:
    assert asked(method) is None


def test_cookies_of_others_do_not_matter_and_a_session_does() -> None:
    assert asked() == asked("HEAD") == asked(HTTP_COOKIE="_ga=1; csrftoken=x") == THE_ADDRESS
    assert asked(HTTP_COOKIE="_ga=1; sessionid=x") is None
    assert asked(HTTP_COOKIE="messages=x") is None


@pytest.mark.parametrize(
    "host",
    ["evil.example", "TESTSERVER", "testserver:81", "testserver.", "testserver:80:80", "", "a b"],
)
def test_a_name_that_the_portal_does_not_have_makes_no_page(host: str) -> None:
    assert asked(HTTP_HOST=host) is None


def test_the_names_and_the_scheme_are_kept_apart(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "portal.example"]
    assert asked(HTTP_HOST="portal.example") == "http://portal.example/fr/meetings/?"
    assert asked(HTTP_HOST="portal.example:80") == "http://portal.example:80/fr/meetings/?"
    settings.LOCAL = False  # behind a socket, the server's port is what the Host says
    assert asked(HTTP_HOST="portal.example") == "http://portal.example/fr/meetings/?"
    assert asked(HTTP_HOST="portal.example:80") is None
    request = RequestFactory().get(PAGE, secure=True)
    assert address_of(request) == "https://testserver/fr/meetings/?"


@pytest.mark.parametrize("prefix", ["/elsewhere", "//", "/fr"])
def test_a_prefix_that_a_header_gives_makes_no_page(prefix: str) -> None:
    """gunicorn took it from a request's SCRIPT_NAME: links of the page would hold it."""
    assert asked(SCRIPT_NAME=prefix) is None
    assert gunicorn_conf.forwarder_headers == ""

"""What every answer goes through."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.cache import patch_cache_control

FORM = "application/x-www-form-urlencoded"

type GetResponse = Callable[[HttpRequest], HttpResponse]


def explain_refused_method(get_response: GetResponse) -> GetResponse:
    """Gives Django's empty "method not allowed" a page that says what to do."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = render(request, "405.html").content
        return response

    return middleware


def forbid_caching(get_response: GetResponse) -> GetResponse:
    """No copy outlives a withdrawn consent: public pages are asked for anew (an unchanged one
    costs no bytes), and those of somebody signed in are kept nowhere."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        elif not response.has_header("Cache-Control"):
            patch_cache_control(response, no_cache=True)
        return response

    return middleware


def refuse_other_charsets(get_response: GetResponse) -> GetResponse:
    """Answers 400 to a form in another charset than UTF-8, which Django refuses to read.

    Each layer that looks for the CSRF token would break on it, and so would the page about the
    error.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.content_type == FORM and (request.encoding or "utf-8").lower() != "utf-8":
            # What CsrfViewMiddleware calls a request that it has looked at.
            request.csrf_processing_done = True  # type: ignore[attr-defined]
            raise BadRequest
        return get_response(request)

    return middleware

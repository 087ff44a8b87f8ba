"""What every answer goes through."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.cache import patch_cache_control

type GetResponse = Callable[[HttpRequest], HttpResponse]


def explain_refused_method(get_response: GetResponse) -> GetResponse:
    """Gives Django's empty "method not allowed" a page that says what to do."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = render(request, "405.html").content
        return response

    return middleware


def forbid_keeping(get_response: GetResponse) -> GetResponse:
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

"""What every answer goes through."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

type GetResponse = Callable[[HttpRequest], HttpResponse]


def explain_refused_method(get_response: GetResponse) -> GetResponse:
    """Gives Django's empty "method not allowed" a page that says what to do."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = render(request, "405.html").content
        return response

    return middleware

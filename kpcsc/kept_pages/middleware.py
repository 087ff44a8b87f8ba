"""Public pages from memory, each under the token of the records that it was made from."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from kpcsc.foundation.site_revision import current_revision
from kpcsc.kept_pages.addresses import address_of, is_kept, without_tracking_parameters
from kpcsc.kept_pages.memory import KeptPage, KeptPages, best_encoding, etag_of

type GetResponse = Callable[[HttpRequest], HttpResponse]


def answer_from_memory(get_response: GetResponse) -> GetResponse:
    """Answers strangers with the pages that were made for others before, while they hold.

    The token was read before anything else of the request. It is read once more after a page is
    made: one that was made while somebody wrote is kept under neither token.
    """
    pages = KeptPages()

    def middleware(request: HttpRequest) -> HttpResponse:
        nonlocal pages
        request.META["QUERY_STRING"] = without_tracking_parameters(request.META["QUERY_STRING"])
        address = address_of(request)
        revision = current_revision() if address else None
        if not address or not revision:
            return get_response(request)
        if pages.revision is not revision:
            pages = KeptPages(revision)
        of_revision = pages  # also where another thread goes on to the next
        if page := of_revision.get(address):
            return answer(page, request)
        response = get_response(request)
        if may_be_kept(response, request):
            page = page_of(response)
            if revision.is_current:
                of_revision.keep(address, page)
        return response

    return middleware


def may_be_kept(response: HttpResponse, request: HttpRequest) -> bool:
    """Whether every stranger who asks for this page gets the same."""
    match = request.resolver_match
    return (
        request.method == "GET"
        and response.status_code == 200
        and match is not None
        and is_kept(match.view_name, request.META["QUERY_STRING"])
        and not response.cookies  # a form's token, or a message
        and request.user.is_anonymous
    )


def page_of(response: HttpResponse) -> KeptPage:
    """The page in an answer, which gets the headers that all codings of it share."""
    response["Cache-Control"], response["ETag"] = "public, no-cache", etag_of(response.content)
    patch_vary_headers(response, ["Accept-Encoding"])
    return KeptPage.of(response.content, dict(response.items()))


def answer(page: KeptPage, request: HttpRequest) -> HttpResponse:
    """The page, in the coding that the browser asks for; 304 where it has it already."""
    encoding = best_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    # Django's own middleware would compress it where gzip is named to be refused (q=0).
    request.META["HTTP_ACCEPT_ENCODING"] = encoding
    response = HttpResponse(page.encoded(encoding), headers=page.headers)
    if encoding:
        response["Content-Encoding"] = encoding
    response["Content-Length"] = str(len(response.content))
    return get_conditional_response(request, etag=response["ETag"], response=response) or response

"""What views share: which methods they answer, and pages of a list."""

import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.db import IntegrityError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from kpcsc.foundation.versioned import StaleRecordError

MOST_CONFLICTS = 8  # of one request: as many others may write the same at its moment
KEY = re.compile(r"[0-9]{1,18}", re.ASCII)  # what a column of keys can hold


def read_only[**Arguments](
    view: Callable[Arguments, HttpResponseBase],
) -> Callable[Arguments, HttpResponseBase]:
    """A view for GET and HEAD; whatever else is refused as such, not as a forged form."""
    return csrf_exempt(require_safe(view))


def repeat_after_conflict(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view that is asked again where another request wrote the same at the same moment.

    Then it sees what the other wrote, and tells the person, as it does one who is later by a
    minute; it is asked as often as others may come between. Each write of the view has to be one
    transaction, which the conflict undid.
    """

    @wraps(view)
    def repeated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        for _attempt in range(MOST_CONFLICTS if request.method == "POST" else 0):
            try:
                return view(request, *args, **kwargs)
            except (IntegrityError, StaleRecordError):
                rewind_files(request)
        return view(request, *args, **kwargs)

    return repeated


def rewind_files(request: HttpRequest) -> None:
    """Has what was uploaded read from its beginning again."""
    for _name, files in request.FILES.lists():
        for file in files:
            file.seek(0)


def page_of(records: Any, request: HttpRequest, size: int) -> Page[Any]:
    """The page of `records` that the request asks for; Http404 where there is no such page."""
    try:
        return Paginator(records, size).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404 from error


def query_string(request: HttpRequest) -> str:
    """The filters in use, to be kept by links to other pages of the list."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def keys_in(values: Iterable[str]) -> list[int]:
    """The keys of records among what a form sent; whatever can be none is left out."""
    return [int(value) for value in values if KEY.fullmatch(value)]

"""How views say which methods they answer."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe


def read_only[**Arguments](
    view: Callable[Arguments, HttpResponseBase],
) -> Callable[Arguments, HttpResponseBase]:
    """A view for GET and HEAD; whatever else is refused as such, not as a forged form."""
    return csrf_exempt(require_safe(view))

"""A portal that is closed for a while: a file says so, to all its processes at once.

A file and not a row, because the database may be the one that is being exchanged.
"""

from collections.abc import Callable
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

type GetResponse = Callable[[HttpRequest], HttpResponse]

MINUTE = 60
ALWAYS_OPEN = "/healthz"
# Where an administrator signs in to look at who would be named.
OPEN_TO_ADMINISTRATORS = ("/admin/", "/fr/sign-in/", "/en/sign-in/", "/static/")


class Closure(StrEnum):
    """Why a portal is closed."""

    MAINTENANCE = "maintenance"  # to everybody
    RESTORING = "restoring"  # likewise, and not opened before the ledger was applied
    UNCONFIRMED = "unconfirmed"  # restored without its ledger: to everybody but administrators


def close_portal(why: Closure) -> None:
    """Closes the portal from the next request on."""
    path = Path(settings.CLOSED_FILE)
    new = path.with_name(f"{path.name}.new")
    new.write_text(why)
    new.replace(path)


def open_portal() -> None:
    """Opens it again."""
    Path(settings.CLOSED_FILE).unlink(missing_ok=True)


def closure() -> Closure | None:
    """Why the portal is closed, None while it is open; whatever the file says, closed is closed."""
    try:
        said = Path(settings.CLOSED_FILE).read_text().strip()
    except FileNotFoundError:
        return None
    return Closure(said) if said in Closure else Closure.MAINTENANCE


def refuse_while_closed(get_response: GetResponse) -> GetResponse:
    """Answers 503 while the portal is closed, before anything is read or kept."""

    def middleware(request: HttpRequest) -> HttpResponse:
        why = closure()
        is_open = why is None or request.path == ALWAYS_OPEN
        if is_open or (
            why == Closure.UNCONFIRMED and request.path.startswith(OPEN_TO_ADMINISTRATORS)
        ):
            return get_response(request)
        return closed_page(request)

    return middleware


def refuse_all_but_administrators(get_response: GetResponse) -> GetResponse:
    """Lets nobody but administrators behind the door of a portal that has lost its ledger."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if (
            request.user.is_authenticated
            and not request.user.has_perm("organisations.administer_portal")
            and closure() is not None
        ):
            return closed_page(request)
        return get_response(request)

    return middleware


def closed_page(request: HttpRequest) -> HttpResponse:
    """Says when to come back, and that the browser still has what was sent."""
    with translation.override(translation.get_language_from_request(request, check_path=True)):
        content = render_to_string("503.html", {"is_sent": request.method == "POST"})
    page = HttpResponse(content, status=HTTPStatus.SERVICE_UNAVAILABLE)
    page["Retry-After"], page["Cache-Control"] = str(MINUTE), "no-store"
    return page

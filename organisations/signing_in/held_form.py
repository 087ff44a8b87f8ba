"""What was sent after the session had expired: held until the same person has signed in again.

It is kept sealed, in the session of the browser that sent it, without files and passwords. Whose
browser it was says a signed cookie, which signing out takes away: what one person typed is never
offered to another. It is sent anew by the person's own click, and so at most once.
"""

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kpcsc.foundation.sealed import DecryptionError, decrypt, encrypt

HELD = "held_form"
OWNER_COOKIE = "whose"  # the cookie
MOST_CHARACTERS = 1_000_000


def hold_forms(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that holds what a person sends when nobody is signed in, and offers it again."""

    def middleware(request: HttpRequest) -> HttpResponse:
        page = reverse("held_form")
        was_signed_in = request.user.is_authenticated
        is_sent = False
        if (
            was_signed_in
            and HELD in request.session
            and not getattr(request.user, "lacks_second_factor", False)
        ):
            if request.method == "GET" and request.path != page:
                return redirect(page)
            is_sent = request.method == "POST" and is_sent_anew(request)
        response = get_response(request)
        if is_sent and response.status_code < 400 and not leads_to_sign_in(response):
            request.session.pop(HELD, None)
        if request.user.is_authenticated and not was_signed_in:
            remember_whose(request, response)
        elif was_signed_in and not request.user.is_authenticated:
            response.delete_cookie(OWNER_COOKIE, samesite="Lax")
        elif request.method == "POST" and not was_signed_in and leads_to_sign_in(response):
            hold(request)
        return response

    return middleware


def leads_to_sign_in(response: HttpResponse) -> bool:
    """Whether the answer asks the person to sign in."""
    doors = (reverse(settings.LOGIN_URL), reverse("account_login"), reverse("admin:login"))
    path, _, query = response.headers.get("Location", "").partition("?")
    return response.status_code == 302 and path in doors and query.startswith("next=")


def hold(request: HttpRequest) -> None:
    """Keeps what was sent, if it is known whose it is and it is of a reasonable size."""
    try:
        person = request.get_signed_cookie(OWNER_COOKIE)
    except (BadSignature, KeyError):
        return
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name.lower()
        for value in values
    ]
    held = {
        "person": person,
        "path": request.get_full_path(),
        "fields": fields,
        "had_files": bool(request.FILES),
    }
    text = json.dumps(held)
    if len(text) <= MOST_CHARACTERS:
        request.session[HELD] = encrypt(text)


def remember_whose(request: HttpRequest, response: HttpResponse) -> None:
    """Notes in the browser who has signed in; whoever signs out is forgotten."""
    response.set_signed_cookie(
        OWNER_COOKIE,
        str(request.user.pk),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
        max_age=14 * settings.SESSION_COOKIE_AGE,
    )


def is_sent_anew(request: HttpRequest) -> bool:
    """Whether this is what was held, on its way to where it belongs."""
    held = held_for(request)
    return held is not None and held["path"] == request.get_full_path()


def held_for(request: HttpRequest) -> dict[str, Any] | None:
    """What is held for the person who is signed in; what is another's is dropped."""
    try:
        held: dict[str, Any] = json.loads(decrypt(request.session.get(HELD, "")))
    except (DecryptionError, ValueError):
        held = {}
    if held.get("person") == str(request.user.pk):
        return held
    request.session.pop(HELD, None)
    return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def held_form(request: HttpRequest) -> HttpResponse:
    """Offers to send what was held; a POST to this page itself throws it away."""
    held = held_for(request)
    if held is None or request.method == "POST":
        request.session.pop(HELD, None)
        return redirect("my_home")
    return render(request, "account/held_form.html", {"held": held, "shown": readable_texts(held)})


def readable_texts(held: dict[str, Any]) -> list[str]:
    """What the person typed, as far as it is worth reading: words, not keys and numbers of rows."""
    return [value for _name, value in held["fields"] if " " in value.strip()]

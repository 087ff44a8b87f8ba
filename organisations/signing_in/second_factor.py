"""The secretariat signs in with a second factor: a phone's code, a recovery code or a passkey.

Without it, somebody of the secretariat is nobody in particular: the desk stays shut, and pages show
what they show to the public.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from organisations.models import User
from organisations.signing_in.actions import sign_out


def ask_second_factor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that says of the request's person whether their second factor is missing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_staff and settings.SECOND_FACTOR_REQUIRED:
            request.user.lacks_second_factor = not used_second_factor(request)
        return get_response(request)

    return middleware


def used_second_factor(request: HttpRequest) -> bool:
    """Whether the person proved a second factor in this session."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def needs_second_factor_proof(request: HttpRequest) -> bool:
    """Whether the person has a second factor, and has not proved it in this session."""
    return getattr(request.user, "lacks_second_factor", False) and is_mfa_enabled(
        request.user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    )


def record_second_factor(
    *, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    """Receives allauth's signal that a factor was set up, which proves it as well.

    Sessions that were opened without it end.
    """
    record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)
    sign_out(sign_ins=user.sign_ins.exclude(session=request.session.session_key))


def redirect_to_sign_in(request: HttpRequest, then: str) -> HttpResponseRedirect:
    """To the page where the desk's next step is taken: password, second factor, or its set-up."""
    if not getattr(request.user, "lacks_second_factor", False):
        return redirect_to_login(then, reverse("account_login"))
    page = "mfa_reauthenticate" if needs_second_factor_proof(request) else "mfa_index"
    return redirect_to_login(then, reverse(page))

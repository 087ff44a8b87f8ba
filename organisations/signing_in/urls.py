"""The pages of signing in: those of allauth that the portal wants, and its own."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as phone
from allauth.mfa.webauthn import views as passkey
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import include, path, reverse

from organisations.signing_in import views
from organisations.signing_in.held_form import held_form
from organisations.signing_in.second_factor import needs_second_factor_proof

# Where a second factor is proved.
PROOFS = {factor.reauthenticate, passkey.reauthenticate_webauthn}

type View = Callable[..., HttpResponseBase]


def desk(view: View) -> View:
    """A page for the secretariat alone: members have neither a password nor a second factor.

    Whoever has a second factor proves it before anything about it is shown or changed.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.is_staff:
            raise Http404
        if view not in PROOFS and needs_second_factor_proof(request):
            return redirect_to_login(request.path, reverse("mfa_reauthenticate"))
        return view(request, *args, **kwargs)

    return guarded


passwords = [
    path("", desk(account.password_change), name="account_change_password"),
    path("first/", desk(account.password_set), name="account_set_password"),
    path("forgotten/", account.password_reset, name="account_reset_password"),
    path(
        "forgotten/code/",
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path("forgotten/new/", account.complete_password_reset, name="account_complete_password_reset"),
    path(
        "forgotten/done/",
        account.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
]
second_factors = [
    path("", desk(factor.index), name="mfa_index"),
    path("authenticate/", factor.authenticate, name="mfa_authenticate"),
    path("again/", desk(factor.reauthenticate), name="mfa_reauthenticate"),
    path("phone/", desk(phone.activate_totp), name="mfa_activate_totp"),
    path("phone/off/", desk(phone.deactivate_totp), name="mfa_deactivate_totp"),
    path("codes/", desk(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("codes/new/", desk(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("codes/file/", desk(recovery.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("passkeys/", desk(passkey.list_webauthn), name="mfa_list_webauthn"),
    path("passkeys/add/", desk(passkey.add_webauthn), name="mfa_add_webauthn"),
    path("passkeys/enter/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path(
        "passkeys/again/", desk(passkey.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"
    ),
    path("passkeys/<int:pk>/name/", desk(passkey.edit_webauthn), name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", desk(passkey.remove_webauthn), name="mfa_remove_webauthn"),
]
urlpatterns = [
    path("", account.request_login_code, name="account_request_login_code"),
    path("code/", account.confirm_login_code, name="account_confirm_login_code"),
    path("secretariat/", account.login, name="account_login"),
    path("out/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("again/", desk(account.reauthenticate), name="account_reauthenticate"),
    path("password/", include(passwords)),
    path("second-factor/", include(second_factors)),
    path("held/", held_form, name="held_form"),
    path("sessions/", views.sign_in_list, name="sign_in_list"),
]

"""What the portal does otherwise than allauth: who is written to, how, and what is kept."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from kpcsc.foundation.sealed import decrypt, encrypt
from organisations.models import User
from organisations.signing_in.actions import notify_of_change_of_sign_in, send_code
from organisations.signing_in.letters import code_for_password, code_to_sign_in

CODES = {
    "account/email/login_code": code_to_sign_in,
    "account/email/password_reset_code": code_for_password,
}


class AccountAdapter(DefaultAccountAdapter):
    """Codes are sealed wherever they are kept, and letters go through the portal's outbox."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False  # only staff create people

    def generate_login_code(self) -> str:
        return encrypt(super().generate_login_code())

    def generate_password_reset_code(self) -> str:
        return encrypt(super().generate_password_reset_code())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Posts what allauth would send at once; of `context`, nothing but the code is kept.

        The letter goes by the worker: a page answers as soon for an address that nobody has.
        """
        person = User.objects.get(email__iexact=email)
        if kind := CODES.get(template_prefix):
            send_code(person=person, sealed=context["code"], kind=kind)
        else:
            notify_of_change_of_sign_in(person=person)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The desk for those who work at it, their own page for others."""
        return reverse("admin:index" if request.user.is_staff else "my_home")

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path of this portal, whatever other hosts it answers for."""
        return bool(url) and url_has_allowed_host_and_scheme(url, allowed_hosts=None)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secrets of second factors are kept sealed."""

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """What the application on a phone shows: a name, since a phone may be taken."""
        return str(user)

"""The letters that belong to signing in: asked for, and so sent also to who wants no others."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.mail.letters import Letter, letter_from, letter_kind, portal_url
from kpcsc.foundation.sealed import decrypt
from organisations.models import SignInCode, User
from organisations.roles import role_sentences


@letter_kind(_("code to sign in"), asked_for=True)
def code_to_sign_in(code: SignInCode, person: User) -> Letter | None:
    """The code; None once it is no longer good."""
    return _code_letter("organisations/mail/sign_in_code.txt", code, person)


@letter_kind(_("code for a new password"), asked_for=True)
def code_for_password(code: SignInCode, person: User) -> Letter | None:
    """Likewise, to set a password."""
    return _code_letter("organisations/mail/password_code.txt", code, person)


@letter_kind(_("how the secretariat signs in"), asked_for=True)
def use_your_password(_about: SignInCode, person: User) -> Letter:
    """What somebody of the secretariat gets instead of a code."""
    link = portal_url(reverse("account_login"))
    return letter_from("organisations/mail/use_password.txt", {"person": person, "link": link})


@letter_kind(_("notice of a changed password or second factor"), asked_for=True)
def way_to_sign_in_changed(_about: User, person: User) -> Letter:
    """A warning to whoever did not change it."""
    return letter_from("organisations/mail/way_changed.txt", {"person": person})


@letter_kind(_("how to sign in for the first time"))
def how_to_sign_in(_about: User, person: User) -> Letter:
    """What somebody gets whom the secretariat has added: the address, and the first steps."""
    return letter_from(
        "organisations/mail/how_to_sign_in.txt",
        {
            "person": person,
            "roles": role_sentences(person.groups.all()),
            "sign_in": portal_url(reverse("account_request_login_code")),
            "password": portal_url(reverse("account_reset_password")),
            "guide": portal_url(reverse("admin:guide")),
        },
    )


def _code_letter(template: str, code: SignInCode, person: User) -> Letter | None:
    if not SignInCode.objects.valid().filter(pk=code.pk).exists():
        return None
    return letter_from(template, {"person": person, "code": decrypt(code.sealed)})

"""allauth's forms for signing in, adapted to the people we know and to sealed codes."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.sealed import DecryptionError, decrypt
from organisations.models import SignIn, SignInCode, User
from organisations.signing_in.actions import imitate_sending_code, send_use_password_letter


def opened(sealed: str | None) -> str:
    """The code that was sealed; empty, which no code equals, where there is none."""
    try:
        return decrypt(sealed) if sealed else ""
    except DecryptionError:
        return ""


class EmailField(forms.EmailField):
    """An address, typed on a phone."""

    def __init__(self, **options: Any) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "email"})
        super().__init__(label=_("E-mail address"), widget=widget, **options)


class PasswordForm(account_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = EmailField()


class RequestCodeForm(account_forms.RequestLoginCodeForm):
    """Whose code is asked for. What is answered does not depend on whether anybody is found."""

    email = EmailField()

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if not ratelimit.consume(
            context.request, app="allauth.account", action="request_login_code", key=email.lower()
        ):
            raise get_adapter().validation_error("too_many_login_attempts")
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if person and person.is_staff:
            send_use_password_letter(person=person)
            person = None
        elif person is None:
            imitate_sending_code()
        self._user = person
        return email


class ConfirmCodeForm(account_forms.ConfirmLoginCodeForm):
    """The code of the letter, or the one that the secretariat said on the telephone."""

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        if compare_user_code(actual=typed, expected=opened(self.expected_code)):
            return typed
        person = context.request._login_stage.login.user
        spoken = SignInCode.objects.valid().filter(person=person, is_spoken=True).first()
        is_right = spoken and compare_user_code(actual=typed, expected=opened(spoken.sealed))
        # Of two who type it at the same moment, one finds the row to delete.
        if spoken and is_right and spoken.delete()[0]:
            return typed
        raise get_adapter().validation_error("incorrect_code")


class ForgottenPasswordForm(account_forms.ResetPasswordForm):
    """Passwords are the secretariat's: nobody else is written to."""

    email = EmailField()

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        self.users = list(User.objects.filter(email__iexact=email, is_active=True, is_staff=True))
        if not self.users:
            imitate_sending_code()
        return email


class ConfirmPasswordCodeForm(account_forms.ConfirmPasswordResetCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected_code: str = opened(self.expected_code)


class CheckedCredential:
    """A passkey's answer, of which the library takes for granted that a browser made it."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]  # of the form beside it
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise get_adapter().validation_error("incorrect_code") from error


class PasskeyForm(CheckedCredential, webauthn_forms.LoginWebAuthnForm):
    pass


class ProofByPasskeyForm(CheckedCredential, webauthn_forms.AuthenticateWebAuthnForm):
    pass


class ReauthenticateByPasskeyForm(CheckedCredential, webauthn_forms.ReauthenticateWebAuthnForm):
    pass


class NewPasskeyForm(webauthn_forms.AddWebAuthnForm):
    name = forms.CharField(label=_("Name"), required=False)

    def clean(self) -> Any:
        try:
            return super().clean()
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise get_adapter().validation_error("incorrect_code") from error


class SignInNameForm(forms.ModelForm):
    """What a person calls one of their sessions."""

    class Meta:
        model = SignIn
        fields = ["name"]


class PasskeyNameForm(webauthn_forms.EditWebAuthnForm):
    name = forms.CharField(label=_("Name"))

"""Signing in and out, as far as it is more than allauth's."""

from allauth.core.internal.cryptokit import generate_user_code
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kpcsc.foundation.mail.letters import LetterKind
from kpcsc.foundation.mail.outbox import queue_letter
from kpcsc.foundation.sealed import encrypt
from organisations.models import SignIn, SignInCode, User
from organisations.signing_in.letters import (
    how_to_sign_in,
    use_your_password,
    way_to_sign_in_changed,
)


@transaction.atomic
def send_code(*, person: User, sealed: str, kind: LetterKind) -> None:
    """Has the sealed code written to the person."""
    SignInCode.objects.expired().delete()
    queue_letter(
        kind, about=SignInCode.objects.create(person=person, sealed=sealed), people=[person]
    )


def send_use_password_letter(*, person: User) -> None:
    """Tells somebody of the secretariat, who asked for a code, that a password opens the desk."""
    send_code(person=person, sealed=encrypt("no code"), kind=use_your_password)


def imitate_sending_code() -> None:
    """Takes as long as sending a code, and leaves nothing: time must not tell who is known."""
    if person := User.objects.first():
        with transaction.atomic():
            send_use_password_letter(person=person)
            transaction.set_rollback(True)


def notify_of_change_of_sign_in(*, person: User) -> None:
    """Tells the person that a password or a second factor of theirs is not what it was."""
    queue_letter(way_to_sign_in_changed, about=person, people=[person])


@transaction.atomic
def invite_to_sign_in(*, person: User, by: User) -> None:
    """Has the person written to how one signs in.

    Raises ValidationError for somebody who may not sign in.
    """
    if not person.is_active:
        raise ValidationError(_("This person may not sign in: tick “may sign in” first."))
    queue_letter(how_to_sign_in, about=person, people=[person])
    _log(person, gettext_noop("invitation to sign in"), by)


@transaction.atomic
def make_spoken_code(*, person: User, by: User) -> str:
    """A code that the secretariat tells a member whose mail fails; an earlier one is void.

    Raises ValidationError for somebody of the secretariat, who signs in with a second factor.
    """
    if person.is_staff or not person.is_active:
        raise ValidationError(_("Only members who may sign in do so with a code."))
    code = generate_user_code(**settings.ALLAUTH_USER_CODE_FORMAT)
    SignInCode.objects.filter(person=person, is_spoken=True).delete()
    SignInCode.objects.create(person=person, sealed=encrypt(code), is_spoken=True)
    _log(person, gettext_noop("spoken code"), by)
    return code


@transaction.atomic
def remove_second_factors(*, person: User, by: User) -> int:
    """Lets a person who lost phone and recovery codes set up another; gives how many were removed.

    Whoever is signed in as the person is signed out.
    """
    removed, _rows = Authenticator.objects.filter(user=person).delete()
    sign_out(sign_ins=person.sign_ins.all())
    notify_of_change_of_sign_in(person=person)
    _log(person, gettext_noop("second factor"), by)
    return removed


def sign_out(*, sign_ins: QuerySet[SignIn]) -> int:
    """Ends these sessions; gives how many."""
    keys = list(sign_ins.values_list("session", flat=True))
    Session.objects.filter(pk__in=keys).delete()
    return len(keys)


def _log(person: User, what: str, by: User) -> None:
    """Notes what was done about a person that leaves no trace in their own history."""
    LogEntry.objects.log_actions(
        by.pk,
        User.objects.filter(pk=person.pk),
        CHANGE,
        change_message=[{"changed": {"fields": [what]}}],
        single_object=True,
    )

"""Changes to organisations that are more than a change of one row."""

from collections.abc import Iterable
from itertools import count
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kpcsc.foundation.bin.actions import blank_in_bin
from kpcsc.foundation.history.author import set_author
from kpcsc.foundation.history.save_descriptions import ERASED
from organisations.listing.ledger import record_erasure
from organisations.models import Listing, Membership, Organisation, User
from organisations.signing_in.actions import sign_out

NOBODYS_HOST = "erased.invalid"  # where erased people have their addresses: there is no such host


def ask_for_erasure(*, by: User) -> User:
    """Tells the secretariat that the person wants to be erased; an earlier request stands."""
    if by.erasure_asked_at is None:
        by.erasure_asked_at = timezone.now()
        by.save()
    return by


def withdraw_erasure_request(*, by: User) -> User:
    """The person wants to stay after all."""
    by.erasure_asked_at = None
    by.save()
    return by


def renew_calendar(*, by: User) -> User:
    """Gives the person's calendar a new address; the former one opens nothing any more."""
    by.calendar_key = uuid4()
    by.save()
    return by


def remove_calendar_address(*, by: User) -> User:
    """Takes the address of the person's calendar away."""
    by.calendar_key = None
    by.save()
    return by


@transaction.atomic
def erase_person(*, person: User, by: User | None) -> User:
    """Takes out what says who a person is, also of history, which says that it was done.

    The records stay whole: what the person wrote, and the meetings that somebody attended, are
    still somebody's. What they wrote of themselves elsewhere, a model names in `blank_at_erasure`.
    `by` is None where the ledger is applied to a restored database. Raises ValidationError where
    `by` would erase themselves.
    """
    if person == by:
        raise ValidationError(_("Nobody erases themselves: ask another administrator."))
    with translation.override(settings.LANGUAGE_CODE):
        said = {
            "email": f"{person.pk}@{NOBODYS_HOST}",
            "name": _("Erased person"),
            "organisation": None,
            "role": "",
            "language": settings.LANGUAGE_CODE,
            "time_zone": "UTC",
            "speaks_for_organisation": False,
            "shown_to_members": False,
            "erasure_asked_at": None,
        }
    emails = [person.email, *person.history.values_list("email", flat=True)]
    record_erasure(email for email in emails if not email.endswith(f"@{NOBODYS_HOST}"))
    for name, value in said.items():
        setattr(person, name, value)
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login = person.calendar_key = None
    person.set_unusable_password()
    Authenticator.objects.filter(user=person).delete()
    sign_out(sign_ins=person.sign_ins.all())
    person.groups.clear()
    person.user_permissions.clear()
    set_author(person, by, reason=ERASED).save()
    person.history.update(**said)
    for relation in person._meta.related_objects:
        if blank := getattr(relation.related_model, "blank_at_erasure", None):
            own = relation.related_model._base_manager.filter(**{relation.field.name: person})
            own.update(**blank)
            column = relation.field.attname
            blank_in_bin(person=person, column=column, model=relation.related_model, values=blank)
    mentioned = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk)
    )
    mentioned.update(object_repr=said["name"])
    return person


@transaction.atomic
def withdraw_right(*, person: User, right: str, by: User | None) -> User:
    """Takes a right of `RIGHTS` from a person, whose sessions end; `by` is None where the ledger is
    applied to a restored database."""
    person.refresh_from_db()  # another right may have been taken meanwhile
    setattr(person, right, False)
    sign_out(sign_ins=person.sign_ins.all())
    set_author(person, by).save()
    return person


@transaction.atomic
def create_organisation(
    *, name: str, language: str, by: User, acronym: str = "", listing: Listing = Listing.UNLISTED
) -> Organisation:
    """A new organisation with a name in one language: unlisted, until it agrees to be named.

    Raises ValidationError where the name or acronym cannot be kept.
    """
    organisation = Organisation(acronym=acronym, listing=listing, slug=_free_slug(acronym or name))
    setattr(organisation, f"name_{language}", name)
    organisation.full_clean()
    set_author(organisation, by).save()
    return organisation


def _free_slug(name: str) -> str:
    """An address made of the name that no organisation has."""
    slug = slugify(name)[:90].strip("-") or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    if slug not in taken:
        return slug
    return next(free for number in count(2) if (free := f"{slug}-{number}") not in taken)


@transaction.atomic
def end_memberships(*, organisations: Iterable[Organisation], by: User) -> tuple[Organisation, ...]:
    """Makes former members of them, from today where no day is known; returns those changed."""
    keys = [organisation.pk for organisation in organisations]
    changed = tuple(
        Organisation.objects.select_for_update(no_key=True)
        .filter(pk__in=keys)
        .exclude(membership=Membership.FORMER)
    )
    today = timezone.localdate()
    for organisation in changed:
        organisation.membership = Membership.FORMER
        organisation.member_until = organisation.member_until or max(
            today, organisation.member_since or today
        )
        set_author(organisation, by)
        organisation.advance(by=by)
        organisation.save()
    return changed

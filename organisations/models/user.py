"""People: whoever is invited to anything, by e-mail address."""

from functools import cache
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from kpcsc.foundation.ledger import LedgerEntry, keyed_hash, record_in_ledger
from kpcsc.foundation.viewer import MEMBER, PUBLIC, Viewer
from organisations.models.organisation import UNMERGED, Organisation

# What a restored database must not give back to somebody who lost it.
RIGHTS = (
    *("is_active", "is_staff", "is_superuser"),
    *("speaks_for_organisation", "shown_to_members"),
)
YES_OR_NO = YES, NO = "yes", "no"

time_zones = cache(available_timezones)  # it searches the disk, each time for 5 ms


def validate_time_zone(name: str) -> None:
    """Refuses what is not a time zone of the IANA database."""
    if name not in time_zones():
        raise ValidationError(_("Write a time zone as in “Africa/Kinshasa” or “Europe/Paris”."))


EMAIL_EXISTS = _("Someone with this e-mail address exists already.")


class UserManager(BaseUserManager["User"]):
    """Creates people for Django's own commands."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person; without a password, one who cannot sign in with one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who may do everything in the admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by e-mail address; only staff create people."""

    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": EMAIL_EXISTS},
        help_text=_("The one that the person signs in with."),
    )
    name = models.CharField(_("name"), max_length=150)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        limit_choices_to=UNMERGED,
        verbose_name=_("organisation"),
        help_text=_("Its membership decides what this person sees."),
    )
    role = models.CharField(_("role in the organisation"), max_length=100, blank=True)
    language = models.CharField(
        _("language"),
        max_length=5,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("The one that messages are written in."),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=50,
        default="UTC",
        validators=[validate_time_zone],
        help_text=_("A city or a country: “Abidjan”, “Ghana”."),
    )
    wants_digest = models.BooleanField(
        _("wants the weekly reminder"),
        default=True,
        help_text=_("Of what the organisation promised, where something is due."),
    )
    is_active = models.BooleanField(
        _("may sign in"), default=True, help_text=_("Without it, nothing of the person is lost.")
    )
    is_staff = models.BooleanField(
        _("works for the secretariat"),
        default=False,
        help_text=_("May open this desk, and sees every organisation named."),
    )

    speaks_for_organisation = models.BooleanField(
        _("may agree in its organisation’s name"),
        default=False,
        help_text=_("To being named: this person reads what would be public, agrees or withdraws."),
    )
    shown_to_members = models.BooleanField(
        _("shown to members"),
        default=False,
        help_text=_("Name, role and address, in the members’ directory. The person’s own choice."),
    )
    # What the address of the person's calendar is made from; none where there is no address.
    calendar_key = models.UUIDField(null=True, unique=True, editable=False)
    erasure_asked_at = models.DateTimeField(
        _("asked to be erased"), null=True, blank=True, editable=False
    )

    # Said of the person who makes a request, by the middleware `ask_second_factor`.
    lacks_second_factor: bool = False

    objects = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login", "calendar_key"])

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        permissions = [
            ("administer_portal", _("May appoint the secretariat, erase people, read the journal"))
        ]
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=EMAIL_EXISTS,
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        """Saves; when somebody signs in is no change of the person, and is not kept as one."""
        if set(options.get("update_fields") or ()) == {"last_login"}:
            self.skip_history_when_saving = True
            super().save(**options)
            self.__dict__.pop("skip_history_when_saving", None)
            return
        before = User.objects.filter(pk=self.pk).values(*RIGHTS).first() if self.pk else None
        super().save(**options)
        self._record_rights(before)

    def _record_rights(self, before: dict[str, bool] | None) -> None:
        """Writes to the ledger which rights the person lost or got, for each of their addresses; of
        a new person, where it speaks of the address already."""
        changed = [right for right in RIGHTS if not before or before[right] != getattr(self, right)]
        if not changed:
            return
        emails = {self.email, *self.history.values_list("email", flat=True)}
        rights = {
            f"{keyed_hash(email.lower())} {right}": YES if getattr(self, right) else NO
            for email in sorted(emails)
            for right in changed
        }
        if before or LedgerEntry.objects.filter(facts__person_right__in=rights).exists():
            for right, word in rights.items():
                record_in_ledger(person_right=right, has_right=word)

    @property
    def text_author_id(self) -> int:
        """Whoever wrote name and role, and reads them as they are: the person."""
        return self.pk

    @property
    def link_viewer(self) -> Viewer:
        """What a private address opens to whoever has it, without signing in: what members see, to
        a member, and no more, whoever the person is."""
        return MEMBER if self.is_member or self.is_staff else PUBLIC

    @property
    def is_member(self) -> bool:
        """Whether what is for members is for this person."""
        return self.organisation is not None and self.organisation.is_member_now

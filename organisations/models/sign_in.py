"""Where a person is signed in, and the codes by which somebody signs in."""

from typing import Self

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SignIn(models.Model):
    """A session of a person, who tells it from others by its beginning and a name they gave it.

    Neither the address nor the program that it came from is kept.
    """

    session = models.OneToOneField(
        Session, models.CASCADE, related_name="+", verbose_name=_("session")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="sign_ins",
        verbose_name=_("person"),
    )
    name = models.CharField(
        _("name"),
        max_length=60,
        blank=True,
        help_text=_("By which you know it again: “phone”, “office”."),
    )
    began_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ["-began_at"]

    def __str__(self) -> str:
        return self.name or str(self.person)


class SignInCodeQuerySet(models.QuerySet["SignInCode"]):
    def valid(self) -> Self:
        """Those that still let somebody in."""
        return self.filter(made_at__gt=timezone.now() - settings.RETENTION["sign_in_codes"])

    def expired(self) -> Self:
        """Those that are of no use any more."""
        return self.filter(made_at__lte=timezone.now() - settings.RETENTION["sign_in_codes"])


class SignInCode(models.Model):
    """A code for one person, sealed: to be written into a letter, or said by the secretariat."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    sealed = models.TextField(_("sealed code"))
    is_spoken = models.BooleanField(_("said by the secretariat"), default=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    objects = SignInCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code to sign in")
        verbose_name_plural = _("codes to sign in")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(is_spoken=True),
                name="sign_in_code_spoken_once",
                violation_error_message=_("This person has a spoken code already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

"""Invitations of people and organisations: to meetings, and to the surveys before them."""

from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.mail.models import Delivery, DeliveryStatus
from kpcsc.foundation.translated_text import page_language
from kpcsc.foundation.viewer import MEMBER, PUBLIC, Viewer
from organisations.models.organisation import UNMERGED, Organisation
from organisations.models.user import User


class InvitationQuerySet[Row: models.Model](models.QuerySet[Row]):
    def in_force(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(is_revoked=False)

    def with_letters(self, *kinds: str) -> Self:
        """Those about which a letter of one of these kinds waits to be sent."""
        waiting = Delivery.objects.filter(letter__in=kinds, status=DeliveryStatus.QUEUED)
        keyed = self.annotate(key_as_text=Cast("pk", models.CharField()))
        return keyed.filter(key_as_text__in=waiting.values("about_id"))

    def with_people(self) -> Self:
        """Brings those invited, and whoever gets the letters; in two queries."""
        invited = self.select_related("person__organisation", "organisation")
        return invited.prefetch_related("organisation__people")

    def by_name(self) -> Self:
        """Organisations first, then people, each by name in the page's language."""
        organisations = F(f"organisation__sort_{page_language()}").asc(nulls_last=True)
        return self.order_by(organisations, "person__name", "pk")


class PersonalInvitation(models.Model):
    """A person or an organisation invited to something, by a link of their own.

    The link is made from `key` and the portal's secret, and is kept nowhere.
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="%(app_label)s_invitations",
        verbose_name=_("person"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(app_label)s_invitations",
        limit_choices_to=UNMERGED,
        verbose_name=_("organisation"),
    )
    is_revoked = models.BooleanField(_("withdrawn"), default=False)

    # What `ask_anew` sets.
    ASKED_ANEW = ["key", "is_revoked"]

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.person or self.organisation)

    @property
    def represented_organisation(self) -> Organisation | None:
        """The organisation for which somebody comes or answers."""
        return self.organisation or (self.person.organisation if self.person else None)

    @property
    def link_viewer(self) -> Viewer:
        """What the link opens beside what it is for: what its letter may say as well."""
        if self.person:
            return self.person.link_viewer
        is_member = self.organisation is not None and self.organisation.is_member_now
        return MEMBER if is_member else PUBLIC

    @property
    def link_is_of_use(self) -> bool:
        """Whether the link still opens something for those invited."""
        return not self.is_revoked

    def people(self) -> list[User]:
        """Those who get the letters: the person, or the contacts of the organisation."""
        if self.person:
            return [self.person]
        people = self.organisation.people.all() if self.organisation else []
        return [person for person in people if person.is_active]

    def ask_anew(self) -> None:
        """Makes a withdrawn invitation one that nobody has seen yet, with another link."""
        self.key, self.is_revoked = uuid4(), False


def invitation_constraints(
    subject: str, *, of_one: str, once_a_person: str, once_an_organisation: str
) -> list[Any]:
    """The constraints of an invitation to a subject, by their names in the database."""
    return [
        models.CheckConstraint(
            condition=Q(person__isnull=False, organisation=None)
            | Q(person=None, organisation__isnull=False),
            name=of_one,
            violation_error_message=_("Invite a person or an organisation."),
        ),
        models.UniqueConstraint(
            fields=[subject, "person"],
            name=once_a_person,
            violation_error_message=_("This person is invited already."),
        ),
        models.UniqueConstraint(
            fields=[subject, "organisation"],
            name=once_an_organisation,
            violation_error_message=_("This organisation is invited already."),
        ),
    ]

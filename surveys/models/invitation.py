"""Who is asked to answer, and who has."""

from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation, User
from organisations.models.organisation import UNMERGED
from surveys.models.survey import Survey


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def with_mark(self) -> Self:
        """Adds `has_answered`."""
        marks = AnsweredMark.objects.filter(invitation=OuterRef("pk"))
        return self.annotate(has_answered=Exists(marks))

    def in_force(self) -> Self:
        """Those whose link works while the survey is open."""
        return self.filter(is_revoked=False)

    def counted(self) -> Self:
        """Those that may still answer, or have."""
        return self.filter(Q(is_revoked=False) | Q(mark__isnull=False))

    def unanswered(self) -> Self:
        """Those still waited for."""
        return self.in_force().with_mark().filter(has_answered=False)


class Invitation(models.Model):
    """A person or an organisation asked to answer, once, by a link of their own.

    The link is made from `key` and the portal's secret, and is kept nowhere.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="invitations")
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="survey_invitations",
        verbose_name=_("person"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="survey_invitations",
        limit_choices_to=UNMERGED,
        verbose_name=_("organisation"),
    )
    is_revoked = models.BooleanField(_("link withdrawn"), default=False)

    # Set by `with_mark`.
    has_answered: bool

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to a survey")
        verbose_name_plural = _("invitations to a survey")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation=None)
                | Q(person=None, organisation__isnull=False),
                name="invitation_of_a_person_or_an_organisation",
                violation_error_message=_("Invite a person or an organisation."),
            ),
            models.UniqueConstraint(
                fields=["survey", "person"],
                name="invitation_once_a_person",
                violation_error_message=_("This person is invited already."),
            ),
            models.UniqueConstraint(
                fields=["survey", "organisation"],
                name="invitation_once_an_organisation",
                violation_error_message=_("This organisation is invited already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.organisation)

    @property
    def represented(self) -> Organisation | None:
        """The organisation that the answer comes from."""
        return self.organisation or (self.person.organisation if self.person else None)

    def absorb(self, other: "Invitation") -> None:
        """Takes in another invitation to the survey: two organisations are one after all.

        Whichever has answered, the organisation has; its answer in a named survey comes along.
        """
        if AnsweredMark.objects.filter(invitation=other).exists():
            AnsweredMark.objects.get_or_create(invitation=self)
        responses = self.survey.responses
        if not responses.filter(invitation=self).exists():
            responses.filter(invitation=other).update(invitation=self)

    def people(self) -> list[User]:
        """Those who get the letter: the person, or the contacts of the organisation."""
        if self.person:
            return [self.person]
        people = self.organisation.people.all() if self.organisation else []
        return [person for person in people if person.is_active]


class AnsweredMark(models.Model):
    """That somebody has answered, and nothing else: neither what nor when.

    Apart from the invitation, so that an anonymous survey's marks can be written anew in a random
    order when it closes.
    """

    invitation = models.OneToOneField(
        Invitation, models.CASCADE, primary_key=True, related_name="mark"
    )

    class Meta:
        verbose_name = _("mark of an answer")
        verbose_name_plural = _("marks of answers")

    def __str__(self) -> str:
        return str(self.invitation)

"""Who is asked to answer, and who has."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from organisations.models.invitation import (
    InvitationQuerySet,
    PersonalInvitation,
    invitation_constraints,
)
from surveys.models.survey import Survey


class SurveyInvitationQuerySet(InvitationQuerySet["Invitation"]):
    def with_mark(self) -> Self:
        """Adds `has_answered`."""
        marks = AnsweredMark.objects.filter(invitation=OuterRef("pk"))
        return self.annotate(has_answered=Exists(marks))

    def unanswered(self) -> Self:
        """Those still waited for."""
        return self.in_force().with_mark().filter(has_answered=False)


class Invitation(PersonalInvitation):
    """A person or an organisation asked to answer, once."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="invitations")

    # Set by `with_mark`.
    has_answered: bool

    objects = SurveyInvitationQuerySet.as_manager()

    class Meta(PersonalInvitation.Meta):
        verbose_name = _("invitation to a survey")
        verbose_name_plural = _("invitations to a survey")
        constraints = invitation_constraints(
            "survey",
            of_one="invitation_of_a_person_or_an_organisation",
            once_a_person="invitation_once_a_person",
            once_an_organisation="invitation_once_an_organisation",
        )

    @property
    def is_awaited(self) -> bool:
        """Whether somebody can be written to, and has not answered; it comes `with_mark`."""
        return self.link_is_of_use and bool(self.people())

    @property
    def link_is_of_use(self) -> bool:
        return super().link_is_of_use and not self.has_answered

    def absorb(self, other: "Invitation") -> None:
        """Takes in another invitation to the survey: two organisations are one after all.

        Whichever has answered, the organisation has; its answer in a named survey comes along.
        """
        if AnsweredMark.objects.filter(invitation=other).exists():
            AnsweredMark.objects.get_or_create(invitation=self)
        responses = self.survey.responses
        if not responses.filter(invitation=self).exists():
            responses.filter(invitation=other).update(invitation=self)


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

"""Where an agenda item came from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models import AgendaItem, FollowUp, Meeting
from surveys.models.question import Choice


class AgendaOrigin(models.Model):
    """What a drafted agenda item rests on, and what the draft said.

    Staff change items as they like; the draft's own words are kept here, so that drafting again
    leaves alone what somebody changed, and does not bring back what somebody took out.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    agenda_item = models.OneToOneField(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="origin"
    )
    choice = models.ForeignKey(Choice, models.CASCADE, null=True, blank=True, related_name="+")
    follow_up = models.ForeignKey(FollowUp, models.CASCADE, null=True, blank=True, related_name="+")
    points = models.CharField(_("points"), max_length=20, blank=True)
    place = models.PositiveSmallIntegerField(_("place in the ranking"), null=True, blank=True)
    respondents = models.PositiveIntegerField(_("respondents"), null=True, blank=True)
    stability = models.PositiveSmallIntegerField(_("stability, in per cent"), null=True, blank=True)
    drafted = models.JSONField(_("as drafted"), default=dict)

    class Meta:
        verbose_name = _("origin of an agenda item")
        verbose_name_plural = _("origins of agenda items")
        constraints = [
            models.CheckConstraint(
                condition=Q(choice__isnull=False, follow_up=None)
                | Q(choice=None, follow_up__isnull=False),
                name="agenda_origin_is_a_choice_or_a_follow_up",
                violation_error_message=_("An item comes from a choice or from a follow-up."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "choice"],
                name="agenda_origin_once_a_choice",
                violation_error_message=_("This choice is on the agenda already."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "follow_up"],
                name="agenda_origin_once_a_follow_up",
                violation_error_message=_("This follow-up is on the agenda already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.agenda_item or self.choice or self.follow_up)

"""What is to do about meetings and campaigns, as filters of their change lists."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.admin_filters import ToDoFilter
from kpcsc.foundation.proposals.admin_filter import PROPOSALS
from kpcsc.foundation.translations.admin_filter import TEXTS
from meetings.invitations.letters import joining_link, meeting_changed
from meetings.models import FollowUp, Invitation, Naming, Participation, State
from meetings.models.meeting import count_of
from organisations.models import Organisation


def with_overdue_follow_ups(meetings: QuerySet[Any]) -> QuerySet[Any]:
    """The meetings where something was promised for a day that is over."""
    return meetings.filter(Exists(FollowUp.objects.overdue().filter(meeting=OuterRef("pk"))))


def naming_without_consent(meetings: QuerySet[Any]) -> QuerySet[Any]:
    """The meetings that name an organisation beyond its latest consent."""
    named = Participation.objects.exclude(attended=False).exclude(named=Naming.UNNAMED)
    beyond = named.filter(
        organisation__in=Organisation.objects.named_without_consent().values("pk")
    )
    return meetings.filter(Exists(beyond.filter(meeting=OuterRef("pk"))))


def with_invitations_waiting(meetings: QuerySet[Any]) -> QuerySet[Any]:
    """The meetings whose replies are overdue, or some of whose invited are still to be told.

    Adds `awaited` and `to_notify`: how many said neither yes nor no, and how many a letter on a
    change waits for.
    """
    invitations, today = Invitation.objects.all(), timezone.localdate()
    counted = meetings.annotate(
        awaited=count_of(invitations.awaited().informed()),
        to_notify=count_of(invitations.with_letters(meeting_changed.name, joining_link.name)),
    )
    is_overdue = Q(state=State.PLANNED, reply_by__lt=today, starts_on__gte=today, awaited__gt=0)
    return counted.filter(is_overdue | Q(to_notify__gt=0))


class MeetingToDoFilter(ToDoFilter):
    choices_offered = {
        "figures": (_("figures differ"), lambda meetings: meetings.with_differing_figures()),
        **PROPOSALS,
        **TEXTS,
        "follow-ups": (_("a follow-up is overdue"), with_overdue_follow_ups),
        "invitations": (
            _("replies are overdue, or letters wait"),
            with_invitations_waiting,
        ),
        "consent": (_("names an organisation without its consent"), naming_without_consent),
    }


class CampaignToDoFilter(ToDoFilter):
    choices_offered = {**PROPOSALS, **TEXTS}

"""What wants doing about meetings and campaigns, as filters of their change lists."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.admin_filters import TEXTS, WantingFilter
from meetings.models import FollowUp, Naming, Participation
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


class MeetingWantingFilter(WantingFilter):
    choices_offered = {
        "figures": (_("figures differ"), lambda meetings: meetings.with_differing_figures()),
        **TEXTS,
        "follow-ups": (_("a follow-up is overdue"), with_overdue_follow_ups),
        "consent": (_("names an organisation without its consent"), naming_without_consent),
    }


class CampaignWantingFilter(WantingFilter):
    choices_offered = TEXTS

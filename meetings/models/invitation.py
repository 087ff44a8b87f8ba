"""Who is invited to a meeting, what they replied, and what they were notified of."""

from collections.abc import Mapping
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.translated_text import columns
from meetings.models.meeting import Meeting, State
from meetings.models.participation import Reply
from organisations.models.invitation import (
    InvitationQuerySet,
    PersonalInvitation,
    invitation_constraints,
)

# What those invited are notified of, and again once it changes.
CALENDAR_FACTS = [
    *("state", "starts_on", "starts_at", "ends_on", "ends_at", "precision", "time_zone"),
    *("format", *columns("place")),
]
LONGEST_REMARKS = 2000


def calendar_facts(meeting: Meeting) -> dict[str, str]:
    """When, where and whether a meeting is, as JSON can hold it."""
    fields = [Meeting._meta.get_field(name) for name in CALENDAR_FACTS]
    return {
        field.name: field.value_to_string(meeting)  # type: ignore[union-attr]  # columns
        for field in fields
        if getattr(meeting, field.name) not in {None, ""}
    }


def meeting_of_facts(facts: Mapping[str, str], *, now: Meeting) -> Meeting:
    """The meeting as it was by these facts, to be saved nowhere.

    It has the key of what it is `now`: by that, its texts name whom those of the meeting may name.
    """
    fields: dict[str, Any] = {name: Meeting._meta.get_field(name) for name in facts}
    values = {name: fields[name].to_python(text) for name, text in facts.items()}
    return Meeting(pk=now.pk, **values)


class MeetingInvitationQuerySet(InvitationQuerySet["Invitation"]):
    def awaited(self) -> Self:
        """Those that have said neither yes nor no to the date that it has."""
        undecided = Q(reply__in=[Reply.NONE, Reply.MAYBE])
        return self.in_force().filter(undecided | Q(is_asked_again=True))

    def coming(self) -> Self:
        """Those that said yes or perhaps."""
        return self.in_force().filter(reply__in=[Reply.YES, Reply.MAYBE])

    def informed(self) -> Self:
        """Those who know of the meeting: they are notified of what changes."""
        return self.in_force().filter(notified__isnull=False)


class Invitation(PersonalInvitation):
    """A person or an organisation invited to a meeting, and what they replied."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations")
    reply = models.CharField(_("reply"), max_length=10, choices=Reply, default=Reply.NONE)
    coming = models.TextField(
        _("who will come"), blank=True, help_text=_("One name on each line, if you know already.")
    )
    remarks = models.TextField(
        _("remarks"),
        blank=True,
        max_length=LONGEST_REMARKS,
        help_text=_("What we should know: access, interpretation, food."),
    )
    replied_at = models.DateTimeField(_("replied"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written down by"),
        help_text=_("Empty where they replied themselves."),
    )
    # The date has moved since: whoever replied is asked once more.
    is_asked_again = models.BooleanField(_("asked again"), default=False, editable=False)
    # The time and place that its people were notified of, but for what a waiting letter says.
    notified = models.JSONField(null=True, blank=True, editable=False)

    ASKED_ANEW = [
        *PersonalInvitation.ASKED_ANEW,
        *("notified", "reply", "replied_at", "recorded_by", "coming", "remarks", "is_asked_again"),
    ]
    # What is taken out where the person is erased.
    blank_at_erasure = {"coming": "", "remarks": ""}

    objects = MeetingInvitationQuerySet.as_manager()

    class Meta(PersonalInvitation.Meta):
        verbose_name = _("invitation to a meeting")
        verbose_name_plural = _("invitations to a meeting")
        constraints = [
            *invitation_constraints(
                "meeting",
                of_one="meeting_invitation_of_one",
                once_a_person="meeting_invitation_once_a_person",
                once_an_organisation="meeting_invitation_once_an_organisation",
            ),
            models.CheckConstraint(
                condition=Q(reply=Reply.NONE, replied_at=None)
                | (Q(reply__in=Reply.values) & ~Q(reply=Reply.NONE) & Q(replied_at__isnull=False)),
                name="meeting_invitation_reply_says_when",
                violation_error_message=_("A reply is yes, no or perhaps, and says when it came."),
            ),
        ]

    def is_of_another_date(self, meeting: Meeting) -> bool:
        """Whether what was replied was meant for another date than the meeting has."""
        if self.reply == Reply.NONE or self.notified is None:
            return False
        return meeting_of_facts(self.notified, now=meeting).period != meeting.period

    @property
    def is_awaited(self) -> bool:
        """Whether somebody can be written to, and has not replied."""
        return not self.is_revoked and self.reply == Reply.NONE and bool(self.people())

    @property
    def names(self) -> list[str]:
        """Who will come, as far as that is said: of a person, the person."""
        return [self.person.name] if self.person else self.coming.splitlines()

    @property
    def places_taken(self) -> int:
        """How many come: one at least, where the reply is yes."""
        return max(1, len(self.names)) if self.reply == Reply.YES else 0

    @property
    def sees_joining_link(self) -> bool:
        """Whether the private link is for them: they come, and it can still be used."""
        is_on = self.meeting.state == State.PLANNED and not self.meeting.is_over
        return bool(self.meeting.joining_link) and self.reply == Reply.YES and is_on

    def ask_anew(self) -> None:
        super().ask_anew()
        self.notified = None
        self.reply, self.replied_at, self.recorded_by = Reply.NONE, None, None
        self.coming = self.remarks = ""
        self.is_asked_again = False

    def absorb(self, other: "Invitation") -> None:
        """Takes in another invitation to the meeting: two organisations are one after all.

        A link that worked still works, and whichever has replied, the organisation has.
        """
        if self.is_revoked:
            self.key, self.is_revoked = other.key, other.is_revoked
        if self.reply == Reply.NONE:
            self.reply, self.replied_at = other.reply, other.replied_at
            self.coming, self.remarks = other.coming, other.remarks
            self.recorded_by, self.is_asked_again = other.recorded_by, other.is_asked_again
        self.notified = self.notified or other.notified

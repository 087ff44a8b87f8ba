"""What the admin of meetings needs for invitations: their pages, and telling what changed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from kpcsc.foundation.proposals.models import ProposedChange
from kpcsc.foundation.record_admin import RecordAdmin
from kpcsc.foundation.record_pages import RecordPagesAdmin
from kpcsc.foundation.versioned import Versioned
from meetings.invitations import admin_pages as pages
from meetings.invitations.actions import notify_of_change
from meetings.invitations.messages import tell_of_notice
from meetings.models import Meeting
from meetings.models.invitation import CALENDAR_FACTS

READ_AND_WRITE = ["GET", "HEAD", "POST"]


class InvitationsMixin(RecordPagesAdmin, RecordAdmin):
    """Adds the pages on invitations and attendance, and tells those invited what changes."""

    record_pages = [
        ("invitations", pages.invitations, READ_AND_WRITE),
        ("attendance", pages.attendance, READ_AND_WRITE),
    ]

    def get_urls(self) -> list[URLPattern]:
        reply = self.record_page("reply", pages.reply, READ_AND_WRITE, "<int:invitation>/")
        return [reply, *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Saves; those invited are told of what changed in what they know."""
        tells_nothing = {*CALENDAR_FACTS, "joining_link"}.isdisjoint(form.changed_data)
        if not change or tells_nothing or obj.is_working_copy:
            super().save_model(request, obj, form, change)
            return
        before = Meeting.objects.get(pk=obj.pk)
        super().save_model(request, obj, form, change)
        self._notify_invited(request, obj, before)

    def accept(self, request: HttpRequest, proposal: ProposedChange, **decided: Any) -> Versioned:
        """Has a proposal written; those invited are told of what changed in what they know."""
        with transaction.atomic():
            before = Meeting.objects.filter(pk=proposal.record_id).first()
            record = super().accept(request, proposal, **decided)
            if before:
                meeting = Meeting.objects.get(pk=before.pk)
                self._notify_invited(request, meeting, before)
        return record

    def _restored(self, request: HttpRequest, record: Versioned, moment: datetime) -> HttpResponse:
        with transaction.atomic():
            before = Meeting.objects.get(pk=record.pk)
            response = super()._restored(request, record, moment)
            self._notify_invited(request, Meeting.objects.get(pk=record.pk), before)
        return response

    def _notify_invited(self, request: HttpRequest, meeting: Meeting, before: Meeting) -> None:
        """Has those invited told, and says to whoever made the change how to stop that."""
        tell_of_notice(request, meeting, notify_of_change(meeting=meeting, before=before))

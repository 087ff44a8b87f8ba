"""The sheets of meetings, and of the organisations that took part in them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kpcsc.foundation.sheets.record_sheet import RecordSheet
from meetings.invitations.actions import notify_of_change
from meetings.models import Meeting, Participation, PublicationStep, Status
from meetings.models.invitation import CALENDAR_FACTS

STEPS = {
    Status.IN_REVIEW: PublicationStep.Kind.SUBMIT,
    Status.PUBLISHED: PublicationStep.Kind.PUBLISH,
    Status.WITHDRAWN: PublicationStep.Kind.WITHDRAW,
}


class MeetingSheet(RecordSheet):
    """A row for each meeting, without its joining link, which is a secret."""

    class Meta(RecordSheet.Meta):
        model = Meeting
        import_id_fields = ["slug"]
        fields = [
            "slug",
            "title_fr",
            "title_en",
            "campaign",
            "introduction_fr",
            "introduction_en",
            "starts_on",
            "starts_at",
            "ends_on",
            "ends_at",
            "precision",
            "time_zone",
            "format",
            "place_fr",
            "place_en",
            "state",
            "countries",
            "participants_count",
            "facilitators_count",
            "organisations_count",
            "countries_count",
            "status",
            "publish_at",
            "visibility",
        ]

    def import_instance(self, instance: Any, row: dict[str, str], **kwargs: Any) -> None:
        """Published without a moment means from now on; what already is stays so from then."""
        if instance.status == row.get("status", instance.status) == Status.PUBLISHED:
            row = {name: cell for name, cell in row.items() if cell or name != "publish_at"}
        before = instance.status
        super().import_instance(instance, row, **kwargs)
        changed = {cell.column for cell in self.cells} & {"status", "publish_at", "visibility"}
        is_readers_concern = {before, instance.status} & {Status.PUBLISHED, Status.WITHDRAWN}
        if changed and is_readers_concern and not self.may_publish:
            raise ValidationError(
                {"status": _("Only a publisher changes what readers see: leave this to one.")}
            )

    @property
    def may_publish(self) -> bool:
        """Whether whoever writes the sheet may make meetings appear to readers, or vanish."""
        return self.by is None or self.by.has_perm("meetings.publish_meeting")

    def write_row(self, instance: Any, is_create: bool, row: dict[str, str], **kwargs: Any) -> None:
        """Saves; a change of status is a step, and those invited are told of another time."""
        names = {cell.column for cell in self.cells}
        before = None
        if not is_create and not names.isdisjoint(CALENDAR_FACTS):
            before = Meeting.objects.get(pk=instance.pk)
        super().write_row(instance, is_create, row, **kwargs)
        if before:
            notify_of_change(meeting=instance, before=before)
        if "status" in names and (step := STEPS.get(instance.status)):
            PublicationStep.objects.create(
                meeting=instance,
                kind=step,
                by=self.by,
                publish_at=instance.publish_at if step == PublicationStep.Kind.PUBLISH else None,
            )


class ParticipationSheet(RecordSheet):
    """A row for each organisation at a meeting, without the people it sent."""

    listed_by = "meeting"

    class Meta(RecordSheet.Meta):
        model = Participation
        import_id_fields = ["meeting", "organisation"]
        fields = ["meeting", "organisation", "role", "reply", "attended", "named"]

    def root_of(self, instance: Any) -> Meeting:
        return instance.meeting

"""The sheets of meetings, and of the organisations that took part in them."""

from typing import Any

from kpcsc.foundation.sheets.record_sheet import RecordSheet
from meetings.models import Meeting, Participation, Status


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
        super().import_instance(instance, row, **kwargs)


class ParticipationSheet(RecordSheet):
    """A row for each organisation at a meeting, without the people it sent."""

    listed_by = "meeting"

    class Meta(RecordSheet.Meta):
        model = Participation
        import_id_fields = ["meeting", "organisation"]
        fields = ["meeting", "organisation", "role", "reply", "attended", "named"]

    def root_of(self, instance: Any) -> Meeting:
        return instance.meeting

"""The sheets of organisations."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from kpcsc.foundation.sheets.record_sheet import RecordSheet
from kpcsc.foundation.translated_text import columns, page_language
from organisations.directories import organisation_directory, organisation_labels
from organisations.models import Organisation
from organisations.recognition import Directory, near_records


class OrganisationSheet(RecordSheet):
    """A row for each organisation. Its listing opens only as far as it consented elsewhere."""

    class Meta(RecordSheet.Meta):
        model = Organisation
        import_id_fields = ["slug"]
        fields = [
            "slug",
            "name_fr",
            "name_en",
            "acronym",
            "aliases",
            "kind",
            "country",
            "website",
            "membership",
            "member_since",
            "member_until",
            "listing",
            "description_fr",
            "description_en",
        ]

    @cached_property
    def directory(self) -> Directory:
        """The organisations before the sheet is written."""
        return organisation_directory()

    @cached_property
    def labels(self) -> dict[str, str]:
        """What to call each of them."""
        return organisation_labels(page_language())

    def warning_of(self, instance: Any) -> str:
        """Names those that a new organisation may be."""
        names = [getattr(instance, name) for name in [*columns("name"), "acronym"]]
        near = near_records(self.directory, names)
        if not near:
            return ""
        named = ", ".join(self.labels[key] for key in near)
        return _("The portal has organisations that it may be: %(named)s.") % {"named": named}

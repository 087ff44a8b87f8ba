"""The sheets of organisations."""

from kpcsc.foundation.sheets.record_sheet import RecordSheet
from organisations.models import Organisation


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

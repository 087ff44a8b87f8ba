"""Deleted records whose texts name an organisation: they may come back."""

import json

from kpcsc.foundation.bin.models import DeletedRecord
from organisations.models import Organisation
from organisations.naming.directory import index_of


def deleted_records_naming(organisation: Organisation) -> list[DeletedRecord]:
    """The records in the bin that name an organisation, or at which it stands.

    Without it, its name would be a word like any other in them.
    """
    index = index_of(organisation)
    return [
        kept
        for kept in DeletedRecord.objects.restorable()
        if kept.record_id != organisation.pk or kept.model != organisation._meta.label_lower
        if _stands_in(organisation, kept)
        or index.subjects_in(json.dumps(kept.rows, ensure_ascii=False))
    ]


def _stands_in(organisation: Organisation, kept: DeletedRecord) -> bool:
    return any(
        organisation.pk in (row["values"].get("organisation_id"), row["values"].get("owner_id"))
        for row in kept.rows
    )

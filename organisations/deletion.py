"""What stands in the way of deleting an organisation: whatever names it."""

from typing import Any

from django.utils.translation import gettext as _

from kpcsc.foundation.bin.models import DeletedRecord
from organisations.models import Organisation, User
from organisations.naming.directory import index_of
from organisations.naming.stored_texts import NamingRecord, Place, records_naming


def records_in_the_way(organisation: Organisation, by: User) -> list[str]:
    """What names an organisation, or has it in the bin, as this person may know it.

    Were it deleted, its name would be a word like any other there.
    """
    naming = [one for one in records_naming(index_of(organisation)) if one.record != organisation]
    standing = [
        NamingRecord(kept, Place.DELETED)
        for kept in DeletedRecord.objects.restorable()
        if _stands_in(organisation, kept)
    ]
    return [_label(one, by) for one in dict.fromkeys([*naming, *standing])]


def _stands_in(organisation: Organisation, kept: DeletedRecord) -> bool:
    return any(
        organisation.pk in (row["values"].get("organisation_id"), row["values"].get("owner_id"))
        for row in kept.rows
    )


def _label(naming: NamingRecord, by: User) -> str:
    record: Any = naming.record
    is_closed = naming.place is Place.DELETED and record.was_published
    if is_closed and not by.has_perm(record.record_model().publish_permission):
        return _("a record in the bin that is for publishers")
    return str(naming)

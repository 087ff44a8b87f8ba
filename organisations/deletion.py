"""What stands in the way of deleting an organisation: whatever names it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kpcsc.foundation.bin.models import DeletedRecord
from kpcsc.foundation.proposals.models import ProposedChange, with_records
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
        if any(_stands_in(organisation, row["values"]) for row in kept.rows)
    ]
    standing += [
        NamingRecord(proposal.record, Place.PROPOSED)
        for proposal in with_records(list(ProposedChange.objects.unsettled()))
        if proposal.record
        and any(_stands_in(organisation, one["after"] or {}) for one in proposal.content)
    ]
    return [_label(one, by) for one in dict.fromkeys([*naming, *standing])]


def _stands_in(organisation: Organisation, values: Mapping[str, Any]) -> bool:
    return organisation.pk in (values.get("organisation_id"), values.get("owner_id"))


def _label(naming: NamingRecord, by: User) -> str:
    record: Any = naming.record
    is_closed = naming.place is Place.DELETED and record.was_published
    if is_closed and not by.has_perm(record.record_model().publish_permission):
        return _("a record in the bin that is for publishers")
    return str(naming)

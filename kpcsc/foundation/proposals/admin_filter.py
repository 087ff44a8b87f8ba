"""The choice by which a list is filtered to the records for which something is proposed."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.admin_filters import Choice
from kpcsc.foundation.proposals.models import ProposedChange


def with_proposed_change(records: QuerySet[Any]) -> QuerySet[Any]:
    """The records for which a proposed change waits for a publisher."""
    waiting = ProposedChange.objects.open().of_models([records.model])
    return records.filter(pk__in=waiting.values("record_id"))


PROPOSALS: Mapping[str, Choice] = {
    "proposals": (_("a proposed change waits"), with_proposed_change)
}

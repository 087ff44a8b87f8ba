"""What the ledger says of organisations at meetings, held against the database."""

from collections.abc import Iterator

from django.db import transaction

from kpcsc.foundation.history.author import set_author
from kpcsc.foundation.ledger import Ledger
from meetings.models import Naming, Participation
from organisations.listing.ledger import DifferenceKind, LedgerDifference
from organisations.models import User


def namings_beyond_ledger(ledger: Ledger) -> Iterator[LedgerDifference]:
    """Where an organisation is named at a meeting more openly than the ledger allows."""
    words = ledger.last_words("participation", "naming", Naming.values)
    if not words:
        return
    for one in Participation.objects.exclude(named=Naming.UNNAMED).select_related("organisation"):
        said, since = words.get(one.ledger_key, (Naming.AS_LISTED, None))
        if since and Naming.values.index(said) > Naming.values.index(one.named):
            yield LedgerDifference(DifferenceKind.NAMING, one, since, said)


@transaction.atomic
def restrict_naming(*, participation: Participation, allowed: str, by: User | None) -> None:
    """Names the organisation at the meeting as strictly as the ledger says."""
    participation.named = allowed
    set_author(participation, by).save()

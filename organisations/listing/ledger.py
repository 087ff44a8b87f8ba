"""What the ledger says of organisations and people, held against the database.

Of a person it says that they were erased, and which rights they have: to sign in, to the desk, to
speak for their organisation; and whether they are shown to members.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Min

from kpcsc.foundation.ledger import Ledger, keyed_hash, read_ledger, record_in_ledger
from organisations.models import Listing, Organisation, User
from organisations.models.user import NO, RIGHTS, YES_OR_NO


class DifferenceKind(StrEnum):
    """In what the database goes beyond the ledger."""

    LISTING = "listing"  # of an organisation
    ERASURE = "erasure"  # of a person
    RIGHT = "right"  # of a person, or that the person is shown
    NAMING = "naming"  # of an organisation at a meeting


@dataclass(frozen=True)
class LedgerDifference:
    """Something of which the database shows more than the ledger allows: an organisation, a person,
    a participation."""

    kind: DifferenceKind
    record: Any
    since: datetime
    allowed: str = ""  # the listing, or the naming at a meeting; of a right, which may not be there


def record_erasure(emails: Iterable[str]) -> None:
    """Writes that the person with these addresses is erased, one entry for each address."""
    for email in sorted({email.lower() for email in emails}):
        record_in_ledger(erased=keyed_hash(email))


class LedgerCheck:
    """The ledger as it is now, beside the database as it is now."""

    def __init__(self) -> None:
        self.ledger: Ledger = read_ledger()

    @property
    def is_in_order(self) -> bool:
        """Whether nothing is to be done."""
        return not (self.ledger.faults or self.differences or self.unknown_organisations)

    @cached_property
    def differences(self) -> list[LedgerDifference]:
        """Those of whom the database shows more than they, or somebody for them, last said."""
        return [*self._organisations(), *self._people(), *self._rights()]

    @property
    def unfinished_entries(self) -> int:
        """How many entries are of transactions that came to nothing, as far as is known."""
        return sum(not line.is_certain for line in self.ledger.lines)

    @property
    def unknown_entries(self) -> int:
        """How many entries committed, and are not in this database: it is older, or another."""
        return sum(line.is_committed and not line.is_in_database for line in self.ledger.lines)

    @property
    def unknown_organisations(self) -> int:
        """How many organisations may not be named to all, and are unknown to a database that does
        not know of it either: it may name them under another identifier."""
        return len(self._unknown_keys)

    def confirm_unknown_organisations(self) -> None:
        """Has the database know of them from now on: somebody has looked whom it names."""
        for key in sorted(self._unknown_keys):
            listing, _at = self._last_words[key]
            record_in_ledger(organisation=key, listing=listing, limit=listing)
        self.__dict__.pop("_unknown_keys")

    @cached_property
    def _unknown_keys(self) -> set[str]:
        committed = {
            line.facts["organisation"]
            for line in self.ledger.lines
            if line.is_committed and "organisation" in line.facts
        }
        hidden = {
            key
            for key, (listing, _at) in self._last_words.items()
            if listing != Listing.PUBLIC and key in committed - self._known_here
        }
        known = Organisation.objects.filter(ledger_id__in=hidden) if hidden else []
        return hidden - {str(one.ledger_id) for one in known}

    @cached_property
    def _known_here(self) -> set[str]:
        """The identifiers that an entry of this database has: it was deleted where it is not."""
        return {
            line.facts["organisation"]
            for line in self.ledger.lines
            if line.is_in_database and "organisation" in line.facts
        }

    @cached_property
    def _last_words(self) -> dict[str, tuple[str, datetime]]:
        """What each organisation's last entry allows, by its identifier, and since when."""
        strictness = sorted(Listing, key=lambda listing: listing.openness, reverse=True)
        return self.ledger.last_words("organisation", "listing", strictness)

    def _organisations(self) -> Iterable[LedgerDifference]:
        for organisation in Organisation.objects.exclude(listing=Listing.UNLISTED):
            key = str(organisation.ledger_id)
            said, at = self._last_words.get(key, (Listing.PUBLIC, None))
            if at and Listing(organisation.listing).openness > Listing(said).openness:
                yield LedgerDifference(DifferenceKind.LISTING, organisation, at, said)

    def _people(self) -> Iterable[LedgerDifference]:
        """People who were erased, and are there as they were: not who was entered anew since."""
        erased = {
            line.facts["erased"]: line.at
            for line in self.ledger.lines
            if "erased" in line.facts and line.is_certain
        }
        if not erased:
            return
        first_saved = User.history.values("id").annotate(at=Min("history_date"))
        known_since = dict(first_saved.values_list("id", "at"))
        for person in User.objects.order_by("pk"):
            at = next((erased[one] for one in hashes_of(person) if one in erased), None)
            if at and known_since.get(person.pk, at) <= at:
                yield LedgerDifference(DifferenceKind.ERASURE, person, at)

    def _rights(self) -> Iterable[LedgerDifference]:
        """People who have a right again that was taken from them, or are shown again."""
        words = self.ledger.last_words("person_right", "has_right", YES_OR_NO)
        if not words:
            return
        for person in User.objects.order_by("pk"):
            keys = hashes_of(person)
            for right in RIGHTS:
                said = [words[key] for one in keys if (key := f"{one} {right}") in words]
                if getattr(person, right) and said and said[0][0] == NO:
                    yield LedgerDifference(DifferenceKind.RIGHT, person, said[0][1], right)


def hashes_of(person: User) -> list[str]:
    """What stands for a person in the ledger, by the portal's secret and by each former one."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [keyed_hash(person.email.lower(), secret) for secret in secrets]

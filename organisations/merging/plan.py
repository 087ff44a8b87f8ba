"""What a merge of organisations comes to, read before anything is written."""

from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from modeltranslation.manager import get_translatable_fields_for_model

from kpcsc.foundation.versioned import Versioned, records_of
from organisations.merging.comparison import ComparedColumn, compare, with_new_names
from organisations.merging.relations import RelationMerge, plan_relation_merges
from organisations.models import Listing, Organisation, User

NAMES = ("name_fr", "name_en", "acronym", "slug")
# Not chosen: each address goes on to lead here, all names are kept, the stricter listing wins.
DECIDED = {"slug", "aliases", "listing"}


def chosen_columns() -> list[str]:
    """The columns in which the organisations may differ, and a person says which is right."""
    behind_translations = set(get_translatable_fields_for_model(Organisation) or ())
    return [
        field.attname
        for field in Organisation._meta.concrete_fields
        if field.editable and not field.primary_key
        if field.name not in DECIDED | behind_translations
    ]


def comparison(organisations: list[Organisation]) -> list[ComparedColumn]:
    """The columns to choose in, with what each organisation says there."""
    return compare(
        {
            column: {record.pk: getattr(record, column) for record in organisations}
            for column in chosen_columns()
        }
    )


@dataclass(frozen=True)
class MergePlan:
    """Organisations that become one of them, which then says `values`."""

    keep: Organisation
    others: list[Organisation]
    values: dict[str, Any]

    @property
    def organisations(self) -> list[Organisation]:
        """All of them, the kept one first."""
        return [self.keep, *self.others]

    @cached_property
    def agreed_listing(self) -> Listing:
        """The most open listing that the kept one's own consent allows."""
        return self.keep.agreed_listing()

    @cached_property
    def limit(self) -> Listing:
        """How far the listing may open: where the naming of one is stopped, that of all is."""
        return Listing.strictest(record.listing_limit for record in self.organisations)

    @cached_property
    def listing(self) -> Listing:
        """The strictest of the kept one's, of what it agreed to, and of what the others said.

        A double that never agreed or refused says nothing: nobody asked it.
        """
        said = [other for other in self.others if other.latest_consent]
        others = [choice for one in said for choice in (one.listing, one.agreed_listing())]
        return Listing.strictest([self.keep.listing, self.agreed_listing, self.limit, *others])

    @cached_property
    def outcome(self) -> Organisation:
        """The kept organisation as it will be; not saved."""
        outcome = deepcopy(self.keep)
        for column, value in self.values.items():
            setattr(outcome, column, value)
        outcome.listing, outcome.listing_limit = self.listing, self.limit
        stopped = [one.naming_stopped_at for one in self.organisations if one.naming_stopped_at]
        outcome.naming_stopped_at = max(stopped, default=None)
        names = [getattr(record, name) or "" for record in self.organisations for name in NAMES]
        aliases = [line for record in self.organisations for line in record.aliases.splitlines()]
        known = [getattr(outcome, name) or "" for name in NAMES]
        outcome.aliases = "\n".join(with_new_names(aliases, names, known))
        return outcome

    @property
    def gained_aliases(self) -> list[str]:
        """The names by which the kept organisation will be known beside those of today."""
        own = set(self.keep.aliases.splitlines())
        return [name for name in self.outcome.aliases.splitlines() if name not in own]

    @cached_property
    def gatherings(self) -> list[RelationMerge]:
        """The rows that move or become one, by relation."""
        return plan_relation_merges(self.keep, self.others)

    @property
    def records(self) -> set[Versioned]:
        """The records that change besides these organisations, because a part of them does."""
        rows = [row for gathering in self.gatherings for row in gathering.rows]
        return records_of(rows) - set(self.organisations)

    @property
    def new_members(self) -> list[User]:
        """The people who will read what is for members, and cannot today."""
        people = [row for one in self.gatherings for row in one.moved if isinstance(row, User)]
        if not self.outcome.is_member_now:
            return []
        return [person for person in people if not person.is_member]

    @property
    def fingerprint(self) -> str:
        """What tells whether the records are those that were shown, in the same state."""
        versions = [(record.pk, record.version) for record in self.organisations]
        rows = [
            (gathering.relation.name, [row.pk for row in gathering.rows])
            for gathering in self.gatherings
        ]
        return sha256(repr((versions, rows)).encode()).hexdigest()

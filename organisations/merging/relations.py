"""Which rows stand on an organisation, whatever app they are of, and what a merge does to them.

Found in the models, so that apps to the right need not be known here. A model may say more:
`stays_at_merge = True` leaves its rows with the merged organisation, and `absorb(other)` takes in
another row where the kept organisation may have only one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet
from simple_history.models import HistoricalChanges

from organisations.models import Organisation


class UnknownRelationError(Exception):
    """Nobody has said what a merge does to the rows of this relation."""


@dataclass(frozen=True)
class Relation:
    """A column that holds organisations."""

    model: type[Model]
    field: str
    unique_with: tuple[str, ...] | None  # an organisation has one row for each value of these

    @property
    def name(self) -> str:
        """The column, as the database knows it."""
        return f"{self.model._meta.db_table}.{self.field}"

    @property
    def label(self) -> str:
        """What its rows are called."""
        return str(self.model._meta.verbose_name_plural)

    def rows(self, organisations: Iterable[Organisation]) -> QuerySet[Any]:
        """The rows of these organisations, with the records that they are parts of."""
        around = [field.name for field in self.model._meta.fields if field.many_to_one]
        rows = self.model._base_manager.filter(**{f"{self.field}__in": organisations})
        return rows.select_related(*around).order_by("pk")

    def key(self, row: Model) -> Any:
        """What no other row of the same organisation shares with this one."""
        if self.unique_with is None:
            return row.pk
        return tuple(getattr(row, name) for name in self.unique_with)


def rows_by_organisation(
    organisations: list[Organisation],
) -> dict[int, list[tuple[Relation, list[Any]]]]:
    """The rows of each organisation, by its key, relation by relation."""
    standing: dict[int, list[tuple[Relation, list[Any]]]] = {one.pk: [] for one in organisations}
    for relation in relations():
        rows: dict[int, list[Any]] = {}
        for row in relation.rows(organisations):
            rows.setdefault(getattr(row, f"{relation.field}_id"), []).append(row)
        for key, own in rows.items():
            standing[key].append((relation, own))
    return standing


@dataclass(frozen=True)
class RowMerge:
    """Rows that become one, because the kept organisation may have only one such."""

    row: Any
    absorbed: list[Any]


@dataclass(frozen=True)
class RelationMerge:
    """What happens to one relation's rows when organisations become one."""

    relation: Relation
    moved: list[Any]
    joined: list[RowMerge]

    @cached_property
    def rows(self) -> list[Any]:
        """All rows that the merge writes or takes away."""
        joined = [row for joining in self.joined for row in (joining.row, *joining.absorbed)]
        return [*self.moved, *joined]


def relations() -> list[Relation]:
    """The relations whose rows a merge moves.

    Raises UnknownRelationError for one that can neither be moved nor is said to stay.
    """
    found = []
    for relation in Organisation._meta.get_fields(include_hidden=True):
        model: Any = relation.related_model
        if (
            not relation.auto_created
            or relation.concrete
            or getattr(model, "stays_at_merge", False)
        ):
            continue
        if issubclass(model, HistoricalChanges):  # history says what was
            continue
        if relation.many_to_many:
            raise UnknownRelationError(relation)
        name: str = relation.remote_field.name  # type: ignore[union-attr]
        unique_with = columns_unique_with(model, name)
        if unique_with is not None and not hasattr(model, "absorb"):
            raise UnknownRelationError(relation)
        found.append(Relation(model, name, unique_with))
    return found


def columns_unique_with(model: type[Model], field: str) -> tuple[str, ...] | None:
    """The columns together with which the field is unique, or None if it may stand repeatedly."""
    options = model._meta
    together = [tuple(constraint.fields) for constraint in options.total_unique_constraints]
    together += [tuple(names) for names in options.unique_together]
    together += [(field,)] if getattr(options.get_field(field), "unique", False) else []
    unique = [names for names in together if field in names]
    if len(unique) > 1:
        raise UnknownRelationError(f"{options.label}.{field} is unique in more than one way.")
    return tuple(name for name in unique[0] if name != field) if unique else None


def plan_relation_merges(keep: Organisation, others: Iterable[Organisation]) -> list[RelationMerge]:
    """What becomes of the rows of all these organisations, if they become the kept one."""
    gatherings = []
    for relation in relations():
        groups: dict[Any, list[Any]] = {}
        own = relation.rows([keep]) if relation.unique_with is not None else []
        for row in (*own, *relation.rows(others)):
            groups.setdefault(relation.key(row), []).append(row)
        moved, joined = [], []
        for first, *more in groups.values():
            if more:
                joined.append(RowMerge(first, more))
            elif getattr(first, f"{relation.field}_id") != keep.pk:
                moved.append(first)
        if moved or joined:
            gatherings.append(RelationMerge(relation, moved, joined))
    return gatherings

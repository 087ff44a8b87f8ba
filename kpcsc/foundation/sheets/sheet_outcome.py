"""What a sheet does to the records, or would do, and what is wrong with it."""

from dataclasses import dataclass, field

from django.db.models import Model


@dataclass(frozen=True)
class CellProblem:
    """What is wrong with a cell, or with several that do not fit together."""

    row: int
    columns: str
    sentence: str
    typed: str


@dataclass(frozen=True)
class CellChange:
    """A cell that says something else than the record."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class RowChange:
    """A row that makes a record, or changes one."""

    row: int
    record: Model
    is_new: bool
    cells: list[CellChange]
    is_proposed: bool = False
    warning: str = ""  # what to look at before it is written


@dataclass
class SheetOutcome:
    """What a sheet does to the records, or would do; with problems, it does nothing at all."""

    total: int
    problems: list[CellProblem] = field(default_factory=list)
    changes: list[RowChange] = field(default_factory=list)

    @property
    def created(self) -> list[RowChange]:
        return [change for change in self.changes if change.is_new and not change.is_proposed]

    @property
    def updated(self) -> list[RowChange]:
        return [change for change in self.changes if not (change.is_new or change.is_proposed)]

    @property
    def proposed(self) -> list[RowChange]:
        """Those that wait for a publisher."""
        return [change for change in self.changes if change.is_proposed]

    @property
    def has_warnings(self) -> bool:
        """Whether there is something to look at before it is written."""
        return any(change.warning for change in self.changes)

    @property
    def unchanged(self) -> int:
        return self.total - len(self.changes)

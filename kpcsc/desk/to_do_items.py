"""What the lists of things to do are made of."""

from dataclasses import dataclass

from kpcsc.foundation.partial_date import PartialPeriod
from kpcsc.foundation.translated_text import TranslatedText
from meetings.readiness.rules import Issue


@dataclass(frozen=True)
class ToDoItem:
    """One thing to do: of which record, what, and where."""

    label: TranslatedText
    address: str
    period: PartialPeriod | None = None
    notes: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True)
class ToDoGroup:
    """Things to do of one kind: the first few, how many there are, and where all of them are."""

    code: str
    heading: str
    lines: list[ToDoItem]
    total: int
    all_address: str

    @property
    def has_more(self) -> bool:
        """Whether there are others than those shown."""
        return self.total > len(self.lines)

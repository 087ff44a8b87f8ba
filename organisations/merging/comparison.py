"""What organisations that turn out to be one differ in, and what the one is called after."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kpcsc.foundation.sort_key import fold


@dataclass(frozen=True)
class ColumnValue:
    """A value, and the keys of the organisations that have it."""

    value: Any
    keys: tuple[int, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the organisations say nothing here."""
        return self.value in (None, "")


@dataclass(frozen=True)
class ComparedColumn:
    """A column of the organisations, with each different value once."""

    name: str
    choices: tuple[ColumnValue, ...]

    @property
    def differs(self) -> bool:
        """Whether there is something to choose."""
        return len(self.choices) > 1

    def proposed(self, kept: int) -> ColumnValue:
        """The value of the kept organisation, or another's where that one says nothing."""
        own = next(choice for choice in self.choices if kept in choice.keys)
        return next((choice for choice in (own, *self.choices) if not choice.is_empty), own)


def compare(values: Mapping[str, Mapping[int, Any]]) -> list[ComparedColumn]:
    """The columns, from the value that each organisation's key has in each; empty is empty."""
    fields = []
    for name, by_key in values.items():
        keys: dict[Any, list[int]] = {}
        for key, value in by_key.items():
            keys.setdefault("" if value is None else value, []).append(key)
        choices = (ColumnValue(by_key[same[0]], tuple(same)) for same in keys.values())
        fields.append(ComparedColumn(name, tuple(choices)))
    return fields


def with_new_names(aliases: Iterable[str], names: Iterable[str], known: Iterable[str]) -> list[str]:
    """The aliases with those names added that are neither among them nor known already.

    Names that differ in case, accents and signs alone are the same: "Société-X" is "societe x".
    """
    seen = {_bare(name) for name in known} | {""}
    merged = []
    for name in (*aliases, *names):
        if _bare(name) not in seen:
            seen.add(_bare(name))
            merged.append(name.strip())
    return merged


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(name)).strip()

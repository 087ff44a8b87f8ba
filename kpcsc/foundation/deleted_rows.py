"""Rows of a form that somebody else removed while it was being filled: they come back as new."""

import re
from collections.abc import Collection, Mapping
from typing import Any


def readd_deleted_rows(
    sent: Mapping[str, list[Any]], prefix: str, key: str, present: Collection[str]
) -> dict[str, list[Any]]:
    """What was sent, its rows in an order that a formset of the rows still `present` takes.

    Django knows a stored row by its place before the new ones, and refuses it, text and all, once
    it is gone. `key` is the field that holds a row's key. What is no row of `prefix` is left as it
    is, and so is what is not a count.
    """
    try:
        initial, total = (int(sent[f"{prefix}-{name}_FORMS"][-1]) for name in ("INITIAL", "TOTAL"))
    except (KeyError, IndexError, ValueError):
        return dict(sent)

    def is_lost(row: int) -> bool:
        return row < initial and sent.get(f"{prefix}-{row}-{key}", [""])[-1] not in present

    row_name = re.compile(rf"{re.escape(prefix)}-(\d{{1,6}})-(.+)")
    rows = {int(found[1]) for name in sent if (found := row_name.fullmatch(name))}
    lost = {row for row in rows if is_lost(row)}
    in_order = sorted(rows, key=lambda row: (row >= initial or row in lost, row))
    place = {row: position for position, row in enumerate(in_order)}
    moved: dict[str, list[Any]] = {}
    for name, values in sent.items():
        found = row_name.fullmatch(name)
        if found is None:
            moved[name] = values
        elif int(found[1]) not in lost or found[2] not in {key, "DELETE"}:
            moved[f"{prefix}-{place[int(found[1])]}-{found[2]}"] = values
    if lost:
        moved[f"{prefix}-INITIAL_FORMS"] = [str(initial - len(lost))]
        moved[f"{prefix}-TOTAL_FORMS"] = [str(total)]
    return moved if lost else dict(sent)

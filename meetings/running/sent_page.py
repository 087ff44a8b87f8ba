"""What was typed on the page of a meeting under way, told from what the page showed.

All of the page is sent, whichever button is pressed, and others write meanwhile. So each row
carries a digest of what each of its controls showed: where a control sends the same, nothing was
typed, and whatever the record says by now stays.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

# A control: its section, the row in it, and the column.
SECTION, ROW = r"agenda|attendance|other|item--?[0-9]{1,18}", r"\w+-(?:new|-?[0-9]{1,18})"
CONTROL = re.compile(rf"({SECTION})-({ROW})-(\w+)", re.ASCII)
SHOWN = "shown"  # the control that carries the digests of the others in its row
REMOVE = "remove"


@dataclass
class SentRow:
    """What a row sends: what its controls hold, and the digest of what each of them showed."""

    values: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, by column."""
        return {
            name: value
            for name, value in self.values.items()
            if name == REMOVE or digest(value) != self.shown.get(name)
        }


@dataclass
class SentSection:
    """The rows of a section by their names, such as "decision-7" and "decision-new"."""

    rows: dict[str, SentRow] = field(default_factory=dict)

    @property
    def is_typed(self) -> bool:
        """Whether something was typed in one of them."""
        return any(row.typed for row in self.rows.values())


def read_sent_page(sent: Mapping[str, object]) -> dict[str, SentSection]:
    """The sections in which something was typed, by their names."""
    sections: defaultdict[str, SentSection] = defaultdict(SentSection)
    for control, value in sent.items():
        if found := CONTROL.fullmatch(control):
            section, name, column = found.groups()
            row = sections[section].rows.setdefault(name, SentRow())
            if column == SHOWN:
                row.shown = dict(part.split(":", 1) for part in str(value).split() if ":" in part)
            else:
                row.values[column] = str(value)
    return {name: section for name, section in sections.items() if section.is_typed}


def digest(value: str) -> str:
    """What stands for a control's value, in eight letters."""
    return hashlib.sha256(as_sent(value).encode("utf-8", "replace")).hexdigest()[:8]


def as_sent(value: str) -> str:
    """The value without what a browser changes by itself: line breaks, and blanks at the ends."""
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def digests_of(shown: Mapping[str, str]) -> dict[str, str]:
    """The digests of what controls show, by column."""
    return {name: digest(value) for name, value in shown.items()}

"""What a share card says."""

import json
from dataclasses import astuple, dataclass
from hashlib import sha256

DRAWING = 1  # to be raised whenever the same words are drawn otherwise


@dataclass(frozen=True)
class Card:
    """The words of a card; those that are empty leave no gap."""

    publisher: str
    title: str
    kicker: str = ""
    line: str = ""
    figure: str = ""
    figure_label: str = ""

    @property
    def alternative_text(self) -> str:
        """All that the picture says, for whoever does not see it."""
        figure = f"{self.figure} {self.figure_label}".strip()
        parts = [self.kicker, self.title, self.line, figure, self.publisher]
        return " · ".join(part for part in dict.fromkeys(parts) if part)

    @property
    def digest(self) -> str:
        """A part of the card's address: another one as soon as the card shows something else."""
        shown = json.dumps([DRAWING, *astuple(self)])
        return sha256(shown.encode()).hexdigest()[:16]

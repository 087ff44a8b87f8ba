"""What is wrong on a page that was sent."""

from typing import NamedTuple


class Problem(NamedTuple):
    """A sentence, and the id of the place on the page that it is about."""

    anchor: str
    text: str

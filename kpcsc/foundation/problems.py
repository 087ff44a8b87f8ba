"""What is wrong on a page that was sent."""

from typing import NamedTuple


class Problem(NamedTuple):
    """Something wrong: the id of its place on the page, what that is called, and the sentence."""

    anchor: str
    place: str
    sentence: str = ""

"""Patterns put together from lists of words, so that the lists can be read."""

import re


def any_of(listed: str) -> str:
    """A pattern for any entry of a list, the first that fits.

    Entries are patterns themselves. A comma with a space after it, or the end of a line, stands
    between two: "{0,3}" is within one.
    """
    entries = (entry.strip() for entry in re.split(r",\s|\n", listed))
    return f"(?:{'|'.join(entry for entry in entries if entry)})"


def words(listed: str) -> re.Pattern[str]:
    """Finds any entry of a list where it stands as words of its own."""
    return re.compile(rf"\b{any_of(listed)}\b")

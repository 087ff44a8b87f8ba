"""What sentences tell of a meeting, by the words that several kinds of facts are known by."""

from functools import lru_cache

from meetings.report_parser.words import common

COMMON = common()
ATTENDANCE_PATTERNS = (COMMON.attended, COMMON.event_gathers)
"""Words of a sentence that says who was there, in the past or as if it were now."""


def says_meeting_held(plain: str) -> bool:
    """Whether a sentence says that something was held, and not that it will be."""
    # Few sentences speak of holding at all: the others need no second look.
    held = COMMON.held
    return bool(held.search(plain) and held.search(COMMON.not_yet.sub(" ", plain)))


@lru_cache(256)
def held_places(plain: str) -> tuple[int, ...]:
    """Where a sentence says that something was held."""
    return tuple(found.start() for found in COMMON.held.finditer(plain))


def unquoted(plain: str) -> str:
    """A sentence without what is quoted in it, which says nothing of who was there."""
    return COMMON.quoted.sub(" ", plain)

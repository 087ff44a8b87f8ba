"""Who is looking: the one thing that every `visible_to` asks."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Viewer:
    """What a person may see by role. Staff may see what members may."""

    is_member: bool = False
    is_staff: bool = False

    @classmethod
    def of(cls, user: Any) -> "Viewer":
        """The viewer that a request's user is.

        An anonymous or inactive one is the public; so is one of the secretariat whose second
        factor is missing.
        """
        if not (user.is_authenticated and user.is_active) or user.lacks_second_factor:
            return PUBLIC
        return cls(is_member=user.is_staff or user.is_member, is_staff=user.is_staff)


PUBLIC = Viewer()
MEMBER = Viewer(is_member=True)
STAFF = Viewer(is_member=True, is_staff=True)

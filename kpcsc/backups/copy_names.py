"""The names of databases and documents beside the portal's: each ends with when it was made."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

FORMAT = "%Y%m%dT%H%M%S%f"  # two are made within one second
PREPARED = "restored"  # in the name of what is to take the portal's place
NAME = re.compile(rf"(?P<prepared>[._]{PREPARED})?[._](?P<made_at>\d{{8}}T\d{{12}})$")
LONGEST_PREPARATION = timedelta(days=1)


@dataclass(frozen=True)
class CopyName:
    """What the name of a copy says of it."""

    made_at: datetime
    is_prepared: bool  # and not put aside

    @classmethod
    def from_text(cls, name: str) -> "CopyName | None":
        """Reads a name; None where it is somebody else's."""
        if not (match := NAME.search(name)):
            return None
        made_at = datetime.strptime(match["made_at"], FORMAT).replace(tzinfo=UTC)
        return cls(made_at, is_prepared=bool(match["prepared"]))

    def is_left_over(self, now: datetime) -> bool:
        """Whether nothing uses it any more. What is prepared is used by whoever prepares it, until
        long after any preparation ends: then that one was killed."""
        return not self.is_prepared or now - self.made_at > LONGEST_PREPARATION


def moment_suffix() -> str:
    """What the name of something made or put aside now ends with."""
    return f"{datetime.now(UTC):{FORMAT}}"

"""What a restore or an upgrade has put aside: former databases and documents.

They hold whoever has withdrawn since, and are deleted once somebody has seen that all is well.
"""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from kpcsc.backups.databases import beside_database, database_names_beside

FORMAT = "%Y%m%dT%H%M%S"
SUFFIX = re.compile(r"[._](\d{8}T\d{6})$")


def moment_suffix() -> str:
    """What the name of something put aside now ends with."""
    return f"{datetime.now(UTC):{FORMAT}}"


def former_copies() -> dict[str, datetime]:
    """The names of what was put aside, folders and databases, and when that was."""
    root = Path(settings.MEDIA_ROOT)
    names = [*database_names_beside(), *map(str, root.parent.glob(f"{root.name}.*"))]
    found = ((name, SUFFIX.search(name)) for name in names)
    return {
        name: datetime.strptime(match[1], FORMAT).replace(tzinfo=UTC)
        for name, match in found
        if match
    }


def delete_former_copies() -> int:
    """Deletes them all; gives how many there were."""
    copies = former_copies()
    for name in copies:
        if Path(name).is_dir():
            shutil.rmtree(name)
        else:
            beside_database(name).discard()
    return len(copies)

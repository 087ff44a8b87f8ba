"""Databases and documents that a restore or an upgrade has put aside, or left when it was killed.

They hold whoever has withdrawn since, and are deleted once somebody has seen that all is well.
"""

import shutil
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from kpcsc.backups.copy_names import CopyName
from kpcsc.backups.databases import beside_database, database_names_beside


def former_copies() -> dict[str, datetime]:
    """The names of folders and databases, and when each was put aside, or made."""
    root, now = Path(settings.MEDIA_ROOT), timezone.now()
    names = [*database_names_beside(), *map(str, root.parent.glob(f"{root.name}.*"))]
    found = ((name, CopyName.from_text(name)) for name in names)
    return {name: copy.made_at for name, copy in found if copy and copy.is_left_over(now)}


def delete_former_copies() -> int:
    """Deletes them all; gives how many there were."""
    copies = former_copies()
    for name in copies:
        if Path(name).is_dir():
            shutil.rmtree(name)
        else:
            beside_database(name).discard()
    return len(copies)

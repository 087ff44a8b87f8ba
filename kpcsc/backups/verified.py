"""When a backup was last restored and found whole: a file beside the backups says so.

Not the database: one that is restored would tell of its own past.
"""

import json
from datetime import datetime
from pathlib import Path

from django.conf import settings

FILE = "last-verified.json"


def note_verified_backup(made_at: datetime) -> None:
    """Keeps that the backup made at this moment was restored and found whole."""
    path = Path(settings.BACKUPS) / FILE
    new = path.with_suffix(".new")
    new.write_text(json.dumps({"made_at": made_at.isoformat()}))
    new.replace(path)


def last_verified_backup() -> datetime | None:
    """When the latest of them was made; None where there is none, or the file cannot be read."""
    if not settings.BACKUPS:
        return None
    try:
        said = json.loads((Path(settings.BACKUPS) / FILE).read_text())
        return datetime.fromisoformat(said["made_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None

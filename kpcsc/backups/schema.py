"""Whether a database in a backup has the tables of this release."""

from django.db import connections
from django.db.migrations.loader import MigrationLoader

from kpcsc.backups.errors import BackupError


def has_tables_of_this_release(alias: str) -> bool:
    """Whether no migration is missing from a database.

    Raises BackupError where it knows of one that this release does not.
    """
    loader = MigrationLoader(connections[alias], ignore_no_migrations=True)
    applied, known = loader.applied_migrations.keys(), loader.disk_migrations.keys()
    if applied - known:
        raise BackupError("The backup was made by a newer release: upgrade the portal first.")
    return applied == known

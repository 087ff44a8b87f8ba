"""What can go wrong with a backup."""


class BackupError(Exception):
    """No backup was made or restored; the message says why, and nothing else was touched."""

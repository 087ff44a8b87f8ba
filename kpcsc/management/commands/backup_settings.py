"""`manage.py backup_settings`: the settings of the server that made a backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kpcsc.backups.actions import working_folder
from kpcsc.backups.archive import SETTINGS, decrypt_archive, unpack_archive
from kpcsc.backups.errors import BackupError


class Command(BaseCommand):
    help = "Prints the settings in a backup, its secrets among them."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, help="the file, portal-….tar.gz.age")
        parser.add_argument("--key", type=Path, required=True, help="a file with the secret key")

    def handle(self, *args: Any, backup: Path, key: Path, **options: Any) -> None:
        try:
            with working_folder() as folder:
                decrypt_archive(backup, folder / "archive", key.read_text())
                unpack_archive(folder / "archive", folder / "unpacked")
                settings = folder / "unpacked" / SETTINGS
                self.stdout.write(settings.read_text() if settings.exists() else "")
        except (BackupError, OSError) as error:
            raise CommandError(f"{error} Nothing was changed.") from error

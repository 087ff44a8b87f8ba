"""manage.py build_map: draws the stored map of Africa anew from world-atlas."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from organisations.country_map import MAP_FILE
from organisations.map_drawing import africa_json


class Command(BaseCommand):
    """Writes africa.json from the countries-50m.json of the npm package world-atlas."""

    help = "Draw the map of Africa from countries-50m.json of the npm package world-atlas."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One argument: the file to draw from."""
        parser.add_argument("world", type=Path, help="path of countries-50m.json")

    def handle(self, *_args: Any, world: Path, **_options: Any) -> None:
        """Raises CommandError when the file cannot be read, or is not that TopoJSON."""
        try:
            text = africa_json(world.read_text(encoding="utf-8"))
        except OSError as error:
            raise CommandError(f"{world}: {error.strerror}") from error
        except ValueError as error:
            raise CommandError(f"{world}: not the TopoJSON of world-atlas: {error}") from error
        MAP_FILE.write_text(text, encoding="utf-8")
        self.stdout.write(f"{MAP_FILE.name}: {len(text.encode())} bytes")

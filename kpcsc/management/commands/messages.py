"""manage.py messages: compiles, updates and checks the interface's translated messages."""

from pathlib import Path

from babel.messages.catalog import Catalog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import to_locale

from kpcsc import messages

FOLDERS = ("kpcsc", "organisations", "meetings", "surveys", "templates")


class Command(BaseCommand):
    """Glue between kpcsc.messages and the catalogs in the folder locale."""

    help = "Compiles the translated messages; needs no gettext binaries."
    requires_system_checks = ()  # they load all of the project, which may need the messages first

    def add_arguments(self, parser: CommandParser) -> None:
        """Declares the two options."""
        parser.add_argument("--update", action="store_true", help="first merge in what code says")
        parser.add_argument("--check", action="store_true", help="fail if a translation is amiss")

    def handle(self, *, update: bool, check: bool, **_options: object) -> None:
        """Raises CommandError for unreadable files and, under --check, for any problem."""
        try:
            found = self._run(Path(settings.BASE_DIR), update=update, check=check)
        except ValueError as error:
            raise CommandError(str(error)) from error
        for problem in found:
            self.stdout.write(problem)
        if found:
            raise CommandError(f"Problems in the translated messages: {len(found)}.")

    def _run(self, root: Path, *, update: bool, check: bool) -> list[str]:
        # English is the language of the code: its catalog holds only the texts that differ.
        languages = [to_locale(code) for code, _name in settings.LANGUAGES if code[:2] != "en"]
        catalogs = [root / "locale" / name / "LC_MESSAGES" / "django.po" for name in languages]
        template = messages.extract(root, FOLDERS) if update or check else Catalog()
        if update:
            for path in catalogs:
                messages.update(path, template)
        for path in sorted(root.glob("locale/*/LC_MESSAGES/django.po")):
            if messages.compile_catalog(path):
                self.stdout.write(f"Compiled {path.relative_to(root)}.")
        if not check:
            return []
        return [
            f"{path.relative_to(root)}: {problem}"
            for path in catalogs
            for problem in messages.problems(messages.read(path), template)
        ]

"""What Babel lacks to translate a Django project: finding the texts of templates.

`pyproject.toml` has Babel call it, and the Makefile has the commands.
"""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.extract import extract_python
from babel.messages.frontend import CommandLineInterface
from django.utils.translation.template import templatize


def extract_template(
    file: BinaryIO, keywords: Any, comment_tags: Any, options: Any
) -> Iterable[Any]:
    """The texts of a template, from the Python that Django makes of it for this purpose."""
    # The blanked-out text keeps its indentation, which Python reads only in brackets.
    source = f"({templatize(file.read().decode())}\n)".encode()
    return extract_python(BytesIO(source), keywords, comment_tags, options)


def compile_messages(locale: Path) -> None:
    """Writes the compiled form of each catalog in this folder; raises OSError where it cannot.

    None is written again that is newer than its catalog: another portal may be reading it.
    """
    catalogs = locale.glob("*/LC_MESSAGES/django.po")
    if not all(is_compiled(catalog) for catalog in catalogs):
        CommandLineInterface().run(["pybabel", "-q", "compile", "-D", "django", "-d", str(locale)])


def is_compiled(catalog: Path) -> bool:
    """Whether the compiled form of a catalog is there, and as new as its texts."""
    compiled = catalog.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= catalog.stat().st_mtime

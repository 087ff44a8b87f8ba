"""What Babel lacks to translate a Django project: finding the texts of templates.

`pyproject.toml` has Babel call it, and the Makefile has the commands.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Any, BinaryIO

from babel.messages.extract import extract_python
from babel.messages.frontend import CommandLineInterface
from django.conf import settings
from django.utils.translation.template import templatize


def extract_template(
    file: BinaryIO, keywords: Any, comment_tags: Any, options: Any
) -> Iterable[Any]:
    """The texts of a template, from the Python that Django makes of it for this purpose."""
    # The blanked-out text keeps its indentation, which Python reads only in brackets.
    source = f"({templatize(file.read().decode())}\n)".encode()
    return extract_python(BytesIO(source), keywords, comment_tags, options)


def compile_messages() -> None:
    """Writes the compiled form of each catalog beside it; raises OSError where it cannot."""
    locale = str(settings.BASE_DIR / "locale")
    CommandLineInterface().run(["pybabel", "-q", "compile", "-D", "django", "-d", locale])

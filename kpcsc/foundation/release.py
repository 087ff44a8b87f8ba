"""Which release of the portal this is."""

from functools import cache
from pathlib import Path

from django.conf import settings

FILE = "RELEASE"  # beside manage.py; the installation writes it


@cache
def release_name() -> str:
    """The name of the release, as the installation wrote it; "development" in a checkout."""
    file = Path(settings.BASE_DIR) / FILE
    return file.read_text().strip() if file.exists() else "development"

"""The files of the records: which the records speak of, and which are on the disk."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from kpcsc.foundation.waiting_files import FOLDER as WAITING_FILES
from meetings.models import CampaignPicture, Document


def recorded_files(using: str = "default") -> Iterator[str]:
    """The names of all files that the records of a database speak of."""
    documents = Document.objects.using(using).values_list("file", "cleaned")
    for file, cleaned in documents.iterator():
        yield from filter(None, [file, cleaned])
    pictures = CampaignPicture.objects.using(using).exclude(file="")
    yield from pictures.values_list("file", flat=True).iterator()


def documents_on_disk() -> Iterator[tuple[str, Path]]:
    """The name and path of each file, but of those uploaded and not yet confirmed."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if path.is_file() and name.parts[0] != WAITING_FILES:
            yield str(name), path

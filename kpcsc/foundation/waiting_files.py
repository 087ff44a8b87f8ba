"""Uploaded files that were checked and wait for confirmation.

They lie on the disk that all workers share, each for the person who brought it, and not for long:
a file may name who must not be named.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _

FOLDER = "waiting-files"


class WaitingFileNotFoundError(Exception):
    """No such file waits for this person; the message says why that may be."""


def keep(content: bytes, *, owner: Any) -> UUID:
    """Keeps a file, and gives the key that its owner fetches it with; clears away old ones."""
    delete_expired()
    key = uuid4()
    default_storage.save(_path(key, owner), ContentFile(content))
    return key


def read(key: UUID, *, owner: Any) -> bytes:
    """The file, which goes on waiting. Raises WaitingFileNotFoundError like `taken`."""
    try:
        with default_storage.open(_path(key, owner)) as file:
            return file.read()
    except FileNotFoundError as error:
        raise WaitingFileNotFoundError(_gone()) from error


@contextmanager
def taken(key: UUID, *, owner: Any) -> Iterator[bytes]:
    """The file, for one request alone, and kept no longer unless that fails.

    Raises WaitingFileNotFoundError if it was another person's, was taken already or waited too
    long.
    """
    path = Path(default_storage.path(_path(key, owner)))
    own = path.with_name(f"{path.name}-{uuid4().hex}")
    try:
        path.rename(own)
    except FileNotFoundError as error:
        raise WaitingFileNotFoundError(_gone()) from error
    try:
        yield own.read_bytes()
    except BaseException:
        own.rename(path)
        raise
    own.unlink()


def _gone() -> str:
    return _("This file was written already, or has waited too long: choose it again.")


def _path(key: UUID, owner: Any) -> str:
    return f"{FOLDER}/{owner.pk}-{key.hex}"


@task
def delete_expired_waiting_files() -> None:
    """Deletes those that nobody confirmed in time."""
    delete_expired()


def delete_expired() -> None:
    """Deletes those that have waited for too long."""
    try:
        names = default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return
    oldest = timezone.now() - settings.RETENTION["waiting_files"]
    for name in names:
        path = f"{FOLDER}/{name}"
        try:
            if default_storage.get_modified_time(path) < oldest:
                default_storage.delete(path)
        except FileNotFoundError:  # the other worker was faster
            continue

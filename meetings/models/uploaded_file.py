"""Rows with a file that is read when it is put there: its kind, and the copy that readers get."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models

from kpcsc.foundation.owned_file import is_stored
from meetings.documents.kinds import RefusedFileError


class UploadedFileRow(models.Model):
    """A row whose `file` is taken in once: in the form that brings it, or when it is stored."""

    # The upload that was last taken in.
    upload_read: Any = None

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A file that was put here is taken in first. Raises RefusedFileError."""
        self._read_upload()
        super().save(*args, **kwargs)

    def take_in(self, upload: File) -> None:
        """Fills in what is found in a new file. Raises RefusedFileError."""
        raise NotImplementedError

    def clean(self) -> None:
        super().clean()
        try:
            self._read_upload()
        except RefusedFileError as error:
            raise ValidationError({"file": str(error)}) from error

    def _read_upload(self) -> None:
        file: Any = self.file  # type: ignore[attr-defined]  # of each subclass
        if file and not is_stored(file) and self.upload_read is not file.file:
            self.take_in(file.file)
            self.upload_read = self.file.file  # type: ignore[attr-defined]  # maybe another

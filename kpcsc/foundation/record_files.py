"""Where the files of records lie, and what is made of them: it goes when they do."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.storage import FileSystemStorage


class RecordFileStorage(FileSystemStorage):
    """Keeps, beside a file, others that were made from it."""

    def made(self, name: str, variant: str, make: Callable[[bytes], bytes]) -> Path:
        """The path of a variant of a file, which is made when it is first asked for.

        Raises FileNotFoundError where the file is not there (any more).
        """
        original, made = Path(self.path(name)), Path(self.path(f"{name}.{variant}"))
        if not made.exists():
            draft = made.with_name(f"{made.name}.{uuid4().hex}")
            mode, content = original.stat().st_mode, make(original.read_bytes())
            draft.write_bytes(content)
            draft.chmod(mode)  # as private as the file, or as open to the web server
            draft.replace(made)  # whole, for whoever asks meanwhile
        if not original.exists():  # it was deleted while this was made
            made.unlink(missing_ok=True)
            raise FileNotFoundError(name)
        return made

    def delete(self, name: str) -> Any:
        """Deletes the file, and all that was made of it."""
        original = Path(self.path(name))
        super().delete(name)
        for made in original.parent.glob(f"{original.name}.*"):
            made.unlink(missing_ok=True)

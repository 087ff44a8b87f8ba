"""What is kept of a file while it is being sent."""

from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler

MOST_BYTES = 100_000_000  # of all the files in a request: more than any form takes


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Writes to the disk what a form could take, and only counts the rest.

    The file then says the size that was sent, and holds less: its form refuses it in a sentence,
    and keeps all else that was typed.
    """

    written = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        if self.written + len(raw_data) <= MOST_BYTES:
            self.written += len(raw_data)
            super().receive_data_chunk(raw_data, start)

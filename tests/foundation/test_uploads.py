"""However much is sent, little is kept."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.http.multipartparser import MultiPartParser
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from kpcsc.foundation import uploads
from kpcsc.foundation.uploads import BoundedUploadHandler

CHUNK = 64 * 1024


@pytest.fixture(autouse=True)
def few_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if forms took three chunks at most."""
    monkeypatch.setattr(uploads, "MOST_BYTES", 3 * CHUNK)


def sent(
    fields: dict[str, Any], length: int | None = None
) -> tuple[dict[str, UploadedFile], dict[str, str]]:
    """What a form gets that was sent these files and texts, and told of so many bytes."""
    body = encode_multipart(BOUNDARY, fields)
    meta = {"CONTENT_TYPE": MULTIPART_CONTENT, "CONTENT_LENGTH": length or len(body)}
    handler = BoundedUploadHandler(RequestFactory().post("/"))
    texts, files = MultiPartParser(meta, BytesIO(body), [handler]).parse()
    return files.dict(), texts.dict()  # type: ignore[return-value]  # of files, one each


def file_of(size: int) -> BytesIO:
    file = BytesIO(b"a" * size)
    file.name = "talk.mp3"
    return file


def test_a_file_is_kept_whole() -> None:
    files, texts = sent({"talk": file_of(2 * CHUNK + 5), "title": "Réunion"})
    assert files["talk"].size == 2 * CHUNK + 5
    assert files["talk"].read() == b"a" * (2 * CHUNK + 5)
    assert texts == {"title": "Réunion"}


def test_of_a_large_file_the_beginning_is_kept_and_the_size_said() -> None:
    files, texts = sent({"talk": file_of(10 * CHUNK), "title": "Réunion"})
    assert files["talk"].size == 10 * CHUNK
    assert 0 < len(files["talk"].read()) <= 3 * CHUNK
    assert texts == {"title": "Réunion"}


def test_many_files_have_no_more_room_than_one() -> None:
    files, _texts = sent({f"talk{number}": file_of(2 * CHUNK) for number in range(5)})
    assert [file.size for file in files.values()] == [2 * CHUNK] * 5
    assert sum(len(file.read()) for file in files.values()) <= 3 * CHUNK


def test_a_length_that_nobody_sends_takes_no_room() -> None:
    files, _texts = sent({"talk": file_of(10)}, length=10**10)
    assert (files["talk"].size, files["talk"].read()) == (10, b"a" * 10)

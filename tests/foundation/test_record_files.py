"""Files of records, and what is made of them."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from kpcsc.foundation.record_files import RecordFileStorage


@pytest.fixture
def storage(tmp_path: Path) -> RecordFileStorage:
    """A folder with one file."""
    storage = RecordFileStorage(location=tmp_path)
    storage.save("a", ContentFile(b"abc"))
    return storage


def test_a_variant_is_made_once(storage: RecordFileStorage) -> None:
    assert storage.made("a", "upper", bytes.upper).read_bytes() == b"ABC"
    assert storage.made("a", "upper", bytes.lower).read_bytes() == b"ABC"
    assert storage.made("a", "title", bytes.title).read_bytes() == b"Abc"


def test_a_variant_is_as_private_as_its_file(storage: RecordFileStorage, tmp_path: Path) -> None:
    (tmp_path / "a").chmod(0o640)
    assert storage.made("a", "upper", bytes.upper).stat().st_mode & 0o777 == 0o640


def test_what_was_made_goes_with_its_file(storage: RecordFileStorage, tmp_path: Path) -> None:
    storage.save("ab", ContentFile(b"other"))
    storage.made("a", "upper", bytes.upper)
    storage.made("ab", "upper", bytes.upper)
    storage.delete("a")
    assert {path.name for path in tmp_path.iterdir()} == {"ab", "ab.upper"}
    storage.delete("a")  # as often as one likes


def test_of_a_file_that_is_gone_nothing_is_made_or_given(
    storage: RecordFileStorage, tmp_path: Path
) -> None:
    def make(content: bytes) -> bytes:
        (tmp_path / "a").unlink()  # somebody deletes it at this moment
        return content

    with pytest.raises(FileNotFoundError):
        storage.made("a", "upper", make)
    with pytest.raises(FileNotFoundError):
        storage.made("a", "lower", make)
    assert list(tmp_path.iterdir()) == []

"""What the desk's tests share."""

from collections.abc import Iterator

import pytest

from kpcsc.foundation.reader import Reader, reading_as
from kpcsc.foundation.viewer import STAFF


@pytest.fixture(autouse=True)
def read_by_the_secretariat() -> Iterator[None]:
    """The desk is read by staff, who read what was written."""
    with reading_as(Reader(STAFF)):
        yield

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """What is told of a form is in the page's language."""
    with translation.override("en"):
        yield

"""What every test may use."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import translation

from kpcsc.demonstration.load import load_reference
from meetings.models import Meeting

# whitenoise warns where this folder is missing, as it is before the first `make run`.
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def in_default_language() -> Iterator[None]:
    """A test neither sees nor leaves the language that another test's request turned on."""
    with translation.override("fr"):
        yield


@pytest.fixture
def reference(db: None) -> Meeting:
    """The reference meeting, with everything that the demonstration loads."""
    load_reference()
    return Meeting.objects.get(slug="2021-06-strategy-meeting")

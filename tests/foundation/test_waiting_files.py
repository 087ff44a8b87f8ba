"""A file that nobody confirmed is gone after its time, whether or not another is brought."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal_settings
from django.utils import timezone

from kpcsc.foundation.waiting_files import (
    FOLDER,
    WaitingFileNotFoundError,
    delete_expired_waiting_files,
    keep,
    read,
)
from tests.factories import make_staff

pytestmark = pytest.mark.django_db


def test_it_is_deleted_by_the_clock(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    owner = make_staff()
    old, young = keep(b"old", owner=owner), keep(b"young", owner=owner)
    longest = portal_settings.RETENTION["waiting_files"].total_seconds()
    long_ago = timezone.now().timestamp() - longest - 60
    os.utime(tmp_path / FOLDER / f"{owner.pk}-{old.hex}", (long_ago, long_ago))
    delete_expired_waiting_files.call()
    assert read(young, owner=owner) == b"young"
    with pytest.raises(WaitingFileNotFoundError):
        read(old, owner=owner)

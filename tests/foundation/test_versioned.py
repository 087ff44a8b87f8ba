"""Versions: only `advance` moves them, and only from the newest."""

import pytest

from kpcsc.foundation.versioned import StaleRecordError
from meetings.models import Meeting
from tests.factories import make_meeting


def test_of_two_that_start_from_one_version_only_the_first_succeeds(db: None) -> None:
    first = make_meeting()
    second = Meeting.objects.get(pk=first.pk)
    first.advance(by=None)
    with pytest.raises(StaleRecordError):
        second.advance(by=None)
    assert (first.version, second.version) == (2, 1)
    assert Meeting.objects.get().version == 2


def test_saving_an_old_object_does_not_turn_the_version_back(db: None) -> None:
    old = make_meeting()
    Meeting.objects.get(pk=old.pk).advance(by=None)
    old.place_fr = "Kinshasa"
    old.save()
    assert Meeting.objects.values_list("version", "place_fr").get() == (2, "Kinshasa")

"""An organisation that is not named at a meeting stays unnamed there, whatever is restored."""

from pathlib import Path
from typing import Any

import pytest

from kpcsc.foundation.ledger import read_ledger
from meetings.models import Naming, Participation
from meetings.participation.ledger import namings_beyond_ledger, restrict_naming
from tests.factories import make_meeting, make_participation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def file(tmp_path: Path, settings: Any) -> None:
    settings.LEDGER = str(tmp_path / "ledger")


def name_as(participation: Participation, naming: Naming) -> None:
    participation.named = naming
    participation.save()


def beyond() -> list[tuple[Any, str]]:
    return [(one.record, one.allowed) for one in namings_beyond_ledger(read_ledger())]


def test_a_restored_database_names_nobody_at_a_meeting_who_may_not_be() -> None:
    participation, other = (make_participation(meeting=make_meeting()) for _number in range(2))
    assert read_ledger().lines == []
    name_as(participation, Naming.MEMBERS)
    name_as(participation, Naming.UNNAMED)
    name_as(other, Naming.UNNAMED)
    name_as(other, Naming.AS_LISTED)
    assert beyond() == []
    Participation.objects.update(named=Naming.AS_LISTED)  # as a backup has it made before
    assert beyond() == [(participation, "unnamed")]
    restrict_naming(participation=participation, allowed="unnamed", by=None)
    assert beyond() == []
    assert Participation.objects.get(pk=participation.pk).named == Naming.UNNAMED


def test_whoever_is_on_the_list_once_more_is_named_as_the_list_says() -> None:
    participation = make_participation(meeting=make_meeting())
    name_as(participation, Naming.UNNAMED)
    participation.delete()
    again = make_participation(
        meeting=participation.meeting, organisation=participation.organisation
    )
    assert beyond() == []
    assert again.named == Naming.AS_LISTED

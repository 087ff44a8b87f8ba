"""A meeting under way, and a facilitator who writes on its page."""

from datetime import time

import pytest
from django.test import Client

from meetings.models import AgendaItem, Meeting
from organisations.models import User
from tests.factories import make_meeting
from tests.meetings.running.test_access import make_facilitator


@pytest.fixture
def meeting() -> Meeting:
    """A meeting with two items on its agenda."""
    meeting = make_meeting(status="draft", precision="minute", starts_at=time(14), ends_at=time(15))
    for position, title in enumerate(["Ouverture", "Budget"], start=1):
        AgendaItem.objects.create(meeting=meeting, title_fr=title, minutes=30, position=position)
    return meeting


@pytest.fixture
def facilitator(meeting: Meeting) -> User:
    return make_facilitator(meeting)


@pytest.fixture
def phone(client: Client, facilitator: User) -> Client:
    client.force_login(facilitator)
    return client

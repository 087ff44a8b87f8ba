"""What one process writes counts at the next request of another, in texts as in lists."""

from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from threading import Event, Thread

import pytest

from meetings.models import Meeting, Naming, Participation
from organisations.models import Listing, Organisation
from tests.benchmarks.processes import gunicorn
from tests.factories import make_meeting, make_organisation, make_participation

ROUNDS = 12
READERS = 8

pytestmark = pytest.mark.django_db(transaction=True)


def page(port: int, path: str) -> str:
    """The body of a page."""
    asked = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        asked.request("GET", path)
        return asked.getresponse().read().decode()
    finally:
        asked.close()


def keep_reading(ports: list[int], path: str, is_over: Event) -> None:
    """Reads a page again and again, as others do."""
    while not is_over.is_set():
        for port in ports:
            page(port, path)


@pytest.fixture
def servers(shared_database: None, meeting: Meeting) -> Iterator[list[int]]:
    """The ports of two servers with two processes each, which are kept busy."""
    path, is_over = f"/fr/meetings/{meeting.slug}/", Event()
    with ExitStack() as stack:
        ports = [stack.enter_context(gunicorn("kpcsc.wsgi", "/fr/"))[0].port for _ in range(2)]
        readers = [Thread(target=keep_reading, args=(ports, path, is_over)) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        yield ports
        is_over.set()
        for reader in readers:
            reader.join()


@pytest.fixture
def meeting(transactional_db: None) -> Meeting:
    """A meeting that an organisation came to, and whose text names it by its acronym."""
    meeting = make_meeting(introduction_fr="L’IPIS a parlé.")
    organisation = make_organisation(name_fr="Service de la paix internationale", acronym="IPIS")
    make_participation(meeting=meeting, organisation=organisation)
    return meeting


def test_a_listing_counts_at_the_next_request_of_every_process(
    meeting: Meeting, servers: list[int]
) -> None:
    """Changed here, under load; and so does a naming at the meeting."""
    path = f"/fr/meetings/{meeting.slug}/"
    organisations, participations = Organisation.objects.all(), Participation.objects.all()
    for number in range(ROUNDS):
        if number % 2:
            organisations.update(listing=Listing.UNLISTED)
        else:
            participations.update(named=Naming.UNNAMED)
        # Each server has two processes: as many requests reach both in all likelihood.
        for port in servers * 3:
            hidden = page(port, path)
            assert ("IPIS" in hidden, "paix internationale" in hidden) == (False, False)
        organisations.update(listing=Listing.PUBLIC)
        participations.update(named=Naming.AS_LISTED)
        for port in servers * 3:
            shown = page(port, path)
            assert ("IPIS" in shown, "paix internationale" in shown) == (True, True)

"""The server that the rehearsal is on."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rehearsal.portal import PortalServer

IS_FULL = os.environ.get("REHEARSAL") == "full"
MEETINGS, RESPONSES = (2_000, 20_000) if IS_FULL else (20, 200)
# In full, what is upgraded is the previous commit. In CI it is this one, since until a first
# release migrations may be edited where they are.
FORMER_COMMIT = "HEAD~1" if IS_FULL else ""
FOLDER = Path("/var/tmp/portal-rehearsal")  # root's own, kept from one rehearsal to the next
NEEDED = ("debootstrap", "unshare", "nsenter")


@pytest.fixture(scope="session")
def server() -> Iterator[PortalServer]:
    """A server with the portal, installed from this checkout, and the demonstration's records."""
    if os.geteuid() != 0 or not all(map(shutil.which, NEEDED)):
        pytest.skip(f"needs root, and {', '.join(NEEDED)}")
    FOLDER.mkdir(exist_ok=True)
    server = PortalServer(FOLDER)
    server.make()
    try:
        server.boot()
    except TimeoutError:  # a sandbox without namespaces, or without control groups
        server.power_off()
        pytest.skip("systemd does not boot here")
    try:
        server.install(FORMER_COMMIT)
        server.demonstrate(MEETINGS)
        server.load_responses(RESPONSES)
        yield server
    finally:
        server.power_off()

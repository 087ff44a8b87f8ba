"""systemd's units: hardened, and what they name is there."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kpcsc.deployment import layout, services

DEPLOYMENT = Path(services.__file__).parent
UNITS = DEPLOYMENT / "units"
SERVICES = sorted(unit.name for unit in UNITS.glob("*.service"))
MOST_EXPOSURE = 25  # of 100, as systemd counts


@pytest.mark.skipif(
    not shutil.which("systemd-analyze") and "REQUIRE_BROWSER" not in os.environ,
    reason="needs systemd-analyze",
)
@pytest.mark.parametrize("unit", SERVICES)
def test_service_is_hardened(unit: str, tmp_path: Path) -> None:
    shutil.copytree(UNITS, tmp_path / "etc/systemd/system")
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", f"--root={tmp_path}",
         f"--threshold={MOST_EXPOSURE}", "--no-pager", unit],
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_services_write_to_the_portals_folders_alone() -> None:
    hardening = (UNITS / "portal-.service.d/hardening.conf").read_text()
    [written] = re.findall("^ReadWritePaths=(.*)$", hardening, re.MULTILINE)
    assert written.split() == [str(layout.DATA), str(layout.BACKUPS), str(layout.LOGS)]
    assert f"WorkingDirectory={layout.CURRENT}\n" in hardening
    assert f"User={layout.USER}\n" in hardening


def test_each_service_waits_for_an_upgrade() -> None:
    waits = f"ExecStartPre=/usr/bin/flock --shared {layout.LOCK} true\n"
    assert [name for name in SERVICES if waits not in (UNITS / name).read_text()] == [
        "portal-offsite.service"  # which touches no data
    ]


def test_commands_of_the_units_are_commands_of_the_portal() -> None:
    text = "".join((UNITS / name).read_text() for name in SERVICES)
    named = set(re.findall(r"manage\.py (\w+)", text))
    commands = DEPLOYMENT.parent.glob("**/management/commands/*.py")
    assert named <= {file.stem for file in commands}
    assert {*services.STARTED, *services.PLANNED} <= {file.name for file in UNITS.iterdir()}


def test_web_server_logs_nobody_and_answers_for_one_host() -> None:
    site = (DEPLOYMENT / "nginx/portal.conf").read_text()
    servers = site.split("\nserver {")[1:]
    assert len(servers) == 3
    for server in servers:
        assert "access_log off;" in server
        assert "error_log /dev/null;" in server
    assert f"unix:{layout.SOCKET}" in site
    assert f"{layout.CERTIFICATE}/fullchain.pem" in site
    assert str(layout.ACME) in site
    assert (UNITS / "portal-web.socket").read_text().count(f"ListenStream={layout.SOCKET}\n") == 1

"""The services of the portal: systemd's units, nginx before them, the rotation of the log."""

import fcntl
import http.client
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kpcsc.deployment.layout import COMMAND, CURRENT, LOCK, LOG_ROTATION, NGINX_SITE, SOCKET, UNITS
from kpcsc.deployment.machine import DeploymentError, run, systemctl

STARTED = ("portal-web.socket", "portal-web.service", "portal-worker.service")
PLANNED = ("portal-backup.timer", "portal-offsite.path")
WEB, WORKER = "portal-web.service", "portal-worker.service"
SECONDS_TO_START = 60
COMMAND_TEXT = f"""#!/bin/sh
PYTHONPATH={CURRENT} PYTHONDONTWRITEBYTECODE=1 exec python3 -P -m kpcsc.deployment "$@"
"""
# nginx's own site would answer for every host name.
NGINX_DEFAULT = Path("/etc/nginx/sites-enabled/default")


def install_services(release: Path, host: str) -> None:
    """Writes the units, nginx's site, the log's rotation and the command, as a release has them."""
    deployment = release / "kpcsc/deployment"
    shutil.copytree(deployment / "units", UNITS, dirs_exist_ok=True)
    site = (deployment / "nginx/portal.conf").read_text().replace("@HOST@", host)
    NGINX_SITE.write_text(site)
    NGINX_DEFAULT.unlink(missing_ok=True)
    shutil.copyfile(deployment / "logrotate.conf", LOG_ROTATION)
    COMMAND.write_text(COMMAND_TEXT)
    COMMAND.chmod(0o755)
    systemctl("daemon-reload")


def start_services() -> None:
    """Starts them, and has them start with the machine. Raises DeploymentError."""
    run("nginx", "-t", "-q")
    run("systemctl", "enable", "--quiet", *STARTED, *PLANNED, "nginx.service")
    systemctl("start", *STARTED, *PLANNED)
    systemctl("reload-or-restart", "nginx.service")


def restart_services() -> None:
    """Has them read the settings anew; what arrives meanwhile waits."""
    systemctl("restart", WEB, WORKER)


def remove_services() -> None:
    """Stops them and removes their files."""
    run("systemctl", "disable", "--quiet", *STARTED, *PLANNED)
    systemctl("stop", *PLANNED, *STARTED)
    for unit in UNITS.glob("portal-*"):
        if unit.is_dir():
            shutil.rmtree(unit)
        else:
            unit.unlink()
    for file in (NGINX_SITE, LOG_ROTATION, COMMAND):
        file.unlink(missing_ok=True)
    systemctl("daemon-reload")
    systemctl("reload-or-restart", "nginx.service")


@contextmanager
def web_service_stopped() -> Iterator[None]:
    """Stops the portal's processes, and starts that which answers requests, the first of which were
    waiting at the socket.

    The next request would have systemd start it: it waits for the lock, which is gone with this
    process, however that ends. Raises DeploymentError where it does not start: then it has answered
    none. The worker is started afterwards, by `start_services`.
    """
    with LOCK.open("r") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        systemctl("stop", WEB, WORKER)
        try:
            yield
        finally:
            # Those that wait for the lock read their units and the link anew.
            systemctl("daemon-reload")
            systemctl("stop", WEB, WORKER)
            fcntl.flock(lock, fcntl.LOCK_UN)
            systemctl("start", WEB)


class SocketConnection(http.client.HTTPConnection):
    """To a server at a socket of this machine."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=SECONDS_TO_START)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self.path))


def answer_at(path: Path, address: str, host: str) -> int:
    """The status with which the server at a socket answers. Raises OSError."""
    connection = SocketConnection(path)
    try:
        connection.request("GET", address, headers={"Host": host, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()


def wait_for_answer(host: str, path: Path = SOCKET) -> None:
    """Returns once the home page is answered. Raises DeploymentError."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        try:
            status = answer_at(path, "/fr/", host)
        except OSError:  # not yet
            time.sleep(0.5)
            continue
        if status != http.client.OK:
            raise DeploymentError(f"The home page fails (status {status}).")
        return
    raise DeploymentError(f"The home page is not answered in {SECONDS_TO_START} s.")

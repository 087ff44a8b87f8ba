"""Bringing new code to the server: nothing that runs is touched before the new is known to work."""

import json
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kpcsc.deployment.install import portal_host
from kpcsc.deployment.layout import USER
from kpcsc.deployment.machine import (
    DeploymentError,
    as_portal,
    clean_environment,
    manage,
    tell,
)
from kpcsc.deployment.releases import build_release, current_release, switch_to
from kpcsc.deployment.services import (
    install_services,
    start_services,
    wait_for_answer,
    web_service_stopped,
)


@dataclass(frozen=True)
class DatabaseCopy:
    """A database beside the portal's, by its name and its URL."""

    name: str
    url: str

    @property
    def environment(self) -> dict[str, str]:
        """Has a command of manage.py use it."""
        return {"DATABASE_URL": self.url}


def upgrade(source: Path) -> None:
    """Replaces the portal's code by that of a folder, and brings the database to it.

    The new code first runs beside the old, on a copy of the database; then the services stop for as
    long as that takes once more, and what arrives waits. Until the new code answers, whatever fails
    leaves the old one in place. Raises DeploymentError.
    """
    old = current_release()
    if not old:
        raise DeploymentError("The portal is not installed: run install.sh.")
    host = portal_host()
    tell("Making a backup.")
    manage("backup")
    new = build_release(source)
    try:
        tell("Trying the new release on a copy of the database.")
        with database_copy(old) as copy:
            try_release(new, old, copy, host)
        tell("Stopping the portal for a moment; what arrives waits.")
        with uninterrupted():
            try:
                replace(old, new, host)
            finally:
                start_services()
    except BaseException:
        if current_release() != new:
            shutil.rmtree(new, ignore_errors=True)
        raise
    tell(
        f"The portal runs release {new.name}. The former database and release are kept until you "
        "have seen that all is well: portal confirm"
    )


def replace(old: Path, new: Path, host: str) -> None:
    """Exchanges code and database while the services are stopped; all is the old again where that
    fails, or the new code does not start: nothing was written to the new database then.

    Raises DeploymentError.
    """
    former = ""
    try:
        with web_service_stopped():
            try:
                with database_copy(old) as copy:
                    try_release(new, old, copy, host)
                    # Before the code: should the power fail, the next upgrade finds it migrated.
                    former = manage("database_copy", "use", copy.name, release=new).strip()
                switch_to(new)
                install_services(new, host)
            except BaseException:
                if former:
                    put_back(old, former, host)
                    former = ""
                raise
    except BaseException:
        if former:  # the new code did not start
            tell("Going back to the former release.")
            with web_service_stopped():
                put_back(old, former, host)
        raise


def put_back(old: Path, former: str, host: str) -> None:
    """Puts a release and its database in place again, before anything answers."""
    switch_to(old)
    manage("database_copy", "use", former, release=old)
    install_services(old, host)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Neither Ctrl-C nor a lost connection ends what is done meanwhile, which takes a minute."""
    ignored = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)
    former = {number: signal.signal(number, signal.SIG_IGN) for number in ignored}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


@contextmanager
def database_copy(release: Path) -> Iterator[DatabaseCopy]:
    """A copy of the portal's database, made by the release that it belongs to; deleted afterwards
    if it is still there under its name. Raises DeploymentError."""
    copy = DatabaseCopy(**json.loads(manage("database_copy", "make", release=release)))
    try:
        yield copy
    finally:
        manage("database_copy", "delete", copy.name, release=release)


def try_release(new: Path, old: Path, copy: DatabaseCopy, host: str) -> None:
    """Migrates the copy and has the new release answer from it. Raises DeploymentError where that
    fails, or where its doctor finds what the old one's does not."""
    before = checks_passed(old)
    manage("migrate", "--verbosity", "0", release=new, environment=copy.environment)
    manage(
        *("check", "--deploy", "--fail-level", "WARNING"),
        release=new,
        environment=copy.environment,
    )
    with trial_server(new, copy) as path:
        wait_for_answer(host, path)
    found = checks_passed(new, copy.environment)
    if worse := [code for code, is_passed in before.items() if is_passed and not found.get(code)]:
        raise DeploymentError(f"The new release fails checks of the doctor: {', '.join(worse)}.")


def checks_passed(release: Path, environment: dict[str, str] | None = None) -> dict[str, bool]:
    """Whether a release's doctor finds all well, by the names of its checks."""
    said = manage("doctor", "--json", release=release, environment=environment)
    return dict(json.loads(said))


@contextmanager
def trial_server(release: Path, copy: DatabaseCopy) -> Iterator[Path]:
    """Serves a release from a copy of the database; gives its socket."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.chown(folder, USER, USER)
        gunicorn = (release / ".venv/bin/gunicorn", "--config", "kpcsc/gunicorn_conf.py")
        environment = {"BIND": f"unix:{folder / 'socket'}", "WORKERS": "1", **copy.environment}
        server = subprocess.Popen(  # noqa: S603 (ours, no shell)
            as_portal(*gunicorn, "kpcsc.wsgi"),
            env=clean_environment() | environment,
            cwd=release,
        )
        try:
            yield folder / "socket"
        finally:
            server.terminate()
            server.wait()

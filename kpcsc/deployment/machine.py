"""Running programs on the server, as root and as the portal's user."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kpcsc.deployment.layout import CURRENT, DATA, RCLONE, USER

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
LINES_SHOWN = 10  # of what a program that failed said last


class DeploymentError(Exception):
    """What went wrong and what to do, in a sentence for the operator."""


def tell(line: str) -> None:
    """Prints what is being done."""
    print(line, flush=True)


def run(
    *command: str | Path, environment: Mapping[str, str] | None = None, folder: Path = Path("/")
) -> str:
    """Runs a program and gives what it printed. Raises DeploymentError with what it said last."""
    try:
        done = subprocess.run(  # noqa: S603 (ours, no shell)
            command,
            env={**clean_environment(), **(environment or {})},
            cwd=folder,
            stdin=subprocess.DEVNULL,  # what is typed ahead is for the portal's own questions
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        raise DeploymentError(f"{command[0]} cannot be run: {error.strerror}.") from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()[-LINES_SHOWN:]
        raise DeploymentError("\n".join(said) or f"{command[0]} failed.")
    return done.stdout


def as_portal(*command: str | Path) -> list[str | Path]:
    """A command that runs as the portal's user, who cannot change the code or the settings."""
    return [
        *("setpriv", "--reuid", USER, "--regid", USER, "--init-groups", "--no-new-privs"),
        *("env", f"HOME={DATA}", *command),
    ]


def manage(
    *arguments: str, release: Path = CURRENT, environment: Mapping[str, str] | None = None
) -> str:
    """Runs a command of manage.py as the portal's user; gives what it printed.

    Raises DeploymentError.
    """
    return run(*as_portal(*_manage(release), *arguments), environment=environment, folder=release)


def manage_in_terminal(*arguments: str, environment: Mapping[str, str] | None = None) -> int:
    """Runs a command of manage.py that may ask questions; gives its exit status."""
    done = subprocess.run(  # noqa: S603 (ours, no shell)
        as_portal(*_manage(CURRENT), *arguments),
        env={**clean_environment(), **(environment or {})},
        cwd=CURRENT,
        check=False,
    )
    return done.returncode


def install_packages(*names: str) -> None:
    """Installs packages of Debian's. Raises DeploymentError."""
    quietly = {"DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", environment=quietly)
    run(
        *("apt-get", "install", "-y", "-qq", "--no-install-recommends", *names),
        environment=quietly,
    )


def systemctl(*arguments: str) -> None:
    """Tells systemd something; nothing where it does not run, as in a container."""
    if systemd_runs():
        run("systemctl", *arguments)


def systemd_runs() -> bool:
    """Whether this machine was booted by systemd."""
    return Path("/run/systemd/system").exists()


@contextmanager
def private_files() -> Iterator[None]:
    """Whatever is made meanwhile can be read by its owner alone."""
    former = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(former)


def _manage(release: Path) -> list[str | Path]:
    return [release / ".venv/bin/python", "manage.py"]


def clean_environment() -> dict[str, str]:
    """What a program needs of root's own environment: the settings come from their file."""
    kept = ("TERM", "LANG", "COLUMNS", "LINES", "PIP_INDEX_URL", "PIP_CERT", "HTTPS_PROXY")
    named = {name: os.environ[name] for name in kept if name in os.environ}
    own = {"PATH": PATH, "HOME": "/root", "LANG": "C.UTF-8", "RCLONE_CONFIG": str(RCLONE)}
    return own | named


def refuse_others() -> None:
    """Ends the program where it is not root's."""
    if os.geteuid() != 0:
        sys.exit("This is for root: put sudo before it.")

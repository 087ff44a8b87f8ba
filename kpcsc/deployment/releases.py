"""The releases of the portal on this server: each a folder with its code and libraries."""

import secrets
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from kpcsc.deployment.layout import CURRENT, RELEASES, SETTINGS
from kpcsc.deployment.machine import DeploymentError, run, tell

# What is the portal, of all that lies in a checkout.
APPS = ("kpcsc", "organisations", "meetings", "surveys")
FOLDERS = (*APPS, "templates", "static", "locale")
FILES = ("manage.py", "requirements.txt")
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__")
UNFINISHED = ".unfinished"


def build_release(source: Path) -> Path:
    """Copies the code to a folder of its own and makes ready what it needs; gives the folder.

    Whatever runs is not touched. Raises DeploymentError, and then leaves nothing behind.
    """
    if not (source / "manage.py").is_file() or not (source / "requirements.txt").is_file():
        raise DeploymentError(f"{source} holds no portal: there is no manage.py.")
    release = RELEASES / new_name(source)
    building = release.with_name(release.name + UNFINISHED)
    RELEASES.mkdir(mode=0o755, parents=True, exist_ok=True)
    try:
        tell("Copying the code.")
        building.mkdir()
        for name in FOLDERS:
            shutil.copytree(source / name, building / name, ignore=LEFT_OUT)
        for name in FILES:
            shutil.copyfile(source / name, building / name)
        (building / "RELEASE").write_text(f"{release.name}\n")
        building.rename(release)  # an environment knows its own path
        _prepare(release)
        _make_readable(release)
        (release / ".env").symlink_to(SETTINGS)
    except BaseException:
        for folder in (building, release):
            shutil.rmtree(folder, ignore_errors=True)
        raise
    return release


def new_name(source: Path) -> str:
    """A name for a release: when it was built, and of which commit where the source knows that."""
    moment = f"{datetime.now(UTC):%Y%m%dT%H%M%S}"
    try:
        commit = subprocess.run(  # noqa: S603 (ours, no shell)
            ["git", "-c", f"safe.directory={source}", "-C", source, "rev-parse", "--short", "HEAD"],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):  # no checkout, or no git
        return moment
    return f"{moment}-{commit}"


def current_release() -> Path | None:
    """The folder of the release that runs; None before the first."""
    return CURRENT.resolve() if CURRENT.exists() else None


def switch_to(release: Path) -> None:
    """Makes a release the one that runs from the services' next start on."""
    new = CURRENT.with_name("current.new")
    new.unlink(missing_ok=True)
    new.symlink_to(release)
    new.replace(CURRENT)


def delete_other_releases() -> int:
    """Deletes all but the one that runs; gives how many there were."""
    others = [folder for folder in RELEASES.iterdir() if folder != current_release()]
    for folder in others:
        shutil.rmtree(folder)
    return len(others)


def _prepare(release: Path) -> None:
    """Installs the libraries, compiles the French texts and collects the static files."""
    tell("Installing the libraries.")
    python = release / ".venv/bin/python"
    run("python3", "-m", "venv", release / ".venv")
    run(
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
        release / "requirements.txt",
    )
    tell("Compiling the texts and collecting the static files.")
    run(
        release / ".venv/bin/pybabel",
        "--quiet",
        "compile",
        "-D",
        "django",
        "-d",
        release / "locale",
    )
    run(
        python,
        "-m",
        "compileall",
        "-q",
        *(release / app for app in APPS),
    )
    # Settings of the moment: root opens neither the portal's database nor its ledger.
    without_data = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "localhost",
        "DATABASE_URL": "sqlite://:memory:",
        "LOG_FILE": "/dev/null",
    }
    run(
        python,
        "manage.py",
        "collectstatic",
        "--no-input",
        "--verbosity",
        "0",
        environment=without_data,
        folder=release,
    )


def _make_readable(release: Path) -> None:
    """Has everybody read it, whatever the permissions were where it came from; pip's are so."""
    parts = [part for part in release.iterdir() if part.name != ".venv"]
    for path in [release, *parts, *(path for part in parts for path in part.rglob("*"))]:
        path.chmod(0o755 if path.is_dir() else 0o644)

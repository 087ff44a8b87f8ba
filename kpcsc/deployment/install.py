"""Installing the portal on a Debian server, and removing it again."""

import pwd
import secrets
import shutil
from pathlib import Path

from kpcsc.deployment.answers import Answers
from kpcsc.deployment.certificate import ensure_certificate, request_certificate
from kpcsc.deployment.layout import (
    ACME,
    BACKUPS,
    CODE,
    CONFIGURATION,
    DATA,
    DATABASE,
    DOCUMENTS,
    LEDGER,
    LOCK,
    LOGS,
    RCLONE,
    SETTINGS,
    USER,
)
from kpcsc.deployment.machine import (
    DeploymentError,
    install_packages,
    manage,
    private_files,
    run,
    tell,
)
from kpcsc.deployment.postgresql import LOCAL_DATABASE, make_database
from kpcsc.deployment.releases import build_release, current_release, switch_to
from kpcsc.deployment.services import (
    install_services,
    remove_services,
    start_services,
    wait_for_answer,
)
from kpcsc.deployment.settings_file import read_settings, with_setting, written_settings

PACKAGES = ("python3-venv", "nginx-light", "certbot", "openssl", "logrotate", "rclone", "hostname")
PAIR = "import pyrage; i = pyrage.x25519.Identity.generate(); print(i, i.to_public())"


def install(source: Path, answers: Answers | None) -> None:
    """Installs the portal of a folder, or whatever an earlier attempt left to do.

    Answers are needed the first time; later the settings that are there hold. Raises
    DeploymentError.
    """
    tell("Installing Debian's packages.")
    install_packages(*PACKAGES)
    make_folders()
    if answers:
        write_settings(answers)
    release = current_release() or build_release(source)
    if not portal_settings()["BACKUP_KEY"]:
        make_backup_key(release)
    tell("Preparing the database.")
    manage("migrate", "--verbosity", "0", release=release)
    manage("check", "--deploy", "--fail-level", "WARNING", release=release)
    switch_to(release)
    host = portal_host()
    ensure_certificate(host)
    install_services(release, host)
    start_services()
    wait_for_answer(host)
    request_certificate(host, portal_settings()["CONTACT_EMAIL"])
    tell("Making a first backup.")
    manage("backup")
    tell(f"The portal of {host} is installed. Its first administrator: portal administrator")


def uninstall() -> None:
    """Stops the portal and removes its code; data, backups and settings stay."""
    remove_services()
    shutil.rmtree(CODE, ignore_errors=True)
    tell(
        f"The portal is removed. Its data is still in {DATA}, its backups in {BACKUPS}, its "
        f"settings in {CONFIGURATION}: delete them yourself if nobody needs them any more."
    )


def make_folders() -> None:
    """Makes the portal's user, and the folders where it may write and nobody else read."""
    if USER not in {user.pw_name for user in pwd.getpwall()}:
        run(
            "useradd",
            "--system",
            "--user-group",
            "--home-dir",
            DATA,
            "--no-create-home",
            "--shell",
            "/usr/sbin/nologin",
            USER,
        )
    # What lies in a folder of that user's, root neither makes nor hands over: it may be a link.
    for folder in (DATA, BACKUPS, LOGS):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        shutil.chown(folder, USER, USER)
    CODE.mkdir(mode=0o755, parents=True, exist_ok=True)
    LOCK.touch(mode=0o640)  # whoever could hold it could stop upgrades
    shutil.chown(LOCK, "root", USER)
    CONFIGURATION.mkdir(mode=0o750, exist_ok=True)
    CONFIGURATION.chmod(0o750)
    shutil.chown(CONFIGURATION, "root", USER)
    ACME.mkdir(mode=0o755, parents=True, exist_ok=True)
    if RCLONE.exists():
        protect_settings(RCLONE)


def write_settings(answers: Answers) -> None:
    """Writes the settings of a new portal, with secrets that nobody else has."""
    database_url = f"sqlite:///{DATABASE}"
    if answers.database == "postgresql":
        make_database()
        database_url = LOCAL_DATABASE
    settings = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "HEALTH_TOKEN": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": answers.host,
        "PORTAL_URL": f"https://{answers.host}",
        "CONTACT_EMAIL": answers.contact_email,
        "EMAIL_URL": answers.email_url,
        "DEFAULT_FROM_EMAIL": answers.from_email,
        "DATABASE_URL": database_url,
        "BEHIND_PROXY": "true",
        "HSTS_DAYS": "1",
        "LEDGER": str(LEDGER),
        "MEDIA_ROOT": str(DOCUMENTS),
        "BACKUPS": str(BACKUPS),
        "BACKUP_KEY": answers.backup_key,
        "LOG_FILE": str(LOGS / "portal.log"),
    }
    save_settings(written_settings(settings))


def portal_settings() -> dict[str, str]:
    """The settings as they are now. Raises DeploymentError where the portal is not installed."""
    if not SETTINGS.exists():
        raise DeploymentError(f"{SETTINGS} is missing: the portal is not installed.")
    try:
        return read_settings(SETTINGS.read_text())
    except ValueError as error:
        raise DeploymentError(f"{SETTINGS}: {error}") from error


def portal_host() -> str:
    """The host name that the portal answers for, the first of several."""
    return portal_settings()["ALLOWED_HOSTS"].partition(",")[0]


def save_settings(text: str) -> None:
    """Writes the file of settings, which root may change and the portal's user read."""
    new = SETTINGS.with_name(f"{SETTINGS.name}.new")
    with private_files():
        new.write_text(text)
    protect_settings(new)
    new.replace(SETTINGS)


def protect_settings(file: Path) -> None:
    """Has root alone change a file of settings, and the portal's user read it."""
    shutil.chown(file, "root", USER)
    file.chmod(0o640)


def make_backup_key(release: Path) -> None:
    """Makes a pair of keys for backups; the secret one is shown, and kept nowhere."""
    secret, public = run(release / ".venv/bin/python", "-c", PAIR).split()
    save_settings(with_setting(SETTINGS.read_text(), "BACKUP_KEY", public))
    tell(
        f"\nThe secret key of the backups, and the public one that belongs to it:\n\n"
        f"    {secret}\n    {public}\n\n"
        "Write it down, or keep it in a password manager, and not on this server. Without it no "
        "backup can be opened, and it is not shown again.\n"
    )

"""Moving the portal to another database on this server or elsewhere."""

import getpass
import re

from kpcsc.deployment.install import portal_host, portal_settings, save_settings
from kpcsc.deployment.layout import DATABASE, SETTINGS
from kpcsc.deployment.machine import DeploymentError, manage, manage_in_terminal, tell
from kpcsc.deployment.postgresql import LOCAL_DATABASE, delete_database, make_database
from kpcsc.deployment.services import start_services, wait_for_answer, web_service_stopped
from kpcsc.deployment.settings_file import with_setting

SQLITE = f"sqlite:///{DATABASE}"
ON_THIS_SERVER = {"sqlite": SQLITE, "postgresql": LOCAL_DATABASE}
ADDRESS = re.compile(r"postgres(ql)?://[^\s\"'$]+")


def ask_for_address() -> str:
    """Asks for the address of a database elsewhere, and does not show it: it has a password.

    Raises DeploymentError where it is none.
    """
    address = getpass.getpass("The database (postgres://user:password@host/name): ").strip()
    if not ADDRESS.fullmatch(address):
        raise DeploymentError("That is no address of a PostgreSQL database.")
    return address


def move_database(target: str) -> None:
    """Has the portal use another database, with all that it has: `sqlite` or `postgresql` on this
    server, or `other`, whose address is asked. What arrives meanwhile waits. The former database is
    deleted once the portal answers from the other, which holds the same. Raises DeploymentError.
    """
    former = portal_settings()["DATABASE_URL"]
    url = ON_THIS_SERVER.get(target) or ask_for_address()
    if url == former:
        raise DeploymentError("The portal uses that database already.")
    if former_copies := manage("delete_former", "--list").strip():
        raise DeploymentError(
            f"There are former copies, which name whoever has withdrawn since:\n{former_copies}\n"
            "Delete them first: portal confirm"
        )
    if manage_in_terminal("backup"):
        raise DeploymentError("Without a backup nothing is moved.")
    if target == "postgresql":
        make_database()
    try:
        with web_service_stopped():
            # Not as an argument, which every user of the server sees.
            address = {"NEW_DATABASE_URL": url}
            if manage_in_terminal("move_database", "--no-instructions", environment=address):
                raise DeploymentError("Nothing was moved.")
            save_settings(with_setting(SETTINGS.read_text(), "DATABASE_URL", url))
            manage("open_portal")
    finally:
        start_services()
    wait_for_answer(portal_host())
    tell("The portal uses the other database.")
    if former == SQLITE:
        for ending in ("", "-wal", "-shm"):
            DATABASE.with_name(DATABASE.name + ending).unlink(missing_ok=True)
    elif former == LOCAL_DATABASE:
        delete_database()
    else:
        tell("The former one is still on its server: delete it there.")
        return
    tell("The former one, which held the same, is deleted.")

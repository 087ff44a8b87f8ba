"""Moving the portal to another database on this server or elsewhere."""

from kpcsc.deployment.install import save_settings
from kpcsc.deployment.layout import DATABASE, SETTINGS
from kpcsc.deployment.machine import DeploymentError, manage_in_terminal, tell
from kpcsc.deployment.postgresql import LOCAL_DATABASE, make_database
from kpcsc.deployment.services import services_stopped
from kpcsc.deployment.settings_file import with_setting


def move_database(target: str) -> None:
    """Has the portal use another database, with all that it has: `sqlite` or `postgresql` on this
    server, or that of a URL. What arrives meanwhile waits. Raises DeploymentError.
    """
    if target == "postgresql":
        make_database()
    url = {"postgresql": LOCAL_DATABASE, "sqlite": f"sqlite:///{DATABASE}"}.get(target, target)
    with services_stopped():
        if manage_in_terminal("move_database", url):
            raise DeploymentError("Nothing was moved.")
        save_settings(with_setting(SETTINGS.read_text(), "DATABASE_URL", url))
        manage_in_terminal("open_portal")
    tell("The portal uses the other database.")

"""How the portal talks to a database, of either kind."""

from typing import Any

import environ

SQLITE = "django.db.backends.sqlite3"


def database_settings(url: str) -> dict[str, Any]:
    """Django's settings for the database that a URL names."""
    settings: dict[str, Any] = dict(environ.Env.db_url_config(url))
    settings["CONN_MAX_AGE"] = None
    if settings["ENGINE"] == SQLITE:
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # What was acknowledged is on the disk, also if the power fails in the next moment. What
            # is deleted is overwritten: answers and consents leave no trace in free pages.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA secure_delete=ON; "
            "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;",
        }
        return settings
    # The first query of a request tells whether its connection still holds (`read_site_revision`).
    settings["CONN_HEALTH_CHECKS"] = False
    settings["OPTIONS"] = {
        # Compiling a query takes PostgreSQL ten times as long as answering ours.
        "options": "-c jit=off",
        # Nor need it plan a query anew that it was asked five times.
        "server_side_binding": True,
        "prepare_threshold": 5,
    } | settings.get("OPTIONS", {})
    return settings

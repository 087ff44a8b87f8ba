"""PostgreSQL on the portal's own server, reached through its socket, without a password."""

from kpcsc.deployment.machine import install_packages, run, systemctl

LOCAL_DATABASE = "postgres://portal@:5432//var/run/postgresql/portal"


# What is there already, and what makes it where it is not.
SQL = {
    "SELECT 1 FROM pg_roles WHERE rolname = 'portal'": "CREATE ROLE portal LOGIN CREATEDB",
    "SELECT 1 FROM pg_database WHERE datname = 'portal'": "CREATE DATABASE portal OWNER portal "
    "TEMPLATE template0 ENCODING 'UTF8'",
}
# An error of PostgreSQL's says what was typed: its log has neither that nor the statement.
QUIET = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_min_messages": "fatal",
}


def make_database() -> None:
    """Makes the portal's role, which may make databases for its backups, and an empty database.

    Raises DeploymentError.
    """
    install_packages("postgresql")
    systemctl("start", "postgresql.service")
    for is_there, make in SQL.items():
        if not _answer(is_there):
            _answer(make)
    for name, value in QUIET.items():
        _answer(f"ALTER ROLE portal SET {name} = '{value}'")


def delete_database() -> None:
    """Deletes it, with all that it holds. Raises DeploymentError."""
    _answer("DROP DATABASE IF EXISTS portal WITH (FORCE)")


def _answer(sql: str) -> str:
    return run("runuser", "-u", "postgres", "--", "psql", "-tAX", "-c", sql).strip()

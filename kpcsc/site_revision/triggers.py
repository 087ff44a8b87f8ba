"""The triggers that renew the site revision, however a public column is written.

They stand apart from migrations: SQLite loses a table's triggers when Django rebuilds the table,
and neither database drops a column that a trigger names. So all of them go before a migration, and
are made anew after it.
"""

from collections.abc import Iterable, Iterator
from secrets import token_hex
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from kpcsc.foundation.site_revision import THE_ROW, SiteRevision
from kpcsc.site_revision.columns import public_columns, public_events

PREFIX = "site_revision_"

# An update and not an upsert: SQLite would take over the conflict clause of the statement that
# fired the trigger, and leave the token as it is under "INSERT OR IGNORE".
SQLITE_RENEWAL = "UPDATE foundation_siterevision SET token = lower(hex(randomblob(16)))"
POSTGRESQL_RENEWAL = (
    "UPDATE foundation_siterevision SET token = replace(gen_random_uuid()::text, '-', '')"
)
# Once a transaction, for each update of the row lengthens the chain that the next has to walk.
POSTGRESQL_FUNCTION = f"""CREATE OR REPLACE FUNCTION renew_site_revision() RETURNS trigger AS $$
BEGIN
    IF current_setting('kpcsc.renewed_in', true)
            IS DISTINCT FROM pg_current_xact_id()::text THEN
        {POSTGRESQL_RENEWAL};
        PERFORM set_config('kpcsc.renewed_in', pg_current_xact_id()::text, true);
    END IF;
    RETURN NULL;
END $$ LANGUAGE plpgsql"""


EXISTING = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": """SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE tgname LIKE %s AND pg_table_is_visible(tgrelid)""",
}


def make_triggers(using: str, **_: Any) -> None:
    """Makes the triggers and the row anew, after a migration or a flush, which leaves triggers.

    With another token, for whatever was written while there were none.
    """
    connection = connections[using]
    there = {name for name, _table in existing_triggers(connection)}
    if there != trigger_names(connection):
        remove_triggers(using)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(POSTGRESQL_FUNCTION)
            for statement in trigger_statements(connection):
                cursor.execute(statement)
    SiteRevision.objects.using(using).update_or_create(
        pk=THE_ROW, defaults={"token": token_hex(16)}
    )


def remove_triggers(using: str, **_: Any) -> None:
    """Removes the triggers, before a migration, and the token first: without it, no process keeps
    anything, also where the migration fails and leaves them away."""
    connection = connections[using]
    if SiteRevision._meta.db_table in connection.introspection.table_names():
        SiteRevision.objects.using(using).all().delete()
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for name, table in existing_triggers(connection):
            on_table = "" if connection.vendor == "sqlite" else f" ON {quote(table)}"
            cursor.execute(f"DROP TRIGGER {quote(name)}{on_table}")


def existing_triggers(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """The names of the triggers in the database, each with its table."""
    with connection.cursor() as cursor:
        cursor.execute(EXISTING[connection.vendor], [f"{PREFIX}%"])
        return list(cursor.fetchall())


def trigger_names(connection: BaseDatabaseWrapper) -> set[str]:
    """What the triggers are called of the tables that are there."""
    there = set(connection.introspection.table_names())
    return {
        trigger_name(model._meta.db_table, event)
        for model in public_columns()
        if model._meta.db_table in there
        for event in events_of(model, connection)
    }


def events_of(model: type[Model], connection: BaseDatabaseWrapper) -> Iterator[str]:
    """What has a trigger of its own; PostgreSQL can empty a table without deleting its rows."""
    yield from public_events(model)
    if connection.vendor == "postgresql":
        yield "truncate"


def trigger_statements(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """The statements that make the triggers on the tables and columns that are there."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model, wanted in public_columns().items():
            table = model._meta.db_table
            if table not in tables:
                continue  # in the middle of the migrations
            described = connection.introspection.get_table_description(cursor, table)
            there = {column.name for column in described}
            columns = [column for column in wanted if column in there]
            for event in events_of(model, connection):
                yield trigger_statement(connection, table, event, columns)


def trigger_name(table: str, event: str) -> str:
    """What the trigger for one event of a table is called."""
    return f"{PREFIX}{table}_{event}"


def trigger_statement(
    connection: BaseDatabaseWrapper, table: str, event: str, columns: Iterable[str]
) -> str:
    """The statement that makes the trigger for one event of a table.

    An update renews the token where a column has another value than before, not where it is
    written once more. On PostgreSQL the trigger waits for the commit: of two transactions that
    change several records, neither holds the row of the revision while it waits for the other. What
    is locked meanwhile, is locked with `no_key`: foreign keys that are checked at the commit would
    wait for anything stronger.
    """
    quote = connection.ops.quote_name
    name, timing, condition = quote(trigger_name(table, event)), event.upper(), ""
    is_sqlite = connection.vendor == "sqlite"
    if event == "update":
        different = "IS NOT" if is_sqlite else "IS DISTINCT FROM"
        quoted = [quote(column) for column in columns]
        timing += f" OF {', '.join(quoted)}"
        changed = " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in quoted)
        condition = f" WHEN ({changed})"
    if is_sqlite:
        return (
            f"CREATE TRIGGER {name} AFTER {timing} ON {quote(table)}{condition}"
            f" BEGIN {SQLITE_RENEWAL}; END"
        )
    if event == "truncate":
        return (
            f"CREATE TRIGGER {name} AFTER TRUNCATE ON {quote(table)}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION renew_site_revision()"
        )
    return (
        f"CREATE CONSTRAINT TRIGGER {name} AFTER {timing} ON {quote(table)}"
        f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW{condition}"
        f" EXECUTE FUNCTION renew_site_revision()"
    )

from django.db import migrations

SQLITE = [
    # Porter stems English, and takes the plural off most French words once accents are folded.
    # The trigger that deletes a text with its entry is made after each migration: search/index.py.
    """CREATE VIRTUAL TABLE kpcsc_searchtext USING fts5 (
        title, "public", members, staff,
        tokenize='porter unicode61 remove_diacritics 2')""",
]
POSTGRESQL = [
    "ALTER TABLE kpcsc_searchentry ADD COLUMN vector tsvector",
    "CREATE INDEX kpcsc_searchentry_vector ON kpcsc_searchentry USING gin (vector) "
    "WITH (fastupdate = off)",
]


def create(apps, schema_editor):
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS kpcsc_searchentry_deleted")
        schema_editor.execute("DROP TABLE kpcsc_searchtext")
    else:
        schema_editor.execute("ALTER TABLE kpcsc_searchentry DROP COLUMN vector")


class Migration(migrations.Migration):
    dependencies = [("kpcsc", "0001_initial")]
    operations = [migrations.RunPython(create, remove)]

from django.db import migrations

SQLITE = [
    # Porter stems English, and takes the plural off most French words once accents are folded.
    """CREATE VIRTUAL TABLE kpcsc_searchtext USING fts5 (
        title, "public", members, staff,
        tokenize='porter unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER kpcsc_searchentry_deleted AFTER DELETE ON kpcsc_searchentry BEGIN
        DELETE FROM kpcsc_searchtext WHERE rowid = old.id; END""",
]
POSTGRESQL = [
    """CREATE TABLE kpcsc_searchtext (
        id bigint PRIMARY KEY REFERENCES kpcsc_searchentry ON DELETE CASCADE,
        vector tsvector NOT NULL)""",
    "CREATE INDEX kpcsc_searchtext_vector ON kpcsc_searchtext USING gin (vector)",
]


def create(apps, schema_editor):
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER kpcsc_searchentry_deleted")
    schema_editor.execute("DROP TABLE kpcsc_searchtext")


class Migration(migrations.Migration):
    dependencies = [("kpcsc", "0001_initial")]
    operations = [migrations.RunPython(create, remove)]

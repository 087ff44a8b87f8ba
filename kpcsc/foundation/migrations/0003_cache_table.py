from django.core.management import call_command
from django.db import migrations


def make(apps, schema_editor):
    call_command("createcachetable", "cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("foundation", "0002_mail_outbox")]
    operations = [
        migrations.RunPython(make, migrations.RunPython.noop),
    ]

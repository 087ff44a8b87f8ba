from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

from kpcsc.roles import grant


def make(apps, schema_editor):
    # Django makes permissions after all migrations; the groups want them now.
    for app in installed.get_app_configs():
        create_permissions(app, verbosity=0, using=schema_editor.connection.alias)
    grant()


class Migration(migrations.Migration):
    dependencies = [
        ("kpcsc", "0003_roles"),
        ("meetings", "0010_agenda_decisions"),
    ]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]

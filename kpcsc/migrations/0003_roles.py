from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

from kpcsc.roles import update_staff_groups


def make(apps, schema_editor):
    # Django makes permissions after all migrations; the groups want them now.
    for app in installed.get_app_configs():
        create_permissions(app, verbosity=0, using=schema_editor.connection.alias)
    update_staff_groups()


class Migration(migrations.Migration):
    dependencies = [
        ("kpcsc", "0002_search_text"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]

from importlib import import_module

from django.db import migrations

make_groups = import_module("kpcsc.migrations.0003_roles").make


class Migration(migrations.Migration):
    dependencies = [
        ("kpcsc", "0007_naming_checks"),
        ("organisations", "0009_publish_organisation"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]

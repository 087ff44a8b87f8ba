from importlib import import_module

from django.db import migrations

make_groups = import_module("kpcsc.migrations.0003_roles").make


class Migration(migrations.Migration):
    dependencies = [
        ("kpcsc", "0005_text_mentions"),
        ("organisations", "0008_naming_stopped"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]

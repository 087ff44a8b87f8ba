"""The letters to those asked to answer moved: deliveries name them by where they are found."""

from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Replace

OLD, NEW = "surveys.letters.", "surveys.invitations.letters."


def rename(apps, old, new):
    moved = apps.get_model("foundation", "Delivery").objects.filter(letter__startswith=old)
    moved.update(letter=Replace("letter", Value(old), Value(new)))


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0002_may_publish"),
        ("foundation", "0002_mail_outbox"),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, _schema_editor: rename(apps, OLD, NEW),
            lambda apps, _schema_editor: rename(apps, NEW, OLD),
            elidable=True,
        )
    ]

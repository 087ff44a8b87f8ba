"""The letters to those invited moved: deliveries name them by where they are found."""

from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Replace

OLD, NEW = "meetings.letters.", "meetings.invitations.letters."


def rename(apps, old, new):
    moved = apps.get_model("foundation", "Delivery").objects.filter(letter__startswith=old)
    moved.update(letter=Replace("letter", Value(old), Value(new)))


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0006_text_documents"),
        ("foundation", "0002_mail_outbox"),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, _schema_editor: rename(apps, OLD, NEW),
            lambda apps, _schema_editor: rename(apps, NEW, OLD),
            elidable=True,
        )
    ]

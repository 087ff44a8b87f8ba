from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("meetings", "0008_shared_invitation_fields")]

    operations = [migrations.RenameField("invitation", "told", "notified")]

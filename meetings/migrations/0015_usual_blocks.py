from typing import Any

from django.db import migrations

USUAL = (
    *("story", "figures", "demands", "messages", "evidence", "actions", "timeline"),
    *("organisations", "map", "resources", "press"),
)


def add_usual_blocks(apps: Any, _schema_editor: Any) -> None:
    """The pages that there are show what a new one does."""
    block = apps.get_model("meetings", "CampaignBlock")
    block.objects.bulk_create(
        block(campaign=campaign, kind=kind, position=place)
        for campaign in apps.get_model("meetings", "Campaign").objects.all()
        for place, kind in enumerate(USUAL, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("meetings", "0014_campaign_blocks")]
    operations = [migrations.RunPython(add_usual_blocks, migrations.RunPython.noop)]

"""Releases to come: copies of this checkout with one more column, whole or broken."""

from pathlib import Path

MIGRATION = '''"""Adds a column, as the next release may."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "{last}")]
    operations = [
        migrations.AddField("campaign", "rehearsed", models.BooleanField(default=False)),
        migrations.AddField("historicalcampaign", "rehearsed", models.BooleanField(default=False)),
    ]
'''
FIELD = "\n    rehearsed = models.BooleanField(default=False)\n\n    class Meta("
# What is wrong with a release, and what the upgrade then says.
BROKEN = {
    "its migration fails": "rehearsed_",
    "its pages fail": "The home page fails (status 500).",
    "its service does not start": "Going back to the former release.",
}
FAILING_PAGE = '''

@read_only
def home(request: HttpRequest) -> HttpResponse:
    """Fails."""
    raise RuntimeError
'''


def add_column(code: Path) -> Path:
    """Adds a column to campaigns, and the migration that makes it; gives the migration."""
    migrations = code / "meetings/migrations"
    last = sorted(file.stem for file in migrations.glob("0*.py"))[-1]
    migration = migrations / "9000_campaign_rehearsed.py"
    migration.write_text(MIGRATION.format(last=last))
    change(code / "meetings/models/campaign.py", "\n    class Meta(", FIELD)
    return migration


def break_release(code: Path, fault: str) -> None:
    """Has a release fail at one of the steps of an upgrade."""
    if fault == "its migration fails":
        # After the column was added: what is undone is more than nothing.
        change(
            code / "meetings/migrations/9000_campaign_rehearsed.py",
            "    ]\n",
            '        migrations.RunSQL("SELECT rehearsed_ FROM meetings_campaign"),\n    ]\n',
        )
    elif fault == "its pages fail":
        views = code / "kpcsc/views.py"
        views.write_text(views.read_text() + FAILING_PAGE)
    else:
        unit = code / "kpcsc/deployment/units/portal-web.service"
        change(unit, "Type=notify\n", "Type=notify\nExecStartPre=/bin/false\n")


def change(file: Path, former: str, new: str) -> None:
    """Replaces what stands last in a file."""
    before, found, after = file.read_text().rpartition(former)
    assert found, file
    file.write_text(before + new + after)

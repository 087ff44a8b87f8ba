"""Tasks that moved or got a plainer name: runs that wait are found under the new one."""

from django.db import migrations

NAMES = {
    "organisations.tasks.forget_sessions": "organisations.tasks.delete_expired_sessions",
    "meetings.tasks.keep_week": "meetings.tasks.send_weekly_digest",
    "surveys.tasks.keep_time": "surveys.tasks.close_due_surveys",
    "surveys.actions.closing.pack_later": "surveys.closing.pack_later",
}


def rename(apps, names):
    waiting = apps.get_model("django_tasks_database", "DBTaskResult").objects.filter(status="READY")
    for old, new in names.items():
        waiting.filter(task_path=old).update(task_path=new)


class Migration(migrations.Migration):
    dependencies = [
        ("kpcsc", "0003_roles"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, _schema_editor: rename(apps, NAMES),
            lambda apps, _schema_editor: rename(apps, {new: old for old, new in NAMES.items()}),
            elidable=True,
        )
    ]

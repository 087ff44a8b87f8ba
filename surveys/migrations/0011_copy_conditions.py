"""Makes a row of the one choice that each question named, now and in each earlier state."""

from django.db import migrations

NOW = """
    INSERT INTO surveys_condition (question_id, choice_id)
    SELECT id, shown_if_id FROM surveys_question WHERE shown_if_id IS NOT NULL
"""
EARLIER = """
    INSERT INTO surveys_historicalcondition (id, question_id, choice_id, history_id)
    SELECT history_id, id, shown_if_id, history_id
    FROM surveys_historicalquestion WHERE shown_if_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0010_conditions"),
    ]

    operations = [
        migrations.RunSQL(NOW, elidable=True),
        migrations.RunSQL(EARLIER, elidable=True),
    ]

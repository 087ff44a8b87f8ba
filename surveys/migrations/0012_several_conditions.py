from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0011_copy_conditions"),
    ]

    operations = [
        migrations.RemoveField(model_name="historicalquestion", name="shown_if"),
        migrations.RemoveField(model_name="question", name="shown_if"),
        migrations.AddField(
            model_name="question",
            name="shown_if",
            field=models.ManyToManyField(
                blank=True,
                help_text="Asked of those alone who chose one of these, in earlier questions.",
                related_name="opens",
                through="surveys.Condition",
                to="surveys.choice",
                verbose_name="only if",
            ),
        ),
        migrations.AddField(
            model_name="historicalquestion",
            name="shown_if_each",
            field=models.BooleanField(
                default=False,
                verbose_name="one answer of each question is needed",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="shown_if_each",
            field=models.BooleanField(
                default=False,
                verbose_name="one answer of each question is needed",
            ),
        ),
    ]

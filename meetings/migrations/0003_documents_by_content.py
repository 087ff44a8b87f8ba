from django.db import migrations, models

import kpcsc.foundation.owned_file


def close_what_was_never_checked(apps, schema_editor):
    """Readers get no file that nobody looked into: whoever chooses it again can show it again."""
    apps.get_model("meetings", "Document").objects.update(visibility="staff")


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0002_publication_steps"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="historicaldocument",
            name="file",
        ),
        migrations.AddField(
            model_name="document",
            name="alternative_text",
            field=models.TextField(
                blank=True,
                help_text="Of a picture, for those who cannot see it or would pay to load it.",
                verbose_name="what one sees",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="alternative_text_en",
            field=models.TextField(
                blank=True,
                help_text="Of a picture, for those who cannot see it or would pay to load it.",
                null=True,
                verbose_name="what one sees",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="alternative_text_fr",
            field=models.TextField(
                blank=True,
                help_text="Of a picture, for those who cannot see it or would pay to load it.",
                null=True,
                verbose_name="what one sees",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="cleaned",
            field=kpcsc.foundation.owned_file.OwnedFileField(
                blank=True,
                editable=False,
                upload_to=kpcsc.foundation.owned_file.random_path,
                verbose_name="copy for readers",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("pdf", "PDF"),
                    ("docx", "DOCX"),
                    ("odt", "ODT"),
                    ("xlsx", "XLSX"),
                    ("png", "PNG"),
                    ("jpeg", "JPEG"),
                    ("mp3", "MP3"),
                    ("ogg", "OGG"),
                    ("m4a", "M4A"),
                    ("wav", "WAV"),
                ],
                max_length=10,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="size",
            field=models.PositiveIntegerField(default=0, verbose_name="size for readers, in bytes"),
        ),
        migrations.AddField(
            model_name="historicaldocument",
            name="alternative_text",
            field=models.TextField(
                blank=True,
                help_text="Of a picture, for those who cannot see it or would pay to load it.",
                verbose_name="what one sees",
            ),
        ),
        migrations.AddField(
            model_name="historicaldocument",
            name="alternative_text_en",
            field=models.TextField(
                blank=True,
                help_text="Of a picture, for those who cannot see it or would pay to load it.",
                null=True,
                verbose_name="what one sees",
            ),
        ),
        migrations.AddField(
            model_name="historicaldocument",
            name="alternative_text_fr",
            field=models.TextField(
                blank=True,
                help_text="Of a picture, for those who cannot see it or would pay to load it.",
                null=True,
                verbose_name="what one sees",
            ),
        ),
        migrations.AddField(
            model_name="historicaldocument",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("pdf", "PDF"),
                    ("docx", "DOCX"),
                    ("odt", "ODT"),
                    ("xlsx", "XLSX"),
                    ("png", "PNG"),
                    ("jpeg", "JPEG"),
                    ("mp3", "MP3"),
                    ("ogg", "OGG"),
                    ("m4a", "M4A"),
                    ("wav", "WAV"),
                ],
                max_length=10,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="historicaldocument",
            name="size",
            field=models.PositiveIntegerField(default=0, verbose_name="size for readers, in bytes"),
        ),
        migrations.AlterField(
            model_name="document",
            name="file",
            field=kpcsc.foundation.owned_file.OwnedFileField(
                help_text="Readers get PDF files and pictures as copies that name no author.",
                upload_to=kpcsc.foundation.owned_file.random_path,
                verbose_name="file",
            ),
        ),
        migrations.RunPython(close_what_was_never_checked, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["pdf", "docx", "odt", "xlsx", "png", "jpeg", "mp3", "ogg", "m4a", "wav"],
                    ),
                    models.Q(("kind", ""), ("visibility", "staff")),
                    _connector="OR",
                ),
                name="document_shown_is_of_a_known_kind",
                violation_error_message="Choose the file again: it has not been checked.",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind__in", ["pdf", "png", "jpeg"]),
                        models.Q(("cleaned", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("kind__in", ["pdf", "png", "jpeg"]), _negated=True),
                        ("cleaned", ""),
                    ),
                    _connector="OR",
                ),
                name="document_has_a_copy_if_it_can",
                violation_error_message="Choose the file again: it has no copy for readers.",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("visibility", "public"), _negated=True),
                    ("kind__in", ["pdf", "png", "jpeg"]),
                    _connector="OR",
                ),
                name="document_for_everyone_is_a_copy",
                violation_error_message="Only PDF files and pictures can be shown to everyone.",
            ),
        ),
    ]

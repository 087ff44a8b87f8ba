"""Which texts of this app exist in French and in English, and whose history is kept.

Nothing is kept of who answered when: neither responses nor invitations have a history.
"""

from modeltranslation.translator import TranslationOptions, translator
from simple_history import register as keep_history

from surveys import models

TRANSLATED = {
    models.Survey: ("title", "introduction"),
    models.Question: ("section", "text", "help_text", "unit", "low_label", "high_label", "finding"),
    models.Choice: ("text",),
}

for model, fields in TRANSLATED.items():
    translator.register(model, type("Translation", (TranslationOptions,), {"fields": fields}))
    keep_history(
        model,
        app="surveys",
        excluded_fields=["key"] if model is models.Survey else [],
        m2m_fields=[field.name for field in model._meta.many_to_many],
    )

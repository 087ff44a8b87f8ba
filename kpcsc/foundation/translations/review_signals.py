"""Marks a text to be reviewed when what it translates is saved with another wording.

Saving and deleting is followed, on whatever way; `update()`, `bulk_create()` and `loaddata` are
not: who writes a text by those says so.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save
from simple_history.models import HistoricalRecords

from kpcsc.foundation.translated_text import LANGUAGES, columns
from kpcsc.foundation.translations.models import TranslationReview
from kpcsc.foundation.translations.texts import other_language, translated_fields, translated_models

type Texts = dict[str, str]


def stored_texts(record: Model) -> Texts:
    """The texts by column, as the database has them: sanitised, and only what was written."""
    names = [column for field in translated_fields(type(record)) for column in columns(field)]
    row = type(record)._base_manager.filter(pk=record.pk).values(*names).first() or {}
    return {column: text or "" for column, text in row.items()}


def note_changes(record: Model, before: Texts, after: Texts) -> None:
    """Compares a record's texts before and after a save, and keeps its reviews accordingly."""
    reviews = {
        (review.field, review.language): review for review in TranslationReview.objects.of(record)
    }
    for field in translated_fields(type(record)):
        for language in LANGUAGES:
            source = other_language(language)
            column, source_column = f"{field}_{language}", f"{field}_{source}"
            old_source, new_source = before[source_column], after[source_column]
            review = reviews.get((field, language))
            answered = before[column] != after[column]
            if review and (answered or new_source in {"", review.source_before}):
                review.delete()
            elif review or answered or old_source in {"", new_source}:
                continue
            # A text that waited for this one and is now changed follows it, and asks nothing.
            elif after[column] and new_source and (field, source) not in reviews:
                TranslationReview.for_text(
                    record, field, language, source_before=old_source, by=acting_user()
                ).save()


def acting_user() -> Any:
    """Who is at work in the admin, as history knows it; nobody in a command."""
    request = getattr(HistoricalRecords.context, "request", None)
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def remember_texts(
    instance: Any, raw: bool, update_fields: Collection[str] | None, **_: Any
) -> None:
    """Before a save: what the record says until now, if a text can change by it."""
    model: type[Model] = type(instance)
    texts = {name for field in translated_fields(model) for name in (field, *columns(field))}
    leaves_texts = update_fields is not None and texts.isdisjoint(update_fields)
    if not (raw or leaves_texts or instance._state.adding):
        instance._texts_before = stored_texts(instance)


def compare_texts(instance: Any, **_: Any) -> None:
    """After a save: what it says from now on."""
    before = instance.__dict__.pop("_texts_before", None)
    if before and before != (after := stored_texts(instance)):
        note_changes(instance, before, after)


def forget_reviews(instance: Any, **_: Any) -> None:
    """After a deletion: nothing is left to review."""
    TranslationReview.objects.of(instance).delete()


def connect_review_signals() -> None:
    """Connects the reviews to the records; called once, when the portal starts."""
    for model in translated_models():
        pre_save.connect(remember_texts, sender=model)
        post_save.connect(compare_texts, sender=model)
        post_delete.connect(forget_reviews, sender=model)

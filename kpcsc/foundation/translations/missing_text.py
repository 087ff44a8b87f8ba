"""Which records say something in one language alone, or differently since in each."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import CASCADE, Exists, ForeignObjectRel, Model, OuterRef, Q

from kpcsc.foundation.translated_text import LANGUAGES
from kpcsc.foundation.translations.models import TranslationReview
from kpcsc.foundation.translations.texts import expected_fields, translated_fields


def untranslated(fields: Sequence[str], language: str) -> Q:
    """The condition that one of the fields has a text, but none in this language."""
    others = [other for other in LANGUAGES if other != language]
    return reduce(
        or_,
        [
            Q(**{f"{field}_{other}__gt": ""})
            & (Q(**{f"{field}_{language}": ""}) | Q(**{f"{field}_{language}__isnull": True}))
            for field in fields
            for other in others
        ],
        Q(pk__in=[]),
    )


def translated_parts(model: type[Model]) -> list[ForeignObjectRel]:
    """What belongs to a record of the model, goes when it goes, and has texts of its own."""
    return [
        relation
        for relation in model._meta.related_objects
        if relation.on_delete is CASCADE and translated_fields(relation.related_model)
    ]


def record_untranslated(model: type[Model], language: str) -> Q:
    """The condition that a record, or a part of it, has a text but none in this language."""
    condition = untranslated(expected_fields(model), language)
    for relation in translated_parts(model):
        part = relation.related_model
        incomplete = part._base_manager.filter(
            untranslated(expected_fields(part), language),
            **{relation.field.name: OuterRef("pk")},
        )
        condition |= Q(Exists(incomplete))
    return condition


def record_outdated(model: type[Model], language: str) -> Q:
    """The condition that a text of a record, or of a part, is to review in this language."""
    waiting = TranslationReview.objects.filter(
        root_model=model._meta.label_lower, root_id=OuterRef("pk"), language=language
    )
    return Q(Exists(waiting))


def record_incomplete(model: type[Model], language: str) -> Q:
    """The condition that somebody has something to do for a record in this language."""
    return record_untranslated(model, language) | record_outdated(model, language)

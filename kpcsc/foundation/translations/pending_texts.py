"""The texts that wait for somebody: missing in a language, or to be looked at again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Literal

from django.db.models import CharField, F, Model, Q, QuerySet, Value
from django.utils.text import capfirst

from kpcsc.foundation.text_difference import Piece, difference, excerpt, readable_text
from kpcsc.foundation.translated_text import LANGUAGES
from kpcsc.foundation.translations.missing_text import untranslated
from kpcsc.foundation.translations.models import TranslationReview
from kpcsc.foundation.translations.texts import (
    Key,
    expected_fields,
    models_with_texts,
    path_to_root,
    root_lookup,
    root_model,
    root_of,
    text_of,
    translated_fields,
    translated_models,
)
from kpcsc.foundation.versioned import Versioned
from kpcsc.foundation.viewer import STAFF, Viewer

type Kind = Literal["review", "missing"]

KINDS: tuple[Kind, ...] = ("review", "missing")


@dataclass(frozen=True)
class Text:
    """A text of a record in one language, and what it translates."""

    key: Key
    record: Model
    root: Versioned
    review: TranslationReview | None

    @property
    def source(self) -> str:
        """The other language's text, as it is now."""
        return text_of(self.record, self.key.source_column)

    @property
    def current(self) -> str:
        """The text itself, empty where it is missing."""
        return text_of(self.record, self.key.column)

    @property
    def is_missing(self) -> bool:
        """Whether it should be translated, and is not."""
        expected = self.key.field in expected_fields(type(self.record))
        return expected and bool(self.source) and not self.current

    @property
    def kind(self) -> Kind:
        """What is to be done, where something is."""
        return "review" if self.review else "missing"

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has something to do."""
        return self.is_missing or self.review is not None

    @property
    def part(self) -> Model | None:
        """The part of the record that has the text, if it is not the record itself."""
        return None if self.record is self.root else self.record

    @property
    def part_name(self) -> str:
        """What kind of part it is."""
        return capfirst(str(self.record._meta.verbose_name)) if self.part else ""

    @property
    def readable_source(self) -> str:
        """The other language's text, without the signs of its formatting."""
        return readable_text(self.source) if self.key.is_rich else self.source

    @property
    def readable_current(self) -> str:
        """The text, likewise."""
        return readable_text(self.current) if self.key.is_rich else self.current

    def changes(self) -> list[Piece]:
        """What changed in the source since the two languages agreed."""
        return changes_since(self.review, self.source) if self.review else []


def changes_since(review: TranslationReview, source: str) -> list[Piece]:
    """What changed in the source of a text; none if no more than its formatting."""
    before = review.source_before
    if review.key.is_rich:
        before, source = readable_text(before), readable_text(source)
    return excerpt(difference(before, source)) if before != source else []


def records_with_pending_texts(
    roots: Iterable[type[Model]],
    languages: Sequence[str] = LANGUAGES,
    kinds: Sequence[Kind] = KINDS,
) -> QuerySet[Any, tuple[str, int]]:
    """Label and key of each record of these models that has a text waiting, in one query."""
    labels = {model: model._meta.label_lower for model in roots}
    reviews = TranslationReview.objects.filter(
        root_model__in=labels.values() if "review" in kinds else [], language__in=languages
    )
    arms = [
        QuerySet(model)
        .filter(missing_in_any(model, languages))
        .order_by()
        .annotate(root_model=Value(labels[root_model(model)], CharField(max_length=100)))
        .annotate(root_id=F(root_lookup(model)))
        .values_list("root_model", "root_id")
        for model in translated_models()
        if root_model(model) in labels and "missing" in kinds
    ]
    found = reviews.order_by().values_list("root_model", "root_id").distinct()
    return found.union(*arms).order_by("root_model", "-root_id")


def missing_in_any(model: type[Model], languages: Sequence[str]) -> Q:
    """The condition that a row lacks a text in one of the languages."""
    return reduce(or_, [untranslated(expected_fields(model), language) for language in languages])


def texts_below(
    roots: QuerySet[Any],
    languages: Sequence[str] = LANGUAGES,
    *,
    viewer: Viewer = STAFF,
    only_waiting: bool = True,
) -> dict[int, list[Text]]:
    """The texts of these records and of their parts, by the key of the record.

    Only what is meant for the viewer; a query for each model, whatever the number of records.
    """
    top: type[Model] = roots.model
    marked = TranslationReview.objects.filter(
        root_model=top._meta.label_lower, root_id__in=roots.values("pk"), language__in=languages
    )
    reviews = {review.key: review for review in marked.select_related("by")}
    found: dict[int, list[Text]] = {}
    for model in models_with_texts(top):
        rows = visible_once_published_to(model, viewer).filter(
            **{f"{root_lookup(model)}__in": roots.values("pk")}
        )
        if path := path_to_root(model):
            rows = rows.select_related("__".join(path))
        if only_waiting:
            pks = [key.pk for key in reviews if key.model == model._meta.label_lower]
            rows = rows.filter(missing_in_any(model, languages) | Q(pk__in=pks))
        for record in rows:
            for text in _texts_of(record, languages, reviews):
                if text.is_waiting or (text.source and not only_waiting):
                    found.setdefault(text.root.pk, []).append(text)
    return found


def visible_once_published_to(model: type[Model], viewer: Viewer) -> QuerySet[Any]:
    """The rows that such a viewer may read once they are published.

    Staff apart, the record's queryset says so in `visible_once_published_to`; a part's may say
    more.
    """
    rows = model._default_manager.all()
    if viewer.is_staff:
        return rows
    root: Any = root_model(model)
    rows = rows.filter(
        **{f"{root_lookup(model)}__in": root.objects.visible_once_published_to(viewer).values("pk")}
    )
    own: Any = getattr(rows, "visible_once_published_to", None)
    return own(viewer) if own else rows


def _texts_of(
    record: Model, languages: Sequence[str], reviews: Mapping[Key, TranslationReview]
) -> Iterator[Text]:
    root = root_of(record)
    for field in translated_fields(type(record)):
        for language in languages:
            key = Key(record._meta.label_lower, record.pk, field, language)
            yield Text(key, record, root, reviews.get(key))

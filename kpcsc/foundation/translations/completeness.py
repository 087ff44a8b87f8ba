"""How much of a record exists in each language."""

from collections import Counter
from collections.abc import Iterable
from functools import reduce
from operator import add, or_
from typing import Any

from django.db.models import F, Model, Q, QuerySet, Sum
from django.db.models.expressions import Case, Combinable, Value, When

from kpcsc.foundation.translated_text import LANGUAGES, columns
from kpcsc.foundation.translations.texts import expected_fields, models_with_texts, root_lookup


def percentages(root: type[Model], keys: Iterable[int]) -> dict[int, dict[str, int]]:
    """For each of these records, its parts included, the share of its texts in each language.

    Of 100, rounded down, so that 100 means every one; a record without texts has 100. A text
    counts once it exists in one language. One query, whatever the number of records.
    """
    pks = list(keys)
    if not pks:
        return {}
    totals: dict[int, Counter[str]] = {pk: Counter() for pk in pks}
    first, *others = [_numbers(model, pks) for model in models_with_texts(root)]
    for pk, *numbers in first.union(*others, all=True).order_by("root"):
        totals[pk].update(dict(zip(("any", *LANGUAGES), numbers, strict=True)))
    return {
        pk: {
            language: 100 * number[language] // number["any"] if number["any"] else 100
            for language in LANGUAGES
        }
        for pk, number in totals.items()
    }


def _numbers(model: type[Model], pks: list[int]) -> QuerySet[Any, Any]:
    """Rows of: the record's key, how many texts it has in any language, and how many in each."""
    fields = expected_fields(model)
    wanted = [
        [reduce(or_, map(filled, columns(field))) for field in fields],
        *([filled(f"{field}_{language}") for field in fields] for language in LANGUAGES),
    ]
    totals = {f"number_{at}": Sum(_count(conditions)) for at, conditions in enumerate(wanted)}
    lookup = root_lookup(model)
    # Not modeltranslation's queryset, which changes the order of what is asked for.
    rows: QuerySet[Any] = QuerySet(model).filter(**{f"{lookup}__in": pks}).order_by()
    grouped = rows.annotate(root=F(lookup)).values("root").annotate(**totals)
    return grouped.values_list("root", *totals)


def filled(column: str) -> Q:
    """The condition that the column has a text."""
    return Q(**{f"{column}__gt": ""})


def _count(conditions: Iterable[Q]) -> Combinable:
    """How many of the conditions a row meets."""
    numbers = (Case(When(condition, Value(1)), default=Value(0)) for condition in conditions)
    return reduce(add, numbers)

"""The kinds of questions: one class each, which says how it is asked and what its answers are."""

from surveys.kinds.availability import AvailabilityKind
from surveys.kinds.base import Given, QuestionKind
from surveys.kinds.choosing import CountryKind, MultipleKind, RankingKind, SingleKind
from surveys.kinds.writing import LongTextKind, NumberKind, ScaleKind, ShortTextKind

KINDS: dict[str, QuestionKind] = {
    kind.name: kind
    for kind in (
        SingleKind(),
        MultipleKind(),
        RankingKind(),
        ScaleKind(),
        NumberKind(),
        ShortTextKind(),
        LongTextKind(),
        CountryKind(),
        AvailabilityKind(),
    )
}
CHOICES = [(kind.name, kind.label) for kind in KINDS.values()]

__all__ = ["CHOICES", "KINDS", "Given", "QuestionKind"]

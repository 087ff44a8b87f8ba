"""What was answered to a date poll, for the secretariat."""

from collections import defaultdict
from dataclasses import dataclass, field

from kpcsc.foundation.translated_text import translated
from surveys.dates.slot_ranking import RankedSlot, rank_slots
from surveys.kinds.availability import Availability
from surveys.models import Answer, Choice, Question, Response


@dataclass(frozen=True)
class SlotResult:
    """A slot with its place and figures, and who cannot come, as far as that may be known."""

    ranked: RankedSlot[Choice]
    out: list[str] = field(default_factory=list)
    if_need_be: list[str] = field(default_factory=list)

    @property
    def choice(self) -> Choice:
        """The slot."""
        return self.ranked.slot


def slot_results(question: Question) -> list[SlotResult]:
    """The slots of a date poll, those first that most can make; in two queries.

    Of a named survey it says which people or organisations cannot come or would rather not, of a
    confidential one which organisations, of an anonymous one nothing.
    """
    slots = {choice.pk: choice for choice in question.choices.all()}
    answers = Answer.objects.filter(
        question=question, response__is_complete=True, choice__isnull=False
    )
    found = answers.select_related(
        "response__organisation",
        "response__invitation__person",
        "response__invitation__organisation",
    ).order_by("pk")
    given = [(one, slots[one.choice_id], Availability(int(one.number or 0))) for one in found]  # type: ignore[index]  # those without are left out above
    said: dict[tuple[Choice, Availability], list[str]] = defaultdict(list)
    for answer, slot, availability in given:
        if name := _name_of(answer.response):
            said[slot, availability].append(name)
    ranked = rank_slots(
        list(slots.values()), [(slot, availability) for _answer, slot, availability in given]
    )
    return [
        SlotResult(
            one,
            sorted(said[one.slot, Availability.NO]),
            sorted(said[one.slot, Availability.IF_NEED_BE]),
        )
        for one in ranked
    ]


def _name_of(response: Response) -> str:
    """Who answered, as far as the survey promised that the secretariat sees it."""
    if response.invitation:
        return str(response.invitation)
    return translated(response.organisation, "name").text if response.organisation else ""

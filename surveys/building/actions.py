"""Writing a survey: the choices of a question, a copy of a whole survey."""

from collections.abc import Sequence
from itertools import count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kpcsc.foundation.history.author import set_author
from kpcsc.foundation.translated_text import columns
from kpcsc.foundation.translations.texts import text_of
from organisations.models import User
from surveys.building.choice_lines import ChoiceTexts, ExistingChoice, keys
from surveys.models import Choice, Condition, Crossing, Question, Survey
from surveys.models.survey import PROMISES


@transaction.atomic
def set_choices(*, question: Question, lines: Sequence[ChoiceTexts]) -> None:
    """Makes the question offer these choices, in this order.

    Those that are no longer there go; while the survey is open, so do those that are reworded.
    Raises ValidationError where another question depends on one of them, or where the survey has
    answers.
    """
    offered = list(question.choices.all())
    written = [ExistingChoice(one.pk, texts_of(one)) for one in offered]
    if [one.line for one in written] == list(lines):
        return
    if question.survey.has_answers:
        raise ValidationError(_("Somebody has answered: the choices stay as they are."))
    by_key = {choice.pk: choice for choice in offered}
    kept = keys(lines, written, may_reword=not question.survey.is_open())
    gone = [choice for choice in offered if choice.pk not in kept]
    if Condition.objects.filter(choice__in=gone).exists():
        raise ValidationError(_("Another question is asked only after a choice that you removed."))
    for choice in gone:
        choice.delete()
    for position, (key, line) in enumerate(zip(kept, lines, strict=True)):
        choice = by_key[key] if key is not None else Choice(question=question)
        choice.position = position
        for code, text in (("fr", line.fr), ("en", line.en)):
            setattr(choice, f"text_{code}", text)
        choice.period = line.slot
        choice.save()


def texts_of(choice: Choice) -> ChoiceTexts:
    """A choice as its line says it."""
    return ChoiceTexts(text_of(choice, "text_fr"), text_of(choice, "text_en"), choice.period)


@transaction.atomic
def duplicate(*, survey: Survey, by: User) -> Survey:
    """A survey with the same questions, for the same meeting until it is given another.

    It has no dates, no invitations and no answers, and knows what it is a copy of.
    """
    # Locked, so that of two copies made at once each gets an address of its own.
    survey = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    copy = Survey(meeting=survey.meeting, compared_with=survey, slug=_free_slug(survey.slug))
    for name in (*PROMISES, "one_section_a_page", *columns("title"), *columns("introduction")):
        setattr(copy, name, getattr(survey, name))
    set_author(copy, by).save()
    choices: dict[int, Choice] = {}
    questions: dict[int, Question] = {}
    crossed: dict[Question, int] = {}
    for question in survey.questions.with_conditions().prefetch_related("choices"):
        offered, conditions = question.offered(), list(question.shown_if.all())
        old = question.pk
        question.pk, question.survey, question._state.adding = None, copy, True
        # What the figures said, and where they were shown, is of the survey that was answered.
        for column in columns("finding"):
            setattr(question, column, None)
        question.is_evidence = False
        other = question.crossed_with_id
        if other:  # perhaps with a question that comes later
            question.crossed_by, question.crossed_with = Crossing.NOTHING, None
        question.save()
        question.shown_if.add(*(choices[one.pk] for one in conditions))
        questions[old] = question
        if other:
            crossed[question] = other
        for choice in offered:
            key = choice.pk
            choice.pk, choice.question, choice._state.adding = None, question, True
            choice.save()
            choices[key] = choice
    for question, other in crossed.items():
        question.crossed_by, question.crossed_with = Crossing.QUESTION, questions[other]
        question.save()
    return copy


def _free_slug(slug: str) -> str:
    """The slug with the next number that no survey has."""
    stem = slugify(slug.rstrip("0123456789").rstrip("-")) or "survey"
    taken = set(Survey.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(name for number in count(2) if (name := f"{stem[:90]}-{number}") not in taken)

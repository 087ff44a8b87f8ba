"""Questions, the choices they offer, and the choices that they are asked after."""

from collections.abc import Collection
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.history.restoration import AccessFields
from kpcsc.foundation.partial_date import PartialPeriod, Precision
from kpcsc.foundation.translated_text import columns, has_text
from kpcsc.foundation.translations.texts import text_of
from kpcsc.foundation.viewer import Viewer
from meetings.models import Visibility
from meetings.models.publication import OrderedRow, published_to, visibilities_shown_to
from surveys import kinds
from surveys.models.survey import Survey, results_visibility_field


class Crossing(models.TextChoices):
    """By what the results of a question are broken down, besides those of everyone."""

    NOTHING = "nothing", _("nothing: everyone together")
    COUNTRY = "country", _("country of the organisation")
    REGION = "region", _("region of the organisation")
    KIND = "kind", _("kind of organisation")
    QUESTION = "question", _("another question")


# What an answer means depends on these.
MEANING = ("kind", "required", "allows_other", "least", "most", "is_whole", "shown_if_each")
ANSWERED = _(
    "Somebody has answered: the questions stay as they are. Duplicate the survey to ask something "
    "else."
)
MEANING_IN_WORDS = ("text", "unit", "low_label", "high_label")


class QuestionQuerySet(models.QuerySet["Question"]):
    def with_conditions(self) -> Self:
        """The questions with the choices that they are asked after."""
        choices = Choice.objects.select_related("question__survey")
        return self.prefetch_related(models.Prefetch("shown_if", choices))

    def visible_to(self, viewer: Viewer) -> Self:
        """The questions whose results this viewer may read."""
        if viewer.is_staff:
            return self
        return self.filter(
            published_to(viewer, prefix="survey__meeting__"),
            survey__results_published_at__isnull=False,
            results_visibility__in=visibilities_shown_to(viewer),
        )


class Question(OrderedRow):
    """Something that is asked. Its kind says how it is answered and what its answers become."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions")
    section = models.CharField(
        _("heading before it"),
        max_length=200,
        blank=True,
        help_text=_("Begins a section of the survey; empty within one."),
    )
    text = models.CharField(
        _("question"), max_length=500, help_text=_("One question, as you would ask it aloud.")
    )
    help_text = models.CharField(
        _("explanation"), max_length=500, blank=True, help_text=_("Only where people need it.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=kinds.CHOICES, default="single")
    required = models.BooleanField(_("must be answered"), default=False)
    allows_other = models.BooleanField(
        _("“other, please say”"), default=False, help_text=_("For single and multiple choice.")
    )
    least = models.DecimalField(
        _("least"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Of a number or a scale; of choices to be ticked."),
    )
    most = models.DecimalField(_("most"), max_digits=12, decimal_places=2, null=True, blank=True)
    is_whole = models.BooleanField(
        _("whole numbers alone"), default=False, help_text=_("For a number: no 12.5 people.")
    )
    unit = models.CharField(
        _("unit"), max_length=40, blank=True, help_text=_("Of a number: “carats”.")
    )
    low_label = models.CharField(
        _("words for the lowest"),
        max_length=80,
        blank=True,
        help_text=_("Of a scale: “not important”."),
    )
    high_label = models.CharField(_("words for the highest"), max_length=80, blank=True)
    shown_if: models.ManyToManyField["Choice", "Condition"] = models.ManyToManyField(
        "Choice",
        through="Condition",
        blank=True,
        related_name="opens",
        verbose_name=_("only if"),
        help_text=_("Asked of those alone who chose one of these, in earlier questions."),
    )
    shown_if_each = models.BooleanField(
        _("one answer of each question is needed"),
        default=False,
    )
    drafts_agenda = models.BooleanField(
        _("its choices are topics for the agenda"),
        default=False,
        help_text=_("For a ranking: a draft of the meeting’s agenda is made from it."),
    )
    finding = models.CharField(
        _("finding"),
        max_length=300,
        blank=True,
        help_text=_(
            "What the answers say, in one sentence: “Seven in ten do not trust the certificate”. "
            "Readers see it with the results, and on the meeting’s page."
        ),
    )
    is_evidence = models.BooleanField(
        _("shown on the campaign’s page"),
        default=False,
        help_text=_("As evidence, once the results are published, to those who may see them."),
    )
    results_visibility = results_visibility_field()
    crossed_by = models.CharField(
        _("results by"), max_length=20, choices=Crossing, default=Crossing.NOTHING
    )
    crossed_with = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("which question"),
    )

    # What was chosen for publication is not chosen anew by bringing an earlier state back.
    access_fields = AccessFields(
        {
            "results_visibility": Visibility.STAFF,
            "crossed_by": Crossing.NOTHING,
            "crossed_with_id": None,
            "is_evidence": False,
        }
    )

    objects = QuestionQuerySet.as_manager()

    class Meta(OrderedRow.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.CheckConstraint(
                condition=has_text("text"),
                name="question_has_text",
                violation_error_message=_("Write the question, in one language at least."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[name for name, _label in kinds.CHOICES]),
                name="question_kind_known",
                violation_error_message=_("Choose the kind of the question."),
            ),
            models.CheckConstraint(
                condition=Q(least__isnull=True) | Q(most__isnull=True) | Q(most__gte=F("least")),
                name="question_least_below_most",
                violation_error_message=_("The most cannot be below the least."),
            ),
            models.CheckConstraint(
                condition=Q(drafts_agenda=False) | Q(kind="ranking"),
                name="question_agenda_from_a_ranking",
                violation_error_message=_("Only a ranking can draft an agenda."),
            ),
            models.CheckConstraint(
                condition=Q(crossed_by=Crossing.QUESTION, crossed_with__isnull=False)
                | ~Q(crossed_by=Crossing.QUESTION) & Q(crossed_with=None),
                name="question_crossed_with_one_thing",
                violation_error_message=_(
                    "Name the other question where results are crossed with one, and nowhere else."
                ),
            ),
            models.CheckConstraint(
                condition=Q(results_visibility__in=Visibility.values),
                name="question_results_visibility_known",
                violation_error_message=_("Choose who may see the results."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="availability") | Q(results_visibility=Visibility.STAFF),
                name="question_availability_for_the_secretariat",
                violation_error_message=_("Who can come when is for the secretariat alone."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def meeting_id(self) -> int:
        """The meeting whose namings count in its texts."""
        return self.survey.meeting_id

    @property
    def how(self) -> kinds.QuestionKind:
        """The rules of its kind."""
        return kinds.KINDS[self.kind]

    def clean(self) -> None:
        """What its kind needs; and what was asked stays, once somebody has answered."""
        super().clean()
        if self.kind in kinds.KINDS and (problem := self.how.problem(self)):
            raise ValidationError(problem)
        if self.survey_id and self.survey.has_answers and self._means_something_else():
            raise ValidationError(ANSWERED)

    def clean_list(self, _name: str) -> None:
        """Raises ValidationError where the choices that it is asked after may no longer change."""
        if self.survey.has_answers:
            raise ValidationError(ANSWERED)

    def _means_something_else(self) -> bool:
        before = Question.objects.filter(pk=self.pk).first()
        if before is None:
            return True
        return any(getattr(self, name) != getattr(before, name) for name in MEANING) or any(
            _is_reworded(before, self, name) for name in MEANING_IN_WORDS
        )

    @property
    def words_are_final(self) -> bool:
        """Whether somebody has answered: then a text that exists means what was answered."""
        return self.survey.has_answers

    @property
    def answers_name(self) -> str:
        """The name of its control in the form."""
        return f"q{self.pk}"

    def offered(self) -> list["Choice"]:
        """Its choices in their order, as they were prefetched."""
        return list(self.choices.all()) if self.pk else []

    def conditions(self) -> dict["Question", list["Choice"]]:
        """The choices that it is asked after, by their question, in the order of the survey."""
        found: dict[Question, list[Choice]] = {}
        choices = self.shown_if.all() if self.pk else []
        for choice in sorted(choices, key=lambda one: (one.question.position, one.question_id)):
            found.setdefault(choice.question, []).append(choice)
        return found

    @property
    def depends_on_one_answer(self) -> bool:
        """Whether it is asked after one answer alone."""
        return sum(map(len, self.conditions().values())) == 1

    def is_asked_after(self, chosen: Collection[int]) -> bool:
        """Whether somebody is asked who chose these, by their keys."""
        met = [
            any(choice.pk in chosen for choice in choices) for choices in self.conditions().values()
        ]
        return (all if self.shown_if_each else any)(met) if met else True

    @property
    def choices_fr(self) -> str:
        """Its choices in French, one a line."""
        return self._lines("text_fr")

    @property
    def choices_en(self) -> str:
        """Its choices in English, one a line; empty where none is translated."""
        return self._lines("text_en").strip("\n")

    def _lines(self, column: str) -> str:
        return "\n".join(text_of(choice, column) for choice in self.offered())


def _is_reworded(before: Question, now: Question, field: str) -> bool:
    """Whether the texts of a field say something else; a translation that was missing does not."""
    texts = [(text_of(before, column), text_of(now, column)) for column in columns(field)]
    changed = any(old and old != new for old, new in texts)
    return changed or (not any(old for old, _new in texts) and any(new for _old, new in texts))


class ChoiceQuerySet(models.QuerySet["Choice"]):
    def of_survey(self, survey: int | None) -> Self:
        """The choices of the questions of a survey, by its key, in the order that it asks them."""
        in_order = ("question__position", "question__pk", "position", "pk")
        return self.filter(question__survey=survey).order_by(*in_order)


class Choice(OrderedRow):
    """One of the answers that a question offers."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="choices")
    text = models.CharField(_("choice"), max_length=200)
    # Of a date poll: a slot, as the clocks of its zone show it. Its text says the same.
    starts_on = models.DateField(_("day"), null=True, blank=True, editable=False)
    starts_at = models.TimeField(_("starts at"), null=True, blank=True, editable=False)
    ends_at = models.TimeField(_("ends at"), null=True, blank=True, editable=False)
    time_zone = models.CharField(_("time zone"), max_length=50, blank=True, editable=False)

    objects = ChoiceQuerySet.as_manager()

    class Meta(OrderedRow.Meta):
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        constraints = [
            models.CheckConstraint(
                condition=has_text("text"),
                name="choice_has_text",
                violation_error_message=_("Write the choice, in one language at least."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None, starts_at=None, ends_at=None, time_zone="")
                | Q(starts_on__isnull=False) & ~Q(time_zone=""),
                name="choice_slot_has_a_day_and_a_zone",
                violation_error_message=_("A slot has a day, and the zone of its hours."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="choice_slot_ends_after_it_begins",
                violation_error_message=_("A slot ends after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def period(self) -> PartialPeriod | None:
        """When the slot of a date poll is; None for what is no slot."""
        if self.starts_on is None:
            return None
        return PartialPeriod(
            start=self.starts_on,
            precision=Precision.MINUTE if self.starts_at else Precision.DAY,
            start_time=self.starts_at,
            end_time=self.ends_at,
            time_zone=self.time_zone,
        )

    @period.setter
    def period(self, slot: PartialPeriod | None) -> None:
        self.starts_on = slot.start if slot else None
        self.starts_at = slot.start_time if slot else None
        self.ends_at = slot.end_time if slot else None
        self.time_zone = slot.time_zone if slot else ""

    @property
    def meeting_id(self) -> int:
        """The meeting whose namings count in its text."""
        return self.question.meeting_id

    @property
    def words_are_final(self) -> bool:
        """Whether somebody has answered: then a text that exists means what was answered."""
        return self.question.words_are_final


class Condition(models.Model):
    """A choice that leads to a question: it is asked of those who chose this."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="+")
    # That no choice goes for which another question waits is seen to by `set_choices` and the page
    # of the survey, which know whether that question goes too.
    choice = models.ForeignKey(Choice, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question", "choice"],
                name="condition_once",
                violation_error_message=_("The question is asked after this choice already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.question} ← {self.choice}"

"""The questions of a survey as rows of its page, with their choices as lines."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import Script
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpcsc.foundation.partial_date import PartialPeriod
from kpcsc.foundation.rows import OrderedFormSet, OrderedInline
from kpcsc.foundation.translated_text import page_language
from meetings.models import Visibility
from surveys.building.actions import set_choices, texts_of
from surveys.building.choice_lines import (
    ChoiceTexts,
    ExistingChoice,
    UnevenLinesError,
    keys,
    read_choice_lines,
)
from surveys.building.conditions import (
    ConditionsField,
    Offered,
    UnsavedChoice,
    offered_choices,
    saved_keys,
    unsaved_choices,
)
from surveys.building.slot_lines import UnreadableSlotError, read_slots, slot_texts
from surveys.kinds import KINDS
from surveys.models import Choice, Condition, Crossing, Question, Survey

BOXES = ("choices_fr", "choices_en")
OPENING_KINDS = ("single", "multiple")  # whose choices another question may depend on
MOST_QUESTIONS_OFFERED = 20  # by "only if": the nearest before


class QuestionForm(forms.ModelForm):
    """A question with what it offers, in two boxes."""

    choices_fr = forms.CharField(
        label=gettext_lazy("Choices, in French"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "One a line, for a choice or a ranking. For a date poll, a slot a line: “14 October "
            "2026, 9h–12h”, by the clocks of the meeting."
        ),
    )
    choices_en = forms.CharField(
        label=gettext_lazy("Choices, in English"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=gettext_lazy("The same choices in the same order, or nothing yet."),
    )
    conditions = ConditionsField(
        label=capfirst(Question._meta.get_field("shown_if").verbose_name),
        required=False,
        help_text=Question._meta.get_field("shown_if").help_text,
    )

    shown_if_each = forms.TypedChoiceField(
        label=gettext_lazy("If answers of several questions are ticked"),
        choices=[
            (False, gettext_lazy("one of them is enough")),
            (True, gettext_lazy("one of each question is needed")),
        ],
        coerce=lambda sent: sent == "True",
        required=False,
    )

    # That of the meeting, set by the formset: of the slots of a date poll.
    time_zone = "UTC"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines: list[ChoiceTexts] = []
        self.saved_conditions: list[Choice] = []
        self.initial["shown_if_each"] = str(self.instance.shown_if_each)  # as the page sends it
        self.unsaved_conditions: list[UnsavedChoice] = []
        if self.instance.pk:
            self.initial["conditions"] = [str(one.pk) for one in self.instance.shown_if.all()]
            self.initial["choices_fr"] = self.instance.choices_fr
            self.initial["choices_en"] = self.instance.choices_en
            if self.instance.kind in KINDS and self.instance.how.has_slots:
                shown = f"choices_{page_language()}"
                self.initial.update(choices_fr=self.initial[shown], choices_en="")

    def clean_shown_if_each(self) -> bool:
        return self.cleaned_data["shown_if_each"] is True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.unsaved_conditions = unsaved_choices(cleaned.get("conditions", []))
        if cleaned.get("kind") and Question(kind=cleaned["kind"]).how.has_slots:
            return self._clean_slots(cleaned)
        try:
            self.lines = read_choice_lines(
                cleaned.get("choices_fr", ""), cleaned.get("choices_en", "")
            )
        except UnevenLinesError as error:
            problem = _(
                "There are %(french)d choices in French and %(english)d in English: write each "
                "in both languages, or leave one box empty."
            )
            self.add_error("choices_fr", problem % vars(error))
            return cleaned
        longest = Choice._meta.get_field("text").max_length or 0
        if any(len(text) > longest for line in self.lines for text in (line.fr, line.en)):
            problem = _("A choice has %(number)d characters at most.")
            self.add_error("choices_fr", problem % {"number": longest})
        if kind := cleaned.get("kind"):
            how = Question(kind=kind).how
            if how.offers_choices and len(self.lines) < 2:
                self.add_error("choices_fr", _("Write at least two choices, one a line."))
            if self.lines and not how.offers_choices:
                self.add_error("choices_fr", _("This kind of question offers no choices."))
        return cleaned

    def _clean_slots(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Of a date poll the choices are slots, in either box; those as they were keep their zone,
        also where the meeting has another by now. Its results are for the secretariat alone."""
        self.instance.results_visibility = Visibility.STAFF
        self.instance.crossed_by, self.instance.crossed_with = Crossing.NOTHING, None
        if self.instance.pk and not {"kind", *BOXES} & set(self.changed_data):
            self.lines = [texts_of(choice) for choice in self.instance.offered()]
            return cleaned
        if cleaned.get("choices_fr") and cleaned.get("choices_en"):
            one = _("Write the slots in one of the two boxes: both languages are made of it.")
            self.add_error("choices_en", one)
            return cleaned
        box = "choices_fr" if cleaned.get("choices_fr") else "choices_en"
        try:
            slots = read_slots(cleaned.get(box, ""), self.time_zone, self._known_slots())
        except UnreadableSlotError as error:
            problem = _(
                "Write a slot a line, as in “14 October 2026, 9h–12h”; this is none: %(line)s"
            )
            self.add_error(box, problem % {"line": error.line})
            return cleaned
        self.lines = [slot_texts(slot) for slot in slots]
        if len(slots) < 2:
            self.add_error("choices_fr", _("Write at least two slots, one a line."))
        return cleaned

    def _known_slots(self) -> dict[str, PartialPeriod]:
        """The slots that it has, by their words in either language."""
        texts = [(texts_of(choice), choice.period) for choice in self.instance.offered()]
        return {text: slot for line, slot in texts if slot for text in (line.fr, line.en)}

    def save(self, commit: bool = True) -> Any:
        """The question, then its choices; a choice that another question needs stays."""
        question = super().save(commit)
        if commit:
            set_choices(question=question, lines=self.lines)
            if not self.unsaved_conditions and "conditions" in self.changed_data:
                question.shown_if.set(self.saved_conditions)
        return question


class QuestionFormSet(OrderedFormSet):
    """The questions of one survey, whose choices are asked for once."""

    @cached_property
    def is_frozen(self) -> bool:
        """Whether somebody has answered: what was asked can be read, and no longer changed."""
        return bool(self.instance.pk) and self.instance.has_answers

    @cached_property
    def choices(self) -> dict[int, Choice]:
        """The choices of this survey that "only if" may name, by their keys, in their order."""
        found = Choice.objects.of_survey(self.instance.pk).select_related("question__survey")
        return {one.pk: one for one in found.filter(question__kind__in=OPENING_KINDS)}

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if self.instance.meeting_id:
            form.time_zone = self.instance.meeting.time_zone
        if self.is_frozen:
            for name in form.fields.keys() - {"id", "drafts_agenda"}:  # which nobody was told
                form.fields[name].disabled = True
        if "conditions" in form.fields:
            offered = self._choices_before(form)
            unsaved = self._unsaved_in(form)
            form.fields["conditions"].choices = [*offered_choices(offered), *unsaved]

    def _choices_before(self, form: Any) -> list[Choice]:
        """Those that "only if" offers a question: of the nearest before it, for the page of many
        questions would be too long otherwise; and those that it has."""
        before = list(self.choices.values())
        if form.instance.pk:
            place = (form.instance.position, form.instance.pk)
            before = [one for one in before if (one.question.position, one.question_id) < place]
        near = list(dict.fromkeys(one.question_id for one in before))[-MOST_QUESTIONS_OFFERED:]
        ticked = {int(key) for key in form.initial.get("conditions", [])}
        return [one for one in self.choices.values() if one.question_id in near or one.pk in ticked]

    def _unsaved_in(self, form: Any) -> Offered:
        """The unsaved choices that were sent, which the page shows again if something is wrong."""
        name = form.add_prefix("conditions")
        data: Any = self.data
        sent: list[str] = data.getlist(name) if self.is_bound else []
        found: dict[int, list[tuple[str, str]]] = {}
        for choice in unsaved_choices(sent):
            boxes = [self.data.get(f"{self.prefix}-{choice.row}-{box}", "") for box in BOXES]
            lines = [line for line in (boxes[0] or boxes[1]).splitlines() if line.strip()]
            line = lines[choice.line].strip() if choice.line < len(lines) else ""
            found.setdefault(choice.row, []).append((choice.name, line))
        return [(self._typed_text(row), choices) for row, choices in found.items()]

    def _typed_text(self, row: int) -> str:
        """What was typed as the question of a row."""
        typed = [self.data.get(f"{self.prefix}-{row}-text_{code}", "") for code in ("fr", "en")]
        return typed[0] or typed[1]

    def clean(self) -> None:
        """A question depends on earlier ones alone, and on choices that stay."""
        super().clean()
        deleted = set(map(id, self.deleted_forms))
        kept: list[Any] = [form for form in self.forms if id(form) not in deleted]
        by_question = {form.instance.pk: form for form in kept if form.instance.pk}
        for form in kept:
            sent = form.cleaned_data.get("conditions", [])
            form.saved_conditions = [self.choices[key] for key in sorted(saved_keys(sent))]
            others = [by_question.get(one.question_id) for one in form.saved_conditions]
            if not all(self._may_open(other, form) for other in others) or not all(
                self._fits(form, one, kept) for one in form.unsaved_conditions
            ):
                form.add_error("conditions", _("Choose answers of earlier questions."))
                continue
            for choice in form.saved_conditions:
                if not _offers(by_question[choice.question_id].lines, choice):
                    told = {"question": form.instance, "choice": choice}
                    removed = _(
                        "“%(question)s” is asked only after “%(choice)s”: keep that choice."
                    )
                    by_question[choice.question_id].add_error("choices_fr", removed % told)

    def _fits(self, form: Any, choice: UnsavedChoice, kept: list[Any]) -> bool:
        """Whether the row that is named is an earlier one that offers so many choices."""
        other: Any = self.forms[choice.row] if choice.row < len(self.forms) else None
        is_new = other in kept and not other.instance.pk
        return is_new and choice.line < len(other.lines) and self._may_open(other, form)

    def _may_open(self, other: Any, form: Any) -> bool:
        """Whether one row's question stands before another's, and has choices to depend on."""
        return (
            other is not None
            and other.cleaned_data.get("kind") in OPENING_KINDS
            and _place(other, self.forms) < _place(form, self.forms)
        )

    def save(self, commit: bool = True) -> Any:
        """The questions, then the conditions on those that were not saved before.

        Conditions that end do so first: then nothing waits for a choice that is removed.
        """
        rows: list[Any] = self.forms
        for form in rows if commit else []:
            if form.instance.pk:
                going = Condition.objects.filter(question=form.instance)
                going.exclude(choice__in=form.saved_conditions).delete()
        saved = super().save(commit)
        for form in rows:
            if commit and form.unsaved_conditions and form.instance.pk:
                unsaved = [
                    rows[one.row].instance.choices.all()[one.line]
                    for one in form.unsaved_conditions
                ]
                form.instance.shown_if.set([*form.saved_conditions, *unsaved])
        return saved


def _place(form: Any, forms: Sequence[Any]) -> tuple[bool, int]:
    """Where the row will stand: by its number, or, without one, after all others in their order."""
    position = form.cleaned_data.get("position")
    return (position is None, forms.index(form) if position is None else position)


def _offers(lines: list[ChoiceTexts], choice: Choice) -> bool:
    """Whether the choice is still among the lines, as it was or reworded."""
    offered = choice.question.choices.order_by("position", "pk")
    written = [ExistingChoice(one.pk, texts_of(one)) for one in offered]
    may_reword = not choice.question.survey.is_open()
    return choice.pk in keys(lines, written, may_reword=may_reword)


class QuestionInline(OrderedInline):
    model = Question
    form = QuestionForm
    formset = QuestionFormSet
    fields = [
        "section",
        "text",
        "help_text",
        ("kind", "required", "allows_other"),
        ("choices_fr", "choices_en"),
        ("least", "most", "is_whole"),
        "unit",
        "low_label",
        "high_label",
        "conditions",
        "shown_if_each",
        "drafts_agenda",
        "position",
    ]
    below = "questions"

    class Media:
        js = [Script("js/question_kinds.js", type="module")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        found: Any = super().get_queryset(request)
        return found.with_conditions().prefetch_related("choices")

    def has_add_permission(self, request: HttpRequest, obj: Survey | None = None) -> bool:
        return _may_change(obj) and super().has_add_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Survey | None = None) -> bool:
        return _may_change(obj) and super().has_delete_permission(request, obj)


def _may_change(survey: Survey | None) -> bool:
    """Whether the questions may still change: an answer means what was asked."""
    return survey is None or not survey.is_frozen

"""The form that a survey is answered with, made from its questions."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from string import ascii_lowercase
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.translated_text import columns, translated
from kpcsc.foundation.translations.texts import text_of
from surveys.kinds import Given
from surveys.kinds.availability import WORDS
from surveys.kinds.choosing import OTHER
from surveys.kinds.writing import QUOTE
from surveys.models import Choice, Question, RecordedFrom, Survey
from surveys.wording import slot_answer

CONTROL = re.compile(r"q\d+(_\w+)?")
MOST_UNFINISHED = 50_000  # letters that are kept though they are no answer
# What was answered, by question.
type Answers = dict[int, list[Given]]


@dataclass(frozen=True)
class Option:
    """Something that can be chosen, as the page shows it."""

    value: str
    label: str
    is_chosen: bool = False
    choice: Choice | None = None
    typed: Any = ""  # in a ranking, the number; of a slot, the answer


@dataclass(frozen=True)
class Entry:
    """A question in the page, with what was typed and what is wrong with it."""

    question: Question
    number: str  # "3"; of a question that only some are asked, "3a"
    name: str
    value: Any
    options: list[Option] = field(default_factory=list)
    other: str = ""
    may_be_quoted: bool = False
    errors: list[str] = field(default_factory=list)

    @property
    def described_by(self) -> str:
        """The keys of what explains the control, for those who hear the page."""
        parts = {
            f"{self.name}-help": self.question.help_text,
            f"{self.name}-errors": self.errors,
        }
        return " ".join(key for key, is_there in parts.items() if is_there)

    @property
    def said(self) -> list[str]:
        """What was typed or chosen, in words, whether or not it can be stored; one thing a line."""
        chosen = [self._said_of(one) for one in self.options if one.typed not in ("", None)]
        chosen += [one.label for one in self.options if one.is_chosen and one.value != OTHER]
        typed = [] if self.options else [str(self.value)]
        return [line for line in [*chosen, *typed, self.other] if line]

    def _said_of(self, option: Option) -> str:
        """What was typed beside a choice, in words; what means nothing, as it was typed."""
        if not self.question.how.has_slots:
            return f"{option.typed}. {option.label}"
        answers = {str(answer.value): words for answer, words in WORDS.items()}
        return slot_answer(option.label, answers.get(str(option.typed), option.typed))

    @property
    def other_name(self) -> str:
        """The name of the control for "other, please say"."""
        return f"{self.name}_{OTHER}"

    @property
    def quote_name(self) -> str:
        """The name of the control that allows a quotation."""
        return f"{self.name}_{QUOTE}"


def sections_of(survey: Survey, questions: Iterable[Question]) -> list[list[Question]]:
    """The questions as pages: by section where the survey wants that, else all on one."""
    pages: list[list[Question]] = []
    for question in questions:
        begins = survey.one_section_a_page and question.section
        if begins or not pages:
            pages.append([])
        pages[-1].append(question)
    return pages or [[]]


def fingerprint(questions: Iterable[Question]) -> str:
    """What tells these questions, their texts and their choices from any others."""
    facts = [
        (one.pk, one.kind, *_texts(one), [(choice.pk, *_texts(choice)) for choice in one.offered()])
        for one in questions
    ]
    return blake2b(repr(facts).encode(), digest_size=8).hexdigest()


def _texts(record: Question | Choice) -> list[str]:
    return [text_of(record, column) for column in columns("text")]


def numbers_of(questions: Iterable[Question]) -> dict[int, str]:
    """The number of each question, by its key: those that only some are asked go by letters after
    the one before them, "3a", so that nobody sees a gap."""
    numbers: dict[int, str] = {}
    main = letters = 0
    for question in questions:
        is_conditional = bool(question.conditions())
        main, letters = (main, letters + 1) if is_conditional and main else (main + 1, 0)
        numbers[question.pk] = f"{main}{_letters(letters)}"
    return numbers


def _letters(number: int) -> str:
    """ "" for 0, then a to z, aa, ab and so on."""
    if not number:
        return ""
    before, place = divmod(number - 1, len(ascii_lowercase))
    return _letters(before) + ascii_lowercase[place]


class AnswerForm(forms.Form):
    """The answers of one respondent, all of them, whichever page of the form is shown.

    Without data it shows `given`, what is stored. `answers` holds what was answered once it is
    valid. What is not asked of this respondent is left out, whatever was sent.
    """

    asked = forms.CharField(required=False, max_length=16)  # the fingerprint of what was answered
    code = forms.CharField(required=False, max_length=60)
    version = forms.IntegerField(required=False, min_value=0)

    def __init__(
        self,
        survey: Survey,
        questions: Sequence[Question],
        data: Mapping[str, Any] | None = None,
        *,
        given: Answers | None = None,
        unfinished: Mapping[str, list[str]] | None = None,
        initial: dict[str, Any] | None = None,
        asks_all: bool = True,
    ) -> None:
        super().__init__(data, initial=initial)
        self.survey, self.questions, self.asks_all = survey, list(questions), asks_all
        self.answers: Answers = {}
        self._parts: dict[int, list[str]] = {}
        for question in self.questions:
            stored = question.how.parts(question, (given or {}).get(question.pk, []))
            controls = question.how.fields(question)
            self._parts[question.pk] = list(controls)
            for part, control in controls.items():
                name = name_of(question, part)
                self.fields[name] = control
                self.initial[name] = stored.get(part, "")
                if typed := (unfinished or {}).get(name):
                    is_list = isinstance(control, forms.MultipleChoiceField)
                    self.initial[name] = typed if is_list else typed[0]

    def clean(self) -> dict[str, Any]:
        """What each question's kind makes of its controls, in the order of the survey."""
        cleaned = super().clean() or {}
        chosen: set[int] = set()
        for question in self.questions:
            if not question.is_asked_after(chosen):
                self._refuse_what_is_not_asked(question)
                continue
            if any(name in self.errors for name in self.names_of(question)):
                continue
            parts = {
                part: cleaned.get(name_of(question, part)) for part in self._parts[question.pk]
            }
            try:
                check = question.how.check if self.asks_all else question.how.given
                found = check(question, parts)
            except ValidationError as error:
                self.add_error(self.names_of(question)[0], error)
                continue
            chosen.update(one.choice for one in found if one.choice)
            if found:
                self.answers[question.pk] = found
        return cleaned

    def _refuse_what_is_not_asked(self, question: Question) -> None:
        """Nothing that somebody wrote is dropped without a word; without JavaScript, the question
        stands there for everyone."""
        names = self.names_of(question)
        values = [self.cleaned_data.get(name) for name in names]
        if any(value not in (None, "", []) and value is not False for value in values):
            self.add_error(names[0], _why_not_asked(question))

    @property
    def is_outdated(self) -> bool:
        """Whether what was answered is not what is asked by now."""
        sent = self.data.get("asked")
        return bool(sent) and sent != fingerprint(self.questions)

    @property
    def left_over(self) -> list[str]:
        """What was typed for questions that are no longer asked; numbers, which may be ticks, say
        nothing by themselves."""
        data: Any = self.data
        names = [name for name in data if name not in self.fields and CONTROL.fullmatch(name)]
        texts = [value for name in names for value in data.getlist(name)]
        return [text for text in texts if text.strip() and not text.isdigit()]

    @property
    def unfinished(self) -> dict[str, list[str]]:
        """What was typed for questions whose answer cannot be stored as it is, by control."""
        data: Any = self.data
        wrong = [
            one for one in self.questions if any(name in self.errors for name in self.names_of(one))
        ]
        typed = {name: data.getlist(name) for one in wrong for name in self.names_of(one)}
        return {
            name: [value.replace("\0", "") for value in values]
            for name, values in typed.items()
            if any(values)
        }

    @property
    def may_wait(self) -> bool:
        """Whether all that is wrong is in the answers, and short enough to be kept as it is."""
        of_questions = {name for one in self.questions for name in self.names_of(one)}
        kept = sum(len(value) for values in self.unfinished.values() for value in values)
        return self.errors.keys() <= of_questions and kept <= MOST_UNFINISHED

    def names_of(self, question: Question) -> list[str]:
        """The names of a question's controls."""
        return [name_of(question, part) for part in self._parts[question.pk]]

    @cached_property
    def sections(self) -> list[list[Question]]:
        """The pages of the form."""
        return sections_of(self.survey, self.questions)

    def first_wrong_section(self) -> int:
        """The page where the first problem is; the last page if there is none."""
        for number, questions in enumerate(self.sections):
            if any(name in self.errors for one in questions for name in self.names_of(one)):
                return number
        return len(self.sections) - 1

    def is_wrong_in(self, section: int) -> bool:
        """Whether something on this page is to be put right."""
        names = (name for one in self.sections[section] for name in self.names_of(one))
        return any(name in self.errors for name in names)

    def entries(self, section: int | None = None, *, with_errors: bool = True) -> list[Entry]:
        """The questions as the page shows them; those of one section, or all."""
        shown = self.questions if section is None else self.sections[section]
        numbers = numbers_of(self.questions)
        return [self._entry(question, numbers[question.pk], with_errors) for question in shown]

    def carried(self, section: int) -> Iterator[tuple[str, str]]:
        """What the other pages hold, as names and values that travel with this one."""
        for number, questions in enumerate(self.sections):
            if number == section:
                continue
            for question in questions:
                for name in self.names_of(question):
                    value = self[name].value()
                    for one in value if isinstance(value, list) else [value]:
                        if one not in (None, "", False):
                            yield name, str(one)

    def _entry(self, question: Question, number: str, with_errors: bool) -> Entry:
        names = self.names_of(question)
        values = {name: self[name].value() for name in names}
        name = question.answers_name
        value = values.get(name, "")
        errors = self.errors if with_errors else {}
        return Entry(
            question=question,
            number=number,
            name=name,
            value="" if value is None else value,
            options=self._options(question, value, values),
            other=values.get(f"{name}_{OTHER}") or "",
            may_be_quoted=bool(values.get(f"{name}_{QUOTE}")),
            errors=[str(error) for each in names for error in errors.get(each, [])],
        )

    def _options(self, question: Question, value: Any, values: dict[str, Any]) -> list[Option]:
        if question.kind == "ranking" or question.how.has_slots:
            names = {choice: name_of(question, str(choice.pk)) for choice in question.offered()}
            return [
                Option(
                    name,
                    translated(choice, "text").text,
                    choice=choice,
                    typed="" if values[name] is None else values[name],
                )
                for choice, name in names.items()
            ]
        control: Any = self.fields.get(question.answers_name)
        if control is None or not hasattr(control, "choices"):
            return []
        chosen = {str(one) for one in (value if isinstance(value, list) else [value])}
        by_key = {str(choice.pk): choice for choice in question.offered()}
        return [
            Option(str(key), str(label), str(key) in chosen, by_key.get(str(key)))
            for key, label in control.choices
        ]


def _why_not_asked(question: Question) -> str:
    if not question.depends_on_one_answer:
        return gettext("This is asked only after the answers named: choose them, or clear this.")
    choice = translated(question.shown_if.all()[0], "text").text
    return gettext(
        "This is asked only of those who chose “%(choice)s”: choose it, or clear this."
    ) % {"choice": choice}


def name_of(question: Question, part: str) -> str:
    """The name of a control: "q7", or "q7_other"."""
    return f"{question.answers_name}_{part}" if part else question.answers_name


class CodeForm(forms.Form):
    """The code of an answer given earlier."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=60,
        error_messages={"required": _("Type the code that was shown after your answer.")},
    )


class RecordedFromForm(forms.Form):
    """How the answer came that is written down."""

    recorded_from = forms.ChoiceField(
        label=_("Answer received"), choices=RecordedFrom, widget=forms.RadioSelect
    )

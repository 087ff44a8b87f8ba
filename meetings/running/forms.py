"""The forms of the page on which a meeting is run: sections, all of which are sent together.

Several people write at once, each in another section. So a section carries a fingerprint of what it
showed, not the version of the whole record: where nothing was typed, nothing is saved; and what was
typed is refused only where the section's own rows changed since.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.db.models import Model
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.partial_date import PartialPeriod
from kpcsc.foundation.translated_text import page_language, stored_text, translated
from meetings.models import AgendaItem, Decision, FollowUp, Participation

type Choices = list[tuple[str, str]]
type Row = tuple[Any, ...]  # its kind, and its fields with their values

FINGERPRINT = "-fingerprint"
CONTROL = re.compile(r"(agenda|attendance|other|item--?[0-9]{1,18})-")  # of which section it is
LAST = 1000  # behind every place that can be written
PRESENCE = {
    "yes": (True, _("came")),
    "no": (False, _("did not come")),
    "unknown": (None, _("not known")),
}


class RowForm(forms.ModelForm):
    """A row of a section; its `page_language_field` field is written in the page's language.

    The text in the other language stays as it is, and is enough.
    """

    page_language_field: ClassVar[str] = ""

    def __init__(
        self, *args: Any, owners: Choices, may_change_visibility: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.fields.pop("remove", None)
        if not may_change_visibility:
            self.fields.pop("visibility", None)
        if self.page_language_field:
            own = getattr(self.instance, f"{self.page_language_field}_{page_language()}") or ""
            self.initial[self.page_language_field] = own
            self.fields[self.page_language_field].required = not self.elsewhere

    @property
    def elsewhere(self) -> str:
        """The text in the other language, where the page's has none."""
        if not self.page_language_field:
            return ""
        found = stored_text(self.instance, self.page_language_field)
        return found.text if found.is_fallback else ""

    @property
    def stored(self) -> list[tuple[Any, str]]:
        """What the record holds where something else was typed: labels and values."""
        if not self.is_bound or self.instance.pk is None:
            return []
        return [(self[name].label, self._in_words(name)) for name in self.changed_data]

    @property
    def is_offered(self) -> bool:
        """Whether the page has it anyway: for a row of the record, or for a new one."""
        return self.instance.pk is not None or str(self.prefix).endswith("-new")

    @property
    def shown(self) -> dict[str, str]:
        """What a browser sends where nothing is typed, by the names of the controls."""
        return {field.html_name: _shown(field) for field in self if field.name != "remove"}

    @property
    def is_removed(self) -> bool:
        """Whether the row is to go."""
        return bool(self.cleaned_data.get("remove"))

    def _in_words(self, name: str) -> str:
        value = self.get_initial_for_field(self.fields[name], name)
        choices = dict(getattr(self.fields[name], "choices", ()))
        if choices:
            return str(choices.get(value, value))
        if isinstance(value, date):
            return PartialPeriod(value).formatted(page_language())
        return str(value or "–")


class AgendaRowForm(RowForm):
    """An item's place in the order, title and time."""

    page_language_field = "title"
    position = forms.IntegerField(label=_("No."), required=False, min_value=1, max_value=LAST - 1)

    class Meta:
        model = AgendaItem
        fields: ClassVar = ["position", "title", "starts_at", "minutes"]
        widgets: ClassVar = {"starts_at": forms.TimeInput({"type": "time"}, format="%H:%M")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial["position"] = None

    def clean_position(self) -> int:
        """Its place; without a number, the last."""
        return self.cleaned_data["position"] or LAST


class NotesForm(RowForm):
    """What was said under an item, in whichever language."""

    class Meta:
        model = AgendaItem
        fields = ["discussion"]
        widgets: ClassVar = {"discussion": forms.Textarea({"rows": 5})}


class DecisionForm(RowForm):
    """What was decided; who may see it, the secretariat says."""

    page_language_field = "text"
    remove = forms.BooleanField(label=_("Remove"), required=False)

    class Meta:
        model = Decision
        fields = ["text", "visibility"]
        labels: ClassVar = {"text": _("Decision")}
        widgets: ClassVar = {"text": forms.Textarea({"rows": 2})}


class FollowUpForm(RowForm):
    """What is to be done, by which organisation on the meeting's list, until when."""

    page_language_field = "what"
    owner = forms.ChoiceField(label=_("Who"), required=False)
    remove = forms.BooleanField(label=_("Remove"), required=False)
    field_order = ["what", "owner", "due", "visibility", "remove"]

    class Meta:
        model = FollowUp
        fields = ["what", "due", "visibility"]
        widgets: ClassVar = {
            "what": forms.Textarea({"rows": 2}),
            "due": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, owners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, owners=owners, **kwargs)
        key = str(self.instance.owner_id or "")
        if key not in dict(owners) and self.instance.owner:
            owners = [*owners, (key, translated(self.instance.owner, "name").text)]
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]  # a ChoiceField
        self.initial["owner"] = key

    def clean(self) -> dict[str, Any]:
        """Says who does it."""
        cleaned = super().clean() or self.cleaned_data
        if "owner" in cleaned:
            self.instance.owner_id = int(cleaned["owner"] or 0) or None
        return cleaned


class AttendanceRowForm(RowForm):
    """Whether somebody came for an organisation."""

    presence = forms.ChoiceField(
        required=False,
        choices=[(key, words) for key, (_value, words) in PRESENCE.items()],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Participation
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attended = self.instance.attended
        known = (key for key, (value, _words) in PRESENCE.items() if value is attended)
        self.initial["presence"] = next(known)
        self.fields["presence"].label = translated(self.instance.organisation, "name").text

    def clean(self) -> dict[str, Any]:
        """Says whether they came."""
        cleaned = super().clean() or self.cleaned_data
        if said := cleaned.get("presence"):
            self.instance.attended = PRESENCE[said][0]
        return cleaned


class TypedSection(NamedTuple):
    """What was typed in a section, over what had the fingerprint `shown`."""

    shown: str
    data: dict[str, str]


class FormSection:
    """Rows of a meeting that are saved together, each in a form of its kind.

    A form is known by the key of its row. A row that somebody removed meanwhile comes back as a new
    one, with what was typed; one that somebody added is shown as it is. `blank` are the kinds that
    offer a new row.
    """

    def __init__(
        self,
        name: str,
        rows: Mapping[type[RowForm], Sequence[Model]],
        *,
        typed: TypedSection | None,
        blank: Collection[type[RowForm]] = (),
        **options: Any,
    ) -> None:
        self.name, self.data = name, typed.data if typed else None
        self.forms = {
            kind: [*self._forms(kind, rows[kind], kind in blank, options)] for kind in rows
        }
        offered = [form for form in self._every_form() if form.is_offered]
        shown = {name: value for form in offered for name, value in form.shown.items()}
        empty = [form.shown for form in offered if form.instance.pk is None]
        self.fingerprint = fingerprint(shown.items())
        self.is_stale = typed is not None and typed.shown != self.fingerprint
        empty_rows = rows_in(pair for one in empty for pair in one.items())
        self.is_recorded = typed is not None and (
            rows_in(typed.data.items()) - empty_rows == rows_in(shown.items()) - empty_rows
        )

    @property
    def is_sent(self) -> bool:
        """Whether something was typed in it."""
        return self.data is not None

    def is_valid(self) -> bool:
        """Whether all that was typed can be saved over what the page showed."""
        sent = [form for form in self._every_form() if form.is_bound]
        return all(form.is_valid() for form in sent) and not self.is_stale

    def changed(self, kind: type[RowForm]) -> list[Any]:
        """The rows of a kind that were changed or written anew."""
        return [
            form.instance
            for form in self.forms[kind]
            if form.is_bound and form.has_changed() and not form.is_removed
        ]

    def removed(self) -> list[Any]:
        """The rows that are to go."""
        return [
            form.instance
            for form in self._every_form()
            if form.is_bound and form.is_removed and form.instance.pk
        ]

    def _every_form(self) -> Iterator[RowForm]:
        for forms_of_a_kind in self.forms.values():
            yield from forms_of_a_kind

    def _forms(
        self,
        kind: type[RowForm],
        rows: Sequence[Model],
        offers_a_new_one: bool,
        options: dict[str, Any],
    ) -> Iterator[RowForm]:
        by_key: dict[str, Model | None] = {str(row.pk): row for row in rows}
        name = kind.Meta.model._meta.model_name  # type: ignore[attr-defined]  # of a ModelForm
        if offers_a_new_one:
            key_in = re.compile(rf"{self.name}-{name}-(-?[0-9]{{1,18}})-")
            for sent in self.data or ():
                if found := key_in.match(sent):
                    by_key.setdefault(found[1], None)
            by_key["new"] = None
        for key, row in by_key.items():
            prefix = f"{self.name}-{name}-{key}"
            is_sent = any(sent.startswith(f"{prefix}-") for sent in self.data or ())
            yield kind(
                self.data if is_sent else None,
                instance=row,
                prefix=prefix,
                empty_permitted=row is None,
                use_required_attribute=False,
                **options,
            )


def typed_sections(sent: QueryDict) -> dict[str, TypedSection]:
    """The sections of a sent page in which something was typed, by their names.

    That is told from what each showed, not from what the record holds by now.
    """
    sections: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for control in sent:
        if found := CONTROL.match(control):
            sections[found[1]][control] = str(sent[control])
    typed = {}
    for name, values in sections.items():
        shown = values.pop(f"{name}{FINGERPRINT}", "")
        if fingerprint(values.items()) != shown:
            typed[name] = TypedSection(shown, values)
    return typed


def fingerprint(values: Iterable[tuple[str, str]]) -> str:
    """What stands for what a section's controls hold, by their names."""
    held = sorted((name, _as_sent(value)) for name, value in values)
    return hashlib.sha256(repr(held).encode()).hexdigest()[:16]


def rows_in(values: Iterable[tuple[str, str]]) -> Set[Row]:
    """The rows that these controls hold, whatever their keys, without those that are to go."""
    rows: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name, value in values:
        row, _hyphen, field = name.rpartition("-")
        rows[row][field] = _as_sent(value)
    return {
        (row.rpartition("-")[0].rstrip("-"), *sorted(fields.items()))
        for row, fields in rows.items()
        if "remove" not in fields
    }


def _as_sent(value: str) -> str:
    return value.replace("\r\n", "\n").strip()


def _shown(field: BoundField) -> str:
    """What a control holds as the page shows it."""
    value = field.field.prepare_value(field.initial)
    shown: Any = field.field.widget.format_value(value)
    return str((shown[0] if shown else "") if isinstance(shown, list) else shown or "")

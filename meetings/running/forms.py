"""The forms of the page on which a meeting is run: sections of rows, which are sent together.

Several people write at once. What was typed is laid over what the record says now; it is refused,
once, only where somebody else changed that very text since the page was opened.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.partial_date import PartialPeriod
from kpcsc.foundation.translated_text import page_language, stored_text, translated
from meetings.models import AgendaItem, Decision, FollowUp, Participation
from meetings.running.sent_page import REMOVE, SentRow, SentSection, digests_of

type Choices = list[tuple[str, str]]

POSITION = "position"
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
    conflicts: Collection[str] = ()  # the columns that somebody else changed meanwhile

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
        """What the record holds where somebody else wrote meanwhile: labels and values."""
        names = [] if self.instance.pk is None else self.conflicts
        return [(self[name].label, self._in_words(name)) for name in names if name != REMOVE]

    @property
    def shown(self) -> dict[str, str]:
        """What each control shows of the record, by column."""
        return {field.name: _shown(field) for field in self if field.name != REMOVE}

    @property
    def digests(self) -> str:
        """What the row carries of that."""
        return " ".join(f"{name}:{told}" for name, told in digests_of(self.shown).items())

    def conflicts_with(self, sent: SentRow) -> list[str]:
        """The columns that say something else than the sender saw, and than the sender wrote.

        A row that is to go, or that somebody removed, is looked at whole. Places in the order are
        no text: all moves count.
        """
        now = digests_of(self.shown)
        changed = [name for name in now if now[name] != sent.shown.get(name)]
        if self.instance.pk is None or REMOVE in sent.typed:
            return [*sent.typed] if changed else []
        return [
            name
            for name in changed
            if name in sent.typed and name != POSITION and self.says_else(name, sent.typed[name])
        ]

    def is_twin_of(self, sent: SentRow) -> bool:
        """Whether the record's row says what was typed in a new one: then it is the same."""
        typed = {name: value for name, value in sent.typed.items() if name in self.fields}
        differing = [name for name, value in typed.items() if self.says_else(name, value)]
        return bool(typed) and not {*differing} - {POSITION}

    def says_else(self, name: str, typed: str) -> bool:
        """Whether the record says something else than was typed."""
        return self.fields[name].has_changed(self[name].initial, typed)

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


class FormSection:
    """Rows of a meeting that are saved together, each in a form of its kind.

    A form is known by the key of its row. A row that somebody removed meanwhile comes back as a new
    one, with what was typed; one that somebody added is shown as it is. `blank` are the kinds that
    offer a new row. Of the others, what was typed in a row that is gone is `lost`.
    """

    def __init__(
        self,
        name: str,
        rows: Mapping[type[RowForm], Sequence[Model]],
        *,
        sent: SentSection | None,
        blank: Collection[type[RowForm]] = (),
        **options: Any,
    ) -> None:
        self.name, self.sent = name, sent or SentSection()
        self.is_sent = sent is not None
        self.lost = {
            name: row for name, row in self.sent.rows.items() if row.typed.keys() - {REMOVE}
        }
        self.forms = {
            kind: [*self._forms(kind, rows[kind], kind in blank, options)] for kind in rows
        }

    @property
    def is_stale(self) -> bool:
        """Whether somebody else changed what was typed over."""
        return any(form.conflicts for form in self._every_form())

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
        name = kind.Meta.model._meta.model_name  # type: ignore[attr-defined]  # of a ModelForm
        by_name: dict[str, Model | None] = {f"{name}-{row.pk}": row for row in rows}
        make = partial(kind, use_required_attribute=False, **options)
        added = [make(instance=row) for key, row in by_name.items() if key not in self.sent.rows]
        if offers_a_new_one:
            by_name |= dict.fromkeys(self._gone(f"{name}-", by_name))
            by_name[f"{name}-new"] = None
        for key, row in by_name.items():
            self.lost.pop(key, None)
            prefix = f"{self.name}-{key}"
            form = make(instance=row, prefix=prefix, empty_permitted=row is None)
            sent = self.sent.rows.get(key, SentRow())
            is_twin = row is None and any(one.is_twin_of(sent) for one in added)
            if is_twin or not sent.typed:
                yield form
                continue
            values = form.shown | sent.typed
            data = {f"{prefix}-{column}": value for column, value in values.items()}
            bound = make(data, instance=row, prefix=prefix, empty_permitted=row is None)
            bound.conflicts = form.conflicts_with(sent)
            yield bound

    def _gone(self, beginning: str, known: Collection[str]) -> list[str]:
        """The names of rows that somebody removed, and in which something was typed."""
        return [
            key
            for key, sent in self.sent.rows.items()
            if key.startswith(beginning) and key not in {*known, f"{beginning}new"}
            if sent.typed.keys() - {REMOVE}
        ]


def _shown(field: BoundField) -> str:
    """What a control holds as the page shows it."""
    control: Any = field.field
    shown = control.widget.format_value(control.prepare_value(field.initial))
    text = str((shown[0] if shown else "") if isinstance(shown, list) else shown or "")
    offered = [str(key) for key, _label in getattr(control, "choices", ())]
    if offered and text not in offered:
        return offered[0]  # as a browser chooses
    is_one_line = not isinstance(control.widget, forms.Textarea)
    return "".join(text.splitlines()) if is_one_line else text

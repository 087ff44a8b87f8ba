"""The two forms of a pasted list: the list itself, then what to do with each of its entries."""

from collections.abc import Collection, Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.translated_text import page_language
from meetings.models import Meeting, Role, State
from organisations.models import Organisation
from organisations.recognition import (
    Directory,
    Match,
    MatchedBy,
    name_and_acronym,
    plain,
    recognise,
)

LONGEST_LIST = 20_000  # characters
MOST_ENTRIES = 500  # as many organisations as a meeting may have

OTHER, NEW, IGNORE = "other", "new", "ignore"
ATTENDED = {"yes": True, "no": False, "": None}


class ListForm(forms.Form):
    """A list as it stands in a report."""

    text = forms.CharField(
        label=_("List"),
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 12, "cols": 80}),
        help_text=_(
            "As it stands in the report: one a line, or between commas, semicolons, “et” and "
            "“and”; with bullets, numbers, acronyms and countries in brackets."
        ),
    )

    def __init__(self, *args: Any, directory: Directory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.directory = directory
        self.found: list[str] = []

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        # Names hold commas too, but a list with so many is not even worth reading.
        if (marks := sum(map(text.count, ",;\n"))) > 3 * MOST_ENTRIES:
            raise ValidationError(_too_long(marks))
        self.found = [entry.text for entry in recognise(text, self.directory)]
        if not self.found:
            raise ValidationError(_("There is no name in this list."))
        if len(self.found) > MOST_ENTRIES:
            raise ValidationError(_too_long(len(self.found)))
        return text


def _too_long(number: int) -> str:
    return ngettext(
        "This list has %(number)d entry, and at most %(most)d can be added at once: paste it in "
        "parts.",
        "This list has %(number)d entries, and at most %(most)d can be added at once: paste it in "
        "parts.",
        number,
    ) % {"number": number, "most": MOST_ENTRIES}


class OrganisationListForm(ListForm):
    """A list of organisations, and in what role they came."""

    role = forms.ChoiceField(label=_("Role"), choices=Role, initial=Role.PARTICIPANT)
    attended = forms.ChoiceField(
        label=_("Took part"),
        required=False,
        choices=[
            ("yes", pgettext_lazy("took part", "yes")),
            ("no", pgettext_lazy("took part", "no")),
            ("", pgettext_lazy("took part", "not known yet")),
        ],
    )
    language = forms.ChoiceField(
        label=_("Language of new names"),
        choices=settings.LANGUAGES,
        help_text=_("For organisations that the portal does not know yet."),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("attended", "yes" if meeting.state == State.HELD else "")
        self.initial.setdefault("language", page_language())

    def clean_attended(self) -> bool | None:
        return ATTENDED[self.cleaned_data["attended"]]


class EntryForm(forms.Form):
    """An entry of the list: what it was recognised as, and what is to be done with it.

    One that was not recognised has no choice made for it.
    """

    text = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_LIST)
    choice = forms.ChoiceField(label=_("Treat as"))
    other = forms.CharField(
        label=_("Which one?"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"list": "all-records", "autocomplete": "off"}),
        help_text=_("Type a few letters, and choose from the list."),
    )

    OTHER_LABEL = _("Another country …")

    def __init__(
        self,
        *args: Any,
        directory: Directory,
        labels: Mapping[str, str],
        present: Collection[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.directory = directory
        self.labels = labels
        self.typed = str(self["text"].value() or "")
        finding = directory.find(self.typed)
        self.match: Match | None = finding.match
        self.near = finding.near
        self.is_present = self.match is not None and self.match.key in present
        field = self.fields["choice"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        field.choices = self._choices()
        for problem in ("required", "invalid_choice"):
            field.error_messages[problem] = _("Choose what to do with this entry.")
        if self.match:
            self.initial["choice"] = self.match.key

    def _choices(self) -> list[Any]:
        choices: list[Any] = []
        if self.match:
            choices.append((self.match.key, self.labels.get(self.match.key, self.match.key)))
        else:
            choices.append(("", _("Choose …")))
        if self.near:
            near = [match.key for match in self.near]
            choices.append((_("It may be"), list(zip(near, self.near_names, strict=True))))
        return [*choices, (OTHER, self.OTHER_LABEL), (IGNORE, _("Nothing: leave it out"))]

    @property
    def near_names(self) -> list[str]:
        """What it may be, and how much alike where that is but near."""
        return [
            gettext("%(name)s, %(score)d %% alike")
            % {"name": self.labels.get(match.key, match.key), "score": match.score * 100}
            if match.how == MatchedBy.NEAR
            else self.labels.get(match.key, match.key)
            for match in self.near
        ]

    @property
    def how(self) -> str:
        """How it was recognised, and how surely, in words."""
        if self.match is None:
            return gettext("Not sure. It may be:") if self.near else gettext("Not known.")
        if self.match.how == MatchedBy.NEAR:
            return gettext("By a near spelling, %(score)d %% alike") % {
                "score": self.match.score * 100
            }
        return {
            MatchedBy.NAME: gettext("By its name"),
            MatchedBy.ACRONYM: gettext("By its acronym"),
            MatchedBy.ALIAS: gettext("By another of its names"),
        }[self.match.how]

    @property
    def label(self) -> str:
        """What the match is called."""
        return self.labels.get(self.match.key, "") if self.match else ""

    @property
    def creates(self) -> bool:
        """Whether a new record was chosen."""
        return bool(self.cleaned_data["choice"] == NEW)

    @property
    def key(self) -> str | None:
        """The key of the record chosen; None where the entry is ignored or new."""
        key: str = self.cleaned_data["key"]
        return key or None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        choice = cleaned.get("choice", "")
        cleaned["key"] = choice if choice in self.labels else ""
        if choice == OTHER:
            cleaned["key"] = self._key_of_other(cleaned.get("other", ""))
        return cleaned

    def _key_of_other(self, typed: str) -> str:
        """The key of the record typed; an error where that is not one for sure."""
        keys = {label: key for key, label in self.labels.items()}
        if typed in keys:
            return keys[typed]
        match = self.directory.find(typed).match if typed else None
        if match and match.how != MatchedBy.NEAR and match.key in self.labels:
            return match.key
        self.add_error("other", _("Choose one from the list that opens as you type."))
        return ""


class OrganisationEntryForm(EntryForm):
    """An entry of a list of organisations, which may be one to create."""

    name = forms.CharField(
        label=_("Name of the new organisation"),
        required=False,
        max_length=Organisation._meta.get_field("name").max_length,
    )
    acronym = forms.CharField(
        label=capfirst(_("acronym")),
        required=False,
        max_length=Organisation._meta.get_field("acronym").max_length,
    )

    OTHER_LABEL = _("Another organisation …")

    def __init__(self, *args: Any, may_create: bool, **kwargs: Any) -> None:
        self.may_create = may_create
        super().__init__(*args, **kwargs)
        self.initial["name"], self.initial["acronym"] = name_and_acronym(self.typed)

    def _choices(self) -> list[Any]:
        *others, ignore = super()._choices()
        new = [(NEW, _("A new organisation: create it"))] if self.may_create else []
        return [*others, *new, ignore]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("choice") == NEW and "name" in cleaned:
            match = self.directory.find(cleaned["name"]).match
            if not cleaned["name"]:
                self.add_error("name", _("Give the new organisation a name."))
            elif match and match.how != MatchedBy.NEAR:
                self.add_error(
                    "name", _("There is an organisation of this name: choose it instead.")
                )
        return cleaned


class BaseEntryFormSet(forms.BaseFormSet):
    """The entries of a list."""

    @property
    def recognised(self) -> list[EntryForm]:
        """The entries that were recognised."""
        return [form for form in self.forms if form.match]

    @property
    def unsure(self) -> list[EntryForm]:
        """The entries for which a person has to choose."""
        return [form for form in self.forms if not form.match]

    @property
    def keys(self) -> list[str]:
        """The keys of the records chosen, in the order of the list."""
        return [form.key for form in self.forms if form.key]

    def clean(self) -> None:
        """Refuses to create the same record twice."""
        names: set[str] = set()
        for form in self.forms:
            if form.is_valid() and form.cleaned_data["choice"] == NEW:
                name = plain(form.cleaned_data["name"])
                if name in names:
                    form.add_error("name", _("An entry above creates it already: leave this out."))
                names.add(name)


def entry_formset(form: type[EntryForm]) -> type[BaseEntryFormSet]:
    """The formset of such entries: as many as were posted, and no more than a list may have."""
    formset = formset_factory(
        form, BaseEntryFormSet, extra=0, max_num=MOST_ENTRIES, absolute_max=MOST_ENTRIES
    )
    return cast(type[BaseEntryFormSet], formset)

"""What a person chooses on the pages about translations."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Self

from django import forms
from django.core.validators import FileExtensionValidator
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.sheets.xlsx import UnreadableSheetError
from kpcsc.foundation.translated_text import LANGUAGES
from kpcsc.foundation.translations.exchange import Contents, TranslationProblem, contents
from kpcsc.foundation.translations.pending_texts import KINDS, Kind, Text
from kpcsc.foundation.translations.sheet import TranslationRow, as_cell, read_translations

LARGEST_SHEET = 5_000_000  # bytes
MOST_TEXT = 1_000_000  # characters, which the page that asks carries along

type Choice = tuple[Sequence[type[Model]], Sequence[str], Sequence[Kind]]


class WaitingFilterForm(forms.Form):
    """Which texts to list; what is not a choice is as if it had not been asked."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("both")), ("fr", _("into French")), ("en", _("into English"))],
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("What"),
        choices=[("", _("everything")), ("review", _("to review")), ("missing", _("missing"))],
        required=False,
    )
    record = forms.ChoiceField(label=_("Records"), required=False)

    def __init__(self, *args: Any, roots: Sequence[type[Model]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roots = {model._meta.label_lower: model for model in roots}
        names = [
            (label, capfirst(model._meta.verbose_name_plural))
            for label, model in self.roots.items()
        ]
        self.fields["record"].choices = [("", _("of every kind")), *names]  # type: ignore[attr-defined]

    def choice(self) -> Choice:
        """The models, the languages and the kinds of waiting to list."""
        self.is_valid()
        chosen = self.cleaned_data
        record, language, kind = (chosen.get(name) for name in ("record", "language", "kind"))
        return (
            [self.roots[record]] if record else list(self.roots.values()),
            [language] if language else LANGUAGES,
            [kind] if kind else KINDS,
        )


class TranslationExportForm(forms.Form):
    """What a sheet for a translator is to hold."""

    USUAL = {"language": "en", "scope": "waiting"}

    language = forms.ChoiceField(
        label=_("Translate"),
        choices=[("en", _("from French into English")), ("fr", _("from English into French"))],
    )
    scope = forms.ChoiceField(
        label=_("Texts"),
        choices=[("waiting", _("those to review or missing")), ("all", _("all of them"))],
    )
    hidden = forms.BooleanField(
        label=_("Also what only the secretariat sees"),
        required=False,
        help_text=_(
            "Organisations that are never named, and records and parts that only the secretariat "
            "may see. Tick this only if the translator may read them."
        ),
    )

    def contents(self, roots: Sequence[type[Model]]) -> Contents | None:
        """The texts chosen, of records of these models; None where a choice is none."""
        if not self.is_valid():
            return None
        chosen = self.cleaned_data
        return contents(
            roots,
            chosen["language"],
            only_waiting=chosen["scope"] == "waiting",
            with_hidden=chosen["hidden"],
        )


class TranslationUploadForm(forms.Form):
    """A sheet that came back."""

    sheet = forms.FileField(
        label=_("Sheet"),
        validators=[FileExtensionValidator(["xlsx"])],
        help_text=_("The file that the translator sent back, in XLSX format, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_sheet(self) -> Any:
        """The file, with its rows in `rows`; refuses one that is too large or no sheet."""
        sheet = self.cleaned_data["sheet"]
        if sheet.size > LARGEST_SHEET:
            raise forms.ValidationError(_("This file is too large. Split the sheet in two."))
        try:
            self.rows = [row for row in read_translations(sheet) if row.translation or row.problem]
        except UnreadableSheetError as error:
            raise forms.ValidationError(str(error)) from error
        if sum(len(row.source + row.current + row.translation) for row in self.rows) > MOST_TEXT:
            raise forms.ValidationError(_("This file is too large. Split the sheet in two."))
        if not self.rows:
            raise forms.ValidationError(_("No translation was written in this sheet."))
        return sheet


class TextsForm(forms.Form):
    """The texts of a record in one language, each beside what it translates.

    It carries what the translator saw, so that a text that somebody else changed meanwhile is
    refused, with what was typed kept.
    """

    def __init__(self, *args: Any, texts: Sequence[Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = list(texts)
        for text in self.texts:
            name = str(text.key)
            column: Any = type(text.record)._meta.get_field(text.key.column)
            field = column.formfield(required=False, label=text.key.field_label, help_text="")
            field.widget.attrs["lang"] = text.key.language
            self.fields[name] = field
            self.initial[name] = text.current
            for seen, value in (("source", text.source), ("current", text.current)):
                hidden = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
                self.fields[f"{name}.{seen}"] = hidden
                self.initial[f"{name}.{seen}"] = value

    def rows(self) -> list[TranslationRow]:
        """What was written, as the rows of a sheet: a text that was left as it is has none."""
        write_translations = []
        for number, text in enumerate(self.texts, start=1):
            name = str(text.key)
            new = self.cleaned_data[name] or ""
            source, current = (
                as_cell(self.cleaned_data[f"{name}.{seen}"]) for seen in ("source", "current")
            )
            if as_cell(new) != current:
                write_translations.append(
                    TranslationRow(number, name, source, current, translation=new)
                )
        return write_translations

    def refuse(self, problems: Sequence[TranslationProblem]) -> None:
        """Says at each text why it was not written."""
        for problem in problems:
            self.add_error(problem.row.key, problem.why)

    def pairs(self) -> list[tuple[Text, forms.BoundField, list[forms.BoundField]]]:
        """Each text with its field and those that carry along what was seen."""
        return [
            (text, self[name], [self[f"{name}.source"], self[f"{name}.current"]])
            for text in self.texts
            for name in [str(text.key)]
        ]


class TranslationConfirmationForm(forms.Form):
    """The rows of a sheet that was looked at, on their way to be written."""

    rows = forms.CharField(widget=forms.HiddenInput, strip=False)

    @classmethod
    def of(cls, rows: Sequence[TranslationRow]) -> Self:
        """The form that carries these rows."""
        return cls(initial={"rows": json.dumps([asdict(row) for row in rows])})

    def clean_rows(self) -> list[TranslationRow]:
        """The rows again; refuses what no such form sent."""
        try:
            return [
                TranslationRow(
                    int(row.pop("number")), **{name: str(text) for name, text in row.items()}
                )
                for row in json.loads(self.cleaned_data["rows"])
            ]
        except (
            *(AttributeError, LookupError, TypeError, ValueError),
            *(OverflowError, RecursionError),
        ) as error:
            raise forms.ValidationError(_("Send the sheet again.")) from error

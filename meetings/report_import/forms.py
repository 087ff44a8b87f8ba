"""The forms of an import: the report itself, then what was read in it."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Field
from django.forms import formset_factory
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.partial_date import Precision
from meetings.documents.kinds import CONTROLS, RefusedFileError
from meetings.models import Campaign, Format, Meeting, Role, Section
from meetings.participation.pasted_list_forms import (
    IGNORE,
    NEW,
    BaseEntryFormSet,
    OrganisationEntryForm,
    entry_formset,
)
from meetings.report_import.reading import pasted_piece, read_report
from meetings.report_import.reading.files import ENDINGS
from meetings.report_parser import SourceDocument

LONGEST_PASTE = 500_000  # characters
MOST_PARTS = 5_000  # with more, the review has more fields than a request may


class SourceForm(forms.Form):
    """A report: a file, or its text."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,  # which is refused in a sentence of its own
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        help_text=_("DOCX, ODT, PDF with text, HTML or plain text."),
    )
    text = forms.CharField(
        label=_("Or its text"),
        required=False,
        strip=False,
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 14, "cols": 80}),
        help_text=_("As it stands on the web page or in the letter, headings and lists included."),
    )

    # What the clipboard held beside the text: filled in by js/pasted_report.js.
    html = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    document: SourceDocument
    content = b""
    name = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file, text = cleaned.get("file"), cleaned.get("text", "")
        if self.errors:
            return cleaned
        if bool(file) == bool(text.strip()):
            raise ValidationError(_("Choose a file or paste the text, one of the two."))
        try:
            if file:
                self.document = read_report(file, name=file.name, size=file.size)
                file.seek(0)
                self.content, self.name = file.read(), file.name
            else:
                piece = pasted_piece(text, cleaned.get("html", ""))
                self.content = CONTROLS.sub("", piece or text).encode()
                self.name = f"{_('pasted text')}.{'html' if piece else 'txt'}"
                self.document = read_report(
                    BytesIO(self.content), name=self.name, size=len(self.content)
                )
        except RefusedFileError as error:
            self.add_error("file" if file else "text", str(error))
        return cleaned


class ReportReviewForm(forms.Form):
    """The file of the report that is being looked at, by the key that it waits under."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(widget=forms.HiddenInput, max_length=255)

    cleaned_data: dict[str, Any]

    @property
    def waiting_key(self) -> UUID:
        """The key, once the form is valid."""
        return self.cleaned_data["key"]


def _label(column: str) -> Any:
    """What the meeting's own form calls the column."""
    field = cast(Field[Any, Any], Meeting._meta.get_field(column))
    return capfirst(field.verbose_name)


def _count_field(column: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=_label(column), required=False, min_value=0, max_value=1_000_000
    )


class FactsForm(forms.Form):
    """The single facts of the meeting: what is emptied is not taken."""

    language = forms.ChoiceField(
        label=_("Language of the texts"),
        choices=settings.LANGUAGES,
        help_text=_("The texts below are kept in this language."),
    )
    title = forms.CharField(label=_label("title"), max_length=250)
    starts_on = forms.DateField(label=_label("starts_on"))
    ends_on = forms.DateField(label=_label("ends_on"), required=False)
    precision = forms.ChoiceField(
        label=_label("precision"),
        choices=[choice for choice in Precision.choices if choice[0] != Precision.MINUTE],
        help_text=_("If only the month or year is known, give its first day."),
    )
    place = forms.CharField(label=_label("place"), required=False, max_length=200)
    format = forms.ChoiceField(
        label=_label("format"), required=False, choices=[("", "–"), *Format.choices]
    )
    participants_count = _count_field("participants_count")
    facilitators_count = _count_field("facilitators_count")
    organisations_count = _count_field("organisations_count")
    countries_count = _count_field("countries_count")
    campaign = forms.ModelChoiceField(
        label=_label("campaign"), required=False, queryset=Campaign.objects.all(), empty_label="–"
    )
    countries = forms.MultipleChoiceField(
        label=_label("countries"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Others can be added on the meeting's page."),
    )
    into = forms.ChoiceField(label=_("Where to"), widget=forms.RadioSelect)

    NEW = "new"

    def __init__(
        self,
        *args: Any,
        countries: list[tuple[str, str]],
        similar: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choices_of("countries", countries)
        self._choices_of("into", [(self.NEW, _("A new meeting, as a draft")), *similar])
        if not similar:
            self.fields["into"].widget = forms.HiddenInput()
            self.initial["into"] = self.NEW

    def _choices_of(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day cannot be before the first."))
        return cleaned

    @property
    def meeting(self) -> Meeting | None:
        """The meeting to be completed; None where a new one is wanted."""
        chosen = self.cleaned_data["into"]
        return None if chosen == self.NEW else Meeting.objects.get(pk=chosen)


class PartForm(forms.Form):
    """A text of a list: an objective, a decision, a next step."""

    keep = forms.BooleanField(label=_("Take it"), label_suffix="", required=False, initial=True)
    text = forms.CharField(
        label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 2, "cols": 60})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("keep") and not cleaned.get("text"):
            self.add_error("text", _("Write the text, or do not take it."))
        return cleaned


class SectionForm(PartForm):
    """A section of the report."""

    heading = forms.CharField(
        label=_("Heading"),
        required=False,
        max_length=Section._meta.get_field("heading").max_length,
    )
    text = forms.CharField(
        label=_("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 60}),
        help_text=_("An empty line begins a paragraph, a dash an item of a list."),
    )

    field_order = ["keep", "heading", "text"]

    def clean(self) -> dict[str, Any]:
        cleaned = forms.Form.clean(self) or self.cleaned_data
        if cleaned.get("keep") and not cleaned.get("heading"):
            self.add_error("heading", _("Give the section a heading, or do not take it."))
        return cleaned


class ReportedOrganisationForm(OrganisationEntryForm):
    """An organisation that the report names, and in what role it came."""

    role = forms.ChoiceField(label=_("Role"), choices=Role, initial=Role.PARTICIPANT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.initial.pop("is_sure", True):
            self.initial["choice"] = IGNORE
        elif self.match is None and not self.near and self.may_create:
            self.initial["choice"] = NEW


class BasePartFormSet(forms.BaseFormSet):
    """The texts of a list, each taken or not."""

    @property
    def kept(self) -> Iterator[dict[str, Any]]:
        """What is said of those that are taken."""
        return (form.cleaned_data for form in self.forms if form.cleaned_data.get("keep"))


def part_formset(form: type[PartForm]) -> type[BasePartFormSet]:
    """The formset of such texts, as many as were found."""
    formset = formset_factory(
        form, BasePartFormSet, extra=0, max_num=MOST_PARTS, absolute_max=MOST_PARTS
    )
    return cast(type[BasePartFormSet], formset)


PARTS: dict[str, type[BasePartFormSet]] = {
    "objectives": part_formset(PartForm),
    "opening": part_formset(SectionForm),
    "sections": part_formset(SectionForm),
    "decisions": part_formset(PartForm),
    "next_steps": part_formset(PartForm),
}
ORGANISATIONS: type[BaseEntryFormSet] = entry_formset(ReportedOrganisationForm)

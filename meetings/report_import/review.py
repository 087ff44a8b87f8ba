"""A report beside the forms of what was read in it, and each fact with its place in the source."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.forms.widgets import Input
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.partial_date import Precision
from kpcsc.foundation.translated_text import LANGUAGES, page_language
from meetings.models import Role
from meetings.report_import.automatic import format_of
from meetings.report_import.drafts import (
    COUNTS,
    AttendingOrganisation,
    NewOrganisation,
    ReportDraft,
    SectionDraft,
    as_html,
    as_text,
    campaign_called,
    known_day,
    section_text,
)
from meetings.report_import.evidence import (
    Evidence,
    Remark,
    evidence_of,
    marks_of,
    reason_left_out,
    remarks_on,
)
from meetings.report_import.forms import ORGANISATIONS, PARTS, BasePartFormSet, FactsForm
from meetings.report_import.marks import SourcePiece, pieces
from meetings.report_import.similar import same_day_meetings
from meetings.report_parser import NamedOrganisation, ParsedReport, SourceDocument, parse
from organisations.country_names import full_name
from organisations.directories import organisation_directory, organisation_labels
from organisations.models import Organisation
from organisations.recognition import Directory

PART_NAMES: dict[str, Promise] = {
    "objectives": _("Objectives"),
    "opening": _("Before the first heading"),
    "sections": _("Sections of the report"),
    "decisions": _("Decisions"),
    "next_steps": _("Follow-ups"),
}


class Review:
    """What was read in a source, and the forms by which it is accepted, changed or rejected."""

    def __init__(self, document: SourceDocument, *, may_create: bool, data: Any = None) -> None:
        self.document, self.may_create = document, may_create
        self.report: ParsedReport = parse(
            document, known_organisations=self.directory, today=timezone.localdate()
        )
        self.facts = FactsForm(
            data,
            prefix="facts",
            initial=dict(self._initial_facts()),
            countries=[
                (fact.value, full_name(fact.value, page_language()))
                for fact in self.report.countries
            ],
            similar=self._similar(),
        )
        self.parts = {
            name: formset(data, prefix=name, initial=self._initial_parts(name))
            for name, formset in PARTS.items()
        }
        self.organisations = ORGANISATIONS(
            data,
            prefix="organisations",
            initial=self._initial_organisations(),
            form_kwargs={
                "directory": self.directory,
                "labels": self.labels,
                "present": set(),
                "may_create": may_create,
            },
        )

        for name, why in self.evidence.items():
            widget = self.facts.fields[name].widget if name in self.facts.fields else None
            if isinstance(widget, Input) and not why.is_sure:
                widget.attrs["list"] = f"unsure-{name}"

    @cached_property
    def directory(self) -> Directory:
        """All organisations by their keys as text."""
        return organisation_directory()

    @cached_property
    def labels(self) -> dict[str, str]:
        """What to call each organisation where one is chosen."""
        return organisation_labels(page_language())

    def is_valid(self) -> bool:
        """Whether all forms are; asks each, so that all errors are told at once."""
        forms: list[Any] = [self.facts, *self.parts.values(), self.organisations]
        return len([form for form in forms if form.is_valid()]) == len(forms)

    # --- what the forms begin with ---

    def _initial_facts(self) -> Iterator[tuple[str, Any]]:
        report = self.report.sure
        language = report.language if report.language in LANGUAGES else None
        yield "language", language or get_language()
        for name in ("title", "place"):
            if fact := getattr(report, name):
                yield name, fact.value
        if report.start:
            day, precision = known_day(report.start.value)
            yield from (("starts_on", day), ("precision", precision))
            if report.end and report.end.value != report.start.value:
                yield "ends_on", known_day(report.end.value)[0]
        elif report.end:
            yield "ends_on", known_day(report.end.value)[0]
        else:
            yield "precision", Precision.DAY
        yield "format", format_of(report)
        for name in COUNTS:
            if fact := getattr(report, name):
                yield name, fact.value.number
        if report.campaign:
            yield "campaign", campaign_called(report.campaign.value)
        yield "countries", [fact.value for fact in report.countries]

    def _similar(self) -> list[tuple[str, str]]:
        if not self.report.start:
            return []
        first, _precision = known_day(self.report.start.value)
        last = known_day(self.report.end.value)[0] if self.report.end else None
        return [
            (str(meeting.pk), f"{meeting.title} · {meeting.period.formatted(page_language())}")
            for meeting in same_day_meetings(first, last)
        ]

    def _initial_parts(self, name: str) -> list[dict[str, Any]]:
        if name == "opening":
            text = as_text(self.report.opening, set(), self.document.text)
            return [{"text": text, "keep": False}] if text else []
        if name == "sections":
            return [
                {
                    "heading": section.heading.value,
                    "text": section_text(section, self.document.text),
                    "keep": section.heading.is_sure and not reason_left_out(section, self.report),
                }
                for section in self.report.sections
            ]
        return [{"text": fact.value, "keep": fact.is_sure} for fact in getattr(self.report, name)]

    def _initial_organisations(self) -> list[dict[str, Any]]:
        return [
            {"text": _typed(fact.value), "is_sure": fact.is_sure}
            for fact in self.report.organisations
        ]

    # --- what the page shows ---

    @cached_property
    def evidence(self) -> Mapping[str, Evidence]:
        """Why each fact is taken for one, by the name of its mark."""
        return evidence_of(self.report)

    @property
    def fact_rows(self) -> list[tuple[BoundField, Evidence | None]]:
        """The single facts' fields, each with why its value is there."""
        shown = [name for name in self.facts.fields if name not in {"countries", "into"}]
        return [(self.facts[name], self.evidence.get(name)) for name in shown]

    @property
    def country_rows(self) -> list[tuple[BoundWidget, Evidence | None]]:
        """A box to tick for each country."""
        return [
            (box, self.evidence.get(f"country-{box.data['value']}"))
            for box in self.facts["countries"]
        ]

    @property
    def part_rows(self) -> list[tuple[str, BasePartFormSet, list[tuple[Any, Evidence | None]]]]:
        """The lists of texts: what each is called, its formset, and its forms."""
        return [
            (str(PART_NAMES[name]), formset, self._rows(name, formset.forms))
            for name, formset in self.parts.items()
            if formset.forms
        ]

    @property
    def organisation_rows(self) -> list[tuple[Any, Evidence | None]]:
        """A form for each organisation."""
        return self._rows("organisations", self.organisations.forms)

    def _rows(self, name: str, forms: Any) -> list[tuple[Any, Evidence | None]]:
        return [(form, self.evidence.get(f"{name}-{number}")) for number, form in enumerate(forms)]

    @property
    def pieces(self) -> list[SourcePiece]:
        """The source, cut where facts and remarks begin and end."""
        return pieces(self.document.text, marks_of(self.report))

    @property
    def remarks(self) -> list[Remark]:
        """What a person should look at before anything is saved."""
        return remarks_on(self.report)

    # --- what was decided ---

    def draft(self) -> ReportDraft:
        """What is to be written; needs valid forms."""
        facts = self.facts.cleaned_data
        kept = {name: list(formset.kept) for name, formset in self.parts.items()}
        counts = {name: facts[name] for name in COUNTS if facts[name] is not None}
        return ReportDraft(
            language=facts["language"],
            title=facts["title"],
            starts_on=facts["starts_on"],
            ends_on=facts["ends_on"] if facts["ends_on"] != facts["starts_on"] else None,
            precision=Precision(facts["precision"]),
            place=facts["place"],
            format=facts["format"],
            counts=counts,
            campaign=facts["campaign"],
            countries=tuple(facts["countries"]),
            present=tuple(self._present()),
            objectives=tuple(part["text"] for part in kept["objectives"]),
            sections=tuple(
                SectionDraft(part["heading"], as_html(part["text"]))
                for part in (*kept["opening"], *kept["sections"])
            ),
            decisions=tuple(part["text"] for part in kept["decisions"]),
            next_steps=tuple(part["text"] for part in kept["next_steps"]),
        )

    def _present(self) -> Iterator[AttendingOrganisation]:
        known = Organisation.objects.unmerged().in_bulk(
            [int(key) for key in self.organisations.keys]
        )
        for form in self.organisations.forms:
            role = Role(form.cleaned_data["role"])
            if form.creates:
                new = NewOrganisation(form.cleaned_data["name"], form.cleaned_data["acronym"])
                yield AttendingOrganisation(new, role)
            elif form.key:
                yield AttendingOrganisation(known[int(form.key)], role)


def _typed(organisation: NamedOrganisation) -> str:
    acronym = organisation.acronym
    return f"{organisation.name} ({acronym})" if acronym else organisation.name

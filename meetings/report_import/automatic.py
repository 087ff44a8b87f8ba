"""A draft of the sure facts of a report, where nobody looks at them one by one."""

from meetings.models import Format
from meetings.report_import.drafts import (
    COUNTS,
    AttendingOrganisation,
    ReportDraft,
    SectionDraft,
    as_html,
    campaign_called,
    known_day,
    names_organisations,
    repeats_objectives,
    section_text,
)
from meetings.report_parser import ParsedReport, ReportKind, SourceDocument
from organisations.models import Organisation


class NoDraftError(Exception):
    """The report says too little for a draft; the message says what is missing."""


def draft_of(report: ParsedReport, document: SourceDocument, language: str) -> ReportDraft:
    """What a report surely says.

    Organisations that the directory does not know are left out, and so are sections that name any
    or say the objectives again, and whatever else is not sure.

    Raises NoDraftError where there is no meeting, title or date.
    """
    if report.kind != ReportKind.REPORT:
        raise NoDraftError("it does not report of a meeting")
    sure = report.sure
    if sure.title is None or sure.start is None:
        missing = [name for name in ("title", "start") if getattr(sure, name) is None]
        raise NoDraftError(f"it does not surely say: {', '.join(missing)}")
    starts_on, precision = known_day(sure.start.value)
    ends_on = known_day(sure.end.value)[0] if sure.end else starts_on
    return ReportDraft(
        language=language,
        title=sure.title.value,
        starts_on=starts_on,
        ends_on=ends_on if ends_on > starts_on else None,
        precision=precision,
        place=sure.place.value if sure.place else "",
        format=format_of(sure),
        counts={name: fact.value.number for name in COUNTS if (fact := getattr(sure, name))},
        campaign=campaign_called(sure.campaign.value) if sure.campaign else None,
        countries=tuple(fact.value for fact in sure.countries),
        present=tuple(_known(sure)),
        objectives=tuple(fact.value for fact in sure.objectives),
        sections=tuple(
            SectionDraft(section.heading.value, as_html(section_text(section, document.text)))
            for section in sure.sections
            # Also those that may name one: whoever reads it would read the name.
            if not (names_organisations(section, report) or repeats_objectives(section, report))
        ),
        decisions=tuple(fact.value for fact in sure.decisions),
        next_steps=tuple(fact.value for fact in sure.next_steps),
    )


def format_of(report: ParsedReport) -> str:
    """How the meeting was held, if the report says that it was online: with a place, both."""
    if report.online is None:
        return ""
    return Format.HYBRID if report.place else Format.ONLINE


def _known(report: ParsedReport) -> list[AttendingOrganisation]:
    """The organisations of the directory."""
    keys = [fact.value.key for fact in report.organisations if fact.value.key]
    known = Organisation.objects.unmerged().in_bulk([int(key) for key in keys])
    return [AttendingOrganisation(known[int(key)]) for key in keys if int(key) in known]

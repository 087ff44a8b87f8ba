"""A draft of the sure facts of a report, where nobody looks at them one by one."""

from meetings.models import Format, Role
from meetings.report_import.drafts import (
    COUNTS,
    Present,
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
    or say the objectives again.

    Raises NoDraftError where there is no meeting, title or date.
    """
    if report.kind != ReportKind.REPORT:
        raise NoDraftError("it does not report of a meeting")
    if report.title is None or report.start is None:
        missing = [name for name in ("title", "start") if getattr(report, name) is None]
        raise NoDraftError(f"it does not say: {', '.join(missing)}")
    starts_on, precision = known_day(report.start.value)
    ends_on = known_day(report.end.value)[0] if report.end else starts_on
    return ReportDraft(
        language=language,
        title=report.title.value,
        starts_on=starts_on,
        ends_on=ends_on if ends_on > starts_on else None,
        precision=precision,
        place=report.place.value if report.place else "",
        format=format_of(report),
        counts={name: fact.value.number for name in COUNTS if (fact := getattr(report, name))},
        campaign=campaign_called(report.campaign.value) if report.campaign else None,
        countries=tuple(fact.value for fact in report.countries),
        present=tuple(_known(report)),
        objectives=tuple(fact.value for fact in report.objectives),
        sections=tuple(
            SectionDraft(section.heading.value, as_html(section_text(section, document.text)))
            for section in report.sections
            if not (names_organisations(section, report) or repeats_objectives(section, report))
        ),
        decisions=tuple(fact.value for fact in report.decisions),
        next_steps=tuple(fact.value for fact in report.next_steps),
    )


def format_of(report: ParsedReport) -> str:
    """How the meeting was held, as far as the report says: with a place and a link, both."""
    if report.online is None:
        return ""
    if report.online.value:
        return Format.HYBRID if report.place else Format.ONLINE
    return Format.IN_PERSON


def _known(report: ParsedReport) -> list[Present]:
    """The organisations of the directory, hosts as organisers."""
    hosts = {fact.value.key for fact in report.hosts}
    keys = [fact.value.key for fact in report.organisations if fact.value.key]
    known = Organisation.objects.unmerged().in_bulk([int(key) for key in keys])
    return [
        Present(known[int(key)], Role.ORGANISER if key in hosts else Role.PARTICIPANT)
        for key in keys
        if int(key) in known
    ]

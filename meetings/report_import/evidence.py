"""Where each fact of a report stands in its source, and what else a person should know of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meetings.report_import.drafts import COUNTS, known_day, names_organisations, repeats_objectives
from meetings.report_import.labels import KINDS, RULES, finding_sentence, qualified
from meetings.report_import.marks import FactMark
from meetings.report_parser import Fact, ParsedReport, ReportSection, StatedDate

NAMES_ORGANISATIONS = _(
    "names organisations or people to whoever reads it, and so is not taken by itself"
)
REPEATS_OBJECTIVES = _("its list stands among the objectives, and so it is not taken by itself")


@dataclass(frozen=True)
class Evidence:
    """Where a fact stands in the source, and why it is taken for one; `name` is its mark's.

    `value` is the fact as text; `note` is what else to know before taking it.
    """

    name: str
    rule: str
    is_sure: bool
    value: str = ""
    note: str = ""


@dataclass(frozen=True)
class Remark:
    """A sentence for the person who looks, and the mark that it is about."""

    sentence: str
    name: str = ""


def named_facts(report: ParsedReport) -> dict[str, Fact[Any]]:
    """The facts by the names of their marks."""
    single = {
        "title": report.title,
        "starts_on": report.start,
        "ends_on": report.end if report.end != report.start else None,
        "place": report.place,
        "format": report.online,
        "campaign": report.campaign,
        **{name: getattr(report, name) for name in COUNTS},
    }
    listed: dict[str, Iterable[Fact[Any]]] = {
        "organisations": report.organisations,
        "objectives": report.objectives,
        "sections": [section.heading for section in report.sections],
        "decisions": report.decisions,
        "next_steps": report.next_steps,
    }
    return {
        **{name: fact for name, fact in single.items() if fact},
        **{f"country-{fact.value}": fact for fact in report.countries},
        **{
            f"{name}-{number}": fact
            for name, facts in listed.items()
            for number, fact in enumerate(facts)
        },
    }


def evidence_of(report: ParsedReport) -> dict[str, Evidence]:
    """Why each fact is taken for one, by the name of its mark."""
    notes = {f"sections-{n}": reason_left_out(one, report) for n, one in enumerate(report.sections)}
    notes |= {name: qualified(fact.value) for name in COUNTS if (fact := getattr(report, name))}
    return {
        name: Evidence(
            name,
            str(RULES.get(fact.rule, fact.rule)),
            fact.is_sure,
            _text(fact.value),
            notes.get(name, ""),
        )
        for name, fact in named_facts(report).items()
    }


def reason_left_out(section: ReportSection, report: ParsedReport) -> str:
    """Why a section is not taken unless somebody wants it; empty of one that is."""
    if names_organisations(section, report):
        return str(NAMES_ORGANISATIONS)
    return str(REPEATS_OBJECTIVES) if repeats_objectives(section, report) else ""


def marks_of(report: ParsedReport) -> list[FactMark]:
    """The facts and remarks where they stand."""
    facts = [FactMark(name, fact.span) for name, fact in named_facts(report).items()]
    return facts + [FactMark(f"remark-{n}", one.span) for n, one in enumerate(report.findings)]


def remarks_on(report: ParsedReport) -> list[Remark]:
    """What a person should look at before anything is saved."""
    kind = KINDS.get(report.kind)
    found = [
        Remark(finding_sentence(finding), f"remark-{number}" if finding.span.end else "")
        for number, finding in enumerate(report.findings)
    ]
    return [*([Remark(str(kind))] if kind else []), *found]


def _text(value: Any) -> str:
    """A fact as a field takes it."""
    if value is True:
        return gettext("online")
    if isinstance(value, StatedDate) and value.day:
        return date_format(known_day(value)[0], "SHORT_DATE_FORMAT")
    for name in ("iso", "number", "name"):
        if hasattr(value, name):
            return str(getattr(value, name))
    return str(value)

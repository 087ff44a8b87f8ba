"""Writing what was read in a report."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kpcsc.foundation.history.author import set_author
from kpcsc.foundation.proposals.models import ProposalOrigin, ProposedChange
from kpcsc.foundation.proposals.working_copy import Proposing, saving
from meetings.models import (
    Decision,
    Document,
    FollowUp,
    Meeting,
    Objective,
    Role,
    Section,
    State,
    Visibility,
)
from meetings.participation.actions import add_countries, add_participations
from meetings.report_import.drafts import NewOrganisation, ReportDraft
from organisations.actions import create_organisation
from organisations.models import Country, Organisation, User

LONGEST_REASON = 100  # of the column that history keeps it in


@dataclass(frozen=True)
class SourceFile:
    """The file that a report was read in, and what it is called."""

    name: str
    content: bytes

    @property
    def reason(self) -> str:
        """What history says of the rows that come from it."""
        return (_("Imported from %(name)s") % {"name": self.name})[:LONGEST_REASON]


@dataclass(frozen=True)
class ImportResult:
    """The record written, the organisations that are new, and what it had already.

    `kept` names the parts that stay as they were, by their model's plural. A record that the person
    may not publish stays as it was, too: what completes it is a `proposal`.
    """

    meeting: Meeting
    created: tuple[Organisation, ...]
    kept: tuple[str, ...] = ()
    proposal: ProposedChange | None = None


@transaction.atomic
def import_report(
    *, draft: ReportDraft, source: SourceFile, by: User, into: Meeting | None = None
) -> ImportResult:
    """A draft of the meeting that a report is of; or with `into`, that record completed.

    A record is never changed where it says something: only what is empty is filled, and the parts
    of a list get the other language's text where both lists are of one length. The source becomes
    a document for the secretariat. Raises ValidationError, RefusedFileError.
    """
    writing = _ReportWriter(draft, source, by)
    organisations = writing.organisations()
    origin = ProposalOrigin.REPORT
    with saving(into, by=by, origin=origin) if into else nullcontext(Proposing()) as made:
        meeting = writing.complete(into) if into else writing.new()
        kept = writing.write_parts(meeting)
        writing.write_participations(meeting, organisations)
        writing.keep_source(meeting)
    stored = Meeting.objects.get(pk=meeting.pk)
    return ImportResult(stored, tuple(writing.created), kept, made.proposal)


class _ReportWriter:
    """One import: a draft on its way into the record."""

    def __init__(self, draft: ReportDraft, source: SourceFile, by: User) -> None:
        self.draft, self.source, self.by = draft, source, by
        self.created: list[Organisation] = []

    def save(self, row: Any) -> None:
        """Checks and saves a row; history says by whom and from what."""
        row.full_clean()
        set_author(row, self.by, reason=self.source.reason).save()

    def column(self, field: str) -> str:
        """The column of a translated field in the report's language."""
        return f"{field}_{self.draft.language}"

    def new(self) -> Meeting:
        """The meeting, as a draft that nobody but the secretariat sees."""
        draft = self.draft
        meeting = Meeting(
            slug=free_slug(draft),
            starts_on=draft.starts_on,
            ends_on=draft.ends_on,
            precision=draft.precision,
            state=State.HELD,
            visibility=Visibility.STAFF,
            format=draft.format,
            campaign=draft.campaign,
            **draft.counts,
        )
        setattr(meeting, self.column("title"), draft.title)
        setattr(meeting, self.column("place"), draft.place)
        self.save(meeting)
        return meeting

    def complete(self, into: Meeting) -> Meeting:
        """The record with what it lacked of the draft's single facts."""
        meeting = Meeting.objects.select_for_update(no_key=True).get(pk=into.pk)
        facts = {
            self.column("title"): self.draft.title,
            self.column("place"): self.draft.place,
            "format": self.draft.format,
            "campaign": self.draft.campaign,
            **self.draft.counts,
        }
        for column, value in facts.items():
            if getattr(meeting, column) in {None, ""} and value not in {None, ""}:
                setattr(meeting, column, value)
        meeting.advance(by=self.by)
        self.save(meeting)
        return meeting

    def write_parts(self, meeting: Meeting) -> tuple[str, ...]:
        """The objectives, sections, decisions and follow-ups; gives what was there already."""
        draft = self.draft
        parts: list[tuple[type[models.Model], Sequence[dict[str, str]]]] = [
            (Objective, [{"text": text} for text in draft.objectives]),
            (Section, [vars(section) for section in draft.sections]),
            (Decision, [{"text": text} for text in draft.decisions]),
            (FollowUp, [{"what": text} for text in draft.next_steps]),
        ]
        return tuple(
            str(model._meta.verbose_name_plural)
            for model, texts in parts
            if texts and not self._write_rows(model, meeting, texts)
        )

    def _write_rows(self, model: Any, meeting: Meeting, texts: Sequence[dict[str, str]]) -> bool:
        """Whether the rows could be written: into an empty list, or beside the other language."""
        rows = list(model.objects.filter(meeting=meeting))
        if not rows:
            rows = [model(meeting=meeting, position=place) for place in range(len(texts))]
        columns = [self.column(field) for field in texts[0]]
        empty = not any(getattr(row, column) for row in rows for column in columns)
        if len(rows) != len(texts) or not empty:
            return False
        for row, said in zip(rows, texts, strict=True):
            for field, text in said.items():
                setattr(row, self.column(field), text)
            self.save(row)
        return True

    def organisations(self) -> dict[Role, list[Organisation]]:
        """Who was there, by role; those that are new are made, whatever becomes of the record."""
        by_role: dict[Role, list[Organisation]] = {}
        for present in self.draft.present:
            organisation = present.organisation
            if isinstance(organisation, NewOrganisation):
                organisation = self._create(organisation)
                self.created.append(organisation)
            by_role.setdefault(present.role, []).append(organisation)
        return by_role

    def write_participations(
        self, meeting: Meeting, by_role: dict[Role, list[Organisation]]
    ) -> None:
        """The countries and organisations."""
        countries = Country.objects.filter(pk__in=self.draft.countries)
        add_countries(meeting=meeting, countries=countries, by=self.by)
        for role, organisations in sorted(by_role.items(), key=_weight):
            add_participations(
                meeting=meeting, organisations=organisations, role=role, attended=True, by=self.by
            )

    def _create(self, new: NewOrganisation) -> Organisation:
        return create_organisation(
            name=new.name, acronym=new.acronym, language=self.draft.language, by=self.by
        )

    def keep_source(self, meeting: Meeting) -> None:
        """Puts the source among the documents, for the secretariat alone."""
        document = Document(
            meeting=meeting,
            visibility=Visibility.STAFF,
            position=meeting.documents.count(),
            file=ContentFile(self.source.content, name=self.source.name),
        )
        setattr(document, self.column("title"), _("Source of the report"))
        self.save(document)


def _weight(entry: tuple[Role, Any]) -> int:
    """Who did more comes first: an organisation keeps the first role that it is given."""
    return list(Role).index(entry[0])


def free_slug(draft: ReportDraft) -> str:
    """An address made of the month and title, which no meeting has."""
    length = Meeting._meta.get_field("slug").max_length or 0
    stem = f"{draft.starts_on:%Y-%m}-{slugify(draft.title)}"[: length - 4].strip("-")
    taken = set(Meeting.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    return next(free for number in count(2) if (free := f"{stem}-{number}") not in taken)

"""What the page on which a meeting is run shows, and the sections that it takes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from django.utils.translation import gettext

from kpcsc.foundation.problems import Problem
from kpcsc.foundation.translated_text import translated
from kpcsc.foundation.viewer import Viewer
from meetings.agenda.facts import agenda_times
from meetings.agenda.times import Agenda, AgendaSlot
from meetings.models import AgendaItem, Decision, FollowUp, Meeting, Participation
from meetings.queries import left_open_before
from meetings.running.actions import write_agenda, write_attendance, write_outcomes
from meetings.running.forms import (
    PRESENCE,
    AgendaRowForm,
    AttendanceRowForm,
    Choices,
    DecisionForm,
    FollowUpForm,
    FormSection,
    NotesForm,
)
from meetings.running.sent_page import SentSection
from organisations.models import User

SENTENCES = {"discussion", "text", "what", "due", "title", "presence"}  # what is shown if lost


@dataclass(frozen=True)
class ItemSection:
    """What came up under one item of the agenda; under none, without `item` and `slot`."""

    section: FormSection
    item: AgendaItem | None = None
    slot: AgendaSlot | None = None

    @property
    def notes(self) -> NotesForm | None:
        """The form of what was said."""
        found: list[Any] = self.section.forms.get(NotesForm, [])
        return found[0] if found else None

    @property
    def decisions(self) -> list[Any]:
        """The forms of the decisions."""
        return self.section.forms[DecisionForm]

    @property
    def follow_ups(self) -> list[Any]:
        """The forms of the follow-ups."""
        return self.section.forms[FollowUpForm]


class RunningPage:
    """A meeting under way, as one person writes in it; few queries, whatever it holds."""

    def __init__(
        self, meeting: Meeting, by: User, typed: Mapping[str, SentSection] | None = None
    ) -> None:
        """The page; with what was `typed` in some of its sections, by their names."""
        self.meeting, self.by, self.typed = meeting, by, typed or {}

    def read(self) -> Self:
        """Has all read that the page shows, so that it can be drawn later."""
        for name in ("left_open", "outcomes", "agenda", "attendance"):
            getattr(self, name)
        return self

    @cached_property
    def items(self) -> list[AgendaItem]:
        """The whole agenda."""
        return list(self.meeting.agenda_items.all())

    @cached_property
    def times(self) -> Agenda:
        """When each item begins and ends, and what does not add up."""
        return agenda_times(self.meeting, self.items)

    @cached_property
    def reads_reports(self) -> bool:
        """Whether what owners reported is shown: to the secretariat, as they were told."""
        return Viewer.of(self.by).is_staff

    @cached_property
    def left_open(self) -> list[FollowUp]:
        """What earlier meetings of the campaign left open, of which this person may know."""
        rows = left_open_before(self.meeting, Viewer.of(self.by))
        return list(rows.prefetch_related("progress_reports__by") if self.reads_reports else rows)

    @cached_property
    def follow_ups(self) -> list[FollowUp]:
        """What was promised at this meeting."""
        rows = self.meeting.follow_ups.select_related("owner")
        return list(rows.prefetch_related("progress_reports__by") if self.reads_reports else rows)

    @cached_property
    def participations(self) -> list[Participation]:
        """All organisations of the meeting: whoever runs it knows who is there."""
        rows = self.meeting.participations.select_related("organisation")
        return list(rows.by_organisation_name())

    @cached_property
    def agenda(self) -> FormSection:
        """The items themselves: order, titles, times."""
        # Objects of its own: what is typed here is saved apart from the notes.
        items = [copy(item) for item in self.items]
        return self._section("agenda", {AgendaRowForm: items}, blank=[AgendaRowForm])

    @property
    def agenda_rows(self) -> list[Any]:
        """The forms of the items."""
        return self.agenda.forms[AgendaRowForm]

    @property
    def attendance_rows(self) -> list[Any]:
        """The forms of who came."""
        return self.attendance.forms[AttendanceRowForm]

    @cached_property
    def attendance(self) -> FormSection:
        """Who came."""
        return self._section("attendance", {AttendanceRowForm: self.participations})

    @cached_property
    def outcomes(self) -> list[ItemSection]:
        """What came up under each item, and under none."""
        items = {item.pk for item in self.items}
        decisions = _under_items(items, self.meeting.decisions.all())
        follow_ups = _under_items(items, self.follow_ups)
        found = []
        for item, slot in [*zip(self.items, self.times.slots, strict=True), (None, None)]:
            key = item.pk if item else None
            rows: dict[Any, list[Any]] = {NotesForm: [item]} if item else {}
            rows |= {DecisionForm: decisions[key], FollowUpForm: follow_ups[key]}
            section = self._section(
                f"item-{key}" if item else "other", rows, blank=[DecisionForm, FollowUpForm]
            )
            found.append(ItemSection(section, item, slot))
        return found

    @property
    def sections(self) -> list[FormSection]:
        """All that is written on the page, in its order."""
        return [*(one.section for one in self.outcomes), self.agenda, self.attendance]

    @property
    def refused(self) -> list[FormSection]:
        """The sections in which something was typed that is not saved."""
        return [section for section in self.sections if section.is_sent]

    @property
    def problems(self) -> list[Problem]:
        """Where something is not saved, to be shown above all."""
        titles = {"agenda": gettext("Order and times"), "attendance": gettext("Who came")}
        for under in self.outcomes:
            title = translated(under.item, "title").text if under.item else gettext("Under no item")
            titles[under.section.name] = title
        return [Problem(section.name, titles[section.name]) for section in self.refused]

    @property
    def lost(self) -> list[str]:
        """What was typed where somebody took the item off the agenda, or the organisation off the
        list, meanwhile."""
        sections = {section.name: section for section in self.sections}
        rows = [
            row
            for name, sent in self.typed.items()
            for row in (sections[name].lost if name in sections else sent.rows).values()
        ]
        typed = (pair for row in rows for pair in row.typed.items())
        presences = {key: str(words) for key, (_value, words) in PRESENCE.items()}
        return [presences.get(text, text) for name, text in typed if text and name in SENTENCES]

    def save(self, section: FormSection) -> None:
        """Writes a valid section."""
        facts: dict[str, Any] = {"meeting": self.meeting, "by": self.by}
        if section is self.agenda:
            write_agenda(items=section.changed(AgendaRowForm), **facts)
        elif section is self.attendance:
            write_attendance(participations=section.changed(AttendanceRowForm), **facts)
        else:
            (under,) = (one for one in self.outcomes if one.section is section)
            noted = section.changed(NotesForm) if under.item else []
            write_outcomes(
                item=under.item,
                discussion=noted[0].discussion if noted else None,
                decisions=section.changed(DecisionForm),
                follow_ups=section.changed(FollowUpForm),
                removed=section.removed(),
                **facts,
            )

    @cached_property
    def owners(self) -> Choices:
        """The organisations that may promise something here: those on the meeting's list."""
        listed = [one.organisation for one in self.participations]
        names = [(str(one.pk), translated(one, "name").text) for one in listed]
        return [("", "–"), *names]

    def _section(self, name: str, rows: dict[Any, Any], **options: Any) -> FormSection:
        return FormSection(
            name,
            rows,
            sent=self.typed.get(name),
            owners=self.owners,
            may_change_visibility=self.by.has_perm("meetings.change_meeting"),
            **options,
        )


def save_typed(
    meeting: Meeting, by: User, typed: Mapping[str, SentSection]
) -> dict[str, SentSection]:
    """Saves what was typed in some sections; gives what is not saved: it was refused, or its item
    is gone from the agenda."""
    page, left = RunningPage(meeting, by, typed), dict(typed)
    for section in [page.agenda, *(one.section for one in page.outcomes), page.attendance]:
        if section.is_sent and section.is_valid():
            page.save(section)
            del left[section.name]
            if section.lost:
                left[section.name] = SentSection(section.lost)
    return left


def _under_items[Row: (Decision, FollowUp)](
    items: set[int], rows: Iterable[Row]
) -> dict[int | None, list[Row]]:
    """The rows by the item under which they came up, as far as the agenda still has it."""
    found: dict[int | None, list[Row]] = defaultdict(list)
    for row in rows:
        key = row.agenda_item_id
        found[key if key in items else None].append(row)
    return found

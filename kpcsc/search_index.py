"""Keeping the search index: what of a record's text may be found, and by whom.

An entry never holds another record's names: an organisation is found as itself, not inside each
meeting that it came to. Texts of both languages lie in one entry, so either language finds it.

Saving and deleting is followed; `update()`, `bulk_create()` and `loaddata` are not: after those,
call `index`, or run `manage.py index` for everything.
"""

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.db import connection, models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save

from kpcsc.foundation.sort_key import fold
from kpcsc.foundation.translated_text import LANGUAGES
from kpcsc.models import SearchEntry
from meetings.models import (
    AgendaItem,
    Campaign,
    Decision,
    Document,
    FollowUp,
    KeyMessage,
    Meeting,
    Milestone,
    Objective,
    Section,
)
from organisations.country_names import all_names
from organisations.models import Organisation

type Texts = dict[str, list[str]]


@dataclass
class Entry:
    """A record's text by language, in the index's four columns."""

    date: datetime.date = datetime.date.min
    columns: dict[str, Texts] = field(
        default_factory=lambda: {
            column: {language: [] for language in LANGUAGES}
            for column in ("title", "public", "members", "staff")
        }
    )

    def add(self, column: str, record: Any, *names: str) -> None:
        """Adds the record's translated fields to a column."""
        for language, texts in self.columns[column].items():
            texts.extend(getattr(record, f"{name}_{language}") or "" for name in names)

    def add_plain(self, column: str, *texts: str) -> None:
        """Adds texts that are of no language, such as acronyms."""
        self.columns[column][LANGUAGES[0]].extend(texts)

    def folded(self, column: str, language: str) -> str:
        """The column's text as it is indexed: without tags, accents and case."""
        text = " \n".join(self.columns[column][language])
        # Signs become spaces, as in a query: PostgreSQL would take "men/women" for a file's name.
        return re.sub(r"[\W_]+", " ", fold(unescape(re.sub(r"<[^>]+>", " ", text))))


def meeting_entry(meeting: Meeting) -> Entry:
    """What a meeting is found by: its own texts, each part in its own visibility's column."""
    entry = Entry(date=meeting.starts_on)
    entry.add("title", meeting, "title")
    entry.add("public", meeting, "introduction", "place")
    for country in meeting.countries.all():
        entry.add_plain("public", *all_names(country.code))
    for objective in meeting.objectives.all():
        entry.add("public", objective, "text")
    for section in meeting.sections.all():
        entry.add(section.visibility, section, "heading", "body")
    for item in meeting.agenda_items.all():
        entry.add(item.visibility, item, "title", "notes")
    for document in meeting.documents.all():
        entry.add(document.visibility, document, "title", "alternative_text")
    for decision in meeting.decisions.all():
        entry.add(decision.visibility, decision, "text")
    for follow_up in meeting.follow_ups.all():
        entry.add(follow_up.visibility, follow_up, "what", "evidence")
    return entry


def campaign_entry(campaign: Campaign) -> Entry:
    """What a campaign is found by: its texts and the titles that reports gave it."""
    entry = Entry(date=campaign.starts_on or datetime.date.min)
    entry.add("title", campaign, "title")
    entry.add_plain("title", campaign.aliases)
    entry.add("public", campaign, "tagline", "story")
    for message in campaign.key_messages.all():
        entry.add("public", message, "title", "text")
    for milestone in campaign.milestones.all():
        entry.add("public", milestone, "title", "text")
    return entry


def organisation_entry(organisation: Organisation) -> Entry:
    """What an organisation is found by: its names and description, and its country's names.

    One that was merged is found no more, by nobody: its names are aliases of what it became.
    """
    entry = Entry()
    if organisation.merged_into_id:
        return entry
    entry.add("title", organisation, "name")
    entry.add_plain("title", organisation.acronym, organisation.aliases)
    entry.add("public", organisation, "description")
    if organisation.country_id:
        entry.add_plain("public", *all_names(organisation.country_id))
    return entry


ENTRIES: dict[type[models.Model], tuple[str, Callable[[Any], Entry]]] = {
    Meeting: ("meeting", meeting_entry),
    Campaign: ("campaign", campaign_entry),
    Organisation: ("organisation", organisation_entry),
}
PARTS: dict[type[models.Model], str] = {
    Objective: "meeting",
    AgendaItem: "meeting",
    Section: "meeting",
    Document: "meeting",
    Decision: "meeting",
    FollowUp: "meeting",
    KeyMessage: "campaign",
    Milestone: "campaign",
}

SQLITE_WRITE = """INSERT OR REPLACE INTO kpcsc_searchtext
    (rowid, title, "public", members, staff) VALUES (%s, %s, %s, %s, %s)"""
# The order of the parameters is that of Entry.columns, and of the languages in each.
POSTGRESQL_WRITE = """UPDATE kpcsc_searchentry SET vector =
    setweight(to_tsvector('french', %s) || to_tsvector('english', %s), 'A') ||
    setweight(to_tsvector('french', %s) || to_tsvector('english', %s), 'B') ||
    setweight(to_tsvector('french', %s) || to_tsvector('english', %s), 'C') ||
    setweight(to_tsvector('french', %s) || to_tsvector('english', %s), 'D') WHERE id = %s"""


@transaction.atomic
def index(records: Iterable[models.Model]) -> None:
    """Writes the entries of these records, new or anew."""
    with connection.cursor() as cursor:
        for record in records:
            name, make_entry = ENTRIES[type(record)]
            entry = make_entry(record)
            lookup: dict[str, Any] = {name: record}
            row, _created = SearchEntry.objects.update_or_create(
                defaults={"date": entry.date}, **lookup
            )
            write_text(cursor, row.pk, entry)


def write_text(cursor: Any, pk: int, entry: Entry) -> None:
    """Puts an entry's text into the full-text engine of the database in use."""
    texts = [[entry.folded(column, code) for code in LANGUAGES] for column in entry.columns]
    if connection.vendor == "sqlite":
        cursor.execute(SQLITE_WRITE, [pk, *(" ".join(column) for column in texts)])
    else:
        cursor.execute(POSTGRESQL_WRITE, [*(text for column in texts for text in column), pk])


def index_saved(sender: type[models.Model], instance: Any, raw: bool, **_: Any) -> None:
    """Follows a record or one of its parts being saved, but not being loaded from a dump."""
    if raw:
        return
    if sender in PARTS:
        instance = getattr(instance, PARTS[sender])
    index([instance])


def index_after_part_deleted(
    sender: type[models.Model], instance: Any, origin: Any, **_: Any
) -> None:
    """Follows a part's deletion, unless it goes because its whole record does."""
    if sender in {type(origin), getattr(origin, "model", None)}:
        index([getattr(instance, PARTS[sender])])


def index_countries(instance: Any, action: str, **_: Any) -> None:
    """Follows a meeting's countries."""
    if action.startswith("post_") and isinstance(instance, Meeting):
        index([instance])


def follow_records() -> None:
    """Connects the index to the records; called once, when the portal starts.

    Signals, because the records' apps may not know of the index, which lies to their right.
    """
    for model in (*ENTRIES, *PARTS):
        post_save.connect(index_saved, sender=model)
    for model in PARTS:
        post_delete.connect(index_after_part_deleted, sender=model)
    m2m_changed.connect(index_countries, sender=Meeting.countries.through)

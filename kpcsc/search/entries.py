"""What each kind of record is found by: its texts, each in the column of those who may read it.

What others than the secretariat search never holds a name of the directory outside the entry of
whom it names: an organisation is found as itself, not inside each text on it. So a changed listing
changes no entry, and no search tells who is hidden. Texts of both languages lie in one entry, so
either language finds it.
"""

import datetime
import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from kpcsc.foundation.sort_key import fold
from kpcsc.foundation.translated_text import LANGUAGES, is_rich
from meetings.models import Campaign, Meeting
from organisations.country_names import all_names
from organisations.models import Listing, Organisation
from organisations.names_in_texts.masking import without
from organisations.names_in_texts.names import ORGANISATION, Subject
from organisations.naming.directory import NamedDirectory

type Texts = dict[str, list[str]]


@dataclass
class IndexedText:
    """A record's text by language, in the index's four columns."""

    directory: NamedDirectory
    own: Subject | None = None  # whose names stay where they stand: the entry is theirs
    named: set[int] = field(default_factory=set)  # organisations, in what others read too
    date: datetime.date = datetime.date.min
    columns: dict[str, Texts] = field(
        default_factory=lambda: {
            column: {language: [] for language in LANGUAGES}
            for column in ("title", "public", "members", "staff")
        }
    )

    def add(self, column: str, record: Any, *names: str) -> None:
        """Adds the record's translated fields to a column, and the names in them to staff's."""
        for language in LANGUAGES:
            for name in names:
                text = getattr(record, f"{name}_{language}") or ""
                self._add(column, language, text, record, is_html=is_rich(record._meta.model, name))

    def add_plain(self, column: str, *texts: str) -> None:
        """Adds texts that are of no language, such as acronyms, in the same way."""
        for text in texts:
            self._add(column, LANGUAGES[0], text)

    def _add(
        self, column: str, language: str, text: str, record: Any = None, *, is_html: bool = False
    ) -> None:
        mentions = [
            mention
            for mention in self.directory.index.mentions_in(text, is_html)
            if self.own not in mention.subjects
            and not (record and self.directory.names_nobody(mention, record))
        ]
        if column != "staff":
            subjects = {subject for mention in mentions for subject in mention.subjects}
            self.named.update(one.key for one in subjects if one.kind == ORGANISATION)
        self.columns[column][language].append(without(text, mentions))
        self.columns["staff"][language] += [mention.words for mention in mentions]

    @property
    def names(self) -> str:
        """The names that the entry's organisation is known by, one a line."""
        return "\n".join(self.directory.names.get(self.own, ())) if self.own else ""

    def folded(self, column: str, language: str) -> str:
        """The column's text as it is indexed: without tags, accents and case."""
        text = " \n".join(self.columns[column][language])
        # Signs become spaces, as in a query: PostgreSQL would take "men/women" for a file's name.
        return re.sub(r"[\W_]+", " ", fold(unescape(re.sub(r"<[^>]+>", " ", text))))


def meeting_entry(meeting: Meeting, directory: NamedDirectory) -> IndexedText:
    """What a meeting is found by: its own texts, each part in its own visibility's column.

    By its countries it is found when somebody asks, for who may learn of them can change: here they
    are for the secretariat alone.
    """
    entry = IndexedText(directory, date=meeting.starts_on)
    entry.add("title", meeting, "title", "short_title")
    entry.add("public", meeting, "introduction", "place")
    for country in meeting.countries.all():
        entry.add_plain("staff", *all_names(country.code))
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


def campaign_entry(campaign: Campaign, directory: NamedDirectory) -> IndexedText:
    """What a campaign is found by: its texts and the titles that reports gave it."""
    entry = IndexedText(directory, date=campaign.starts_on or datetime.date.min)
    entry.add("title", campaign, "title", "short_title")
    entry.add_plain("title", campaign.aliases)
    entry.add("public", campaign, "tagline", "story")
    for message in campaign.key_messages.all():
        entry.add("public", message, "title", "text")
    for block in campaign.blocks.all():
        entry.add("public", block, "heading", "text")
    for demand in campaign.demands.all():
        entry.add("public", demand, "title", "text")
    for quotation in campaign.quotations.all():
        entry.add("public", quotation, "text")
    for milestone in campaign.milestones.all():
        entry.add("public", milestone, "title", "text")
    return entry


def organisation_entry(organisation: Organisation, directory: NamedDirectory) -> IndexedText:
    """What an organisation is found by: its names and description, and its country's names.

    One that was merged is found no more, by nobody: its names are aliases of what it became, and
    lead there those to whom it had agreed to be named itself.
    """
    own = Subject(ORGANISATION, organisation.pk)
    entry = IndexedText(directory, own)
    if organisation.merged_into_id:
        return entry
    entry.add("title", organisation, "name")
    entry.add_plain("title", organisation.acronym)
    merged = directory.merged_names.get(own, {})
    columns = {Listing.PUBLIC: "title", Listing.MEMBERS: "members", Listing.UNLISTED: "staff"}
    for alias in organisation.aliases.splitlines():
        agreed = merged.get(alias.strip().casefold(), Listing.PUBLIC)
        entry.add_plain(columns[agreed], alias)
    entry.add("public", organisation, "description")
    if organisation.country_id:
        entry.add_plain("public", *all_names(organisation.country_id))
    return entry

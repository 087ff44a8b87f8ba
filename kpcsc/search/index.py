"""Keeping the search index as the records change.

Saving and deleting is followed, once what was written is committed; `update()`, `bulk_create()` and
`loaddata` are not: after those, call `index`, or run `manage.py index` for everything.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any

from asgiref.local import Local
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save

from kpcsc.foundation.site_revision import revision_read
from kpcsc.foundation.translated_text import LANGUAGES
from kpcsc.foundation.translations.texts import root_of
from kpcsc.search.entries import (
    IndexedText,
    campaign_entry,
    meeting_entry,
    organisation_entry,
)
from kpcsc.search.models import SearchEntry, TextMention
from kpcsc.search.query import search_expression, search_words
from meetings.models import (
    AgendaItem,
    Campaign,
    CampaignBlock,
    Decision,
    Demand,
    Document,
    FollowUp,
    KeyMessage,
    Meeting,
    Milestone,
    Objective,
    Quotation,
    Section,
)
from organisations.models import DismissedMention, Organisation, User
from organisations.names_in_texts.names import ORGANISATION, PERSON, Subject
from organisations.naming.directory import NamedDirectory, named_directory


@dataclass(frozen=True)
class IndexingRule:
    """How the records of a model are indexed."""

    field: str  # of SearchEntry
    entry_of: Callable[[Any, NamedDirectory], IndexedText]
    parts: tuple[str, ...] = ()  # the accessors of what the entry is made of


INDEXING_RULES: dict[type[models.Model], IndexingRule] = {
    Meeting: IndexingRule(
        "meeting",
        meeting_entry,
        (
            *("countries", "objectives", "sections", "agenda_items", "documents"),
            *("decisions", "follow_ups"),
        ),
    ),
    Campaign: IndexingRule(
        "campaign",
        campaign_entry,
        ("key_messages", "milestones", "blocks", "demands", "quotations"),
    ),
    Organisation: IndexingRule("organisation", organisation_entry),
}
# The field by which each kind of part belongs to its record.
PARENT_FIELDS: dict[type[models.Model], str] = {
    Objective: "meeting",
    AgendaItem: "meeting",
    Section: "meeting",
    Document: "meeting",
    Decision: "meeting",
    FollowUp: "meeting",
    KeyMessage: "campaign",
    Milestone: "campaign",
    CampaignBlock: "campaign",
    Demand: "campaign",
    Quotation: "campaign",
}
# Whose names are kept out of the entries of others.
NAMED: dict[type[models.Model], str] = {Organisation: ORGANISATION, User: PERSON}
BATCH = 100  # records: so many are locked at once, for less than a second

SQLITE_WRITE = """INSERT OR REPLACE INTO kpcsc_searchtext
    (rowid, title, "public", members, staff) VALUES (%s, %s, %s, %s, %s)"""
SQLITE_TRIGGERS = {
    "kpcsc_searchentry_deleted": """AFTER DELETE ON kpcsc_searchentry BEGIN
        DELETE FROM kpcsc_searchtext WHERE rowid = old.id; END"""
}
# The order of the parameters is that of Entry.columns, and of the languages in each.
POSTGRESQL_WRITE = """UPDATE kpcsc_searchentry SET vector =
    setweight(to_tsvector('french', %s) || to_tsvector('english', %s), 'A') ||
    setweight(to_tsvector('french', %s) || to_tsvector('english', %s), 'B') ||
    setweight(to_tsvector('french', %s) || to_tsvector('english', %s), 'C') ||
    setweight(to_tsvector('french', %s) || to_tsvector('english', %s), 'D') WHERE id = %s"""


def index(model: type[models.Model], keys: Iterable[int]) -> None:
    """Writes the entries of these records, new or anew; in batches, so that nobody waits long."""
    for batch in batched(sorted(keys), BATCH):
        with revision_read():  # what was written may have changed who has which names
            index_batch(model, batch)


@transaction.atomic
def index_batch(model: type[models.Model], keys: Collection[int]) -> None:
    """Writes the entries of a few records, in as many queries for all as for one, but the texts."""
    how = INDEXING_RULES[model]
    directory = named_directory()
    # Locked, so that of two who index a record the later reads what the earlier could not see.
    found: Any = (
        model._base_manager.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True)
    )
    records = found.prefetch_related(*how.parts)
    entries = {record.pk: how.entry_of(record, directory) for record in records}
    SearchEntry.objects.bulk_create(
        [
            SearchEntry(date=entry.date, names=entry.names, **{f"{how.field}_id": key})
            for key, entry in entries.items()
        ],
        update_conflicts=True,
        update_fields=["date", "names"],
        unique_fields=[how.field],
    )
    rows = SearchEntry.objects.filter(**{f"{how.field}__in": entries})
    keys_of_entries = dict(rows.values_list("pk", how.field))
    with connection.cursor() as cursor:
        for row, key in keys_of_entries.items():
            write_text(cursor, row, entries[key])
    TextMention.objects.filter(entry__in=keys_of_entries).delete()
    TextMention.objects.bulk_create(
        TextMention(entry_id=row, organisation_id=organisation)
        for row, key in keys_of_entries.items()
        for organisation in sorted(entries[key].named)
    )


def write_text(cursor: Any, pk: int, entry: IndexedText) -> None:
    """Puts an entry's text into the full-text engine of the database in use."""
    texts = [[entry.folded(column, code) for code in LANGUAGES] for column in entry.columns]
    if connection.vendor == "sqlite":
        cursor.execute(SQLITE_WRITE, [pk, *(" ".join(column) for column in texts)])
    else:
        cursor.execute(POSTGRESQL_WRITE, [*(text for column in texts for text in column), pk])


def make_triggers(**_: Any) -> None:
    """Has SQLite delete the text of an entry with the entry, made anew after each migration.

    SQLite loses a table's triggers when Django rebuilds the table, as it does to alter a column.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name, action in SQLITE_TRIGGERS.items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                cursor.execute(f"CREATE TRIGGER {name} {action}")


def index_if_outdated(**_: Any) -> None:
    """Writes the whole index anew after a migration, where it was written before names were kept
    out of what others than the secretariat search; tables that a migration has left behind wait."""
    tables = connection.introspection
    with connection.cursor() as cursor:
        if SearchEntry._meta.db_table not in tables.table_names(cursor):
            return
        described = tables.get_table_description(cursor, SearchEntry._meta.db_table)
        if "names" not in {column.name for column in described}:
            return
    entries = SearchEntry.objects.filter(organisation__merged_into=None, names="")
    if entries.exclude(organisation=None).exists():
        for model in INDEXING_RULES:
            index(model, model._default_manager.values_list("pk", flat=True))


_changed = Local()  # of each thread: the records that its transaction has changed


def index_on_commit(record: models.Model) -> None:
    """Has a record indexed when what was written is committed: once, however often it is saved.

    What breaks then is logged: the record is saved all the same.
    """
    changed: set[tuple[type[models.Model], int]] = getattr(_changed, "records", set())
    _changed.records = changed | {(type(record), record.pk)}
    transaction.on_commit(index_changed, robust=True)


def index_changed() -> None:
    """Indexes what this thread has changed, also in a transaction that came to nothing."""
    changed: set[tuple[type[models.Model], int]] = getattr(_changed, "records", set())
    _changed.records = set()
    keys: dict[type[models.Model], set[int]] = {
        model: {key for of_model, key in changed if of_model is model} for model in INDEXING_RULES
    }
    if subjects := [Subject(NAMED[model], key) for model, key in changed if model in NAMED]:
        naming = SearchEntry.objects.filter(pk__in=entries_naming(subjects))
        for model, how in INDEXING_RULES.items():
            of_model = naming.exclude(**{how.field: None})
            keys[model] |= set(of_model.values_list(how.field, flat=True))
    for model, of_this in keys.items():
        index(model, of_this)


def entries_naming(subjects: Collection[Subject]) -> set[int]:
    """The keys of entries to be written anew because somebody is called otherwise than before.

    Those that hold a new name for others than the secretariat: they came before the name did. And
    those that named an organisation when it was last indexed.
    """
    with revision_read():
        names = {one: set(named_directory().names.get(one, ())) for one in subjects}
    organisations = [one.key for one in subjects if one.kind == ORGANISATION]
    known = SearchEntry.objects.filter(organisation__in=organisations)
    before = dict(known.values_list("organisation", "names"))
    entries: set[int] = set()
    for subject, now in names.items():
        is_known = subject.kind == ORGANISATION  # what people were called before is not kept
        then = set(before.get(subject.key, "").splitlines()) if is_known else set()
        if then - now:
            named = TextMention.objects.filter(organisation=subject.key)
            entries.update(named.values_list("entry", flat=True))
        for words in ways_to_index(now - then):
            wanted = search_expression(connection.vendor, words, ["title", "public", "members"])
            entries.update(SearchEntry.objects.holding(wanted).values_list("pk", flat=True))
    return entries


def ways_to_index(names: Iterable[str]) -> Iterator[list[str]]:
    """The words under which a text may have been indexed that has one of these names: as they are,
    run together, and an acronym letter by letter."""
    for name in names:
        words = search_words(name)
        together = "".join(words)
        ways = [words, [together], [*together] if name.isupper() else []]
        yield from (way for number, way in enumerate(ways) if way and way not in ways[:number])


def follow_save(sender: type[models.Model], instance: Any, raw: bool, **_: Any) -> None:
    """Follows a record or one of its parts being saved, but not being loaded from a dump."""
    if not raw:
        index_on_commit(
            getattr(instance, PARENT_FIELDS[sender]) if sender in PARENT_FIELDS else instance
        )


def follow_person(instance: User, raw: bool, update_fields: Any, **_: Any) -> None:
    """Follows a person's name, but not each time that somebody signs in."""
    if not raw and (update_fields is None or {"name", "email"} & set(update_fields)):
        index_on_commit(instance)


def follow_dismissal(instance: DismissedMention, **_: Any) -> None:
    """Follows what staff say of a word: that it is no name, or that it is one after all."""
    text = apps.get_model(instance.model)._base_manager.filter(pk=instance.record_id).first()
    if text and type(root := root_of(text)) in INDEXING_RULES:
        index_on_commit(root)


def follow_deletion_of_part(
    sender: type[models.Model], instance: Any, origin: Any, **_: Any
) -> None:
    """Follows a part's deletion, unless it goes because its whole record does."""
    if sender in {type(origin), getattr(origin, "model", None)}:
        index_on_commit(getattr(instance, PARENT_FIELDS[sender]))


def follow_countries(instance: Any, action: str, **_: Any) -> None:
    """Follows a meeting's countries."""
    if action.startswith("post_") and isinstance(instance, Meeting):
        index_on_commit(instance)


def connect_index_signals() -> None:
    """Connects the index to the records; called once, when the portal starts.

    Signals, because the records' apps may not import the index.
    """
    for model in (*INDEXING_RULES, *PARENT_FIELDS):
        post_save.connect(follow_save, sender=model)
    post_save.connect(follow_person, sender=User)
    post_save.connect(follow_dismissal, sender=DismissedMention)
    post_delete.connect(follow_dismissal, sender=DismissedMention)
    for model in PARENT_FIELDS:
        post_delete.connect(follow_deletion_of_part, sender=model)
    m2m_changed.connect(follow_countries, sender=Meeting.countries.through)

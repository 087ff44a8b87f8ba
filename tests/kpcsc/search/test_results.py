"""What a search finds, for whom, in which order, and how the index follows the records."""

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kpcsc.foundation.viewer import MEMBER, PUBLIC, STAFF, Viewer
from kpcsc.search.index import BATCH, SQLITE_TRIGGERS, index
from kpcsc.search.models import SearchEntry, TextMention
from kpcsc.search.results import entries, found_by
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
    Section,
)
from organisations.models import Country, Organisation
from tests.factories import make_campaign, make_meeting, make_organisation, make_participation


def found(query: str, viewer: Viewer = PUBLIC) -> list[Any]:
    """The records that a search finds, in its order."""
    return [entry.record for entry in entries(found_by(query, viewer))]


def indexed_texts() -> int:
    """How many texts lie in the database's full-text engine."""
    queries = {
        "sqlite": "SELECT count(*) FROM kpcsc_searchtext",
        "postgresql": "SELECT count(vector) FROM kpcsc_searchentry",
    }
    with connection.cursor() as cursor:
        cursor.execute(queries[connection.vendor])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    "query",
    [
        "fiscalité",
        "FISCALITE",
        "fiscalite\N{COMBINING ACUTE ACCENT}",
        "fiscalités",
        "rivière",
        "RIVIERES",
        "cœur",
        "COEUR",
        "company",
        "companies",
        "mines company",
        "l'eau",
        "l’eau rivière",
        "fiscalité company",
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_either_language_is_found_from_either_page_whatever_the_form(
    query: str, language: str, db: None
) -> None:
    meeting = make_meeting(
        introduction_fr="La Fiscalité des rivières, l’eau et le Cœur du sujet.",
        introduction_en="Mining companies &amp; mines.",
    )
    make_meeting()
    with translation.override(language):
        assert found(query) == [meeting]


@pytest.mark.parametrize("query", ["", "   ", "?!", '"', "xyzzy", "fiscalité xyzzy", "fisc"])
def test_what_is_not_there_is_not_found(query: str, db: None) -> None:
    make_meeting(introduction_fr="La fiscalité.")
    assert found(query) == []


def test_the_tags_of_a_text_are_no_words(db: None) -> None:
    meeting = make_meeting()
    Section.objects.create(
        meeting=meeting,
        heading_fr="Partie",
        body_fr='<p>Une <strong>c</strong>l&eacute; <a href="https://example.org">ici</a></p>',
    )
    assert found("strong") == found("https") == found("eacute") == []
    assert found("ici") == [meeting]


def test_titles_come_first_then_the_newest(db: None) -> None:
    old = make_meeting(title_fr="Traçabilité", starts_on=date(2019, 1, 1))
    text_new = make_meeting(introduction_fr="La traçabilité.", starts_on=date(2023, 1, 1))
    text_old = make_meeting(introduction_fr="La traçabilité.", starts_on=date(2018, 1, 1))
    new = make_meeting(title_fr="Traçabilité", starts_on=date(2022, 1, 1))
    undated = make_organisation(name_fr="Traçabilité et justice")
    campaign = make_campaign(title_fr="Traçabilité", starts_on=date(2020, 1, 1))
    assert found("tracabilite") == [new, campaign, old, undated, text_new, text_old]


@pytest.mark.parametrize(
    ("fields", "seen_by"),
    [
        ({}, [PUBLIC, MEMBER, STAFF]),
        ({"visibility": "members"}, [MEMBER, STAFF]),
        ({"visibility": "staff"}, [STAFF]),
        ({"status": "draft"}, [STAFF]),
    ],
)
def test_only_what_a_viewer_may_know_of_is_found(
    fields: dict[str, Any], seen_by: list[Viewer], db: None
) -> None:
    meeting = make_meeting(title_fr="Traçabilité", **fields)
    campaign = make_campaign(title_fr="Traçabilité", **fields)
    for viewer in (PUBLIC, MEMBER, STAFF):
        expected = {meeting, campaign} if viewer in seen_by else set()
        assert set(found("traçabilité", viewer)) == expected
        matching = Meeting.objects.visible_to(viewer).matching("traçabilité", viewer)
        assert set(matching) == expected & {meeting}


@pytest.mark.parametrize(
    ("listing", "seen_by"),
    [("public", [PUBLIC, MEMBER, STAFF]), ("members", [MEMBER, STAFF]), ("unlisted", [STAFF])],
)
def test_an_organisation_is_found_as_itself_by_those_to_whom_it_is_named(
    listing: str, seen_by: list[Viewer], db: None
) -> None:
    organisation = make_organisation(
        name_fr="Justice et Mines", acronym="JEM", aliases="Ancienne Justice", listing=listing
    )
    meeting = make_meeting()
    make_participation(meeting=meeting, organisation=organisation, role="organiser")
    FollowUp.objects.create(
        meeting=meeting, what_fr="Écrire", owner=organisation, visibility="public"
    )
    for query in ("justice mines", "jem", "ancienne"):
        for viewer in (PUBLIC, MEMBER, STAFF):
            assert found(query, viewer) == ([organisation] if viewer in seen_by else [])


PARTS: list[tuple[Any, dict[str, Any]]] = [
    (Section, {"heading_fr": "Traçabilité"}),
    (Section, {"heading_fr": "Partie", "body_fr": "<p>La traçabilité.</p>"}),
    (AgendaItem, {"title_fr": "Traçabilité"}),
    (AgendaItem, {"title_fr": "Point", "notes_en": "<p>Traçabilité</p>"}),
    (Document, {"title_fr": "Traçabilité", "file": "a", "kind": "pdf", "cleaned": "b"}),
    (Decision, {"text_fr": "Traçabilité"}),
    (FollowUp, {"what_fr": "Traçabilité"}),
    (FollowUp, {"what_fr": "Écrire", "evidence_fr": "Traçabilité"}),
]


@pytest.mark.parametrize(("model", "fields"), PARTS)
def test_a_part_is_found_by_those_who_may_read_it_as_long_as_it_is_there(
    model: Any, fields: dict[str, Any], db: None
) -> None:
    meeting = make_meeting()
    part = model.objects.create(meeting=meeting, visibility="public", **fields)
    for visibility, seen_by in [
        ("public", [PUBLIC, MEMBER, STAFF]),
        ("members", [MEMBER, STAFF]),
        ("staff", [STAFF]),
    ]:
        part.visibility = visibility
        part.save()
        for viewer in (PUBLIC, MEMBER, STAFF):
            assert found("tracabilite", viewer) == ([meeting] if viewer in seen_by else [])
    part.delete()
    assert found("tracabilite", STAFF) == []


def test_objectives_messages_and_milestones_are_found_as_long_as_they_are_there(db: None) -> None:
    meeting, campaign = make_meeting(), make_campaign()
    parts = [
        Objective.objects.create(meeting=meeting, text_fr="Recours"),
        KeyMessage.objects.create(campaign=campaign, title_fr="Recours", text_fr="Texte"),
        Milestone.objects.create(campaign=campaign, title_fr="Étape", date=date(2003, 1, 1)),
    ]
    assert set(found("recours")) == {meeting, campaign}
    assert found("étapes") == [campaign]
    for part in parts:
        part.delete()
    assert found("recours") == found("étapes") == []


def test_a_changed_text_is_found_by_its_new_words_alone(db: None) -> None:
    meeting = make_meeting(title_fr="Ancien", title_en="")
    meeting.title_fr = "Nouveau"
    meeting.save()
    assert (found("ancien"), found("nouveau")) == ([], [meeting])
    assert (SearchEntry.objects.count(), indexed_texts()) == (1, 1)


@pytest.mark.parametrize("name", ["rdc", "DRC", "République démocratique", "democratic congo"])
def test_meetings_and_organisations_are_found_by_the_names_of_their_countries(
    name: str, db: None
) -> None:
    meeting, other = make_meeting(), make_meeting()
    meeting.countries.set(Country.objects.filter(code__in=["CD", "ZW"]))
    other.countries.set(Country.objects.filter(code__in=["CG"]))
    organisation = make_organisation(country_id="CD")
    assert found(name) == [meeting, organisation]
    meeting.countries.remove(Country.objects.get(code="CD"))
    assert found(name) == [organisation]


def test_what_is_deleted_leaves_neither_entry_nor_text(db: None) -> None:
    meeting, campaign, organisation = make_meeting(), make_campaign(), make_organisation()
    Section.objects.create(meeting=meeting, heading_fr="Partie")
    KeyMessage.objects.create(campaign=campaign, title_fr="Message", text_fr="Texte")
    assert (SearchEntry.objects.count(), indexed_texts()) == (3, 3)
    for record in (meeting, campaign, organisation):
        record.delete()
    assert (SearchEntry.objects.count(), indexed_texts()) == (0, 0)


def test_deleting_many_at_once_leaves_nothing_either(db: None) -> None:
    for _ in range(3):
        make_meeting()
    Meeting.objects.all().delete()
    assert (SearchEntry.objects.count(), indexed_texts()) == (0, 0)


def test_the_page_of_results_says_how_many_and_links_to_them(client: Client, db: None) -> None:
    meetings = [make_meeting(title_en=f"Redress {number}") for number in range(25)]
    first = client.get("/en/search/?q=redress").content.decode()
    second = client.get("/en/search/?q=redress&page=2").content.decode()
    addresses = [f'href="/en/meetings/{meeting.slug}/"' for meeting in reversed(meetings)]
    assert [here in first for here in addresses] == [True] * 20 + [False] * 5
    assert [here in second for here in addresses] == [False] * 20 + [True] * 5
    assert "25 results" in first
    assert 'href="?q=redress&amp;page=2"' in first


# --- How the index follows what is committed -----------------------------------------------------


def indexings(queries: CaptureQueriesContext) -> int:
    """How often the text of a record was written to the full-text engine."""
    writes = ("INSERT OR REPLACE INTO kpcsc_searchtext", "UPDATE kpcsc_searchentry SET vector")
    return sum(query["sql"].startswith(writes) for query in queries.captured_queries)


@pytest.mark.django_db(transaction=True)
def test_a_record_is_indexed_once_however_many_of_its_parts_are_saved() -> None:
    meeting = make_meeting()
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        for number in range(5):
            Section.objects.create(meeting=meeting, heading_fr=f"Traçabilité {number}")
        meeting.save()
    assert indexings(queries) == 1
    assert found("tracabilite", STAFF) == [meeting]


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_not_found_and_hinders_nothing() -> None:
    meeting = make_meeting()
    with transaction.atomic():
        Section.objects.create(meeting=meeting, heading_fr="Traçabilité")
        make_meeting(title_fr="Traçabilité")
        transaction.set_rollback(True)
    assert found("tracabilite", STAFF) == []
    other = make_meeting(title_fr="Traçabilité")
    assert found("tracabilite") == [other]


@pytest.mark.parametrize("records", [1, BATCH + 1])
def test_the_whole_index_is_written_in_batches(
    records: int, db: None, django_assert_num_queries: Any
) -> None:
    """A sign-in in the meantime waits for one of them, not for all."""
    Organisation.objects.bulk_create(
        Organisation(slug=f"org-{i}", name_fr=f"Traçabilité {i}", listing="public")
        for i in range(records)
    )
    batches = -(-records // BATCH)
    # The directory of names, once; of each batch: the revision, a savepoint set and let go, the
    # records, their entries written and read, whom they named before; and the texts.
    with django_assert_num_queries(3 + 7 + 7 * batches + records):
        call_command("index", stdout=StringIO())
    assert len(found("tracabilite")) == records


@pytest.mark.django_db(transaction=True)
def test_an_index_that_holds_names_is_written_anew_by_a_migration() -> None:
    make_organisation(name_fr="Réseau Clair")
    make_meeting(title_fr="Avec Réseau Clair")
    TextMention.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert TextMention.objects.count() == 0, "nothing is wrong with it"
    SearchEntry.objects.update(names="")
    call_command("migrate", verbosity=0)
    assert TextMention.objects.count() == 1
    assert set(SearchEntry.objects.values_list("names", flat=True)) > {""}


@pytest.mark.django_db(transaction=True)
def test_the_triggers_outlive_a_migration_that_rebuilds_their_table() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps a table's triggers, and the search needs none there.")
    with connection.schema_editor() as editor:
        editor._remake_table(SearchEntry)
    assert triggers() == set()
    call_command("migrate", verbosity=0)
    assert triggers() == set(SQLITE_TRIGGERS)
    meeting = make_meeting()
    meeting.delete()
    assert indexed_texts() == 0


def triggers() -> set[str]:
    """The triggers that the database has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'kpcsc_search%'"
        )
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
def test_a_campaign_is_found_by_what_it_asks_and_what_its_blocks_say() -> None:
    campaign = make_campaign(title_fr="Pierres", short_title_fr="Cailloux")
    Demand.objects.create(campaign=campaign, title_fr="Indemniser", made_on=date(2021, 6, 2))
    block: dict[str, Any] = {"heading_fr": "Tribunaux", "text_fr": "<p>Un procès.</p>"}
    CampaignBlock.objects.create(campaign=campaign, kind="text", **block)
    index(Campaign, [campaign.pk])
    for words in ("indemniser", "tribunaux", "procès", "cailloux"):
        assert found(words, PUBLIC) == [campaign]

"""The token is another one after a change that a public page could show, and after no other."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import chain
from pathlib import Path
from threading import Barrier
from time import sleep
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Field, Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kpcsc.foundation.site_revision import SiteRevision, read_token
from kpcsc.site_revision.checks import check_columns, check_triggers
from kpcsc.site_revision.columns import is_private, is_public, public_columns, public_events
from kpcsc.site_revision.triggers import events_of, make_triggers, remove_triggers
from meetings.models import Meeting, Participation
from organisations.models import Country, Listing, Organisation, User
from organisations.naming.directory import read_directory
from surveys.answering.actions import hand_in
from surveys.kinds.base import Given
from surveys.models import Answer, Response
from tests.databases import at_once
from tests.factories import (
    make_invitation,
    make_meeting,
    make_organisation,
    make_participation,
    make_question,
    make_survey,
    make_user,
)

OWN_APPS = ("kpcsc", "organisations", "meetings", "surveys")
ONE_TABLE_EACH = [
    model for model in apps.get_models(include_auto_created=True) if model is not SiteRevision
]
is_sqlite = connection.vendor == "sqlite"


def values_of(field: Field[Any, Any]) -> tuple[Any, Any]:
    """Two values that a column can hold, whatever they mean."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    moment = datetime(2021, 6, 2, tzinfo=UTC)
    by_kind: list[tuple[type[Field[Any, Any]], Any, Any]] = [
        (models.BooleanField, False, True),
        (models.UUIDField, "0" * 32, "1" * 32),
        (models.JSONField, "{}", "[]"),
        (models.DateTimeField, moment, moment + timedelta(days=1)),
        (models.DateField, date(2021, 6, 2), date(2021, 6, 3)),
        (models.TimeField, "09:00:00", "10:00:00"),
        (models.DecimalField, Decimal(1), Decimal(2)),
        (models.IntegerField, 7_000_001, 7_000_002),
    ]
    for kind, one, other in by_kind:
        if isinstance(field, kind):
            return one, other
    return "one", "another"


def execute(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def is_renewed_by(write: Callable[..., Any], *arguments: Any) -> bool:
    """Whether the token is another one after something was written."""
    before = read_token()
    write(*arguments)
    return read_token() != before


@pytest.mark.django_db
@pytest.mark.skipif(not is_sqlite, reason="PostgreSQL checks constraints even for a nonsense row")
@pytest.mark.parametrize("model", ONE_TABLE_EACH, ids=lambda model: model._meta.label)
def test_each_column_renews_the_token_exactly_if_it_is_public(model: type[Model]) -> None:
    """A row of nonsense is inserted, changed column by column, and deleted, by plain SQL."""
    table, fields = model._meta.db_table, model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join("%s" for _field in fields)
    expected = {field.column: not is_private(model) and is_public(field) for field in fields}
    renewed = {}
    execute("PRAGMA ignore_check_constraints = ON")
    try:
        with transaction.atomic():
            insert = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 (our names)
            row = [values_of(field)[0] for field in fields]
            is_inserted = is_renewed_by(execute, insert, *row)
            key = model._meta.pk.column
            key_value = values_of(model._meta.pk)[0]
            for field in fields:
                update = f'UPDATE {table} SET "{field.column}" = %s WHERE "{key}" = %s'  # noqa: S608
                one, other = values_of(field)
                assert not is_renewed_by(execute, update, one, key_value), "the same value"
                renewed[field.column] = is_renewed_by(execute, update, other, key_value)
                execute(update, one, other if field.primary_key else key_value)
            delete = f'DELETE FROM {table} WHERE "{key}" = %s'  # noqa: S608
            is_deleted = is_renewed_by(execute, delete, key_value)
            transaction.set_rollback(True)
    finally:
        execute("PRAGMA ignore_check_constraints = OFF")
    assert renewed == expected
    events = () if is_private(model) else public_events(model)
    assert (is_inserted, is_deleted) == ("insert" in events, "delete" in events)


@pytest.mark.django_db
@pytest.mark.skipif(is_sqlite, reason="what SQLite's triggers do is tried above, column by column")
def test_each_public_column_stands_in_a_trigger_of_postgresql() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname LIKE 'site_rev%'"
        )
        written = dict(cursor.fetchall())
    expected = {
        f"site_revision_{model._meta.db_table}_{event}": set(columns)
        if event == "update"
        else set()
        for model, columns in public_columns().items()
        for event in events_of(model, connection)
    }
    changes = re.compile(r'old\.("?)(\w+)\1\)?(?:::text)? IS DISTINCT FROM \(?new\.\1\2')
    found = {
        name: {column for _quote, column in changes.findall(text)} for name, text in written.items()
    }
    assert found == expected
    waiting = {name for name, text in written.items() if "DEFERRABLE INITIALLY DEFERRED" in text}
    assert waiting == {name for name in written if not name.endswith("_truncate")}


def save_anew(meeting: Meeting) -> None:
    meeting.title_fr = "Autre"
    meeting.save()


WRITES: dict[str, Callable[[Meeting, Organisation], Any]] = {
    "save": lambda meeting, _one: save_anew(meeting),
    "update": lambda _meeting, one: Organisation.objects.filter(pk=one.pk).update(
        listing=Listing.UNLISTED
    ),
    "bulk_create": lambda meeting, one: Participation.objects.bulk_create(
        [Participation(meeting=meeting, organisation=one)]
    ),
    "bulk_create, conflicts ignored": lambda meeting, one: Participation.objects.bulk_create(
        [Participation(meeting=meeting, organisation=one)], ignore_conflicts=True
    ),
    "bulk_update": lambda meeting, _one: Meeting.objects.bulk_update(
        [Meeting(pk=meeting.pk, place_fr="Ailleurs")], ["place_fr"]
    ),
    "many-to-many": lambda meeting, _one: meeting.countries.add(Country.objects.get(code="CD")),
    "delete": lambda _meeting, one: one.delete(),
    "raw SQL": lambda _meeting, _one: execute(
        "UPDATE organisations_organisation SET acronym = 'X'"
    ),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", WRITES)
def test_however_a_record_is_written_the_token_is_renewed(how: str) -> None:
    meeting, organisation = make_meeting(), make_organisation()
    assert is_renewed_by(WRITES[how], meeting, organisation)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(is_sqlite, reason="SQLite has no such statement")
def test_a_table_that_is_emptied_renews_the_token() -> None:
    make_participation(meeting=make_meeting())
    assert is_renewed_by(execute, "TRUNCATE meetings_participation CASCADE")


@pytest.mark.django_db
def test_the_directory_of_names_reads_public_columns_alone() -> None:
    """Whom a text may name depends on them: any other could change, and pages would stay."""
    columns = {
        f'"{model._meta.db_table}"."{field.column}"': is_public(field)
        for model in public_columns()
        for field in model._meta.concrete_fields
    }
    with CaptureQueriesContext(connection) as asked:
        read_directory()
    read = set()
    for sql in (query["sql"] for query in asked):
        named = dict(re.findall(r'(?:FROM|JOIN) "(\w+)" "(\w+)"', sql))
        tables = {alias: table for table, alias in named.items()}
        for table, column in re.findall(r'"(\w+)"\."(\w+)"', sql):
            read.add(f'"{tables.get(table, table)}"."{column}"')
    # What people were called is written together with what they are called.
    read = {column for column in read if "historicaluser" not in column}
    assert len(read) > 20
    assert [column for column in read if not columns[column]] == []


@pytest.mark.django_db(transaction=True)
def test_the_token_is_renewed_with_the_commit_and_not_by_what_is_undone() -> None:
    organisation = make_organisation()
    before = read_token()
    with transaction.atomic():
        Organisation.objects.filter(pk=organisation.pk).update(listing=Listing.UNLISTED)
        if not is_sqlite:  # in memory, SQLite's connections share the open transaction
            assert at_once(read_token) == [before]
        transaction.set_rollback(True)
    assert read_token() == before


@pytest.mark.django_db(transaction=True)
def test_an_answer_to_a_survey_leaves_the_token_alone() -> None:
    now = timezone.now()
    survey = make_survey(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1))
    question = make_question(survey, "short_text")
    invitation = make_invitation(survey)
    answers = {question.pk: [Given(text="Oui")]}
    assert not is_renewed_by(lambda: hand_in(survey=survey, invitation=invitation, answers=answers))
    # What is taken out later may stand in published results.
    assert is_renewed_by(lambda: Answer.objects.update(text="…"))
    assert is_renewed_by(lambda: execute("DELETE FROM surveys_answer"))
    assert is_renewed_by(lambda: Response.objects.all().delete())


@pytest.mark.django_db(transaction=True)
def test_signing_in_leaves_the_token_alone(client: Any) -> None:
    person = make_user()
    assert not is_renewed_by(lambda: client.force_login(person))
    assert is_renewed_by(lambda: User.objects.filter(pk=person.pk).update(name="Another Name"))


@pytest.mark.django_db(transaction=True)
def test_a_transaction_renews_the_token_once_however_much_it_writes() -> None:
    """A thousand rows of a new list: on PostgreSQL the row of the revision is written once."""
    meeting = make_meeting()
    organisations = [make_organisation() for _ in range(50)]
    with transaction.atomic():
        for organisation in organisations:
            make_participation(meeting=meeting, organisation=organisation)
        before = read_token()
    assert (read_token() == before) == is_sqlite


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(is_sqlite, reason="one writes at a time on SQLite: nobody waits for two things")
def test_nobody_waits_for_the_revision_while_holding_a_record() -> None:
    """Undeferred, one would hold the revision and want the meeting, the other the reverse."""
    meeting, organisation = make_meeting(), make_organisation()
    both_have_begun = Barrier(2)

    @transaction.atomic
    def merge() -> None:
        Organisation.objects.filter(pk=organisation.pk).update(acronym="A")
        both_have_begun.wait(timeout=20)
        Meeting.objects.filter(pk=meeting.pk).update(place_fr="Accra")

    @transaction.atomic
    def save() -> None:
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        both_have_begun.wait(timeout=20)
        Meeting.objects.filter(pk=meeting.pk).update(place_en="Accra")

    at_once(merge, save)
    meeting.refresh_from_db()
    assert (meeting.place_fr, meeting.place_en) == ("Accra", "Accra")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(is_sqlite, reason="one writes at a time on SQLite: nobody waits for two things")
def test_nobody_waits_for_a_foreign_key_while_holding_the_revision() -> None:
    """A list is added while one of its organisations withdraws its consent."""
    meeting, one, other = make_meeting(), make_organisation(), make_organisation()
    is_locked, is_added = Barrier(2), Barrier(2)

    @transaction.atomic
    def add_list() -> None:
        is_locked.wait(timeout=20)
        for organisation in (one, other):
            make_participation(meeting=meeting, organisation=organisation)
        is_added.wait(timeout=20)

    @transaction.atomic
    def withdraw() -> None:
        locked = Organisation.objects.select_for_update(no_key=True).get(pk=other.pk)
        is_locked.wait(timeout=20)
        is_added.wait(timeout=20)
        sleep(0.3)  # by now the other waits for its foreign key
        locked.listing = Listing.UNLISTED
        locked.save()

    at_once(add_list, withdraw)
    assert meeting.participations.count() == 2


def test_rows_are_locked_so_that_foreign_keys_need_not_wait() -> None:
    """Any other lock could wait at a commit for somebody who waits for the revision."""
    modules = chain.from_iterable(Path(app).rglob("*.py") for app in OWN_APPS)
    calls = re.compile(r"select_for_update\((?!(?:[^()]|\([^()]*\))*no_key=True)")
    found = [path for path in modules if calls.search(path.read_text())]
    assert found == []


@pytest.mark.django_db
def test_triggers_that_went_missing_are_told_and_made_anew_by_a_migration() -> None:
    before = read_token()
    remove_triggers("default")
    expected = sum(len(list(events_of(model, connection))) for model in public_columns())
    assert len(check_triggers(["default"])) == expected
    assert read_token() is None, "whatever is written now, nothing is kept"
    make_organisation()
    assert read_token() is None
    make_triggers("default")
    assert read_token() not in {None, before}, "something was written meanwhile"
    assert check_triggers(["default"]) == []
    assert is_renewed_by(make_organisation)


def test_a_private_column_is_there_and_its_reason_given(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_columns() == []
    monkeypatch.setitem(
        import_columns().PRIVATE_COLUMNS, "meetings.Meeting", {"gone": "a reason", "place": ""}
    )
    monkeypatch.setitem(import_columns().PRIVATE_MODELS, "meetings.Gone", "a reason")
    assert [error.msg for error in check_columns()] == [
        "kpcsc.site_revision.columns: there is no meetings.Gone.",
        "kpcsc.site_revision.columns: there is no meetings.Meeting.gone.",
        "kpcsc.site_revision.columns: no reason is given for meetings.Meeting.place.",
    ]


def import_columns() -> Any:
    from kpcsc.site_revision import columns  # noqa: PLC0415 (to be patched)

    return columns

"""Changes of every kind to the records: each column, each table's rows, and what the actions do."""

import random
import string
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.models import Field, Model
from django.utils import timezone
from simple_history.models import HistoricalChanges

from kpcsc.foundation.ledger import LedgerEntry
from kpcsc.foundation.site_revision import SiteRevision
from kpcsc.search.models import SearchEntry
from meetings.models import Campaign, Meeting, Participation, Role
from meetings.participation.actions import add_countries, add_participations
from meetings.publishing.actions import take_step
from meetings.publishing.steps import Step
from meetings.running.actions import write_attendance
from organisations.listing.actions import resume_naming, stop_naming
from organisations.merging.actions import merge_organisations
from organisations.models import Country, Listing, Organisation, User

OWN_APPS = {"foundation", "kpcsc", "organisations", "meetings", "surveys"}
# What no record is: the revision itself, what follows records by itself, and what came before.
LEFT_OUT = (SiteRevision, SearchEntry, LedgerEntry, HistoricalChanges)
SLUGS: dict[type[Model], str] = {
    Meeting: "2021-06-strategy-meeting",
    Campaign: "we-need-to-talk-about-diamonds",
}
FIRST_COPY = 1_000_000  # keys that no sequence reaches in a test

type Change = Callable[[], None]


def models_changed() -> list[type[Model]]:
    """Every model of the portal whose rows somebody may change."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OWN_APPS and not issubclass(model, LEFT_OUT)
    ]


def changes(by: User) -> Iterator[tuple[str, Change]]:
    """A change of each kind and what undoes it, by name, without end, in an order of chance.

    One that the database refuses, or a rule, is passed over: it changed nothing.
    """
    while True:
        kinds = [*column_changes(), *row_changes(), *action_changes(by)]
        random.shuffle(kinds)
        for name, pair in kinds:
            for change in pair:
                yield name, partial(attempt, change)


def attempt(change: Change) -> None:
    """Makes the change in a transaction of its own."""
    in_the_way = (models.ProtectedError, models.RestrictedError)
    refused = suppress(IntegrityError, DataError, ValidationError, *in_the_way)
    with refused, transaction.atomic():
        change()


def column_changes() -> Iterator[tuple[str, tuple[Change, ...]]]:
    """Another value in each column of some row of each model, and the former one again."""
    for model in models_changed():
        row = some_row(model)
        if row is None:
            continue
        for field in model._meta.concrete_fields:
            if field.primary_key:
                continue
            former = stored(field, row[field.attname])
            new = stored(field, another_value(field))
            change = partial(write_column, model, row[model._meta.pk.attname], field)
            yield (
                f"{model._meta.label}.{field.name}",
                (partial(change, new), partial(change, former)),
            )


def row_changes() -> Iterator[tuple[str, tuple[Change, ...]]]:
    """A copy of some row of each model, and without it again."""
    for model in models_changed():
        row = some_row(model)
        key_field = model._meta.pk
        if row is None or key_field.is_relation:
            continue
        key: Any = random.randrange(FIRST_COPY, 2 * FIRST_COPY)
        if not isinstance(key_field, models.AutoField):
            key = another_value(key_field)
        own = {field.attname for field in model._meta.concrete_fields if field.unique}
        copied = row | {
            field.attname: another_value(field)
            for field in model._meta.concrete_fields
            if field.attname in own
        }
        copied[key_field.attname] = key
        yield (
            model._meta.label,
            (
                partial(insert_row, model, copied),
                partial(delete_row, model, key),
            ),
        )


def some_row(model: type[Model]) -> dict[str, Any] | None:
    """The columns of a row, as they are stored, whatever the language."""
    found = model._base_manager.order_by("?").first()
    if found is None:
        return None
    return {field.attname: vars(found)[field.attname] for field in model._meta.concrete_fields}


def write_column(model: type[Model], key: Any, field: Field[Any, Any], value: Any) -> None:
    """Writes one column of a row, by SQL: no rule of ours stands between."""
    quote = connection.ops.quote_name
    key_field = model._meta.pk
    statement = (
        f"UPDATE {quote(model._meta.db_table)} SET {quote(str(field.column))} = %s"  # noqa: S608
        f" WHERE {quote(str(key_field.column))} = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [value, stored(key_field, key)])


def insert_row(model: type[Model], row: dict[str, Any]) -> None:
    """Inserts a row, by SQL."""
    fields, quote = model._meta.concrete_fields, connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join("%s" for _field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})",  # noqa: S608
            [stored(field, row[field.attname]) for field in fields],
        )


def delete_row(model: type[Model], key: Any) -> None:
    """Deletes a row, and what belongs to it."""
    model._base_manager.filter(pk=key).delete()


def stored(field: Field[Any, Any], value: Any) -> Any:
    """The value as the database's driver takes it."""
    return field.get_db_prep_save(value, connection)


def another_value(field: Field[Any, Any]) -> Any:
    """Some value of a column's kind, whatever it means."""
    if field.choices:
        return random.choice([value for value, _label in field.flatchoices])
    if isinstance(field, models.ForeignKey):
        related: Any = field.related_model
        return related._base_manager.order_by("?").values_list("pk", flat=True).first()
    word = "".join(random.choices(string.ascii_lowercase, k=7))
    days = timedelta(days=random.randrange(-400, 400))
    by_kind: list[tuple[type[Field[Any, Any]], Any]] = [
        (models.BooleanField, random.random() < 0.5),
        (models.UUIDField, uuid4()),
        (models.JSONField, []),
        (models.DateTimeField, timezone.now() + days),
        (models.DateField, timezone.localdate() + days),
        (models.TimeField, time(random.randrange(24))),
        (models.DecimalField, Decimal(random.randrange(9))),
        (models.IntegerField, random.randrange(1, 9)),
        (models.EmailField, f"{word}@example.org"),
        (models.URLField, f"https://{word}.example/"),
        (models.CharField, word[: field.max_length or 7]),
    ]
    return next((value for kind, value in by_kind if isinstance(field, kind)), word)


def the_meeting() -> Meeting:
    """The meeting of the demonstration, as it is now."""
    return Meeting.objects.get(slug=SLUGS[Meeting])


def action_changes(by: User) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """What the portal's own actions do to the records of the demonstration, and undo."""
    organisation = random.choice(list(Organisation.objects.filter(listing="public")))

    def publication(model: type[Meeting] | type[Campaign], step: Step) -> None:
        record: Any = model.objects.get(slug=SLUGS[model])
        take_step(record=record, step=step, by=by, comment="Revu")

    def stop() -> None:
        stop_naming(organisation=organisation, shown_to=Listing.UNLISTED, by=by)

    def resume() -> None:
        resume_naming(organisation=organisation, listing=Listing.PUBLIC, by=by)

    def attendance(attended: bool) -> None:
        row = Participation.objects.filter(organisation=organisation).first()
        if row:
            row.attended = attended
            write_attendance(meeting=row.meeting, participations=[row], by=by)

    def make_double() -> None:
        Organisation.objects.create(
            name_fr="Double", slug=f"double-{uuid4().hex}", listing="public"
        )

    def invite_doubles() -> None:
        doubles = Organisation.objects.filter(name_fr="Double", merged_into=None)
        add_participations(
            meeting=the_meeting(), organisations=doubles, role=Role.OBSERVER, attended=True, by=by
        )

    def merge_doubles() -> None:
        doubles = list(Organisation.objects.filter(name_fr="Double", merged_into=None))
        merge_organisations(keep=organisation, others=doubles, values={}, by=by)

    def add_country() -> None:
        the_meeting().countries.remove(Country.objects.get(pk="BR"))
        add_countries(meeting=the_meeting(), countries=[Country.objects.get(pk="BR")], by=by)

    yield "stop naming", (stop, resume)
    for model in (Meeting, Campaign):
        steps = (Step.WITHDRAW, Step.PUBLISH)
        yield "publication", tuple(partial(publication, model, step) for step in steps)
    yield "attendance", (partial(attendance, False), partial(attendance, True))
    yield "merging", (make_double, invite_doubles, merge_doubles)
    yield "countries", (add_country,)

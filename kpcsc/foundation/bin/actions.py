"""Deleting a record so that it can be brought back, and emptying the bin."""

from collections import defaultdict
from collections.abc import Collection
from functools import partial
from typing import Any, cast

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import CASCADE, Model
from django.utils.translation import gettext as _

from kpcsc.foundation.bin.models import DeletedRecord
from kpcsc.foundation.bin.rows import (
    Row,
    instance_of,
    pointing_columns,
    records_losing_link,
    rows_deleted_with,
)
from kpcsc.foundation.history.author import set_author
from kpcsc.foundation.history.save_descriptions import FROM_BIN
from kpcsc.foundation.history.tracked_models import has_history
from kpcsc.foundation.owned_file import keeping_files
from kpcsc.foundation.proposals.models import ProposedChange
from kpcsc.foundation.versioned import PublisherNeededError, StaleRecordError, Versioned


@transaction.atomic
def move_to_bin(*, record: Versioned, by: Any) -> DeletedRecord:
    """Deletes a record with its parts, and keeps their rows and files for thirty days.

    Raises ProtectedError where something stands in the way, StaleRecordError where somebody was
    faster, PublisherNeededError where readers see it and the person does not publish.
    """
    stored = type(record)._base_manager.select_for_update(no_key=True).filter(pk=record.pk)
    locked = stored.first()
    if locked is None:
        raise StaleRecordError(record)
    if locked.needs_publisher(by):
        raise PublisherNeededError(record)
    if any(one.needs_publisher(by) for one in records_losing_link(locked)):
        raise PublisherNeededError(record)
    rows, links = rows_deleted_with(locked)
    kept = DeletedRecord.objects.create(
        model=locked._meta.label_lower,
        record_id=locked.pk,
        title=str(locked)[:250],
        was_published=locked.is_published,
        rows=rows,
        links=links,
        by=by,
    )
    with keeping_files():
        set_author(locked, by).delete()
    _note_changed(links, by)
    return kept


def _note_changed(links: list[Row], by: Any) -> None:
    """Says in the history of other records that a link was emptied, or leads somewhere again."""
    for link in links:
        for row in apps.get_model(link["model"])._base_manager.filter(pk__in=link["keys"]):
            if isinstance(row, Versioned):
                row.advance_version()
            if has_history(type(row)):
                set_author(row, by).save()


@transaction.atomic
def bring_back(*, deleted: DeletedRecord, by: Any) -> Model:
    """Puts a record back with its parts, under its keys and address; gives it.

    What names a record that was deleted meanwhile is left out, as far as it cannot do without.
    Raises ValidationError where its time is over, somebody was faster, or another record has its
    address.
    """
    kept = (
        DeletedRecord.objects.restorable()
        .select_for_update(no_key=True)
        .filter(pk=deleted.pk)
        .first()
    )
    if kept is None:
        raise ValidationError(_("This is no longer in the bin."))
    instances = [instance_of(row) for row in kept.rows]
    present = _with_present_links(instances)
    try:
        with transaction.atomic():
            for instance in present:
                instance.save_base(raw=True, force_insert=True)
    except IntegrityError as error:
        raise ValidationError(_in_the_way(instances[0])) from error
    for link in kept.links:
        rows = apps.get_model(link["model"])._base_manager.filter(pk__in=link["keys"])
        for row in rows.filter(**{link["column"]: None}):
            if not (isinstance(row, Versioned) and row.needs_publisher(by)):
                rows.filter(pk=row.pk).update(**{link["column"]: link["value"]})
                _note_changed([link | {"keys": [row.pk]}], by)
    for instance in present:
        if has_history(type(instance)):
            stored = type(instance)._base_manager.get(pk=instance.pk)
            set_author(stored, by, reason=FROM_BIN).save()
    kept.delete()
    return kept.record_model._base_manager.get(pk=kept.record_id)


def _in_the_way(record: Any) -> str:
    """Which record has the address or the place of one that is to come back."""
    slug = getattr(record, "slug", None)
    if slug and (other := type(record)._base_manager.filter(slug=slug).first()):
        said = _("“%(record)s” has its address meanwhile: change that one's address first.")
        return said % {"record": other}
    return _("Another record has its place meanwhile: change that one first.")


def _with_present_links(instances: list[Any]) -> list[Any]:
    """The rows whose links lead to rows that are there; other links are emptied where that can
    be, and a row that cannot be without goes, with those that need it."""
    there = _present_keys(instances)
    while True:
        own = {(type(one), one.pk) for one in instances}
        left = [one for one in instances if _can_stand(one, own | there)]
        if len(left) == len(instances):
            return left
        instances = left


def _present_keys(instances: list[Any]) -> set[tuple[type[Model], Any]]:
    """Which of the rows that these point at are in the database: one query a model."""
    wanted: defaultdict[type[Model], set[Any]] = defaultdict(set)
    for instance in instances:
        for field in pointing_columns(type(instance)):
            wanted[cast(type[Model], field.related_model)].add(getattr(instance, field.attname))
    return {
        (model, key)
        for model, keys in wanted.items()
        for key in model._base_manager.in_bulk([key for key in keys if key is not None])
    }


def _can_stand(instance: Any, there: set[tuple[type[Model], Any]]) -> bool:
    for field in pointing_columns(type(instance)):
        key = getattr(instance, field.attname)
        if key is None or (field.related_model, key) in there:
            continue
        if not field.null:
            return False
        setattr(instance, field.attname, None)
    return True


@transaction.atomic
def blank_in_bin(*, person: Model, column: str, model: type[Model], values: dict[str, Any]) -> None:
    """Blanks in the bin what somebody who is erased wrote: in the rows of this model in which they
    stand in this column."""
    for kept in DeletedRecord.objects.select_for_update(no_key=True):
        own = [
            row["values"]
            for row in kept.rows
            if row["model"] == model._meta.label_lower and row["values"].get(column) == person.pk
        ]
        for row in own:
            row.update(values)
        if own:
            kept.save()


@transaction.atomic
def empty_bin() -> int:
    """Deletes for good what has lain in the bin for thirty days; gives how many records. Proposals
    that came to nothing go as well.

    Neither rows, history and files are left, nor titles in the journal, which says that something
    was deleted, when and by whom.
    """
    for proposal in ProposedChange.objects.forgettable().select_for_update(no_key=True):
        proposal.forget()
    expired = DeletedRecord.objects.expired().select_for_update(no_key=True)
    number = 0
    for kept in expired:
        _forget(kept)
        number += 1
    return number


def _forget(kept: DeletedRecord) -> None:
    names = list(kept.file_names())
    _forget_history(kept.record_model, {kept.record_id})
    for proposal in ProposedChange.objects.filter(model=kept.model, record_id=kept.record_id):
        names += proposal.file_names
        proposal.delete()
    for row in kept.rows:
        model: Any = apps.get_model(row["model"])
        key = row["values"][model._meta.pk.attname]
        kind = ContentType.objects.get_for_model(model)
        mentioned = LogEntry.objects.filter(content_type=kind, object_id=str(key))
        mentioned.update(object_repr=f"{model._meta.verbose_name} {key}")
    kept.delete()
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))


def _forget_history(model: Any, keys: Collection[Any]) -> None:
    """Deletes the history of these rows and of all that was ever a part of them."""
    for relation in model._meta.related_objects:
        part: Any = relation.related_model
        if relation.on_delete is CASCADE and part is not model and has_history(part):
            parts = part.history.filter(**{f"{relation.field.attname}__in": keys})
            _forget_history(part, set(parts.values_list(part._meta.pk.attname, flat=True)))
    if has_history(model):
        model.history.filter(**{f"{model._meta.pk.attname}__in": keys}).delete()

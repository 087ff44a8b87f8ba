"""What changed, in words for people: labels, dates, names and differing texts, no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from django.db.models import (
    CharField,
    Field,
    FileField,
    ForeignKey,
    ManyToManyField,
    TextField,
)
from django.utils.formats import date_format, time_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kpcsc.foundation.history.states import ChangeKind, ObjectDifference, ObjectState
from kpcsc.foundation.history.tracked_models import Names, TrackedModel
from kpcsc.foundation.partial_date import PartialPeriod
from kpcsc.foundation.rich_text import RichTextField
from kpcsc.foundation.text_difference import Piece, difference, excerpt, readable_text
from kpcsc.foundation.translated_text import label_of, page_language

LONGEST_VALUE = 80
WORDS_OF_A_TITLE = 10
FEW = 4


@dataclass(frozen=True)
class FieldChange:
    """One value that changed; what a reader compares word by word comes in pieces.

    `language` is that of the text: "" if unknown, as in names; None for words of the page's own.
    """

    label: str
    before: str = ""
    after: str = ""
    language: str | None = None
    pieces: tuple[Piece, ...] = ()
    put_in: tuple[str, ...] = ()
    taken_out: tuple[str, ...] = ()
    formatting_only: bool = False


@dataclass(frozen=True)
class ObjectChange:
    """What happened to the record itself, to one of its parts, or to several parts of a kind.

    `language` is the title's, "" if unknown.
    """

    action: ChangeKind
    what: str
    title: str = ""
    language: str = ""
    is_record: bool = False
    values: tuple[FieldChange, ...] = ()
    several: tuple["ObjectChange", ...] = ()


def describe_in_full(
    found: Iterable[ObjectDifference], kinds: Mapping[str, TrackedModel], names: Names
) -> list[ObjectChange]:
    """The differences in words, in the order of the record's kinds of objects."""
    return [_change(one, kinds[one.state.kind], names) for one in _ranked(found, kinds)]


def describe_briefly(
    found: Iterable[ObjectDifference], kinds: Mapping[str, TrackedModel], names: Names
) -> list[ObjectChange]:
    """The same, with many parts of one kind that came, went or changed gathered in one."""
    told: list[ObjectChange] = []
    ranked = _ranked(found, kinds)
    for (label, action), group in groupby(ranked, key=lambda one: (one.state.kind, one.action)):
        several = [_change(one, kinds[label], names) for one in group]
        if len(several) <= FEW:
            told += several
        else:
            what = _("%(number)d %(things)s") % {
                "number": len(several),
                "things": kinds[label].model._meta.verbose_name_plural,
            }
            told.append(ObjectChange(action, what, several=tuple(several)))
    return told


def title_of(state: ObjectState, kind: TrackedModel, names: Names) -> tuple[str, str]:
    """What the object is called, in the page's language where it can be; and that language."""
    wanted = sorted(kind.title_columns, key=lambda name: not name.endswith(page_language()))
    for field in map(kind.field, wanted):
        if text := format_value(field, state.values[field.attname], names):
            return Truncator(text).words(WORDS_OF_A_TITLE, " …"), language_of(field) or ""
    return "", ""


def language_of(field: Field[Any, Any]) -> str | None:
    """The language of the field's texts: "" if unknown, None if its words are the page's own."""
    if isinstance(field, ForeignKey | ManyToManyField):
        return ""
    is_written = isinstance(field, CharField | TextField) and not field.choices
    return getattr(field, "language", "") if is_written else None


def format_value(field: Field[Any, Any], value: Any, names: Names) -> str:
    """One value as a person would write it; empty if there is none."""
    if value is None or value == "":
        return ""
    if isinstance(field, ForeignKey):
        return names.get((field.related_model, value), _("deleted"))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return readable_text(value) if isinstance(field, RichTextField) else _plain(value)


def _plain(value: Any) -> str:
    match value:
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return date_format(localtime(value), "DATETIME_FORMAT")
        case date():
            return PartialPeriod(value).formatted(page_language())
        case time():
            return time_format(value, "TIME_FORMAT")
    return str(value)


def _ranked(
    found: Iterable[ObjectDifference], kinds: Mapping[str, TrackedModel]
) -> list[ObjectDifference]:
    order = list(kinds)

    def rank(one: ObjectDifference) -> tuple[int, str, int]:
        return (order.index(one.state.kind), one.action, one.state.values.get("position") or 0)

    return sorted(found, key=rank)


def _change(found: ObjectDifference, kind: TrackedModel, names: Names) -> ObjectChange:
    title, language = title_of(found.state, kind, names)
    return ObjectChange(
        action=found.action,
        what=str(kind.model._meta.verbose_name),
        title=title,
        language=language,
        is_record=kind.parent is None,
        values=tuple(_value(found, kind.field(name), names) for name in found.names),
    )


def _value(
    found: ObjectDifference,
    field: Field[Any, Any],
    names: Names,
) -> FieldChange:
    label, language = label_of(field), language_of(field)
    old, new = (
        state.values.get(field.attname) if state else None for state in (found.before, found.after)
    )
    if isinstance(field, ManyToManyField):
        gone, come = (
            tuple(sorted(names.get((field.related_model, key), _("deleted")) for key in keys))
            for keys in (set(old or ()) - set(new or ()), set(new or ()) - set(old or ()))
        )
        return FieldChange(label, language=language, put_in=come, taken_out=gone)
    if isinstance(field, FileField):  # its name is a number of chance
        had, has = (_("a file") if value else "" for value in (old, new))
        return FieldChange(label, had, _("another file") if had and has else has)
    before, after = format_value(field, old, names), format_value(field, new, names)
    if before == after:
        return FieldChange(label, before, after, language, formatting_only=True)
    is_long = isinstance(field, TextField) or max(len(before), len(after)) > LONGEST_VALUE
    if is_long and before and after:
        pieces = tuple(excerpt(difference(before, after)))
        return FieldChange(label, before, after, language, pieces)
    return FieldChange(label, before, after, language)

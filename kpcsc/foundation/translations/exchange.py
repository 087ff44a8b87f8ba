"""Texts that go out to a translator in a sheet, and come back."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kpcsc.foundation.history.tracked_models import complete_models_of
from kpcsc.foundation.proposals.models import ProposalOrigin
from kpcsc.foundation.proposals.working_copy import saving
from kpcsc.foundation.text_difference import Piece, difference, readable_text
from kpcsc.foundation.translations.models import TranslationReview
from kpcsc.foundation.translations.pending_texts import Text, texts_below
from kpcsc.foundation.translations.sheet import (
    LONGEST_CELL,
    TranslationRow,
    as_cell,
    write_translations,
)
from kpcsc.foundation.translations.texts import Key, UnknownTextError, path_to_root, root_of
from kpcsc.foundation.versioned import Versioned
from kpcsc.foundation.viewer import MEMBER, STAFF, Viewer

MARKS = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}


@dataclass(frozen=True)
class Contents:
    """What a sheet for a translator holds, and what it does not."""

    language: str
    texts: list[Text]
    too_long: list[Text]  # for a cell: to be translated in the portal
    left_out: int  # texts that are not for members

    def records(self) -> list[tuple[Versioned, int]]:
        """The records that the sheet names, each with the number of its texts."""
        numbers = Counter(text.root for text in self.texts)
        return list(numbers.items())


def contents(
    roots: Iterable[type[Model]], language: str, *, only_waiting: bool, with_hidden: bool
) -> Contents:
    """The texts to put into this language, by record; what members may not see only if asked."""

    def found(viewer: Viewer) -> list[Text]:
        texts: list[Text] = []
        for model in roots:
            below = texts_below(
                model._default_manager.all(), [language], viewer=viewer, only_waiting=only_waiting
            )
            texts.extend(text for pk in sorted(below, reverse=True) for text in below[pk])
        return texts

    everything = found(STAFF)
    texts = everything if with_hidden else found(MEMBER)
    fitting = [text for text in texts if fits_a_cell(text)]
    too_long = [text for text in texts if not fits_a_cell(text)]
    return Contents(language, fitting, too_long, len(everything) - len(texts))


def fits_a_cell(text: Text) -> bool:
    """Whether the text and its translation can be written in a sheet whole."""
    return max(len(text.source), len(text.current)) <= LONGEST_CELL


def sheet_of(held: Contents) -> bytes:
    """The sheet as a file, in the language of the page that gives it."""
    rows = [row_of(text, number) for number, text in enumerate(held.texts, start=2)]
    return write_translations(
        rows, headings=headings(held.language), explanation=list(explanation(held))
    )


def headings(language: str) -> list[str]:
    """The columns' names."""
    texts = {
        "en": [_("French text"), _("English text as it is"), _("English text, new")],
        "fr": [_("English text"), _("French text as it is"), _("French text, new")],
    }
    return [_("Key"), _("Record"), _("Field"), *texts[language], _("Remarks")]


def explanation(held: Contents) -> Iterator[str]:
    """What a translator should know, a paragraph a cell."""
    yield {
        "en": _("Texts of the KP CSC portal, to be translated from French into English."),
        "fr": _("Texts of the KP CSC portal, to be translated from English into French."),
    }[held.language]
    yield _("On the sheet “Texts”, write each translation in the yellow column, whole.")
    yield _("Where a translation exists, it stands beside. If it is still right, copy it.")
    yield _("Leave the yellow cell empty where you translate nothing: the portal changes nothing.")
    yield _("Change no other column: by them the portal finds the place of each text.")
    yield _(
        "Some texts hold signs in angle brackets: <p> begins a paragraph, <h3> and <h4> a heading, "
        "<strong> bold, <em> italics, <ul>, <ol> and <li> a list, <a> a link, <table> a table. "
        "Keep them as they are, and translate the words between them."
    )
    yield _("In the remarks, [-words-] were taken out and {+words+} put in since the translation.")
    for text in held.too_long:
        yield _("Too long for a sheet: %(text)s") % {"text": row_of(text, 0).record}


def row_of(text: Text, number: int) -> TranslationRow:
    """The text as a row for the translator."""
    return TranslationRow(
        number,
        key=str(text.key),
        source=as_cell(text.source),
        current=as_cell(text.current),
        record=f"{text.root} · {text.part_name}" if text.part else str(text.root),
        field=capfirst(text.key.field_label),
        note="\n".join(remarks(text)),
    )


def remarks(text: Text) -> Iterator[str]:
    """What a translator should know: why the text is there, what changed, how long it may be."""
    if text.review:
        yield _("To review. What changed:")
        yield "".join(MARKS[piece.kind].format(piece.text) for piece in text.changes())
    elif text.is_missing:
        yield _("Missing.")
    longest = getattr(type(text.record)._meta.get_field(text.key.column), "max_length", None)
    if longest:
        yield _("At most %(number)d characters.") % {"number": longest}


@dataclass(frozen=True)
class TranslationChange:
    """A text that a sheet brings, and what it replaces."""

    row: TranslationRow
    text: Text
    translation: str

    def pieces(self) -> list[Piece]:
        """What becomes of the text."""
        before, after = self.text.current, self.translation
        if self.text.key.is_rich:
            before, after = readable_text(before), readable_text(after)
        return difference(before, after)


@dataclass(frozen=True)
class TranslationProblem:
    """A row that cannot be taken in: in which column, why."""

    row: TranslationRow
    column: str
    why: str


@dataclass
class TranslationImport:
    """What becomes of a sheet's rows."""

    changes: list[TranslationChange] = field(default_factory=list)
    confirmed: list[Text] = field(default_factory=list)  # to review, and given back as they are
    problems: list[TranslationProblem] = field(default_factory=list)
    proposed: int = 0  # how many of the changes wait for a publisher


class RefusedRowError(Exception):
    """A row that cannot be taken in."""

    def __init__(self, column: str, why: str) -> None:
        self.column, self.why = column, why


def check_rows(
    rows: Iterable[TranslationRow], *, roots: Sequence[type[Model]]
) -> TranslationImport:
    """What would be written of these rows, into records of these models; nothing is written.

    A row without a translation is passed over. One is refused where the portal's text is no
    longer the one that the translator saw, in either language.
    """
    result = TranslationImport()
    filled = [row for row in rows if row.translation or row.problem]
    texts = _known_texts(filled)
    seen: dict[str, int] = {}
    for row in filled:
        try:
            if row.key in seen:
                why = _("This text stands in row %(number)d too.") % {"number": seen[row.key]}
                raise RefusedRowError("A", why)
            seen[row.key] = row.number
            text = _text_of(row, texts, roots)
            translation = _accepted(row, text)
        except RefusedRowError as refused:
            result.problems.append(TranslationProblem(row, refused.column, refused.why))
            continue
        if as_cell(translation) != as_cell(text.current):
            result.changes.append(TranslationChange(row, text, translation))
        elif text.review:
            result.confirmed.append(text)
    return result


@transaction.atomic
def import_texts(
    rows: Sequence[TranslationRow], *, roots: Sequence[type[Model]], by: Any
) -> TranslationImport:
    """Writes what `check_rows` accepts, as a new version of each record, and says what that was.

    Texts of a record that this person may not publish become a proposal.
    """
    first = check_rows(rows, roots=roots)
    _lock({change.text.root for change in first.changes})
    # Read anew: somebody may have saved a record between the reading and the lock.
    final = check_rows(rows, roots=roots)
    by_root: dict[Versioned, list[TranslationChange]] = defaultdict(list)
    for change in final.changes:
        by_root[change.text.root].append(change)
    for root, changes in by_root.items():
        lost = _not_proposable(root, changes) if root.needs_publisher(by) else []
        why = _("Readers see this record, and a publisher alone changes this text.")
        final.problems += [TranslationProblem(one.row, "F", why) for one in lost]
        final.changes = [one for one in final.changes if one not in lost]
        if kept := [one for one in changes if one not in lost]:
            with saving(root, by=by, origin=ProposalOrigin.TRANSLATION) as made:
                root.advance(by=by)
                _write(kept)
            final.proposed += len(kept) if made.proposal else 0
    reviews = [text.review.pk for text in final.confirmed if text.review]
    TranslationReview.objects.filter(pk__in=reviews).delete()
    return final


def _not_proposable(
    root: Versioned, changes: Iterable[TranslationChange]
) -> list[TranslationChange]:
    """Those in a part of a part, of which a working copy keeps nothing."""
    kinds = complete_models_of(type(root))
    return [one for one in changes if one.text.record._meta.label_lower not in kinds]


def _write(changes: Iterable[TranslationChange]) -> None:
    by_record: dict[Model, list[TranslationChange]] = defaultdict(list)
    for change in changes:
        by_record[change.text.record].append(change)
    for record, own in by_record.items():
        for change in own:
            setattr(record, change.text.key.column, change.translation)
        record.save()


def _lock(roots: Iterable[Model]) -> None:
    """Keeps everybody else from saving these records until the transaction ends."""
    keys: dict[type[Model], list[int]] = defaultdict(list)
    for root in roots:
        keys[type(root)].append(root.pk)
    for model, pks in keys.items():
        locked = (
            model._base_manager.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
        )
        list(locked.values_list("pk"))


def _known_texts(rows: Iterable[TranslationRow]) -> dict[str, Text]:
    """The texts that the rows are about, by their written key: two queries for each model."""
    keys: dict[str, list[Key]] = defaultdict(list)
    for row in rows:
        with suppress(UnknownTextError):
            key = Key.parse(row.key)
            keys[key.model].append(key)
    found: dict[str, Text] = {}
    for label, wanted in keys.items():
        model: Any = apps.get_model(label)
        path = path_to_root(model)
        rows_of_model = (
            model._base_manager.select_related("__".join(path)) if path else model._base_manager
        )
        pks = {key.pk for key in wanted}
        records = rows_of_model.in_bulk(pks)
        reviews = {
            review.key: review
            for review in TranslationReview.objects.filter(model=label, record_id__in=pks)
        }
        for key in wanted:
            if record := records.get(key.pk):
                found[str(key)] = Text(key, record, root_of(record), reviews.get(key))
    return found


def _text_of(row: TranslationRow, texts: dict[str, Text], roots: Sequence[type[Model]]) -> Text:
    try:
        key = Key.parse(row.key)
    except UnknownTextError as error:
        why = _("The portal has no such text. Leave the first column as it was given.")
        raise RefusedRowError("A", why) from error
    text = texts.get(str(key))
    if text is None:
        raise RefusedRowError("A", _("This record was deleted since the sheet was made."))
    if type(text.root) not in roots:
        raise RefusedRowError("A", _("You may not change this record."))
    if not text.source:
        raise RefusedRowError("D", _("There is no text to translate: this is no translation."))
    return text


def _accepted(row: TranslationRow, text: Text) -> str:
    """The translation as it would be kept; or why not."""
    if row.problem:
        raise RefusedRowError("F", row.problem)
    if row.source != as_cell(text.source):
        raise RefusedRowError(
            "D",
            _(
                "The text to translate is no longer the same: it was changed in the portal, or in "
                "this column, since the sheet was made."
            ),
        )
    column: Any = type(text.record)._meta.get_field(text.key.column)
    translation = row.translation
    if text.key.is_rich and "<" not in translation:
        lines = (line.strip() for line in translation.split("\n"))
        translation = "".join(f"<p>{line}</p>" for line in lines if line)
    try:
        translation = column.clean(translation, text.record)
    except ValidationError as error:
        raise RefusedRowError("F", " ".join(error.messages)) from error
    # A record may say that its words are final; a language that is missing can still be added.
    if getattr(text.record, "words_are_final", False) and text.current not in ("", translation):
        raise RefusedRowError("F", _("Somebody has answered this: its words stay as they are."))
    if row.current != as_cell(text.current) != as_cell(translation):
        raise RefusedRowError(
            "E",
            _(
                "Somebody else has changed this translation since the sheet was made: compare, "
                "and put it right in the portal."
            ),
        )
    return translation

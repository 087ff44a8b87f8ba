"""Records as rows of a sheet: what a row would change, what is wrong with it, and writing it."""

from collections.abc import Iterator
from time import monotonic
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _
from import_export.resources import ModelResource
from tablib import Dataset

from kpcsc.foundation.proposals.models import ProposalOrigin, ProposedChange
from kpcsc.foundation.proposals.working_copy import saving
from kpcsc.foundation.sheets.columns import ManyRelatedColumn, RelatedColumn, SheetColumn, column_of
from kpcsc.foundation.sheets.sheet_file import CellValue, SheetData, SheetRow, same_text, text_of
from kpcsc.foundation.sheets.sheet_outcome import (
    CellChange,
    CellProblem,
    RowChange,
    SheetOutcome,
)
from kpcsc.foundation.sheets.xlsx import UnreadableSheetError
from kpcsc.foundation.translated_text import LANGUAGES
from kpcsc.foundation.versioned import StaleRecordError, Versioned


class RecordSheet(ModelResource):
    """A kind of sheet: `fields` are its columns, and `import_id_fields` tell which record it is.

    A column that the sheet lacks is left alone, as is a record that has no row. A cell that says
    what the record says changes nothing, and a row of such cells is not even saved.
    """

    # From a record of the list that is exported to the rows: its own primary key, or a parent's.
    listed_by = "pk"
    # What a web server's patience allows, with some to spare; after that, nothing is written.
    seconds = 20

    class Meta:
        skip_diff = True  # the library's shows every cell, and styles them inline
        store_instance = True

    def __init__(self, *, by: Any = None, **kwargs: Any) -> None:
        """A sheet that this person writes; None where a command does."""
        super().__init__(**kwargs)
        self.by = by
        self.existing: dict[tuple[str, ...], models.Model] = {}
        self.numbers_by_key: dict[tuple[str, ...], int] = {}
        self.deadline = 0.0
        self.advanced: set[Any] = set()
        self.proposals: dict[Any, ProposedChange] = {}  # by the key of their record
        names = {field.name for field in self._meta.model._meta.fields}
        # What stands behind `name_fr` and `name_en` has no column: it mirrors one of the two.
        self.mirrors = {name for name in names if f"{name}_{LANGUAGES[0]}" in names}
        self.related = [
            column.column_name for column in self.columns if type(column) is RelatedColumn
        ]
        self.cells: list[CellChange] = []
        self.many: dict[str, list[models.Model]] = {}
        self.is_proposed = False

    @classmethod
    def field_from_django_field(
        cls,
        field_name: str,  # noqa: ARG003 (the library's signature)
        django_field: Any,
        readonly: bool,  # noqa: ARG003
    ) -> SheetColumn:
        """The library's hook: what makes a column of a field named in `Meta.fields`."""
        return column_of(django_field)

    # --- Out ---------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """What the sheet holds, in the page's language."""
        return self._meta.model._meta.verbose_name_plural

    @property
    def key(self) -> str:
        """What the sheet holds, for the machine."""
        return self._meta.model._meta.model_name

    @property
    def columns(self) -> list[SheetColumn]:
        """The columns, in their order."""
        return self.get_import_fields()

    def headings(self) -> list[str]:
        """The columns' names, which are the same in every language."""
        return list(self._meta.fields)

    def rows(self, records: models.QuerySet[Any]) -> Iterator[list[CellValue]]:
        """The cells of each row that belongs to these records, in the order of their keys."""
        for instance in self.rows_of(records).order_by(*self._lookups()).iterator(500):
            yield [column.export(instance) for column in self.columns]

    def rows_of(self, records: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """What has a row in the sheet of these records."""
        return self.get_queryset().filter(**{f"{self.listed_by}__in": records.values("pk")})

    def get_queryset(self) -> models.QuerySet[Any]:
        """The records, with what their columns name."""
        several = [
            column.column_name for column in self.columns if isinstance(column, ManyRelatedColumn)
        ]
        return super().get_queryset().select_related(*self.related).prefetch_related(*several)

    # --- In ----------------------------------------------------------------------------------

    @classmethod
    def fits(cls, sheet: SheetData) -> bool:
        """Whether the sheet has the columns that tell its records apart."""
        return set(cls._meta.import_id_fields) <= set(sheet.headings)

    def check(self, sheet: SheetData) -> SheetOutcome:
        """What `write` would do and refuse; writes nothing, and keeps nobody from writing.

        Raises UnreadableSheetError.
        """
        self._prepare(sheet)
        # Not `import_data`: its dry run opens a transaction, and keeps others from writing.
        result = self.import_data_inner(
            sheet.dataset,
            dry_run=True,
            raise_errors=False,
            using_transactions=False,
            collect_failed_rows=False,
            sheet=sheet,
        )
        return self._outcome(sheet, result)

    def write(self, sheet: SheetData, *, source: str) -> SheetOutcome:
        """Writes all rows, or none if one of them has a problem.

        `source`, the file's name, is kept in each record's history. Raises UnreadableSheetError.
        """
        self._prepare(sheet)
        result = self.import_data(
            sheet.dataset,
            use_transactions=True,
            rollback_on_validation_errors=True,
            sheet=sheet,
            source=source,
        )
        outcome = self._outcome(sheet, result)
        if not outcome.problems:
            for proposal in self.proposals.values():
                proposal.keep_once()
        return outcome

    def _prepare(self, sheet: SheetData) -> None:
        """Refuses columns that are unknown here, and asks for what all rows need at once."""
        if unknown := [name for name in sheet.headings if name not in self.headings()]:
            raise UnreadableSheetError(
                _("There is no column “%(name)s” here. These are: %(known)s.")
                % {"name": unknown[0][:50], "known": ", ".join(self.headings())}
            )
        for column in self.columns:
            column.load_related(row.cells.get(column.column_name, "") for row in sheet.rows)
        first = self._meta.import_id_fields[0]
        named = {row.cells[first].strip() for row in sheet.rows}
        for instance in self.get_queryset().filter(**{f"{self._lookups()[0]}__in": named}):
            self.existing[self._key_of(instance)] = instance
        self.deadline = monotonic() + self.seconds

    def _outcome(self, sheet: SheetData, result: Any) -> SheetOutcome:
        outcome = SheetOutcome(total=len(sheet.rows))
        for row, row_result in zip(sheet.rows, result.rows, strict=True):
            if row_result.validation_error:
                outcome.problems += self._problems(row, row_result.validation_error)
            elif row_result.errors:
                outcome.problems.append(_unforeseen(row))
            elif not row_result.is_skip():
                outcome.changes.append(row_result.change)
        return outcome

    def import_row(self, row: dict[str, str], instance_loader: Any, **kwargs: Any) -> Any:
        self.cells, self.many, self.is_proposed = [], {}, False
        number = kwargs["sheet"].rows[kwargs["row_number"] - 1].number
        if monotonic() > self.deadline:
            raise UnreadableSheetError(
                _("This sheet changes too much at once: split it before row %(number)d.")
                % {"number": number}
            )
        result = super().import_row(row, instance_loader, number=number, **kwargs)
        if result.instance:
            is_new = result.is_new()
            result.change = RowChange(
                number,
                result.instance,
                is_new,
                self.cells,
                self.is_proposed,
                self.warning_of(result.instance) if is_new and kwargs["dry_run"] else "",
            )
        return result

    def before_import_row(self, row: dict[str, str], *, number: int, **kwargs: Any) -> None:
        """Refuses a second row on the same record: which of them counts, nobody could say."""
        key = self._key_in(row)
        first = self.numbers_by_key.setdefault(key, number)
        if first != number and all(key):
            raise ValidationError(
                {
                    ", ".join(self._meta.import_id_fields): _(
                        "Row %(number)d is on the same record: keep one of them."
                    )
                    % {"number": first}
                }
            )

    def get_or_init_instance(
        self, instance_loader: Any, row: dict[str, str]
    ) -> tuple[models.Model, bool]:
        existing = self.existing.get(self._key_in(row))
        return (existing, False) if existing else (self.init_instance(row), True)

    def import_instance(self, instance: Any, row: dict[str, str], **kwargs: Any) -> None:
        """Gives the instance what the row says; raises ValidationError with all bad cells."""
        errors: dict[str, ValidationError] = {}
        is_new = instance._state.adding
        for column in self.columns:
            name = column.column_name
            text = row.get(name, "" if is_new else None)
            before = text_of(column.export(instance))
            if text is None or (same_text(text, before) and not is_new):
                continue
            if is_new and not text.strip() and column.is_optional:
                continue
            try:
                value = column.read(text)
            except ValidationError as error:
                errors[name] = error
                continue
            after = text_of(column.cell(value))
            if is_new or after != before:
                self.cells.append(CellChange(name, "" if is_new else before, after))
                if isinstance(column, ManyRelatedColumn):
                    self.many[name] = value
                else:
                    setattr(instance, name, value)
        if errors:
            raise ValidationError(errors)

    def skip_row(
        self,
        instance: Any,
        original: Any,
        row: dict[str, str],
        import_validation_errors: Any = None,
    ) -> bool:
        return not (self.cells or import_validation_errors)

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """All that the model asks; each constraint's sentence goes to the columns it is about."""
        errors: dict[str, Any] = dict(import_validation_errors or {})
        model = self._meta.model
        # Related records were looked up: a column for one names what exists, or is in error.
        exclude = {*errors, *self.mirrors, *self.related}
        try:
            instance.full_clean(exclude=exclude, validate_constraints=False)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for constraint in model._meta.constraints:
            try:
                constraint.validate(model, instance, exclude={*errors, *self.mirrors})
            except ValidationError as error:
                columns = self._columns_of(constraint) or NON_FIELD_ERRORS
                errors.setdefault(columns, []).extend(error.error_list)
        if errors:
            raise ValidationError(errors)

    def save_instance(
        self, instance: Any, is_create: bool, row: dict[str, str], **kwargs: Any
    ) -> None:
        """Saves the row: at once, or in the proposal that the sheet makes for its record."""
        if kwargs["dry_run"]:
            return
        root = self.root_of(instance)
        if root._state.adding:
            self.write_row(instance, is_create, row, **kwargs)
            return
        continued = self.proposals.get(root.pk)
        origin = ProposalOrigin.SHEET
        with saving(root, by=self.by, origin=origin, continued=continued) as made:
            self.write_row(instance, is_create, row, **kwargs)
        if made.proposal:
            self.proposals[root.pk], self.is_proposed = made.proposal, True

    def write_row(self, instance: Any, is_create: bool, row: dict[str, str], **kwargs: Any) -> None:
        """Writes the row, and says so on the record that it belongs to: once for the whole
        sheet."""
        root = self.root_of(instance)
        if not root._state.adding and root.pk not in self.advanced:
            self.advanced.add(root.pk)
            try:
                root.advance(by=self.by)
            except StaleRecordError as error:
                raise ValidationError(
                    _("Somebody else changed this record meanwhile: check the sheet again.")
                ) from error
        instance._change_reason = kwargs["source"][:100] or None
        super().save_instance(instance, is_create, row, **kwargs)
        for name, records in self.many.items():
            getattr(instance, name).set(records)

    def warning_of(self, instance: Any) -> str:
        """What to look at before a new record is written; nothing of most."""
        return ""

    def root_of(self, instance: Any) -> Versioned:
        """The record whose version a change of this row advances."""
        return instance

    def save_m2m(self, instance: Any, row: dict[str, str], **kwargs: Any) -> None:
        """Nothing: lists are written with their row."""

    def after_import(self, dataset: Dataset, result: Any, **kwargs: Any) -> None:
        """Nothing: the library resets the sequence of keys, which no sheet of ours brings."""

    def _problems(self, row: SheetRow, error: ValidationError) -> list[CellProblem]:
        by_columns = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        found = []
        for columns, sentences in by_columns.items():
            names = [name for name in columns.split(", ") if name in self.fields]
            typed = ", ".join(filter(None, (row.cells.get(name) for name in names)))
            found.append(CellProblem(row.number, ", ".join(names), " ".join(sentences), typed))
        order = ["", *self.headings()]
        return sorted(found, key=lambda problem: order.index(problem.columns.partition(",")[0]))

    # --- Keys --------------------------------------------------------------------------------

    def _key_in(self, row: dict[str, str]) -> tuple[str, ...]:
        return tuple(row[name].strip() for name in self._meta.import_id_fields)

    def _key_of(self, instance: models.Model) -> tuple[str, ...]:
        return tuple(
            text_of(self.fields[name].export(instance)) for name in self._meta.import_id_fields
        )

    def _lookups(self) -> list[str]:
        columns = [self.fields[name] for name in self._meta.import_id_fields]
        return [
            f"{column.column_name}__{column.key}"
            if isinstance(column, RelatedColumn)
            else column.column_name
            for column in columns
        ]

    def _columns_of(self, constraint: models.BaseConstraint) -> str:
        if isinstance(constraint, models.CheckConstraint):
            about = constraint.condition.referenced_base_fields  # type: ignore[union-attr]  # a Q
        else:
            about = getattr(constraint, "fields", ())
        return ", ".join(name for name in self.headings() if name in about)


def _unforeseen(row: SheetRow) -> CellProblem:
    sentence = _("This row could not be written. Check it, and ask for help if you see no fault.")
    return CellProblem(row.number, "", sentence, "")

"""Queries that Django writes once and the database answers often.

Writing the SQL of a query takes Django about ten times as long as SQLite takes to answer it. The
queries of the busiest public pages are the same at each visit but for a key or a date: they are
written once for each kind of viewer and language, and only that value changes.
"""

import copy
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

from kpcsc.foundation.translated_text import page_language
from kpcsc.foundation.viewer import Viewer

MOST_STATEMENTS = 500  # of one query: viewers × languages × shapes
# What stands in for a value while the SQL is written; no record has such a one.
MARKS: dict[type, tuple[Any, ...]] = {
    int: (-7_000_001, -7_000_002, -7_000_003),
    str: ("\ufdd0", "\ufdd1", "\ufdd2"),
    date: (date(1, 2, 3), date(1, 2, 4), date(1, 2, 5)),
}


class Statement[Row](NamedTuple):
    """The SQL of a query, as written, and the names of the values that it is asked with."""

    queryset: QuerySet[Any, Row]
    compiler: SQLCompiler
    sql: str
    parameters: tuple[Any, ...]
    names: dict[Any, str]


class Prepared[Row]:
    """A query by its writer: `write(viewer, *shape, **values)` gives a queryset.

    `shape` holds what changes the SQL itself; `values` are int, str or date, and only their
    places in the SQL are kept. Raises ValueError if a value leaves no trace in the SQL, or if the
    query written twice differs, as with a moment: it would stay that of the first asking.
    """

    def __init__(self, write: Callable[..., QuerySet[Any, Row]]) -> None:
        self.write = write
        self.statement = lru_cache(MOST_STATEMENTS)(self._statement)

    def __call__(self, viewer: Viewer, *shape: Any, **values: Any) -> list[Row]:
        """The rows, asked now."""
        kinds = tuple((name, type(value)) for name, value in values.items())
        statement: Statement[Row] = self.statement(viewer, page_language(), shape, kinds)
        connection = connections[statement.queryset.db]
        given = {name: adapted(connection, value) for name, value in values.items()}
        names = statement.names
        parameters = tuple(
            given[names[parameter]] if parameter in names else parameter
            for parameter in statement.parameters
        )

        def get_compiler(*_: Any, **__: Any) -> SQLCompiler:
            compiler = copy.copy(statement.compiler)
            compiler.connection = connection
            compiler.as_sql = lambda *_, **__: (statement.sql, parameters)  # type: ignore[method-assign]
            return compiler

        rows = statement.queryset.all()
        rows.query.get_compiler = get_compiler  # type: ignore[method-assign]
        return list(rows)

    def _statement(
        self,
        viewer: Viewer,
        _language: str,
        shape: tuple[Any, ...],
        kinds: tuple[tuple[str, type], ...],
    ) -> Statement[Row]:
        free = {kind: iter(marks) for kind, marks in MARKS.items()}
        marks = {name: next(free[kind]) for name, kind in kinds}
        queryset = self.write(viewer, *shape, **marks)
        connection = connections[queryset.db]
        compiler = queryset.query.get_compiler(queryset.db)
        sql, parameters = compiler.as_sql()
        again = self.write(viewer, *shape, **marks).query.get_compiler(queryset.db).as_sql()
        names = {adapted(connection, mark): name for name, mark in marks.items()}
        if names.keys() - set(parameters):
            raise ValueError("A value leaves no trace in the query.")
        if again != (sql, parameters):
            raise ValueError("The query holds a moment, which would stand still: use Now().")
        return Statement(queryset, compiler, sql, tuple(parameters), names)


def adapted(connection: Any, value: Any) -> Any:
    """The value as the database's driver takes it."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value

"""The site revision: a token that is another one after every change that a public reader could see.

Triggers of the database renew it in the writer's own transaction (see `kpcsc.site_revision`). What
a process keeps in memory, it keeps under the token that it read before it read anything else: so
what is kept may be newer than its token, and never older.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

type GetResponse = Callable[[HttpRequest], HttpResponse]

THE_ROW = 1
REVISION_QUERY = "SELECT token FROM foundation_siterevision"


class SiteRevision(models.Model):
    """The one row that holds the token."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ROW)
    token = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(id=THE_ROW),
                name="site_revision_is_one_row",
                violation_error_message="There is one site revision.",
            )
        ]

    def __str__(self) -> str:
        return self.token


_token: ContextVar[str | None] = ContextVar("token of the request")


def read_token() -> str | None:
    """The token in the database; None where the row is missing, and nothing may be kept."""
    with connection.cursor() as cursor:  # a tenth of the time that the ORM would take
        cursor.execute(REVISION_QUERY)
        row = cursor.fetchone()
    return row[0] if row else None


def current_token() -> str | None:
    """The token that was read when the request began; outside a request, that of this moment."""
    try:
        return _token.get()
    except LookupError:
        return read_token()


@contextmanager
def revision_read() -> Iterator[None]:
    """Reads the token once for all that is done inside."""
    reset = _token.set(read_token())
    try:
        yield
    finally:
        _token.reset(reset)


def read_site_revision(get_response: GetResponse) -> GetResponse:
    """Reads the token before the first query of each request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with revision_read():
            return get_response(request)

    return middleware


class Kept[Value]:
    """A value that each process makes from public records, and makes anew after they changed."""

    def __init__(self, make: Callable[[], Value]) -> None:
        self.make = make
        self._kept: tuple[str, Value] | None = None

    def get(self) -> Value:
        """The value, of the current token or newer."""
        token, kept = current_token(), self._kept
        if kept and kept[0] == token:
            return kept[1]
        value = self.make()
        if token and token == read_token():  # not what this transaction wrote and may undo
            self._kept = token, value
        return value

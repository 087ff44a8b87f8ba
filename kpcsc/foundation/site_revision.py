"""The site revision: a token that is another one after every change that a public reader could see.

Triggers of the database renew it in the writer's own transaction (see `kpcsc.site_revision`). What
a process keeps in memory, it keeps under the token that it read before it read anything else, and
until the next moment at which the clock alone makes it another: so what is kept is never older.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import chain

from django.db import DatabaseError, connection, models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kpcsc.foundation.replaced_database import close_replaced_database

type GetResponse = Callable[[HttpRequest], HttpResponse]

THE_ROW = 1
REVISION_QUERY = "SELECT token FROM foundation_siterevision"
# PostgreSQL's triggers wait for the commit: who has written before it finds no token, for what is
# read then is of no state that others have seen.
REVISION_QUERIES = {
    "sqlite": REVISION_QUERY,
    "postgresql": f"{REVISION_QUERY} WHERE pg_current_xact_id_if_assigned() IS NULL",
}
# How far the clocks of the portal and of the database may be apart: so long after a moment, what is
# made may be of before it by the other clock, and is not kept.
CLOCK_DIFFERENCE = timedelta(seconds=1)


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
    """The token in the database; None where nothing may be kept: the row is missing, as while a
    migration takes the triggers away, or this transaction has written."""
    with connection.cursor() as cursor:  # a tenth of the time that the ORM would take
        cursor.execute(REVISION_QUERIES[connection.vendor])
        row = cursor.fetchone()
    return row[0] if row else None


class Revision:
    """A state of the public records: what is made from them under a token, is kept with it."""

    def __init__(self, token: str) -> None:
        self.token = token

    @cached_property
    def until(self) -> datetime:
        """The first moment at which the clock alone makes it another state.

        A moment past where somebody has written since the token was read: of which state the dates
        are that were found, nobody knows.
        """
        found = _next_moment(timezone.now() - CLOCK_DIFFERENCE)
        return found if self.is_current else datetime.min.replace(tzinfo=UTC)

    @property
    def is_over(self) -> bool:
        """Whether its moment has come."""
        return self.until <= timezone.now()

    @property
    def is_current(self) -> bool:
        """Whether the database still has its token; asked before anything is kept with it."""
        return read_token() == self.token


_moments: list[Callable[[datetime], Iterable[datetime]]] = []
_latest: Revision | None = None


def register_moments(find: Callable[[datetime], Iterable[datetime]]) -> None:
    """Has each revision end at moments of an app's records; called once, when the portal starts.

    `find` gives some moments, those among them that are the first after the one it is given.
    """
    _moments.append(find)


def revision_by_token() -> Revision | None:
    """The state under the token that was read when the request began; outside a request, under
    that of this moment. None where the database has no token, and nothing may be kept.

    The same object as long as the token is, whatever the clock says.
    """
    global _latest  # noqa: PLW0603 (one of each process)
    try:
        token = _token.get()
    except LookupError:
        token = read_token()
    if token is None:
        return None
    if _latest is None or _latest.token != token:
        _latest = Revision(token)
    return _latest


def current_revision() -> Revision | None:
    """The same, and another object from each moment on that the clock makes another state; None
    as well while the clocks may not agree that a moment has passed."""
    global _latest  # noqa: PLW0603 (likewise)
    revision = revision_by_token()
    if revision and revision.is_over:
        revision = _latest = Revision(revision.token)
    return revision if revision and not revision.is_over else None


def _next_moment(after: datetime) -> datetime:
    """The first moment after another of those registered, at the latest the change of day."""
    midnight = timezone.localtime(after).replace(hour=0, minute=0, second=0, microsecond=0)
    found = chain([midnight + timedelta(days=1)], *(find(after) for find in _moments))
    return min(moment for moment in found if moment > after)


@contextmanager
def revision_read(read: Callable[[], str | None] = read_token) -> Iterator[None]:
    """Reads the token once for all that is done inside."""
    reset = _token.set(read())
    try:
        yield
    finally:
        _token.reset(reset)


def read_site_revision(get_response: GetResponse) -> GetResponse:
    """Reads the token before the first query of each request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with revision_read(_read_token_first):
            return get_response(request)

    return middleware


def _read_token_first() -> str | None:
    close_replaced_database()
    # So Django need not ask before each request whether the connection still holds.
    try:
        return read_token()
    except DatabaseError:
        connection.close()
    with suppress(DatabaseError):  # the request's own first query meets it, or /healthz tells it
        return read_token()
    return None


class Kept[**Arguments, Value]:
    """What each process makes from public records, and makes anew after they changed.

    Where the clock does not matter to it, `revision_by_token` may be its `revision`.
    """

    def __init__(
        self,
        make: Callable[Arguments, Value],
        *,
        revision: Callable[[], Revision | None] = current_revision,
    ) -> None:
        self.make, self.revision = make, revision
        self._kept: tuple[Revision | None, dict[object, Value]] = None, {}

    def __call__(self, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Value:
        """The value for these arguments, of the revision or newer."""
        revision = self.revision()
        if revision is not self._kept[0]:
            self._kept = revision, {}
        kept, key = self._kept[1], (args, tuple(kwargs.items()))
        if key in kept:
            return kept[key]
        value = self.make(*args, **kwargs)
        if revision and revision.is_current:  # not what this transaction wrote and may undo
            kept[key] = value
        return value

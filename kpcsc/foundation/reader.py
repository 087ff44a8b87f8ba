"""Who will read what is being made, and the mask that texts pass through on their way there.

A text that is given to a reader goes through `masked`. What a mask takes out is known to an app,
which registers it here. Where nobody has said who reads, it is the public.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse

from kpcsc.foundation.viewer import PUBLIC, Viewer

type GetResponse = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class Reader:
    """Somebody who reads: what they may see, and who they are, if that is known."""

    viewer: Viewer = PUBLIC
    person_id: int | None = None

    @classmethod
    def of(cls, person: Any) -> "Reader":
        """The reader that a person is."""
        return cls(Viewer.of(person), person.pk)


class Mask(Protocol):
    """Takes out of a text of a record what this viewer may not read there."""

    def __call__(self, text: str, record: Any, viewer: Viewer, *, is_html: bool) -> str: ...


ANYONE = Reader()
_reader: ContextVar[Callable[[], Reader]] = ContextVar("reader")
_masks: list[Mask] = []


def register_mask(mask: Mask) -> None:
    """Passes every text for a reader through the mask; called once, when the portal starts."""
    _masks.append(mask)


def masked(text: str, record: Any, *, is_html: bool = False) -> str:
    """A text of the record, as whoever reads may read it.

    The secretariat reads what was written; so do those who wrote it, whom a mask would tell who is
    hidden: a record names its writer as `text_author_id`.
    """
    reader = current_reader()
    if not text or reader.viewer.is_staff:
        return text
    if reader.person_id and getattr(record, "text_author_id", None) == reader.person_id:
        return text
    for mask in _masks:
        text = mask(text, record, reader.viewer, is_html=is_html)
    return text


def current_reader() -> Reader:
    """Who reads what is being made."""
    return _reader.get(lambda: ANYONE)()


@contextmanager
def reading_as(reader: Reader) -> Iterator[None]:
    """Makes everything inside for this reader."""
    with _reading(lambda: reader):
        yield


@contextmanager
def _reading(find: Callable[[], Reader]) -> Iterator[None]:
    reset = _reader.set(find)
    try:
        yield
    finally:
        _reader.reset(reset)


def read_as_user(get_response: GetResponse) -> GetResponse:
    """Makes each answer for the user who asks, who is looked up when the first text is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with _reading(cache(lambda: Reader.of(request.user))):
            return get_response(request)

    return middleware

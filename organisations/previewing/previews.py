"""A record's page as it will be once published: exactly what each kind of reader will get.

What it shows is read by the public view, through the same `visible_to`, in a transaction where the
record is published already, as it is or as somebody proposes it; the transaction is then undone. So
no rule of who may see what knows of previews, and none can leak through them.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import resolve, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.proposals.addresses import proposal_address
from kpcsc.foundation.proposals.models import ProposedChange
from kpcsc.foundation.proposals.working_copy import working_copy
from kpcsc.foundation.reader import Reader, reading_as
from kpcsc.foundation.viewer import MEMBER, PUBLIC, STAFF, Viewer
from organisations.naming.directory import named_directory

READER_KINDS: dict[str, tuple[Any, Viewer]] = {
    "public": (_("the public"), PUBLIC),
    "member": (_("a member"), MEMBER),
    "staff": (_("the secretariat"), STAFF),
}


@dataclass(frozen=True)
class PreviewUser:
    """Somebody who looks at the page, as views ask `request.user`."""

    viewer: Viewer
    is_active: bool = True
    lacks_second_factor: bool = False

    @property
    def is_authenticated(self) -> bool:
        """Whether the reader is signed in."""
        return self.viewer != PUBLIC

    @property
    def is_staff(self) -> bool:
        """Whether the reader works for the secretariat."""
        return self.viewer.is_staff

    @property
    def is_member(self) -> bool:
        """Whether what is for members is for the reader."""
        return self.viewer.is_member


class PreviewLink(NamedTuple):
    """A link to another preview, or the one that is open."""

    name: Any
    address: str
    chosen: bool
    language: str = ""  # of its name, if that may be another than the page's


@dataclass(frozen=True)
class Preview:
    """What is looked at, as whom and in which language; the page's bar shows it."""

    record: Any
    reader: str
    language: str
    proposal: ProposedChange | None = None

    @property
    def record_address(self) -> str:
        """Where the record is edited, or the proposal decided on."""
        if self.proposal:
            return proposal_address(self.proposal)
        return reverse(f"{self._admin_page}_change", args=[self.record.pk])

    def readers(self) -> list[PreviewLink]:
        """Each kind of reader, with the page as it is for them."""
        return [
            PreviewLink(name, self.address(key, self.language), key == self.reader)
            for key, (name, _viewer) in READER_KINDS.items()
        ]

    def languages(self) -> list[PreviewLink]:
        """Each language, with the page in it."""
        return [
            PreviewLink(name, self.address(self.reader, code), code == self.language, code)
            for code, name in (("fr", "Français"), ("en", "English"))
        ]

    def address(self, reader: str, language: str) -> str:
        """The address of a preview of this record."""
        query = {"proposal": self.proposal.pk} if self.proposal else None
        return reverse(
            f"{self._admin_page}_preview", args=[self.record.pk, reader, language], query=query
        )

    @property
    def _admin_page(self) -> str:
        meta = self.record._meta
        return f"admin:{meta.app_label}_{meta.model_name}"


def page(request: HttpRequest, preview: Preview) -> HttpResponse:
    """The record's public page as its reader will get it, or a page that says there is none.

    What it shows is read in the transaction that is undone, and shown after that: nobody waits for
    a page to be drawn.
    """
    viewer = READER_KINDS[preview.reader][1]
    named_directory()  # made and kept now: within a transaction that writes, nothing is
    with translation.override(preview.language), reading_as(Reader(viewer)):
        with working_copy(preview.record, preview.proposal):
            response = read_page(request, preview, viewer)
        return response.render()


def read_page(request: HttpRequest, preview: Preview, viewer: Viewer) -> TemplateResponse:
    """The page with all that it will show, still to be drawn."""
    rows: Any = type(preview.record)._default_manager.filter(pk=preview.record.pk)
    if published := preview.record.as_published:
        rows.update(**published)
    asked = request_as(PreviewUser(viewer), request, rows.get().get_absolute_url())
    asked.preview = preview
    try:
        response = asked.resolver_match.func(asked, **asked.resolver_match.kwargs)
    except Http404:
        return TemplateResponse(asked, "organisations/preview_refused.html")
    if not isinstance(response, TemplateResponse):  # its address leads to another record
        return TemplateResponse(asked, "organisations/preview_refused.html")
    for shown in (response.context_data or {}).values():
        if isinstance(shown, QuerySet):
            len(shown)  # asks the database now
    return response


def request_as(reader: PreviewUser, request: HttpRequest, path: str) -> Any:
    """The request for a public page, as it would come from this reader."""
    asked: Any = HttpRequest()
    asked.META, asked.method = request.META, "GET"
    asked.path = asked.path_info = path
    asked.resolver_match = resolve(path)
    asked.user = reader
    return asked

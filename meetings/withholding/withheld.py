"""Which documents are withheld, for whom they would name, and what staff said of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kpcsc.foundation.viewer import MEMBER, PUBLIC
from meetings.models import Document, DocumentMention, Participation, Visibility
from organisations.models import Listing, Organisation
from organisations.models.organisation import OrganisationQuerySet


class Reason(StrEnum):
    """Why readers do not get a document; or that they do, for staff said that they may."""

    NAMED = "named"
    UNREADABLE = "unreadable"
    DISMISSED = "dismissed"


@dataclass(frozen=True)
class WithheldDocument:
    """A document and an organisation that it names, or that it may name."""

    document: Document
    organisation: Organisation
    reason: Reason
    is_for_members: bool  # that members get it all the same
    by: str = ""  # who said that it does not name the organisation

    @property
    def is_dismissed(self) -> bool:
        """Whether staff said that it does not name the organisation."""
        return self.reason == Reason.DISMISSED

    @property
    def sentence(self) -> str:
        """What is said of it to staff."""
        if self.reason == Reason.DISMISSED:
            return _("%(person)s said that it does not name it: readers get the file.") % {
                "person": self.by
            }
        if self.reason == Reason.UNREADABLE:
            why = _("The file cannot be read, and the organisation took part.")
        else:
            why = _("The file names it.")
        readers = (
            _("Only members and the secretariat get it.")
            if self.is_for_members
            else _("Only the secretariat gets it.")
        )
        return f"{why} {readers}"


def withheld_documents(
    documents: QuerySet[Document], organisations: OrganisationQuerySet
) -> list[WithheldDocument]:
    """Of these documents those that some reader does not get, for these organisations; in three
    queries. Those for the secretariat alone are withheld from nobody."""
    documents = documents.exclude(visibility=Visibility.STAFF)
    found = [*_named(documents, organisations), *_unreadable(documents, organisations)]
    return sorted(found, key=lambda one: (one.document.meeting_id, one.document.position))


def _named(
    documents: QuerySet[Document], organisations: OrganisationQuerySet
) -> Iterator[WithheldDocument]:
    rows = DocumentMention.objects.filter(document__in=documents, organisation__in=organisations)
    mentions = rows.select_related("document__meeting", "organisation", "by")
    for_members = set(rows.hidden_from(MEMBER).values_list("pk", flat=True))
    for mention in mentions.filter(Q(pk__in=rows.hidden_from(PUBLIC)) | Q(is_dismissed=True)):
        yield WithheldDocument(
            mention.document,
            mention.organisation,
            Reason.DISMISSED if mention.is_dismissed else Reason.NAMED,
            is_for_members=mention.pk not in for_members,
            by=str(mention.by or ""),
        )


def _unreadable(
    documents: QuerySet[Document], organisations: OrganisationQuerySet
) -> Iterator[WithheldDocument]:
    said_of = DocumentMention.objects.filter(
        document=OuterRef("meeting__documents"), organisation=OuterRef("organisation")
    )
    suspected: QuerySet[Participation, tuple[int, int]] = (
        Participation.objects.exclude(attended=False)
        .filter(
            ~Exists(said_of),
            organisation__in=organisations.with_naming_stopped(),
            meeting__documents__in=documents.filter(said__is_whole=False),
        )
        .values_list("meeting__documents", "organisation")
    )
    pairs = list(suspected)
    files = documents.select_related("meeting").in_bulk([document for document, _one in pairs])
    known = Organisation.objects.in_bulk([organisation for _one, organisation in pairs])
    for document, organisation in pairs:
        listed = known[organisation]
        yield WithheldDocument(
            files[document],
            listed,
            Reason.UNREADABLE,
            is_for_members=listed.listing == Listing.MEMBERS,
        )

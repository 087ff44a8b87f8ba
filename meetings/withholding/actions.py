"""Reading documents for names, and saying of one that it does not name somebody."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from kpcsc.foundation.history.log import log_action
from kpcsc.foundation.site_revision import revision_read
from meetings.models import Document, DocumentMention, DocumentText
from meetings.withholding.file_texts import FileText, text_of_file
from organisations.listing.actions import MAY_STOP
from organisations.models import Organisation, User
from organisations.names_in_texts.names import ORGANISATION, letters_of_names
from organisations.names_in_texts.words import letters_of
from organisations.naming.directory import named_directory


def read_document(document: Document) -> None:
    """Reads the file that readers get, and finds whom it names; withheld until that is done.

    What staff said of the file before stays; of another one they say it anew.
    """
    file = document.file.name or ""
    # A file that ends the process that reads it is not read again and again.
    said, _made = DocumentText.objects.get_or_create(document=document)
    if said.file != file:
        _keep(said, file, FileText("", is_whole=False))
        document.mentions.all().delete()
    stored = document.reader_file
    if stored and stored.storage.exists(stored.name or ""):
        with stored.open() as opened:
            _keep(said, file, text_of_file(opened, document.kind))
    find_names(said)


def _keep(said: DocumentText, file: str, found: FileText) -> None:
    said.file, said.text, said.is_whole = file, found.text, found.is_whole
    said.letters, said.names_digest = letters_of(found.text), ""
    said.save()


@transaction.atomic
def find_names(said: DocumentText) -> None:
    """Keeps whom a document names, of the organisations and their names of now."""
    with revision_read():
        directory = named_directory()
    subjects = directory.index.subjects_in(said.text)
    named = {subject.key for subject in subjects if subject.kind == ORGANISATION}
    found = DocumentMention.objects.filter(document=said.document_id)
    found.exclude(organisation__in=named).filter(is_dismissed=False).delete()
    known = set(found.values_list("organisation", flat=True))
    present = Organisation.objects.filter(pk__in=named - known).values_list("pk", flat=True)
    DocumentMention.objects.bulk_create(
        DocumentMention(document_id=said.document_id, organisation_id=key) for key in present
    )
    DocumentText.objects.filter(pk=said.pk).update(names_digest=directory.organisations_digest)


@transaction.atomic
def withhold_for_new_names(organisation: Organisation) -> None:
    """Withholds the documents that may have a name that the organisation has gained, until they are
    read for it; what staff said of one before they knew the name does not count."""
    condition = Q(pk__in=[])
    for letters in letters_of_names(organisation.gained_names):
        condition |= Q(letters__contains=letters)
    texts = DocumentText.objects.filter(condition)
    own = DocumentMention.objects.filter(organisation=organisation)
    own.filter(is_dismissed=True, document__said__in=texts).delete()
    texts.exclude(document__in=own.values("document")).update(names_digest="")


def next_unread() -> Document | DocumentText | None:
    """A document that nobody has read, or a text in which new names were not looked for."""
    if document := Document.objects.unread().first():
        return document
    with revision_read():
        digest = named_directory().organisations_digest
    outdated = ~Q(names_digest=digest) & Q(document__file=F("file"))
    return DocumentText.objects.filter(outdated).first()


@transaction.atomic
def dismiss_document_mention(
    *, document: Document, organisation: Organisation, by: User, is_dismissed: bool = True
) -> None:
    """Has readers get a document that does not name the organisation, as somebody saw who looked
    at it; or takes that back. Raises PermissionDenied for others than publishers.
    """
    if not (by.is_staff and by.has_perm(MAY_STOP)):
        raise PermissionDenied
    DocumentMention.objects.update_or_create(
        document=document,
        organisation=organisation,
        defaults={"is_dismissed": is_dismissed, "by": by},
    )
    if not is_dismissed:  # whether it names it, or cannot be read, is the file's own
        for said in DocumentText.objects.filter(document=document):
            find_names(said)
    what = (
        gettext_noop("a document that does not name an organisation")
        if is_dismissed
        else gettext_noop("a document that names an organisation after all")
    )
    log_action(document.meeting, what, by=by)

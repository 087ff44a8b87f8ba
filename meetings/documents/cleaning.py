"""The copy that readers get of a file, without what it says of its authors, where that can be."""

from meetings.documents.kinds import PDF, DocumentKind
from meetings.documents.pdf_copy import cleaned_pdf
from meetings.documents.picture_copy import cleaned_picture


def cleaned_copy(content: bytes, kind: DocumentKind) -> bytes:
    """What the file shows and nothing else. Raises RefusedFileError."""
    return cleaned_pdf(content) if kind is PDF else cleaned_picture(content, kind)

"""How a document is chosen in a form."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from meetings.documents.kinds import EXTENSIONS, KINDS, PICTURES


class DocumentInput(forms.FileInput):
    """A control that says when the choice has to be made again.

    No browser lets a page fill in a file: after an error anywhere in the form, the choice is gone.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": ",".join(EXTENSIONS)} | (attrs or {}))

    def render(self, name: str, value: Any, *args: Any, **kwargs: Any) -> SafeString:
        control = super().render(name, value, *args, **kwargs)
        if not isinstance(value, UploadedFile):
            return control
        sentence = _("“%(name)s” was not kept: choose a file again.") % {"name": value.name}
        return format_html("{} <strong>{}</strong>", control, sentence)


class DocumentField(forms.FileField):
    """A file whose control, in a form that comes back, is told what had been chosen."""

    widget = DocumentInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data or super().bound_data(data, initial)


class PictureField(DocumentField):
    """The same for pictures alone."""

    def __init__(self, **kwargs: Any) -> None:
        endings = [end for key in PICTURES for end in KINDS[key].extensions]
        widget = DocumentInput({"accept": ",".join(endings)})
        super().__init__(**kwargs | {"widget": widget})

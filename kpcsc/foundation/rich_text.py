"""Rich text: headings, lists, links, emphasis and tables, sanitised on every way in."""

from typing import Any

from django.db import models
from django_prose_editor.fields import ProseEditorField, create_sanitizer

from kpcsc.foundation.pasted_html import clean_pasted_html

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "PastedHTML": True,  # static/js/pasted_html.js
}
# The library applies these from the last to the first.
SANITIZE = [create_sanitizer, clean_pasted_html]


class RichTextField(ProseEditorField):
    """HTML that templates may trust: the library cleans it in forms, this class on each save."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, extensions=EXTENSIONS, sanitize=SANITIZE, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        # The attribute is left alone: on a translated field, setting it would also write the
        # text shown by fallback into the language that lacks one.
        value = getattr(model_instance, self.attname)
        return self.sanitize(value) if value else value

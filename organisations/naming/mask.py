"""The mask on texts: nobody is named in them to a reader who may not see them named there."""

from typing import Any

from django.utils.translation import gettext as _

from kpcsc.foundation.viewer import Viewer
from organisations.names_in_texts.masking import masked
from organisations.names_in_texts.names import ORGANISATION, PERSON
from organisations.naming.directory import named_directory


def hide_names(text: str, record: Any, viewer: Viewer, *, is_html: bool) -> str:
    """The text of a record with a phrase for each name that this viewer may not see there."""
    directory = named_directory()
    hidden = [
        mention
        for mention in directory.index.mentions_in(text, is_html)
        if directory.hides(mention, record, viewer)
    ]
    return masked(text, hidden, phrases()) if hidden else text


def phrases() -> dict[str, str]:
    """What stands for a name, in the page's language."""
    return {ORGANISATION: _("[organisation not named]"), PERSON: _("[person not named]")}

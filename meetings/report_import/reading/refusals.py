"""How much of a report is read, and what a person is told where a report cannot be read."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from meetings.documents.kinds import RefusedFileError

MOST_CHARACTERS = 1_000_000


def damaged_file_error() -> RefusedFileError:
    """For what no parser makes sense of."""
    return RefusedFileError(
        _(
            "This file is damaged, or made in a way that cannot be read here: save it anew from "
            "the program that made it, or copy its text and paste it."
        )
    )


def too_intricate() -> RefusedFileError:
    """For a file of which the text is the smallest part."""
    return RefusedFileError(
        _("This file holds far more than text: copy the text of the report, and paste it.")
    )


def no_words_error() -> RefusedFileError:
    """For a text without a letter."""
    return RefusedFileError(
        _("There are no words in this report: choose another file, or paste its text.")
    )


def refuse_if_too_long(length: int) -> None:
    """Raises RefusedFileError for more characters than are read."""
    if length > MOST_CHARACTERS:
        raise RefusedFileError(
            _(
                "This text has more than %(most)s characters, far more than the report of a "
                "meeting: copy the part that matters, and paste it."
            )
            % {"most": number_format(MOST_CHARACTERS, force_grouping=True)}
        )

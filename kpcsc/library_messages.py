"""Messages of the libraries that our catalogue words: kept in it because they stand here.

Django puts the bare name of a record into its titles, which in French asks for an article. The
rich text editor says what its buttons do in English alone.
"""

from django.utils.translation import gettext_noop

DJANGO = [
    gettext_noop("Select %s to change"),
    gettext_noop("Select %s to view"),
    gettext_noop("Add %s"),
    gettext_noop("Change %s"),
    gettext_noop("View %s"),
    gettext_noop("Add %(name)s"),
    gettext_noop("Add another %(verbose_name)s"),
]
EDITOR = [
    gettext_noop("Add column"),
    gettext_noop("Add row"),
    gettext_noop("Delete column"),
    gettext_noop("Delete row"),
    gettext_noop("Delete table"),
    gettext_noop("Heading 3"),
    gettext_noop("Heading 4"),
    gettext_noop("Insert table"),
    gettext_noop("Merge cells"),
    gettext_noop("Paragraph"),
    gettext_noop("Split cell"),
    gettext_noop("Toggle header cell"),
    gettext_noop("blockquote"),
    gettext_noop("bold"),
    gettext_noop("heading 3"),
    gettext_noop("heading 4"),
    gettext_noop("insert link"),
    gettext_noop("italic"),
    gettext_noop("ordered list"),
    gettext_noop("paragraph"),
    gettext_noop("redo"),
    gettext_noop("remove link"),
    gettext_noop("undo"),
    gettext_noop("unordered list"),
]

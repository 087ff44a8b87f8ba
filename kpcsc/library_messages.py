"""Messages of the libraries that our catalogue words: kept in it because they stand here.

Django puts the bare name of a record or a field into its sentences, which in French asks for an
article, and speaks of users where these are people. The rich text editor says what its buttons do
in English alone.
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
    gettext_noop("Change"),
    gettext_noop("Save and add another"),
    gettext_noop("%(app)s administration"),
    gettext_noop(" By %(filter_title)s "),
    gettext_noop("Cannot delete %(name)s"),
    gettext_noop(
        "Are you sure you want to delete the %(object_name)s “%(escaped_object)s”? "
        "All of the following related items will be deleted:"
    ),
    gettext_noop(
        "Deleting the %(object_name)s “%(escaped_object)s” would require deleting the following "
        "protected related objects:"
    ),
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

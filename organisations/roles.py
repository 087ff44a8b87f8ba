"""What the portal's roles are called and allow, in words; `kpcsc.roles` has their permissions."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import Group
from django.forms import CheckboxSelectMultiple, ModelMultipleChoiceField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

FACILITATOR = "Facilitator"
SENTENCES = {
    "Administrator": _("Does what all others do, gives people their roles, and reads the journal."),
    "Editor": _("Writes all records; changes to what is published wait for a publisher."),
    "Publisher": _(
        "Publishes records, accepts proposed changes, and stops the naming of an organisation."
    ),
    "Translator": _("Writes the other language of texts."),
    FACILITATOR: _("Belongs to an organisation, and runs the meetings where they facilitate."),
}


def works_for_secretariat(roles: Collection[Group]) -> bool:
    """Whether one of these roles is of the secretariat, which opens the desk."""
    return any(role.name != FACILITATOR for role in roles)


def role_words(roles: Collection[Group]) -> str:
    """The roles in the page's language."""
    return ", ".join(gettext(role.name) for role in roles)


def role_sentences(roles: Collection[Group]) -> list[tuple[str, str]]:
    """Each role in the page's language, with what it allows."""
    return [(gettext(role.name), str(SENTENCES.get(role.name, ""))) for role in roles]


class RolesField(ModelMultipleChoiceField):
    """The portal's roles to be ticked, each with the sentence that says what it allows."""

    def __init__(self, **options: Any) -> None:
        options |= {"queryset": Group.objects.filter(name__in=SENTENCES).order_by("pk")}
        options |= {"widget": CheckboxSelectMultiple, "label": _("Role"), "required": False}
        options |= {
            "help_text": _(
                "Somebody without a role sees what the membership of their organisation opens. "
                "Every role but the facilitator’s opens the desk, and sees every organisation "
                "named."
            )
        }
        super().__init__(**options)

    def label_from_instance(self, obj: Any) -> SafeString:
        return format_html(
            '<b>{}</b> <span class="help">{}</span>', gettext(obj.name), SENTENCES[obj.name]
        )


def roles_held(roles: Collection[Group]) -> SafeString:
    """The same to be read, by whoever may not change them."""
    return format_html_join("", "<p><b>{}</b> {}</p>", role_sentences(roles))

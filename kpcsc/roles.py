"""What each role may do at the desk. A person may have several; membership is no role.

A member sees what their organisation's membership opens; a facilitator, besides the role, the
meetings alone where they facilitate.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils.translation import gettext_noop

RECORDS = ("organisations", "meetings", "surveys")
EVERY_ACTION = ("view", "add", "change", "delete")
# Sessions and codes are their owners'; what was agreed and done is never changed.
PRIVATE = {"organisations.signin", "organisations.signincode"}
NEVER_CHANGED = {
    "organisations.consentrecord",
    "meetings.publicationstep",
    "meetings.progressreport",
    "meetings.digestweek",
    "meetings.documenttext",
    "meetings.documentmention",
    "meetings.showncountry",
    "organisations.dismissedmention",
}
PUBLISHING = {
    "meetings.publish_meeting",
    "meetings.publish_campaign",
    "organisations.publish_organisation",
    "surveys.publish_survey",
}
STOPPING = {"organisations.stop_naming"}
# Shows readers what was hidden from them.
DISMISSING = {"organisations.add_dismissedmention", "organisations.delete_dismissedmention"}


@dataclass(frozen=True)
class StaffRole:
    """A group of staff: its name, which is a message of the catalogue, and its permissions."""

    name: str
    permissions: Callable[[], set[str]]


def on_records(*actions: str) -> set[str]:
    """These permissions on every model of the records, as "app.action_model"."""
    return {
        f"{options.app_label}.{get_permission_codename(action, options)}"
        for app in RECORDS
        for model in apps.get_app_config(app).get_models()
        if (options := model._meta).label_lower not in PRIVATE
        and not hasattr(model, "history_object")
        for action in actions
        if action in {"view", "add"} or options.label_lower not in NEVER_CHANGED
    } - DISMISSING


def _editor() -> set[str]:
    outbox = {"foundation.view_delivery", "foundation.change_delivery"}
    return on_records(*EVERY_ACTION) | outbox | _translator()


def _publisher() -> set[str]:
    return on_records("view") | PUBLISHING | DISMISSING | STOPPING


def _translator() -> set[str]:
    return {"foundation.change_translationreview"}


def _facilitator() -> set[str]:
    return {"meetings.facilitate_meeting"}


def _administrator() -> set[str]:
    everything = _editor() | _publisher() | _facilitator()
    return everything | {"organisations.administer_portal"}


ROLES = (
    StaffRole(gettext_noop("Administrator"), _administrator),
    StaffRole(gettext_noop("Editor"), _editor),
    StaffRole(gettext_noop("Publisher"), _publisher),
    StaffRole(gettext_noop("Translator"), _translator),
    StaffRole(gettext_noop("Facilitator"), _facilitator),
)


def update_staff_groups() -> None:
    """Makes the groups, and gives each what its role may do, and nothing else."""
    for role in ROLES:
        group, _made = Group.objects.get_or_create(name=role.name)
        group.permissions.set(permissions_named(role.permissions()))


def permissions_named(names: set[str]) -> Iterator[Permission]:
    """The rows of these permissions; raises LookupError where one has none."""
    wanted = Q()
    for name in names:
        app, _, code = name.partition(".")
        wanted |= Q(content_type__app_label=app, codename=code)
    found = Permission.objects.filter(wanted).select_related("content_type")
    rows = {f"{row.content_type.app_label}.{row.codename}": row for row in found}
    if missing := names - rows.keys():
        raise LookupError(f"No such permissions: {', '.join(sorted(missing))}")
    yield from rows.values()

"""The desk as a whole: its names, what libraries put on it, and the groups of staff."""

from typing import Any

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import ManyToManyField
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tasks_db.admin import DBTaskResult

from kpcsc.foundation.deletion import ReadableDeletion

admin.site.site_title = "KP CSC"
admin.site.site_header = _("KP CSC · Secretariat")
admin.site.index_title = _("Records")

# The log of the task worker: for whoever runs the server, in no language but a program's.
admin.site.unregister(DBTaskResult)
# What allauth keeps: addresses that nobody adds, and second factors, which belong to their owners.
admin.site.unregister([EmailAddress, Authenticator])

ACTIONS = {
    "view": _("%(records)s: see"),
    "add": _("%(records)s: add"),
    "change": _("%(records)s: change"),
    "delete": _("%(records)s: delete"),
}


class PermissionsField(ModelMultipleChoiceField):
    """Django keeps the names of permissions in English, in the database."""

    def label_from_instance(self, obj: Any) -> str:
        action = ACTIONS.get(obj.codename.partition("_")[0])
        model = obj.content_type.model_class()
        if action is None or model is None:
            return gettext(obj.name)
        name = str(model._meta.verbose_name_plural)
        return str(action % {"records": name[:1].upper() + name[1:]})


admin.site.unregister(Group)


@admin.register(Group)
class StaffGroupAdmin(ReadableDeletion, GroupAdmin):
    """Groups of staff, with the permissions on records that the desk shows."""

    list_display = ["role"]

    @admin.display(description=_("name"), ordering="name")
    def role(self, group: Group) -> str:
        """The name; that of one of the portal's roles in the page's language."""
        return gettext(group.name)

    def formfield_for_manytomany(
        self,
        db_field: ManyToManyField[Any, Any],
        request: HttpRequest | None = None,
        **kwargs: Any,
    ) -> ModelMultipleChoiceField[Any] | None:
        if db_field.name == "permissions":
            shown = ContentType.objects.get_for_models(*self.admin_site._registry)
            kwargs["form_class"] = PermissionsField
            kwargs["queryset"] = Permission.objects.filter(
                content_type__in=shown.values()
            ).select_related("content_type")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

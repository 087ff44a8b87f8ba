"""The page on which an administrator erases a person."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpcsc.foundation.addresses import change_address
from kpcsc.foundation.viewer import STAFF
from organisations.actions import erase_person
from organisations.models import Organisation, User

MOST_SHOWN = 50


def records_naming(person: User) -> list[tuple[str, str]]:
    """The records in whose texts the person's name was found: their addresses at the desk, and
    what they are called."""
    # The search lies to the right of this app: it is reached by the reverse accessor alone.
    entry: Any = Organisation._meta.get_field("search_entry").related_model
    found = entry.objects.matching(person.name, STAFF).newest_first()
    shown = found.select_related("meeting", "campaign", "organisation")[:MOST_SHOWN]
    return [(change_address(one.record), str(one.record)) for one in shown]


class ErasureAdmin(admin.ModelAdmin):
    """People are erased, not deleted: what they did in the records stays somebody's."""

    def get_urls(self) -> list[URLPattern]:
        view = require_http_methods(["GET", "HEAD", "POST"])(self.erase_view)
        erase = path(
            "<path:object_id>/erase/",
            self.admin_site.admin_view(view),
            name="organisations_user_erase",
        )
        return [erase, *super().get_urls()]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def erase_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Says what erasing the person takes out and what it leaves; does it when asked to."""
        by: Any = request.user
        if not by.has_perm("organisations.administer_portal"):
            raise PermissionDenied
        person: User | None = self.get_object(request, unquote(object_id))
        if person is None:
            raise Http404
        if request.method == "POST":
            try:
                erase_person(person=person, by=by)
            except ValidationError as error:
                messages.error(request, error.messages[0])
            else:
                self.log_change(request, person, _("Erased."))
                messages.success(request, _("The person is erased."))
            return redirect("admin:organisations_user_change", person.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Erase “%(person)s”") % {"person": person},
            "subtitle": None,
            "object": person,
            "opts": self.opts,
            "naming": records_naming(person),
        }
        return TemplateResponse(request, "admin/organisations/user/erase.html", context)

"""The page on which an administrator erases a person."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpcsc.foundation.addresses import change_address
from organisations.actions import erase_person
from organisations.models import User
from organisations.naming.directory import index_of_person
from organisations.naming.stored_texts import Place, records_naming

MOST_SHOWN = 50


def texts_naming(person: User) -> list[tuple[str, str]]:
    """Where the person's names stand, also where it may come back: addresses at the desk, and what
    stands there."""
    found = records_naming(index_of_person(person))[:MOST_SHOWN]
    bin_address = reverse("admin:foundation_deletedrecord_changelist")
    return [
        (bin_address if one.place is Place.DELETED else change_address(one.record), str(one))
        for one in found
    ]


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
            "naming": texts_naming(person),
        }
        return TemplateResponse(request, "admin/organisations/user/erase.html", context)

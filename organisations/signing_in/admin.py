"""What the secretariat does for somebody who cannot sign in."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.models import User
from organisations.signing_in.actions import make_spoken_code, remove_second_factors


class SignInHelpAdmin(admin.ModelAdmin):
    """A code that is told on the telephone, and a second factor that is set up anew."""

    def get_urls(self) -> list[URLPattern]:
        view = require_http_methods(["GET", "HEAD", "POST"])(self.help_view)
        help_to_sign_in = path(
            "<path:object_id>/sign-in/",
            self.admin_site.admin_view(view),
            name="organisations_user_sign_in",
        )
        return [help_to_sign_in, *super().get_urls()]

    def help_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Says what can be done for the person, and does it when asked to.

        A spoken code is shown in the answer itself, once: it is in no address and no message.
        """
        person: User | None = self.get_object(request, unquote(object_id))
        if person is None:
            raise Http404
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        by: Any = request.user
        code = ""
        if request.method == "POST" and person.is_staff:
            remove_second_factors(person=person, by=by)
            messages.success(request, _("The second factor is removed, and the person signed out."))
            return redirect("admin:organisations_user_change", person.pk)
        if request.method == "POST":
            try:
                code = make_spoken_code(person=person, by=by)
            except ValidationError as error:
                messages.error(request, error.messages[0])
                return redirect("admin:organisations_user_change", person.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Help “%(person)s” to sign in") % {"person": person},
            "subtitle": None,
            "object": person,
            "opts": self.opts,
            "code": code,
        }
        return TemplateResponse(request, "admin/organisations/user/sign_in.html", context)

"""What the secretariat does so that somebody can sign in: a letter, and help where that fails."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpcsc.foundation.mail.letters import letter_html
from kpcsc.foundation.mail.models import Delivery
from organisations.models import User
from organisations.signed_in import signed_in_user
from organisations.signing_in.actions import (
    invite_to_sign_in,
    make_spoken_code,
    remove_second_factors,
)
from organisations.signing_in.letters import how_to_sign_in


class SignInHelpAdmin(admin.ModelAdmin):
    """An invitation; a code that is told on the telephone; a second factor that is set up anew."""

    def get_urls(self) -> list[URLPattern]:
        view = require_http_methods(["GET", "HEAD", "POST"])(self.help_view)
        help_to_sign_in = path(
            "<path:object_id>/sign-in/",
            self.admin_site.admin_view(view),
            name="organisations_user_sign_in",
        )
        view = require_http_methods(["GET", "HEAD", "POST"])(self.invite_view)
        invite = path(
            "<path:object_id>/invite/",
            self.admin_site.admin_view(view),
            name="organisations_user_invite",
        )
        return [help_to_sign_in, invite, *super().get_urls()]

    def response_add(self, request: HttpRequest, obj: User, *args: Any, **kw: Any) -> HttpResponse:
        """Offers the letter, without which nobody learns that they were added."""
        if "_invite" not in request.POST and IS_POPUP_VAR not in request.POST:
            page = reverse("admin:organisations_user_invite", args=[obj.pk])
            offer = _("%(person)s has had no letter yet.") % {"person": obj}
            messages.info(request, format_html('{} <a href="{}">{}</a>', offer, page, _("Invite")))
        return self.response_saved(request, obj) or super().response_add(request, obj, *args, **kw)

    def response_change(self, request: HttpRequest, obj: User) -> HttpResponse:
        """Likewise, where the person was saved to be invited."""
        return self.response_saved(request, obj) or super().response_change(request, obj)

    def response_saved(self, request: HttpRequest, person: User) -> HttpResponse | None:
        """The page with the letter, for whoever saved the person to invite them."""
        if "_invite" in request.POST:
            return redirect("admin:organisations_user_invite", person.pk)
        return None

    def invite_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Shows the letter that says how to sign in, and sends it when asked to."""
        person = self.person_to_help(request, object_id)
        if request.method == "POST":
            try:
                invite_to_sign_in(person=person, by=signed_in_user(request))
            except ValidationError as error:
                messages.error(request, error.messages[0])
            else:
                messages.success(request, _("The letter is on its way."))
            return redirect("admin:organisations_user_change", person.pk)
        with translation.override(person.language):
            letter = how_to_sign_in.write(person, person)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Invite “%(person)s” to sign in") % {"person": person},
            "subtitle": None,
            "object": person,
            "opts": self.opts,
            "letter": letter,
            "content": letter and letter_html(letter.text),
            "sent": Delivery.objects.filter(letter=how_to_sign_in.name, person=person).last(),
        }
        return TemplateResponse(request, "admin/organisations/user/invite.html", context)

    def person_to_help(self, request: HttpRequest, object_id: str) -> User:
        """The person of the page; raises Http404, and PermissionDenied for who may not help."""
        person: User | None = self.get_object(request, unquote(object_id))
        if person is None:
            raise Http404
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        return person

    def help_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Says what can be done for the person, and does it when asked to.

        A spoken code is shown in the answer itself, once: it is in no address and no message.
        """
        person = self.person_to_help(request, object_id)
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

"""Beside a record's form, whom its texts name; and the page where each passage is looked at."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _

from kpcsc.foundation.record_admin import RecordAdmin
from kpcsc.foundation.record_pages import RecordPagesAdmin, page_context, redirect_to_page
from kpcsc.foundation.versioned import Versioned
from organisations.naming.actions import MAY_DISMISS, dismiss_mention, reinstate_mention
from organisations.naming.record_mentions import RecordMentions
from organisations.signed_in import signed_in_user


def names_in_texts(
    model_admin: admin.ModelAdmin, request: HttpRequest, record: Versioned
) -> HttpResponse:
    """Each passage that names somebody; publishers say of a common word that it is no name."""
    mentions = RecordMentions(record)
    if request.method == "POST":
        passage = mentions.passage(request.POST.get("passage", ""))
        if passage is None:
            messages.error(request, _("This text was changed meanwhile: look at it again."))
        elif "reinstate" in request.POST:
            reinstate_mention(passage=passage, by=signed_in_user(request))
            messages.success(request, _("It is hidden again, as the organisation’s name."))
        else:
            dismiss_mention(passage=passage, by=signed_in_user(request))
            messages.success(
                request,
                _("Readers now see “%(words)s” in this sentence.")
                % {"words": passage.mention.words},
            )
        return redirect_to_page(record, "names")
    context = page_context(model_admin, request, record, _("Named in the texts"))
    context |= {"mentions": mentions, "may_dismiss": request.user.has_perm(MAY_DISMISS)}
    return render(request, "admin/organisations/naming/names.html", context)


class NamesInTextsAdmin(RecordPagesAdmin, RecordAdmin):
    """A record whose texts may name organisations and people."""

    def get_urls(self) -> list[URLPattern]:
        methods = ["GET", "HEAD", "POST"]
        page = self.record_page("names", names_in_texts, methods, is_for_readers=True)
        return [page, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record = kwargs.get("obj")
        mentions = RecordMentions(record) if record is not None else None
        if record is not None and mentions and (mentions.subjects or mentions.named_in_address):
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_names"
            context["mentions"] = mentions
            context["mentions_address"] = reverse(name, args=[record.pk])
            sections = context.get("sidebar_sections", [])
            context["sidebar_sections"] = [*sections, "admin/organisations/naming/sidebar.html"]
        return super().render_change_form(request, context, *args, **kwargs)

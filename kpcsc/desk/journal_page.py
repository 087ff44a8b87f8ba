"""The page of the journal, and what narrows it."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.timezone import make_aware
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kpcsc.desk.journal import JournalPosition, JournalQuery, journal_models, journal_page_entries
from kpcsc.foundation.http import read_only
from organisations.models import User


def day_field(label: Any) -> forms.DateField:
    """A day, picked by the browser's own calendar."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class JournalFilter(forms.Form):
    """Whose writes, of what, and from when to when."""

    by = forms.ModelChoiceField(
        User.objects.filter(is_staff=True).order_by("name"),
        label=_("Person"),
        required=False,
        empty_label=_("Everybody"),
    )
    kind = forms.ChoiceField(label=_("What"), required=False)
    since = day_field(_("From"))
    until = day_field(_("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [
            (label, capfirst(str(kind.model._meta.verbose_name_plural)))
            for label, kind in journal_models().items()
        ]
        by_name = sorted(kinds, key=lambda kind: kind[1])
        kind: Any = self.fields["kind"]
        kind.choices = [("", gettext("Everything")), *by_name]

    def wanted(self, before: JournalPosition | None) -> JournalQuery:
        """What to tell; what was filled in wrongly narrows nothing, and is said beside it."""
        self.full_clean()
        chosen = self.cleaned_data
        since, until = chosen.get("since"), chosen.get("until")
        return JournalQuery(
            by=chosen["by"].pk if chosen.get("by") else None,
            kind=chosen.get("kind", ""),
            since=make_aware(datetime.combine(since, time())) if since else None,
            until=make_aware(datetime.combine(until, time.max)) if until else None,
            before=before,
        )


@admin.site.admin_view
@read_only
def journal(request: HttpRequest) -> HttpResponse:
    """All that history keeps, the latest first; nothing here can be changed."""
    if not request.user.has_perm("organisations.administer_portal"):
        raise PermissionDenied
    form = JournalFilter(request.GET)
    before = JournalPosition.parse(request.GET.get("before", ""))
    told, following = journal_page_entries(form.wanted(before))
    query = request.GET.copy()
    query.pop("before", None)
    context = {
        **admin.site.each_context(request),
        "title": gettext("Journal"),
        "form": form,
        "entries": told,
        "following": following,
        "is_first_page": before is None,
        "query_string": query.urlencode(),
    }
    return TemplateResponse(request, "admin/journal.html", context)

"""Pages of one record at the desk, beside the one on which it is edited."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from kpcsc.foundation.versioned import Versioned

# What a page is: its address and name, the view, and the methods that it answers.
type View = Callable[..., HttpResponse]
type Page = tuple[str, View, Sequence[str]]


class RecordPagesAdmin(admin.ModelAdmin):
    """Adds pages that take the admin, the request and the record, for those who may change it.

    What is sent to one is answered in one transaction, as Django does with the record's own form.
    """

    record_pages: ClassVar[Sequence[Page]] = ()

    def get_urls(self) -> list[URLPattern]:
        return [*(self.record_page(*page) for page in self.record_pages), *super().get_urls()]

    def record_page(
        self,
        name: str,
        view: View,
        methods: Sequence[str],
        more: str = "",
        *,
        is_for_readers: bool = False,
    ) -> URLPattern:
        """The address of one of the pages; `more` is what stands behind its name.

        One that is for readers opens to whoever may see the record at the desk; what may be done
        there, its view and actions ask themselves.
        """

        def shown(request: HttpRequest, object_id: int, **parts: Any) -> HttpResponse:
            record = self.get_object(request, str(object_id))
            if record is None:
                raise Http404
            may_read = is_for_readers and self.has_view_permission(request, record)
            if not may_read and not self.has_change_permission(request, record):
                raise PermissionDenied
            return view(self, request, record, **parts)

        in_one_transaction = transaction.atomic(shown)

        def answered(request: HttpRequest, object_id: int, **parts: Any) -> HttpResponse:
            answer = in_one_transaction if request.method == "POST" else shown
            return answer(request, object_id, **parts)

        page = self.admin_site.admin_view(require_http_methods(methods)(answered))
        full_name = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
        return path(f"<int:object_id>/{name}/{more}", page, name=full_name)


def page_context(
    model_admin: admin.ModelAdmin, request: HttpRequest, record: Model, title: str
) -> dict[str, Any]:
    """What every such page needs of the admin; the record by its model's name too."""
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "media": model_admin.media,
        "original": record,
        str(model_admin.opts.model_name): record,
        "title": title,
        "proposes": isinstance(record, Versioned) and record.needs_publisher(request.user),
    }


def redirect_to_page(record: Model, name: str) -> HttpResponseRedirect:
    """Leads to one of the record's pages, once something was done."""
    page = f"admin:{record._meta.app_label}_{record._meta.model_name}_{name}"
    return HttpResponseRedirect(reverse(page, args=[record.pk]))

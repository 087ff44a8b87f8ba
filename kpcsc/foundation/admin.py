"""The secretariat's page on texts to translate, and the sheets that go to a translator."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kpcsc.foundation.bin.admin import BinAdmin
from kpcsc.foundation.http import page_of, query_string
from kpcsc.foundation.mail.admin import DeliveryAdmin
from kpcsc.foundation.proposals.admin import ProposedChangeAdmin
from kpcsc.foundation.sheets.sheet_file import CONTENT_TYPES
from kpcsc.foundation.translated_text import LANGUAGES
from kpcsc.foundation.translations.exchange import (
    TranslationImport,
    check_rows,
    import_texts,
    sheet_of,
)
from kpcsc.foundation.translations.forms import (
    TextsForm,
    TranslationConfirmationForm,
    TranslationExportForm,
    TranslationUploadForm,
    WaitingFilterForm,
)
from kpcsc.foundation.translations.models import TranslationReview
from kpcsc.foundation.translations.pending_texts import (
    Text,
    records_with_pending_texts,
    texts_below,
)
from kpcsc.foundation.translations.texts import other_language, root_models

__all__ = ["BinAdmin", "DeliveryAdmin", "ProposedChangeAdmin", "TranslationReviewAdmin"]

RECORDS_A_PAGE = 20


@admin.register(TranslationReview)
class TranslationReviewAdmin(admin.ModelAdmin):
    """What waits to be translated or reviewed, in all the records that a person may see."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(self.roots(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        """Its own pages alone: what waits is put right on the page of its record."""
        wrap = self.admin_site.admin_view
        name = "foundation_translationreview"
        return [
            path("", wrap(self.changelist_view), name=f"{name}_changelist"),
            path("<int:pk>/still-right/", wrap(self.still_right), name=f"{name}_still_right"),
            path(
                "<str:model>/<int:pk>/<str:language>/", wrap(self.texts_view), name=f"{name}_texts"
            ),
            path("export/", wrap(self.export_view), name=f"{name}_export"),
            path("import/", wrap(self.import_view), name=f"{name}_import"),
            path("import/write/", wrap(self.write_view), name=f"{name}_write"),
        ]

    def roots(self, request: HttpRequest, permission: str = "view") -> list[type[Model]]:
        """The models of records whose texts this person may view, or change: a translator all."""
        if request.user.has_perm("foundation.change_translationreview"):
            return list(root_models())
        may = f"has_{permission}_permission"
        sites = {model: self.admin_site.get_model_admin(model) for model in root_models()}
        return [model for model, pages in sites.items() if getattr(pages, may)(request)]

    @method_decorator(require_safe)
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """All that waits, record by record."""
        roots = self.roots(request)
        if not roots:
            raise PermissionDenied
        form = WaitingFilterForm(request.GET, roots=roots)
        chosen, languages, kinds = form.choice()
        page = page_of(
            records_with_pending_texts(chosen, languages, kinds), request, RECORDS_A_PAGE
        )
        context = {
            "title": gettext("Texts to translate or to review"),
            "form": form,
            "may_change": self.roots(request, "change"),
            "page": page,
            "query_string": query_string(request),
            "records": self.records(request, list(page.object_list), languages, kinds),
            **(extra_context or {}),
        }
        return self.page(request, "translations", context)

    def address_for(self, request: HttpRequest, text: Text) -> str:
        """Where a record's texts are put right: on its page, or for a translator, on theirs."""
        root = text.root
        if self.admin_site.get_model_admin(type(root)).has_change_permission(request, root):
            return record_address(root)
        key = [root._meta.label_lower, root.pk, text.key.language]
        return reverse("admin:foundation_translationreview_texts", args=key)

    def records(
        self,
        request: HttpRequest,
        found: Sequence[tuple[str, int]],
        languages: Sequence[str],
        kinds: Sequence[str],
    ) -> list[dict[str, Any]]:
        """The records of a page, each with its texts that wait and where they are put right."""
        texts: dict[tuple[str, int], list[Text]] = {}
        for label in dict.fromkeys(label for label, _pk in found):
            model: Any = apps.get_model(label)
            keys = [pk for name, pk in found if name == label]
            below = texts_below(model._base_manager.filter(pk__in=keys), languages)
            texts |= {(label, pk): below.get(pk, []) for pk in keys}
        return [
            {
                "record": wanted[0].root,
                "kind": wanted[0].root._meta.verbose_name,
                "address": self.address_for(request, wanted[0]),
                "texts": wanted,
            }
            for record in found
            if (wanted := [text for text in texts[record] if text.kind in kinds])
        ]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def texts_view(self, request: HttpRequest, model: str, pk: int, language: str) -> HttpResponse:
        """All texts of a record in one language, each beside its twin; a POST writes them.

        The facts of the record stay as they are: this is all that a translator changes.
        """
        roots = {root._meta.label_lower: root for root in self.roots(request, "change")}
        if not roots:
            raise PermissionDenied
        if model not in roots or language not in LANGUAGES:
            raise Http404
        record = get_object_or_404(roots[model]._default_manager.all(), pk=pk)
        found: Any = roots[model]._default_manager.filter(pk=pk)
        texts = texts_below(found, [language], only_waiting=False).get(pk, [])
        form = TextsForm(request.POST or None, texts=texts)
        if request.method == "POST" and form.is_valid():
            result = import_texts(form.rows(), roots=list(roots.values()), by=request.user)
            form.refuse(result.problems)
            tell_of_texts(request, result)
            if form.is_valid():
                return redirect("admin:foundation_translationreview_changelist")
        context = {
            "title": gettext("Texts of “%(record)s”") % {"record": record},
            "form": form,
            "language": language,
            "twin": reverse(
                "admin:foundation_translationreview_texts",
                args=[model, pk, other_language(language)],
            ),
            "media": self.media + form.media,
        }
        return self.page(request, "texts", context)

    @method_decorator(require_POST)
    def still_right(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The text stays as it is, though what it translates was changed."""
        review = get_object_or_404(TranslationReview, pk=pk)
        if apps.get_model(review.root_model) not in self.roots(request, "change"):
            raise PermissionDenied
        review.delete()
        messages.success(
            request, gettext("The text stays as it is and is no longer marked for review.")
        )
        address = reverse("admin:foundation_translationreview_changelist")
        return HttpResponseRedirect(f"{address}?{request.GET.urlencode()}")

    @method_decorator(require_safe)
    def export_view(self, request: HttpRequest) -> HttpResponse:
        """What a sheet for a translator would hold; and the sheet, once it is asked for."""
        roots = self.roots(request)
        if not roots:
            raise PermissionDenied
        form = TranslationExportForm(
            request.GET if "language" in request.GET else TranslationExportForm.USUAL
        )
        held = form.contents(roots)
        if held and "download" in request.GET:
            response = HttpResponse(sheet_of(held), content_type=CONTENT_TYPES["xlsx"])
            name = f"kpcsc-{other_language(held.language)}-{held.language}-{localdate()}.xlsx"
            response["Content-Disposition"] = content_disposition_header(True, name)
            return response
        context = {"title": gettext("Sheet for a translator"), "form": form, "held": held}
        return self.page(request, "translation_export", context)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Takes a sheet that came back, and shows what it would change; nothing is written."""
        roots = self.roots_to_change(request)
        form = TranslationUploadForm(request.POST or None, request.FILES or None)
        context = {"title": gettext("Read a sheet back"), "form": form}
        if form.is_valid():
            context |= {
                "plan": check_rows(form.rows, roots=roots),
                "rows_form": TranslationConfirmationForm.of(form.rows),
            }
        return self.page(request, "translation_import", context)

    @method_decorator(require_POST)
    def write_view(self, request: HttpRequest) -> HttpResponse:
        """Writes what was shown of a sheet."""
        roots = self.roots_to_change(request)
        form = TranslationConfirmationForm(request.POST)
        if not form.is_valid():
            messages.error(request, gettext("Nothing was written. Send the sheet again."))
            return redirect("admin:foundation_translationreview_import")
        result = import_texts(form.cleaned_data["rows"], roots=roots, by=request.user)
        tell_of_texts(request, result)
        if number := len(result.problems):
            left = ngettext(
                "%(number)d row of the sheet was left out.",
                "%(number)d rows of the sheet were left out.",
                number,
            )
            messages.warning(request, left % {"number": number})
        return redirect("admin:foundation_translationreview_changelist")

    def roots_to_change(self, request: HttpRequest) -> list[type[Model]]:
        """The models of records that this person may change; PermissionDenied where none is."""
        if roots := self.roots(request, "change"):
            return roots
        raise PermissionDenied

    def page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        """One of the pages, in the frame of the admin."""
        page_context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "media": self.media,
        }
        return TemplateResponse(request, f"admin/foundation/{name}.html", page_context | context)


def tell_of_texts(request: HttpRequest, result: TranslationImport) -> None:
    """Says how many texts were written, and how many wait for a publisher."""
    number = len(result.changes) - result.proposed
    if number or not result.proposed:
        said = ngettext("%(number)d text was written.", "%(number)d texts were written.", number)
        messages.success(request, said % {"number": number})
    if number := result.proposed:
        said = ngettext(
            "%(number)d text is kept as a proposal: readers see the record as before.",
            "%(number)d texts are kept as proposals: readers see the records as before.",
            number,
        )
        messages.success(request, said % {"number": number})


def record_address(record: Model) -> str:
    """The page where the record is changed."""
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    return reverse(name, args=[record.pk])

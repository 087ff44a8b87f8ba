"""The secretariat's pages that bring records in from a sheet, and give them out as one."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from kpcsc.foundation import waiting_files
from kpcsc.foundation.sheets.record_sheet import RecordSheet
from kpcsc.foundation.sheets.sheet_file import CONTENT_TYPES, SheetData, read_sheet, write_sheet
from kpcsc.foundation.sheets.sheet_outcome import SheetOutcome
from kpcsc.foundation.sheets.xlsx import UnreadableSheetError

LARGEST_FILE = 10 * 1024**2


class UploadForm(forms.Form):
    """A file to be checked."""

    file = forms.FileField(
        label=gettext_lazy("Sheet"),
        help_text=gettext_lazy(
            "XLSX or CSV, up to 10 MB. It is checked first: nothing is written yet."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"empty": gettext_lazy("This file is empty.")},
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("This file is too large: split it into several."))
        return file


class SheetConfirmationForm(forms.Form):
    """A checked sheet that is to be written."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    source = forms.CharField(widget=forms.HiddenInput, required=False)


class SheetAdmin(admin.ModelAdmin):
    """A list of records that also come and go as sheets, for whoever may add and change them."""

    sheets: ClassVar[Sequence[type[RecordSheet]]] = ()

    def get_urls(self) -> list[URLPattern]:
        pages = {"import": self.import_view, "export": self.export_view}
        answers = require_http_methods(["GET", "HEAD", "POST"])
        return [
            path(
                f"{name}/",
                self.admin_site.admin_view(answers(view)),
                name=self._sheet_url_name(name),
            )
            for name, view in pages.items()
        ] + super().get_urls()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        may = {
            "may_import": bool(self.sheets_open_to(request, "add", "change")),
            "may_export": bool(self.sheets_open_to(request, "change")),
        }
        return super().changelist_view(request, may | (extra_context or {}))

    def sheets_open_to(self, request: HttpRequest, *actions: str) -> list[type[RecordSheet]]:
        """The sheets whose records this person may act on so."""
        if not self.has_change_permission(request):
            return []

        def allowed(sheet: type[RecordSheet]) -> bool:
            options = sheet._meta.model._meta
            codes = [get_permission_codename(action, options) for action in actions]
            return request.user.has_perms([f"{options.app_label}.{code}" for code in codes])

        return [sheet for sheet in self.sheets if allowed(sheet)]

    # --- In ----------------------------------------------------------------------------------

    def import_view(self, request: HttpRequest) -> HttpResponseBase:
        """Asks for a file, checks it, and writes it once that is confirmed."""
        kinds = self.sheets_open_to(request, "add", "change")
        if not kinds:
            raise PermissionDenied
        if request.method != "POST":
            return self._import_page(request, kinds)
        waiting_form = SheetConfirmationForm(request.POST)
        if waiting_form.is_valid():
            return self._write_sheet(request, kinds, **waiting_form.cleaned_data)
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._import_page(request, kinds, form)
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            sheet = read_sheet(content)
            outcome = _kind_of(sheet, kinds)(by=request.user).check(sheet)
        except UnreadableSheetError as error:
            return self._import_page(request, kinds, refusal=error)
        confirmation = None
        if outcome.changes and not outcome.problems:
            key = waiting_files.keep(content, owner=request.user)
            confirmation = SheetConfirmationForm(initial={"key": key, "source": file.name})
        return self._import_page(request, kinds, outcome=outcome, confirmation=confirmation)

    def _write_sheet(
        self, request: HttpRequest, kinds: list[type[RecordSheet]], *, key: UUID, source: str
    ) -> HttpResponseBase:
        try:
            with waiting_files.taken(key, owner=request.user) as content:
                sheet = read_sheet(content)
                outcome = _kind_of(sheet, kinds)(by=request.user).write(sheet, source=source)
        except (waiting_files.WaitingFileNotFoundError, UnreadableSheetError) as error:
            return self._import_page(request, kinds, refusal=error)
        if outcome.problems:
            return self._import_page(request, kinds, outcome=outcome)
        self._log_sheet(request, outcome)
        messages.success(
            request,
            _("The sheet is written. New: %(new)d. Changed: %(changed)d. Unchanged: %(same)d.")
            % {
                "new": len(outcome.created),
                "changed": len(outcome.updated),
                "same": outcome.unchanged,
            },
        )
        if number := len(outcome.proposed):
            said = ngettext(
                "%(number)d row is kept as a proposal: readers see the record as before.",
                "%(number)d rows are kept as proposals: readers see the records as before.",
                number,
            )
            messages.success(request, said % {"number": number})
        return HttpResponseRedirect(self._sheet_url("changelist"))

    def _log_sheet(self, request: HttpRequest, outcome: SheetOutcome) -> None:
        for flag, changes in ((ADDITION, outcome.created), (CHANGE, outcome.updated)):
            records: Any = [change.record for change in changes]
            LogEntry.objects.log_actions(cast(int, request.user.pk), records, flag)

    def _import_page(
        self,
        request: HttpRequest,
        kinds: list[type[RecordSheet]],
        form: UploadForm | None = None,
        **found: Any,
    ) -> HttpResponseBase:
        publish = f"{self.opts.app_label}.{get_permission_codename('publish', self.opts)}"
        context = {
            "form": form or UploadForm(),
            "kinds": [kind() for kind in kinds],
            "may_publish": request.user.has_perm(publish),
            **found,
        }
        return self._sheet_page(request, "admin/sheets/import.html", _("Import a sheet"), context)

    # --- Out ---------------------------------------------------------------------------------

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """Offers the records of the list, as it is filtered, and gives them as a file."""
        kinds = self.sheets_open_to(request, "change")
        if not kinds:
            raise PermissionDenied
        try:
            records = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return HttpResponseRedirect(self._sheet_url("changelist"))
        sheets = {sheet.key: sheet for sheet in (kind() for kind in kinds)}
        name, _dot, file_kind = request.POST.get("download", "").partition(".")
        if name in sheets and file_kind in CONTENT_TYPES:
            return _download(sheets[name], file_kind, records)
        offered = [(sheet, sheet.rows_of(records).count()) for sheet in sheets.values()]
        context = {"offered": offered, "is_filtered": bool(request.GET)}
        return self._sheet_page(request, "admin/sheets/export.html", _("Export a sheet"), context)

    def _sheet_page(
        self, request: HttpRequest, template: str, title: str, context: dict[str, Any]
    ) -> TemplateResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return TemplateResponse(request, template, shared | context)

    def _sheet_url_name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _sheet_url(self, page: str) -> str:
        return reverse(f"{self.admin_site.name}:{self._sheet_url_name(page)}")


def _kind_of(sheet: SheetData, kinds: list[type[RecordSheet]]) -> type[RecordSheet]:
    """What the sheet holds, told by its columns; raises UnreadableSheetError."""
    for kind in kinds:
        if kind.fits(sheet):
            return kind
    needed = [", ".join(f"“{name}”" for name in kind._meta.import_id_fields) for kind in kinds]
    raise UnreadableSheetError(
        _("This sheet does not say which records it is about. It needs the columns: %(needed)s.")
        % {"needed": str(_(" or ")).join(needed)}
    )


def _download(sheet: RecordSheet, kind: str, records: Any) -> HttpResponse:
    content = write_sheet(kind, sheet.headings(), sheet.rows(records))
    name = slugify(str(sheet.name))
    file_name = f"{name}-{timezone.localdate().isoformat()}.{kind}"
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(True, file_name) or ""
    return response

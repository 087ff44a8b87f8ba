"""The page on which an earlier state of a record is brought back, after what that does is seen."""

from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpcsc.foundation.history.admin import HistoryAdmin
from kpcsc.foundation.history.restore import plan_restoration, restore
from kpcsc.foundation.history.save_descriptions import (
    describe_differences,
    moment_in_words,
    moment_named,
)
from kpcsc.foundation.history.tracked_models import tracked_models_of
from kpcsc.foundation.versioned import StaleRecordError, Versioned


class RestoreAdmin(HistoryAdmin):
    """A record whose earlier states may be brought back by whoever may change it."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_restore"
        view = require_http_methods(["GET", "HEAD", "POST"])(self.restore_view)
        return [
            path("<path:object_id>/history/restore/", self.admin_site.admin_view(view), name=name),
            *super().get_urls(),
        ]

    def _context(self, request: HttpRequest, record: models.Model, title: str) -> dict[str, Any]:
        may = self.has_change_permission(request, record)
        url = self._url("restore", record) if may else ""
        return super()._context(request, record, title) | {"restore_url": url}

    def restore_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Shows what bringing a state back changes and what it leaves; does it when asked to."""
        record = cast(Versioned, self._record(request, object_id))
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        asked = request.POST if request.method == "POST" else request.GET
        moment = moment_named(asked.get("moment", ""))
        if moment is None:
            messages.warning(request, _("Choose the state to bring back."))
            return redirect(self._url("history", record))
        if request.method == "POST":
            return self._restored(request, record, moment)
        planned = plan_restoration(record, moment)
        kinds = tracked_models_of(type(record))
        title = _("Bring back an earlier state of “%(record)s”")
        context = self._context(request, record, title) | {
            "moment": moment,
            "changes": describe_differences(planned.differences, kinds),
            "left": describe_differences(planned.not_restored, kinds),
            "last_breadcrumb": _("Bring back"),
            "proposes": record.needs_publisher(request.user),
        }
        return TemplateResponse(request, "admin/history_restore.html", context)

    def _restored(self, request: HttpRequest, record: Versioned, moment: datetime) -> HttpResponse:
        """Brings the state back, if the record is still the one that was shown."""
        seen = request.POST.get("version", "")
        try:
            record.version = int(seen) if seen.isascii() and seen.isdigit() else -1
            self.bring_back(request, record, moment)
        except StaleRecordError:
            problem = _(
                "Somebody changed this record in the meantime. Nothing is brought back yet."
            )
            messages.warning(request, problem)
        except ValidationError as error:
            messages.error(request, _("Nothing was brought back: this state no longer fits."))
            for reason in error.messages:
                messages.error(request, reason)
        return redirect(self._url("history", record))

    def bring_back(self, request: HttpRequest, record: Versioned, moment: datetime) -> None:
        """Brings the state back and says so; raises what `restore` raises."""
        assert request.user.is_authenticated  # noqa: S101 (the admin lets nobody else in)
        restore(record=record, moment=moment, by=request.user)
        if not record.is_working_copy:
            self.log_change(request, record, _("Brought back an earlier state."))
            done = _("The state of %(moment)s is back.") % {"moment": moment_in_words(moment)}
            messages.success(request, done)

"""The page on which a record goes to its readers, and comes back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kpcsc.foundation.proposals.addresses import proposals_with_addresses
from meetings.models import Campaign, Meeting, Status
from meetings.publishing.actions import announce, take_step
from meetings.publishing.forms import StepForm
from meetings.publishing.steps import Step, allowed_steps
from meetings.readiness.facts import counts_of_text_mentions, issues_of, with_readiness
from meetings.readiness.rules import Issue, name_in_address, names_in_texts
from organisations.naming.admin import NamesInTextsAdmin
from organisations.naming.record_mentions import RecordMentions
from organisations.signed_in import signed_in_user

BUTTONS = {
    Step.SUBMIT: gettext_lazy("Send for review"),
    Step.RETURN: gettext_lazy("Return with the comment"),
    Step.PUBLISH: gettext_lazy("Publish"),
    Step.WITHDRAW: gettext_lazy("Withdraw"),
}
DONE = {
    Step.SUBMIT: gettext_lazy("The record is in review."),
    Step.RETURN: gettext_lazy("The record is a draft again."),
    Step.PUBLISH: gettext_lazy("The record is published."),
    Step.WITHDRAW: gettext_lazy("The record is withdrawn: readers no longer see it."),
}


def label_of(step: Step, record: Meeting | Campaign) -> str:
    """What the button says; of what is published, that readers lose it."""
    if step is Step.SUBMIT and record.status == Status.PUBLISHED:
        return _("Take back for review")
    return str(BUTTONS[step])


class PublishingAdmin(NamesInTextsAdmin):
    """Its status changes on a page of its own; what is published, only publishers open wider."""

    def get_urls(self) -> list[URLPattern]:
        view = require_http_methods(["GET", "HEAD", "POST"])(self.publication_view)
        page = path(
            "<int:key>/publication/",
            self.admin_site.admin_view(view),
            name=f"{self.opts.app_label}_{self.opts.model_name}_publication",
        )
        return [page, *super().get_urls()]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether the person may make records appear to readers, or vanish."""
        code = get_permission_codename("publish", self.opts)
        return request.user.has_perm(f"{self.opts.app_label}.{code}")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The status, and who may see a record that is or was published."""
        fixed = ["status", "publish_at"]
        was_published = obj is not None and obj.status in {Status.PUBLISHED, Status.WITHDRAWN}
        if was_published and not self.has_publish_permission(request):
            fixed += ["visibility", "slug"]  # its address is what readers have
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed = self.get_readonly_fields(request, obj)
        fields = super().get_prepopulated_fields(request, obj)
        return {name: sources for name, sources in fields.items() if name not in fixed}

    def publication_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Where the record stands, what is missing before readers see it, and the next step."""
        record: Any = self.get_object(request, str(key))
        if record is None:
            raise Http404
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        open_steps = self.steps_for(request, record)
        may_act = self.has_publish_permission(request) or self.has_change_permission(
            request, record
        )
        if request.method == "POST" and not may_act:
            raise PermissionDenied
        issues = self.issues(record)
        form = StepForm(
            request.POST or None,
            open_steps=open_steps,
            is_blocked=any(issue.blocks for issue in issues),
            may_announce=isinstance(record, Meeting) and record.announced_at is None,
            time_zone=signed_in_user(request).time_zone,
            initial={"version": record.version},
        )
        is_valid = request.method == "POST" and form.is_valid()
        if is_valid and (done := self._take_step(request, record, form)):
            return done
        context = {
            **self.admin_site.each_context(request),
            "title": _("Publication of “%(record)s”") % {"record": record},
            "subtitle": None,
            "object": record,
            "opts": self.opts,
            "issues": issues,
            "form": form,
            "buttons": [(step.value, label_of(step, record)) for step in open_steps],
            "version": record.version,
            "steps": record.publication_steps.select_related("by"),
            "time_zone": signed_in_user(request).time_zone,
            "proposals": proposals_with_addresses(record),
        }
        return TemplateResponse(request, "admin/meetings/publication.html", context)

    def steps_for(self, request: HttpRequest, record: Meeting | Campaign) -> list[Step]:
        """The steps that this person may take with the record."""
        may_publish = self.has_publish_permission(request)
        if not may_publish and not self.has_change_permission(request, record):
            return []
        return allowed_steps(
            record.status, may_publish=may_publish, is_scheduled=record.is_scheduled
        )

    def issues(self, record: Meeting | Campaign) -> list[Issue]:
        """What is to be done before publication, or is worth a look."""
        names = [str(named) for named in RecordMentions(record).named_in_address]
        return [*name_in_address(names), *self._issues_of(record)]

    def _issues_of(self, record: Meeting | Campaign) -> list[Issue]:
        if isinstance(record, Meeting):
            return issues_of(with_readiness(Meeting.objects.filter(pk=record.pk)).get())
        counted: Any = Campaign.objects.annotate(**counts_of_text_mentions("campaign"))
        found = counted.get(pk=record.pk)
        return [*names_in_texts(found.unconsented_in_texts, found.hidden_in_texts)]

    def _take_step(self, request: HttpRequest, record: Any, form: StepForm) -> HttpResponse | None:
        """Takes the step, and tells members if that was asked for; None where it was refused."""
        by: Any = request.user
        said, step = form.cleaned_data, form.cleaned_data["step"]
        try:
            record = take_step(
                record=record,
                step=step,
                by=by,
                comment=said["comment"],
                publish_at=said.get("publish_at"),
                version=said["version"],
            )
        except ValidationError as error:
            form.add_error(None, error)
            return None
        if record.is_scheduled:
            messages.success(request, _("The record will appear at the moment you chose."))
        else:
            messages.success(request, DONE[step])
        if step is Step.PUBLISH and said.get("tell") and announce(meeting=record, by=by):
            messages.success(request, _("The members will be told."))
        return redirect(self.publication_address(record))

    def publication_address(self, record: Model) -> str:
        """The page of the record's publication."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_publication"
        return reverse(name, args=[record.pk])

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """After "save and go on to publication", that page."""
        if "_publication" in request.POST:
            return HttpResponseRedirect(self.publication_address(obj))
        return super().response_post_save_change(request, obj)

    response_post_save_add = response_post_save_change

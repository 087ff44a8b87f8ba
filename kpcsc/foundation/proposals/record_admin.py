"""Proposing changes on the page of a published record, and deciding on them."""

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpcsc.foundation.history.restore_admin import RestoreAdmin
from kpcsc.foundation.http import keys_in, rewind_files
from kpcsc.foundation.proposals.actions import (
    accept_proposal,
    merge_with_present,
    refuse_proposal,
    return_proposal,
    state_of,
    withdraw_proposal,
)
from kpcsc.foundation.proposals.addresses import proposal_address, proposals_with_addresses
from kpcsc.foundation.proposals.descriptions import (
    DescribedConflict,
    describe_conflicts,
    describe_proposal,
)
from kpcsc.foundation.proposals.forms import DecisionForm
from kpcsc.foundation.proposals.messages import (
    KEPT,
    PUBLISHED,
    tell_of_proposal,
    tell_of_unfit,
)
from kpcsc.foundation.proposals.models import ProposalOrigin, ProposedChange
from kpcsc.foundation.proposals.working_copy import (
    ProposalDoesNotFitError,
    Proposing,
    proposing,
    saving,
    working_copy,
)
from kpcsc.foundation.versioned import PublisherNeededError, StaleRecordError, Versioned

PROPOSE, PREVIEW = "_propose", "_preview"  # buttons of the form


class ProposingAdmin(RestoreAdmin):
    """A record that, once it is published, changes by a publisher's act alone."""

    def get_urls(self) -> list[URLPattern]:
        view = require_http_methods(["GET", "HEAD", "POST"])(self.proposal_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_proposal"
        address = "<path:object_id>/proposals/<int:key>/"
        return [path(address, self.admin_site.admin_view(view), name=name), *super().get_urls()]

    # --- Proposing on the record's form -------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """The form, which of a published record shows and saves the person's own proposal."""
        record = self.get_object(request, unquote(object_id)) if object_id else None
        if not isinstance(record, Versioned) or not self.has_change_permission(request, record):
            return super().changeform_view(request, object_id, form_url, extra_context)
        asked: Any = request
        asked.is_saved = False
        own = self.own_proposal(request, record)
        asked.own_conflicts = self.conflicts_with(record, own) if own else []
        try:
            if request.method == "POST":
                return self._save(request, record, own, object_id, form_url, extra_context)
            copy: AbstractContextManager[Any] = working_copy(record, own) if own else nullcontext()
            with copy:
                return super().changeform_view(request, object_id, form_url, extra_context)
        except ProposalDoesNotFitError as error:
            tell_of_unfit(request, error.proposal)
            # What was sent was typed over the proposal, so it is shown, and not saved.
            rewind_files(request)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _save(
        self, request: HttpRequest, record: Versioned, own: ProposedChange | None, *form: Any
    ) -> Any:
        """Saves what was sent, or keeps it as a proposal; or shows it with what is wrong."""
        if not (own or self.is_proposed(request, record)):
            try:
                return super().changeform_view(request, *form)
            except PublisherNeededError:  # what was sent would show it to readers
                rewind_files(request)
        asked: Any = request
        origin = ProposalOrigin.FORM
        with proposing(record, by=request.user, origin=origin, continued=own) as made:
            response = super().changeform_view(request, *form)
            made.is_refused = not asked.is_saved
        return self.response_proposed(request, record, made) if asked.is_saved else response

    def conflicts_with(self, record: Versioned, own: ProposedChange) -> list[DescribedConflict]:
        """Where the record was changed since somebody proposed something else there."""
        return describe_conflicts(merge_with_present(own, record).conflicts, own.kinds)

    def is_proposed(self, request: HttpRequest, record: Versioned) -> bool:
        """Whether what is sent is kept as a proposal: as the person wants, or as they must."""
        wanted = PROPOSE in request.POST or PREVIEW in request.POST
        return (record.is_published and wanted) or record.needs_publisher(request.user)

    def own_proposal(self, request: HttpRequest, record: Versioned) -> ProposedChange | None:
        """What this person has proposed on the record's page, and nobody has decided on."""
        proposals = ProposedChange.objects.of(record).unsettled()
        return proposals.filter(by=request.user.pk, origin=ProposalOrigin.FORM).first()

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Once it is saved; what is proposed is told after it was kept."""
        asked: Any = request
        asked.is_saved = True
        if isinstance(obj, Versioned) and obj.is_working_copy:
            return HttpResponse(status=204)  # not given: see `response_proposed`
        if isinstance(obj, Versioned) and obj.is_published and "_save" in request.POST:
            messages.success(request, PUBLISHED)
            return self.response_post_save_change(request, obj)
        return super().response_change(request, obj)

    def response_proposed(
        self, request: HttpRequest, record: Versioned, made: Proposing
    ) -> HttpResponse:
        """Says what became of what was sent; a publisher's goes to readers at once if they want."""
        if made.proposal is None:
            messages.info(request, _("Nothing differs from what readers see."))
            return redirect(self._change_url(record))
        wanted = PROPOSE in request.POST or PREVIEW in request.POST
        try:
            if not wanted and self._publish(request, record, made.proposal):
                return redirect(self._change_url(record))
        except PermissionDenied:
            wanted = True
        if wanted:
            messages.success(request, KEPT)
        return redirect(proposal_address(made.proposal))

    def _publish(self, request: HttpRequest, record: Versioned, proposal: ProposedChange) -> bool:
        """Whether the proposal could be written at once; PermissionDenied where that is another's
        to do."""
        try:
            current = type(record)._base_manager.get(pk=record.pk)
            self.accept(request, proposal, seen=state_of(proposal, current))
        except ValidationError as error:
            for problem in error.messages:
                messages.error(request, problem)
            return False
        except StaleRecordError:
            return False
        messages.success(request, PUBLISHED if current.is_published else _("Saved."))
        return True

    def accept(self, request: HttpRequest, proposal: ProposedChange, **decided: Any) -> Versioned:
        """Has a proposal written to its record."""
        record = accept_proposal(proposal=proposal, by=request.user, **decided)
        self.log_change(request, record, _("Accepted a proposed change."))
        return record

    def bring_back(self, request: HttpRequest, record: Versioned, moment: datetime) -> None:
        """Brings an earlier state back, or proposes that."""
        by, origin = request.user, ProposalOrigin.RESTORATION
        try:
            with saving(record, by=by, origin=origin) as made:
                super().bring_back(request, record, moment)
        except PublisherNeededError:  # the state would show readers what is hidden
            with proposing(record, by=by, origin=origin) as made:
                super().bring_back(request, record, moment)
        tell_of_proposal(request, made)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form, with what waits for a publisher, and what its buttons do to readers' page."""
        record = kwargs.get("obj")
        if isinstance(record, Versioned) and record.pk:
            proposals = proposals_with_addresses(record)
            own = {"by_id": request.user.pk, "origin": ProposalOrigin.FORM}
            context |= {
                "is_published": record.is_published,
                "may_publish": request.user.has_perm(record.publish_permission),
                "own_conflicts": getattr(request, "own_conflicts", []),
                "own_proposals": [pair for pair in proposals if _is(pair[0], own)],
                "other_proposals": [pair for pair in proposals if not _is(pair[0], own)],
            }
        return super().render_change_form(request, context, *args, **kwargs)

    # --- Deciding on a proposal -----------------------------------------------------------------

    def proposal_view(self, request: HttpRequest, object_id: str, key: int) -> HttpResponse:
        """A proposal beside its record; a POST accepts it, returns it or takes it back."""
        every = ProposedChange.objects.select_related("by", "decided_by")
        of_model = every.filter(model=self.opts.label_lower)
        found = of_model.filter(record_id__in=keys_in([object_id]), pk=key).first()
        if found is None:
            raise Http404
        record = found.record
        is_own = found.by_id == request.user.pk
        if not is_own and not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        may_decide = request.user.has_perm(found.record_model().publish_permission)
        if request.method == "POST" and not (is_own or may_decide):
            raise PermissionDenied
        merged = merge_with_present(found, record) if record else None
        conflicts = merged.conflicts if merged else ()
        state = state_of(found, record)
        form = DecisionForm(request.POST or None, conflicts=conflicts)
        is_sent = request.method == "POST" and form.is_valid()
        if is_sent and (done := self._decided(request, found, form)):
            return done
        context = {
            **self.admin_site.each_context(request),
            "title": _("Proposed change to “%(record)s”") % {"record": found},
            "subtitle": None,
            "opts": self.opts,
            "module_name": self.opts.verbose_name_plural,
            "proposal": found,
            "object": record,
            "changes": describe_proposal(merged.differences, found.kinds) if merged else [],
            "conflicts": describe_conflicts(conflicts, found.kinds, form.taken, form.kept),
            "form": form,
            "state": state,
            "is_own": is_own,
            "may_decide": may_decide,
            "may_write": is_own or may_decide,
            "may_edit": is_own and bool(record) and self.has_change_permission(request, record),
            "notes": self.notes_on(found),
            "others": self.other_proposals(found),
            "history_url": self._url("history", record) if record else "",
            "previews": self.previews_of(record, found) if record else [],
        }
        return TemplateResponse(request, "admin/foundation/proposal.html", context)

    def other_proposals(self, proposal: ProposedChange) -> list[tuple[ProposedChange, str, bool]]:
        """The others for the same record, with their addresses, and whether they change the same
        texts."""
        same = ProposedChange.objects.filter(model=proposal.model, record_id=proposal.record_id)
        others = same.unsettled().exclude(pk=proposal.pk).select_related("by")
        return [(one, proposal_address(one), one.meets(proposal)) for one in others]

    def notes_on(self, proposal: ProposedChange) -> list[str]:
        """What else comes with it, in sentences; nothing with most."""
        return []

    def previews_of(self, record: Versioned, proposal: ProposedChange) -> list[Any]:
        """The links to the page as each reader would get it; for records that have previews."""
        return []

    def _decided(
        self, request: HttpRequest, proposal: ProposedChange, form: DecisionForm
    ) -> HttpResponse | None:
        """Does what the pressed button says; None where it was refused, as the form then says."""
        try:
            said = {"seen": form.cleaned_data["state"], "comment": form.cleaned_data["comment"]}
            if "_accept" in request.POST:
                said |= {"taken": form.taken, "kept": form.kept}
                record = self.accept(request, proposal, **said)
                messages.success(request, _("Accepted: it stands in the record."))
                return HttpResponseRedirect(self._change_url(record))
            if "_return" in request.POST:
                return_proposal(proposal=proposal, by=request.user, **said)
                messages.success(request, _("Returned. Whoever proposed it is written to."))
            elif "_refuse" in request.POST:
                refuse_proposal(proposal=proposal, by=request.user, **said)
                messages.success(request, _("Refused. Whoever proposed it is written to."))
            elif "_withdraw" in request.POST:
                withdraw_proposal(proposal=proposal, by=request.user)
                messages.success(request, _("Withdrawn. Readers see the record as before."))
        except StaleRecordError:
            form.add_error(
                None, _("The record or the proposal was changed meanwhile: look at it again.")
            )
            return None
        except ValidationError as error:
            form.add_error(None, error.messages)
            return None
        return redirect("admin:foundation_proposedchange_changelist")

    def _change_url(self, record: Versioned) -> str:
        return self._url("change", record)


def _is(proposal: ProposedChange, facts: dict[str, Any]) -> bool:
    return all(getattr(proposal, name) == value for name, value in facts.items())

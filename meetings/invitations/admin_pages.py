"""What is done with a meeting's invitations: each a page of its own, beside the meeting's."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpcsc.foundation.mail.letters import portal_url
from kpcsc.foundation.mail.models import Delivery, DeliveryStatus
from kpcsc.foundation.proposals.addresses import proposal_address
from kpcsc.foundation.proposals.messages import KEPT
from kpcsc.foundation.proposals.models import ProposalOrigin
from kpcsc.foundation.proposals.working_copy import saving
from kpcsc.foundation.record_pages import page_context, redirect_to_page
from kpcsc.foundation.translated_text import translated
from kpcsc.foundation.versioned import StaleRecordError
from meetings.invitations.actions import invite, stop_notifying
from meetings.invitations.admin_forms import (
    AttendanceForm,
    InvitationTextForm,
    expected_organisations_at,
)
from meetings.invitations.bulk_actions import ACTIONS
from meetings.invitations.invite_form import InviteForm
from meetings.invitations.letters import joining_link, meeting_changed
from meetings.invitations.links import link_path
from meetings.invitations.replies import RepliesClosedError, reply_to
from meetings.invitations.reply_form import OFFERED, ReplyForm
from meetings.models import Meeting, Reply
from meetings.participation.attendance import record_attendance
from organisations.invitations.admin_page import (
    LinkToShare,
    SampleLetter,
    invited_rows,
    run_bulk_action,
    sample_letters,
)
from organisations.signed_in import signed_in_user

BUTTONS = ("text", "invite", "stop")
CHANGE_LETTERS = {kind.name: kind for kind in (meeting_changed, joining_link)}


def invitations(
    model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting
) -> HttpResponse:
    """Who is invited and what they replied, what the invitation says, and its letters and links."""
    sent = request.POST if {"text", "invite"} & request.POST.keys() else None
    text_form = InvitationTextForm(sent, instance=meeting)
    form = InviteForm(
        meeting, model_admin.admin_site, request.POST if "invite" in request.POST else None
    )
    if answer := run_bulk_action(model_admin, request, meeting, ACTIONS, BUTTONS):
        return answer
    done = _handle_forms(request, meeting, text_form, form)
    chosen = form.chosen_in(request.POST) if "text" in request.POST else {}
    if done:
        messages.success(request, done)
        if not chosen:
            return redirect_to_page(meeting, "invitations")
        text_form = InvitationTextForm(instance=meeting)
    if chosen:
        form = InviteForm(meeting, model_admin.admin_site, initial=chosen)
    context = page_context(model_admin, request, meeting, _("Invitations"))
    context |= {"text_form": text_form, "form": form, "actions": ACTIONS, **_listed(meeting)}
    return TemplateResponse(request, "admin/meetings/meeting/invitations.html", context)


def _handle_forms(
    request: HttpRequest, meeting: Meeting, text_form: InvitationTextForm, form: InviteForm
) -> str:
    """Does what one of the page's forms asks, and says so; empty where it cannot be done so."""
    is_text_sent = "text" in request.POST or text_form.is_edited
    if is_text_sent and not text_form.is_valid():
        return ""
    if "invite" in request.POST and not form.is_valid():
        return ""
    if is_text_sent:
        meeting.advance_version()  # what an invitation says is for those invited
        text_form.save()
    if "text" in request.POST:
        return _("Saved.")
    if "invite" in request.POST:
        number = len(invite(meeting=meeting, by=signed_in_user(request), **form.chosen()))
        return ngettext("%(n)d is invited.", "%(n)d are invited.", number) % {"n": number}
    if "stop" in request.POST:
        number = stop_notifying(meeting=meeting, by=signed_in_user(request))
        said = ngettext("%(n)d letter was stopped.", "%(n)d letters were stopped.", number)
        return said % {"n": number}
    return ""


def _listed(meeting: Meeting) -> dict[str, Any]:
    """Those invited, with their letters and links; the figures; and what waits to be told."""
    rows, letters = invited_rows(
        meeting.invitations.select_related("recorded_by"),
        lambda invitation: LinkToShare(
            portal_url(link_path(invitation)), translated(meeting, "title").text
        ),
    )
    waiting = [
        letter
        for letter in letters
        if letter.letter in CHANGE_LETTERS and letter.status == DeliveryStatus.QUEUED
    ]
    in_force = [row.invitation for row in rows if not row.invitation.is_revoked]
    counts = Counter(invitation.reply for invitation in in_force)
    return {
        "rows": rows,
        "counts": [(reply.label, counts[reply]) for reply in (*OFFERED, Reply.NONE)],
        "places_taken": sum(invitation.places_taken for invitation in in_force),
        "waiting": len(waiting),
        "waiting_until": max((letter.due_at for letter in waiting), default=None),
        "samples": _samples_of(meeting, waiting),
    }


def _samples_of(meeting: Meeting, waiting: Iterable[Delivery]) -> list[SampleLetter]:
    """The letters that wait, as they would go now: of each kind one in each language."""
    about = defaultdict(list)
    for letter in waiting:
        about[letter.letter].append(letter.about_id)
    return [
        sample
        for kind, keys in about.items()
        for sample in sample_letters(CHANGE_LETTERS[kind], meeting.invitations.filter(pk__in=keys))
    ]


def reply(
    model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting, invitation: int
) -> HttpResponse:
    """A reply that a partner gave by phone, written down by staff."""
    found = get_object_or_404(
        meeting.invitations.in_force().select_related("person", "organisation"), pk=invitation
    )
    form = ReplyForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reply_to(invitation=found, by=signed_in_user(request), **form.given())
        except RepliesClosedError:
            form.add_error(None, _("Replies are taken until the meeting begins, if it is planned."))
        else:
            messages.success(request, _("The reply is written down."))
            return redirect_to_page(meeting, "invitations")
    context = page_context(model_admin, request, meeting, _("Write down a reply"))
    context |= {"form": form, "invitation": found}
    return TemplateResponse(request, "admin/meetings/meeting/reply.html", context)


def attendance(
    model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting
) -> HttpResponse:
    """The attendance sheet: printed, or ticked on a phone and saved at once."""
    form = AttendanceForm(meeting, expected_organisations_at(meeting), request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        shown = meeting.version
        meeting.version = form.cleaned_data["version"]
        try:
            with saving(meeting, by=signed_in_user(request), origin=ProposalOrigin.LIST) as made:
                record_attendance(
                    meeting=meeting, attended=form.attended(), by=signed_in_user(request)
                )
        except StaleRecordError:
            form.data = request.POST.copy()
            form.data["version"] = str(shown)
            form.add_error(
                None,
                _(
                    "Somebody changed the meeting in the meantime. What you ticked is below: save "
                    "it again if it is right."
                ),
            )
            status = 409
        else:
            if made.proposal:  # the sheet shows what readers are told
                messages.success(request, KEPT)
                return redirect(proposal_address(made.proposal))
            messages.success(request, _("Saved."))
            return redirect_to_page(meeting, "attendance")
    context = page_context(model_admin, request, meeting, _("Attendance sheet")) | {"form": form}
    template = "admin/meetings/meeting/attendance.html"
    return TemplateResponse(request, template, context, status=status)

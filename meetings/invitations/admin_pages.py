"""What is done with a meeting's invitations: each a page of its own, beside the meeting's."""

from collections import Counter
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpcsc.foundation.http import keys_in
from kpcsc.foundation.mail.letters import absolute
from kpcsc.foundation.mail.models import Delivery, DeliveryStatus
from kpcsc.foundation.record_pages import frame
from kpcsc.foundation.versioned import StaleRecordError
from meetings.invitations.actions import invite, stop_telling
from meetings.invitations.admin_actions import DEEDS
from meetings.invitations.admin_forms import AttendanceForm, CallForm, expected_at
from meetings.invitations.invite_form import InviteForm
from meetings.invitations.letters import joining_link, meeting_changed
from meetings.invitations.links import link_path
from meetings.invitations.replies import RepliesClosedError, reply_to
from meetings.invitations.reply_form import OFFERED, ReplyForm
from meetings.models import Invitation, Meeting, Reply
from meetings.models.invitation import InvitationQuerySet
from meetings.participation.attendance import record_attendance
from organisations.models import User

ON_CHANGES = {meeting_changed.name, joining_link.name}


def invitations(
    model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting
) -> HttpResponse:
    """Who is invited and what they replied, what the invitation says, and its letters and links."""
    sent = {name: request.POST if name in request.POST else None for name in ("call", "invite")}
    call = CallForm(sent["call"], instance=meeting)
    form = InviteForm(meeting, model_admin.admin_site, sent["invite"])
    if name := next((name for name in DEEDS if name in request.POST), ""):
        return _deed(model_admin, request, meeting, name)
    if done := _done(request, meeting, call, form):
        messages.success(request, done)
        return here(meeting, "invitations")
    context = frame(model_admin, request, meeting, _("Invitations"))
    context |= {"call": call, "form": form, **_listed(meeting)}
    return TemplateResponse(request, "admin/meetings/meeting/invitations.html", context)


def _done(request: HttpRequest, meeting: Meeting, call: CallForm, form: InviteForm) -> str:
    """Does what one of the page's forms asks, and says so; empty where it cannot be done so."""
    if call.is_valid():
        meeting.advance()
        call.save()
        return _("Saved.")
    if form.is_valid():
        number = len(invite(meeting=meeting, by=staff(request), **form.chosen()))
        return ngettext("%(n)d is invited.", "%(n)d are invited.", number) % {"n": number}
    if "stop" in request.POST:
        number = stop_telling(meeting=meeting, by=staff(request))
        said = ngettext("%(n)d letter was stopped.", "%(n)d letters were stopped.", number)
        return said % {"n": number}
    return ""


def _listed(meeting: Meeting) -> dict[str, Any]:
    """Those invited, with their letters and links; the figures; and what waits to be told."""
    rows = list(_rows(meeting))
    letters = _letters_on(rows)
    latest = {int(letter.about_id): letter for letter in letters}
    waiting = [
        letter.due_at
        for letter in letters
        if letter.letter in ON_CHANGES and letter.status == DeliveryStatus.QUEUED
    ]
    counts = Counter(row.reply for row in rows if not row.is_revoked)
    return {
        "rows": [
            {
                "invitation": row,
                "link": link_of(row),
                "letter": latest.get(row.pk),
                "is_to_send": row.pk not in latest and is_to_send(row),
            }
            for row in rows
        ],
        "counts": [(reply.label, counts[reply]) for reply in (*OFFERED, Reply.NONE)],
        "places_taken": sum(row.places_taken for row in rows if not row.is_revoked),
        "waiting": len(waiting),
        "waiting_until": max(waiting, default=None),
    }


def _rows(meeting: Meeting) -> InvitationQuerySet:
    """The meeting's invitations, by name, with all that the page shows of them."""
    found = meeting.invitations.select_related(
        "person__organisation", "organisation", "recorded_by"
    )
    named = found.prefetch_related("organisation__people")
    return named.order_by("organisation__sort_fr", "person__name", "pk")


def _letters_on(rows: list[Invitation]) -> list[Delivery]:
    """The letters about these invitations, the latest last."""
    keys = [str(row.pk) for row in rows]
    about = {"about_model": Invitation._meta.label_lower, "about_id__in": keys}
    return list(Delivery.objects.filter(**about).order_by("pk"))


def is_to_send(invitation: Invitation) -> bool:
    """Whether a letter would go, and say something new."""
    return (
        not invitation.is_revoked and invitation.reply == Reply.NONE and bool(invitation.people())
    )


def link_of(invitation: Invitation) -> str:
    """The personal link, in the language of those whose it is."""
    people = invitation.people()
    with translation.override(people[0].language if people else translation.get_language()):
        return absolute(link_path(invitation))


def _deed(
    model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting, name: str
) -> HttpResponse:
    """Says with which invitations something would be done; does it once that is confirmed."""
    deed = DEEDS[name]
    ticked = keys_in(request.POST.getlist("invitation"))
    chosen = meeting.invitations.filter(pk__in=ticked)
    found = deed.concerned(meeting, chosen).select_related("person", "organisation")
    if not found:
        messages.warning(request, _("There is no such invitation: choose some in the list."))
        return here(meeting, "invitations")
    if "confirmed" in request.POST:
        number = deed.do(meeting, found, staff(request))
        messages.success(request, deed.done % {"number": number})
        return here(meeting, "invitations")
    context = frame(model_admin, request, meeting, str(deed.label)) | {
        "deed": name,
        "question": deed.question % {"number": len(found)},
        "invitations": found,
    }
    return TemplateResponse(request, "admin/meetings/meeting/deed.html", context)


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
            reply_to(invitation=found, by=staff(request), **form.given())
        except RepliesClosedError:
            form.add_error(None, _("Replies are taken until the meeting begins, if it is planned."))
        else:
            messages.success(request, _("The reply is written down."))
            return here(meeting, "invitations")
    context = frame(model_admin, request, meeting, _("Write down a reply"))
    context |= {"form": form, "invitation": found}
    return TemplateResponse(request, "admin/meetings/meeting/reply.html", context)


def attendance(
    model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting
) -> HttpResponse:
    """The attendance sheet: printed, or ticked on a phone and saved at once."""
    form = AttendanceForm(meeting, expected_at(meeting), request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        shown = meeting.version
        meeting.version = form.cleaned_data["version"]
        try:
            record_attendance(meeting=meeting, attended=form.attended(), by=staff(request))
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
            messages.success(request, _("Saved."))
            return here(meeting, "attendance")
    context = frame(model_admin, request, meeting, _("Attendance sheet")) | {"form": form}
    template = "admin/meetings/meeting/attendance.html"
    return TemplateResponse(request, template, context, status=status)


def staff(request: HttpRequest) -> User:
    """The member of staff whom the admin let in."""
    assert isinstance(request.user, User)  # noqa: S101 (the admin lets nobody else in)
    return request.user


def here(meeting: Meeting, name: str) -> HttpResponseRedirect:
    """The page that is shown after something was done on it."""
    return HttpResponseRedirect(reverse(f"admin:meetings_meeting_{name}", args=[meeting.pk]))

"""What is done with a meeting's invitations: each a page of its own, beside the meeting's."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from kpcsc.foundation.http import keys_in
from kpcsc.foundation.mail.letters import absolute
from kpcsc.foundation.models import Delivery
from kpcsc.foundation.record_pages import frame
from kpcsc.foundation.versioned import StaleRecordError
from meetings.actions import (
    RepliesClosedError,
    invite,
    record_attendance,
    remind,
    reply_to,
    send_invitations,
    stop_telling,
    take_over_replies,
    withdraw,
)
from meetings.admin.forms import AttendanceForm, CallForm, InviteForm, expected_at
from meetings.letters import joining_link, meeting_changed
from meetings.links import link_path
from meetings.models import Invitation, Meeting, Reply
from meetings.models.invitation import InvitationQuerySet
from meetings.reply_form import OFFERED, ReplyForm
from organisations.models import User

ON_CHANGES = {meeting_changed.name, joining_link.name}


@dataclass(frozen=True)
class Deed:
    """Something done with several invitations, after a page that says with which.

    `concerned` takes the meeting and the invitations that were ticked; the texts are made by
    `ngettext_lazy` on "number".
    """

    label: Any
    question: Any
    done: Any
    concerned: Callable[[Meeting, InvitationQuerySet], InvitationQuerySet]
    do: Callable[[Meeting, InvitationQuerySet, User], int]


def _take_over(meeting: Meeting, _invitations: InvitationQuerySet, by: User) -> int:
    taken = take_over_replies(meeting=meeting, by=by)
    return taken.added + taken.changed


DEEDS = {
    "send": Deed(
        gettext_lazy("Send the invitations"),
        ngettext_lazy(
            "%(number)d invitation will be sent.", "%(number)d invitations will be sent.", "number"
        ),
        ngettext_lazy(
            "%(number)d letter is on its way.", "%(number)d letters are on their way.", "number"
        ),
        lambda _meeting, chosen: chosen.in_force().filter(reply=Reply.NONE),
        lambda meeting, found, by: send_invitations(meeting=meeting, invitations=found, by=by),
    ),
    "remind": Deed(
        gettext_lazy("Remind"),
        ngettext_lazy(
            "%(number)d of those invited said neither yes nor no, and will be reminded.",
            "%(number)d of those invited said neither yes nor no, and will be reminded.",
            "number",
        ),
        ngettext_lazy(
            "%(number)d letter is on its way.", "%(number)d letters are on their way.", "number"
        ),
        lambda meeting, _chosen: meeting.invitations.awaited().following(),
        lambda meeting, _found, by: remind(meeting=meeting, by=by),
    ),
    "withdraw": Deed(
        gettext_lazy("Withdraw the invitations"),
        ngettext_lazy(
            "%(number)d invitation will be withdrawn: its link opens nothing any more. Whoever got "
            "it is told so.",
            "%(number)d invitations will be withdrawn: their links open nothing any more. Whoever "
            "got one is told so.",
            "number",
        ),
        ngettext_lazy(
            "%(number)d invitation is withdrawn.", "%(number)d invitations are withdrawn.", "number"
        ),
        lambda _meeting, chosen: chosen.in_force(),
        lambda meeting, found, by: withdraw(meeting=meeting, invitations=found, by=by),
    ),
    "take_over": Deed(
        gettext_lazy("Bring the replies to the meeting’s list"),
        ngettext_lazy(
            "%(number)d reply will be brought to the meeting’s list of organisations, with those "
            "who come. Roles, attendance and who may be named stay as they are.",
            "%(number)d replies will be brought to the meeting’s list of organisations, with those "
            "who come. Roles, attendance and who may be named stay as they are.",
            "number",
        ),
        ngettext_lazy(
            "%(number)d organisation of the list was added or changed.",
            "%(number)d organisations of the list were added or changed.",
            "number",
        ),
        lambda meeting, _chosen: meeting.invitations.in_force().exclude(reply=Reply.NONE),
        _take_over,
    ),
}


def invitations(
    model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting
) -> HttpResponse:
    """Who is invited and what they replied, what the invitation says, and its letters and links."""
    sent = {name: request.POST if name in request.POST else None for name in ("call", "invite")}
    call = CallForm(sent["call"], instance=meeting)
    form = InviteForm(meeting, model_admin.admin_site, sent["invite"])
    if request.method == "POST":
        name = next((name for name in DEEDS if name in request.POST), "")
        if name:
            return _deed(model_admin, request, meeting, name)
        if sent["call"] and call.is_valid():
            meeting.advance()
            call.save()
            messages.success(request, _("Saved."))
            return here(meeting, "invitations")
        if sent["invite"] and form.is_valid():
            invited = invite(meeting=meeting, by=staff(request), **form.chosen())
            sentence = ngettext("%(n)d is invited.", "%(n)d are invited.", len(invited))
            messages.success(request, sentence % {"n": len(invited)})
            return here(meeting, "invitations")
        if "stop" in request.POST:
            number = stop_telling(meeting=meeting, by=staff(request))
            sentence = ngettext("%(n)d letter was stopped.", "%(n)d letters were stopped.", number)
            messages.success(request, sentence % {"n": number})
            return here(meeting, "invitations")
    rows = list(_rows(meeting))
    letters = _letters_on(rows)
    waiting = [
        letter for letter in letters if letter.letter in ON_CHANGES and letter.status == "queued"
    ]
    latest = {int(letter.about_id): letter for letter in letters}
    counts = Counter(row.reply for row in rows if not row.is_revoked)
    context = frame(model_admin, request, meeting, _("Invitations")) | {
        "call": call,
        "form": form,
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
        "waiting_until": max((letter.due_at for letter in waiting), default=None),
    }
    return TemplateResponse(request, "admin/meetings/meeting/invitations.html", context)


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

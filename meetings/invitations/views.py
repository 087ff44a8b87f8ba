"""The page that a personal invitation opens: what the meeting is, and the reply."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kpcsc.foundation.reader import Reader, reading_as
from meetings.calendar.times import day_in_words, period_in_zones
from meetings.invitations.letters import agenda_lines
from meetings.invitations.links import invitation_of
from meetings.invitations.replies import RepliesClosedError, reply_to
from meetings.invitations.reply_form import ReplyForm
from meetings.models import Invitation


# Whoever holds the link may reply, signed in or not: there is no session for a forged form to
# misuse, and no token of one that could expire and take along what was typed.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The invitation that a link opens; opening it changes nothing."""
    found = invitation_of(token)
    if found is None:
        response = render(request, "link_closed.html", status=404)
    elif not is_link_open(found):
        response = render(request, "link_closed.html", status=410)
    else:
        with reading_as(Reader(found.link_viewer)):
            response = opened(request, found)
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def opened(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The page of an invitation that stands, for whoever has the link."""
    if request.method == "POST":
        return save_reply(request, invitation)
    return page(request, invitation, reply_form(invitation))


def reply_form(invitation: Invitation, data: Any = None) -> ReplyForm:
    """The form for whoever has the link: of an organisation's, that may be several people."""
    return ReplyForm(invitation, data, for_colleagues=invitation.organisation_id is not None)


def is_link_open(invitation: Invitation) -> bool:
    """Whether the link shows the meeting: until it is over, to those still invited."""
    is_gone = invitation.person is not None and not invitation.person.is_active
    return not (invitation.is_revoked or is_gone or invitation.meeting.is_over)


@transaction.atomic
def save_reply(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Stores the reply and shows it on the same page; otherwise the form with all that was typed.

    The page in the other language is asked for by a POST too, so that what is typed comes along.
    """
    # Of two colleagues who write at once, the second adds to what the first wrote.
    locked = Invitation.objects.select_for_update(no_key=True)
    invitation.refresh_from_db(fields=["remarks"], from_queryset=locked)
    form = reply_form(invitation, request.POST)
    if "stay" in request.POST:
        return page(request, invitation, form)
    if not form.is_valid():
        return page(request, invitation, form, status=422)
    try:
        reply_to(invitation=invitation, **form.given())
    except RepliesClosedError:
        form.add_error(None, _("Replies are no longer taken: write to the secretariat."))
        return page(request, invitation, form, status=409)
    return HttpResponseRedirect(request.path)


def page(
    request: HttpRequest, invitation: Invitation, form: ReplyForm, status: int = 200
) -> HttpResponse:
    """The meeting and the form, with what is wrong in it where that was handed in."""
    meeting = invitation.meeting
    zones = [person.time_zone for person in invitation.people()]
    context = {
        "invitation": invitation,
        "meeting": meeting,
        "when": period_in_zones(meeting.period, zones),
        "reply_by": day_in_words(meeting.reply_by),
        "agenda": agenda_lines(invitation),
        "form": form,
        "errors": form.errors if status != 200 else {},
    }
    return render(request, "meetings/invitation_reply.html", context, status=status)

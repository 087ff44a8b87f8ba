"""The page on which a meeting is run, on paper or on a phone."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpcsc.foundation.proposals.messages import tell_of_proposal
from kpcsc.foundation.proposals.models import ProposalOrigin, ProposedChange
from kpcsc.foundation.proposals.working_copy import Proposing, fits, proposing, working_copy
from meetings.models import Meeting
from meetings.models.meeting import MeetingQuerySet
from meetings.models.participation import runnable_by
from meetings.running.actions import add_open_follow_ups_item
from meetings.running.page import RunningPage, save_typed
from meetings.running.sent_page import SentSection, read_sent_page
from organisations.models import User
from organisations.signed_in import signed_in_user

OPENING = "opening"  # the button that has the agenda begin with what is still open


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_run(request: HttpRequest, slug: str) -> HttpResponse:
    """A meeting's agenda, notes, outcomes and attendance, for whoever runs it and nobody else.

    Who is not signed in is asked to be, whether or not there is such a meeting: what was typed
    while a session ended is then held.
    """
    by = signed_in_user(request)
    meetings = Meeting.objects.filter(runnable_by(by))
    if request.method == "POST":
        return save_page(request, by, meetings, slug)
    return show_page(request, by, get_object_or_404(meetings, slug=slug))


@transaction.atomic
def save_page(request: HttpRequest, by: User, meetings: MeetingQuerySet, slug: str) -> HttpResponse:
    """Saves what was typed, wherever on the page, and shows what could not be saved.

    It is compared with the record while nobody else can change that. Of a published meeting, all
    who run it write one proposal together.
    """
    meeting = get_object_or_404(meetings.select_for_update(no_key=True), slug=slug)
    typed, anchor = read_sent_page(request.POST), request.POST.get("section", "")
    with saving_page(meeting, by) as made:
        left = save_typed(meeting, by, typed)
        is_saved = len(left) < len(typed)
        if anchor == OPENING:
            item = add_open_follow_ups_item(meeting=meeting, by=by)
            anchor, is_saved = f"item-{item.pk}", True
        made.is_refused = not is_saved
    if made.proposal:
        tell_of_proposal(request, made)
    elif is_saved:
        messages.success(request, _("Saved."))
    elif not left:
        messages.info(request, _("Nothing was changed on this page: there was nothing to save."))
    return show_page(request, by, meeting, left) if left else redirect(f"{request.path}#{anchor}")


def saving_page(meeting: Meeting, by: User) -> AbstractContextManager[Proposing]:
    """What is written in it goes to the record, or to the proposal for a published one."""
    if not meeting.is_published:
        return nullcontext(Proposing())
    origin, continued = ProposalOrigin.RUNNING, running_proposal(meeting)
    return proposing(meeting, by=by, origin=origin, continued=continued)


def show_page(
    request: HttpRequest,
    by: User,
    meeting: Meeting,
    typed: Mapping[str, SentSection] | None = None,
) -> HttpResponse:
    """The page, with what was typed where it could not be saved.

    It is read over the proposal that waits, and drawn after that: nobody waits for it.
    """
    proposal = running_proposal(meeting)
    with working_copy(meeting, proposal) if proposal else nullcontext():
        page = RunningPage(meeting, by, typed).read()
    return render(request, "meetings/meeting_run.html", {"page": page, "meeting": meeting})


def running_proposal(meeting: Meeting) -> ProposedChange | None:
    """What was written here since the meeting was published, and no publisher has decided on."""
    proposals = ProposedChange.objects.of(meeting).unsettled()
    proposal = proposals.filter(origin=ProposalOrigin.RUNNING).last()
    return proposal if proposal and fits(meeting, proposal) else None

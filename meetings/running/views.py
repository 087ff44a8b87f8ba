"""The page on which a meeting is run, on paper or on a phone."""

from contextlib import nullcontext

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpcsc.foundation.proposals.messages import KEPT
from kpcsc.foundation.proposals.models import ProposalOrigin, ProposedChange
from kpcsc.foundation.proposals.working_copy import fits, proposing, working_copy
from meetings.models import Meeting
from meetings.models.meeting import MeetingQuerySet
from meetings.models.participation import runnable_by
from meetings.running.actions import add_open_follow_ups_item
from meetings.running.page import RunningPage
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
    meetings = Meeting.objects.filter(runnable_by(signed_in_user(request)))
    if request.method == "POST":
        return save_section(request, signed_in_user(request), meetings, slug)
    meeting = get_object_or_404(meetings, slug=slug)
    proposal = running_proposal(meeting)
    with working_copy(meeting, proposal) if proposal else nullcontext():
        return render_page(request, RunningPage(meeting, signed_in_user(request)))


@transaction.atomic
def save_section(
    request: HttpRequest, by: User, meetings: MeetingQuerySet, slug: str
) -> HttpResponse:
    """Saves a section, compared with the record while nobody else can change that.

    Of a published meeting, all who run it write one proposal together.
    """
    meeting = get_object_or_404(meetings.select_for_update(no_key=True), slug=slug)
    if not meeting.is_published:
        return answer_section(request, by, meeting)[0]
    origin, continued = ProposalOrigin.RUNNING, running_proposal(meeting)
    with proposing(meeting, by=by, origin=origin, continued=continued) as made:
        response, is_saved = answer_section(request, by, meeting)
        made.is_refused = not is_saved
    return response


def answer_section(request: HttpRequest, by: User, meeting: Meeting) -> tuple[HttpResponse, bool]:
    """Saves the section that was sent, or shows it with what is wrong; and whether it did save."""
    if request.POST.get("section") == OPENING:
        item = add_open_follow_ups_item(meeting=meeting, by=by)
        return redirect(f"{request.path}#item-{item.pk}"), True
    page = RunningPage(meeting, by, request.POST)
    section = page.sent
    if section is None or not section.is_valid():
        return render_page(request, page), False
    page.save(section)
    messages.success(request, KEPT if meeting.is_working_copy else _("Saved."))
    return redirect(f"{request.path}#{section.name}"), True


def running_proposal(meeting: Meeting) -> ProposedChange | None:
    """What was written here since the meeting was published, and no publisher has decided on."""
    proposals = ProposedChange.objects.of(meeting).unsettled()
    proposal = proposals.filter(origin=ProposalOrigin.RUNNING).last()
    return proposal if proposal and fits(meeting, proposal) else None


def render_page(request: HttpRequest, page: RunningPage) -> HttpResponse:
    """The page, with what was typed where it could not be saved."""
    return render(request, "meetings/meeting_run.html", {"page": page, "meeting": page.meeting})

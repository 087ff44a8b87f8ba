"""The page on which a meeting is run, on paper or on a phone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.models import Meeting
from meetings.running.actions import put_what_is_open_first
from meetings.running.page import RunningPage
from organisations.models import User

OPENING = "opening"  # the button that has the agenda begin with what is still open


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def meeting_run(request: HttpRequest, slug: str) -> HttpResponse:
    """A meeting's agenda, notes, outcomes and attendance, for whoever runs it and nobody else.

    Who is not signed in is asked to be, whether or not there is such a meeting: what was typed
    while a session ended is then held.
    What is sent is compared with the record while nobody else can change that.
    """
    meetings = Meeting.objects.run_by(request.user)
    if request.method == "POST":
        meetings = meetings.select_for_update()
    meeting = get_object_or_404(meetings, slug=slug)
    assert isinstance(request.user, User)  # noqa: S101 (nobody else runs a meeting)
    if request.POST.get("section") == OPENING:
        item = put_what_is_open_first(meeting=meeting, by=request.user)
        return redirect(f"{request.path}#item-{item.pk}")
    page = RunningPage(meeting, request.user, request.POST or None)
    section = page.sent
    if section and section.is_valid():
        page.save(section)
        messages.success(request, _("Saved."))
        return redirect(f"{request.path}#{section.name}")
    return render(request, "meetings/meeting_run.html", {"page": page, "meeting": meeting})

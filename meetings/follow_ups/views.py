"""What a member's organisation promised, for that organisation alone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpcsc.foundation.http import keys_in
from kpcsc.foundation.viewer import Viewer
from meetings.follow_ups.actions import choose_digest, report_progress
from meetings.follow_ups.forms import ProgressForm
from meetings.models import FollowUp
from organisations.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_follow_ups(request: HttpRequest) -> HttpResponse:
    """The follow-ups that a member's organisation owns; a POST says how far one of them is."""
    person = request.user
    assert isinstance(person, User)  # noqa: S101 (signed in)
    if not Viewer.of(person).is_member or person.organisation_id is None:
        raise Http404
    promised = FollowUp.objects.promised_by(person)
    sent: tuple[int, ProgressForm] | None = None
    if "digest" in request.POST:
        choose_digest(person=person, wanted=request.POST["digest"] == "yes")
        return redirect(f"{request.path}#reminder")
    if request.method == "POST":
        (key,) = keys_in([request.POST.get("follow_up", "")]) or (0,)
        follow_up = get_object_or_404(promised, pk=key)
        form = ProgressForm(request.POST, prefix=str(key))
        if form.is_valid() and _reported(request, follow_up, form, person):
            return redirect(f"{request.path}#follow-up-{key}")
        sent = (key, form)
    rows = promised.select_related("meeting").prefetch_related("progress_reports__by")
    follow_ups = sorted(rows.longest_due_first(), key=lambda one: not one.is_open)
    forms = {one.pk: ProgressForm(prefix=str(one.pk)) for one in follow_ups if one.is_open}
    forms |= dict([sent]) if sent else {}
    context = {
        "promises": [(one, forms.get(one.pk)) for one in follow_ups],
        "wants_digest": person.wants_digest,
    }
    return render(request, "meetings/my_follow_ups.html", context)


def _reported(request: HttpRequest, follow_up: FollowUp, form: ProgressForm, by: User) -> bool:
    """Whether the report could be kept; the form says it otherwise."""
    try:
        report_progress(follow_up=follow_up, by=by, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Thank you: this is kept, and the secretariat sees it."))
    return True

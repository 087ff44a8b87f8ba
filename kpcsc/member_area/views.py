"""The pages of a person who is signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kpcsc.foundation.http import page_of, read_only
from kpcsc.foundation.mail.letters import portal_url
from kpcsc.foundation.partial_date import PartialPeriod
from kpcsc.foundation.reader import Reader, reading_as
from kpcsc.foundation.viewer import MEMBER, PUBLIC, Viewer
from kpcsc.member_area.calendar import calendar_path, joined, owner_of_calendar
from kpcsc.member_area.forms import ChoicesForm, ListingForm
from kpcsc.member_area.personal_data import personal_data
from kpcsc.member_area.waiting import coming_meetings, meetings_of, waiting_for
from kpcsc.search.models import TextMention
from meetings.calendar.appointments import public_calendar_file
from meetings.models import Meeting, Participation
from meetings.models.participation import runnable_by
from organisations.actions import (
    ask_for_erasure,
    remove_calendar_address,
    renew_calendar,
    withdraw_erasure_request,
)
from organisations.listing.actions import choose_listing
from organisations.models import Listing, Organisation, User
from organisations.signed_in import signed_in_user
from organisations.signing_in.second_factor import redirect_to_sign_in

# Which text a person reads before agreeing: another one wants another name.
WORDING = "portal-1"
MEETINGS_SHOWN = 5
ORGANISATIONS_A_PAGE = 50
CALENDAR_MEETINGS = 200


def own_page(view: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of whoever is signed in; somebody of the secretariat, with a second factor."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.user.lacks_second_factor:
            return redirect_to_sign_in(request, request.get_full_path())
        return view(request)

    return guarded


@own_page
@read_only
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the person, their organisation's meetings, and what is new."""
    person = signed_in_user(request)
    visible, today = Meeting.objects.visible_to(Viewer.of(person)), timezone.localdate()
    context = {
        "waiting": waiting_for(person),
        "coming": coming_meetings(person),
        "run": Meeting.objects.filter(runnable_by(person)).newest_first()[:MEETINGS_SHOWN],
        "own_meetings": meetings_of(person).past(today)[:MEETINGS_SHOWN],
        "to_come": visible.to_come(today).newest_first().reverse()[:MEETINGS_SHOWN],
        "meetings": visible.past(today).newest_first()[:MEETINGS_SHOWN],
    }
    return render(request, "my/home.html", context)


@own_page
@read_only
def directory(request: HttpRequest) -> HttpResponse:
    """The organisations that members may see named, with the people who chose to be shown."""
    viewer = Viewer.of(request.user)
    if not viewer.is_member:
        raise PermissionDenied
    shown = User.objects.filter(is_active=True, shown_to_members=True).order_by("name")
    organisations = Organisation.objects.visible_to(viewer).current().in_alphabetical_order()
    found = organisations.prefetch_related(Prefetch("people", shown, to_attr="shown_people"))
    page = page_of(found, request, ORGANISATIONS_A_PAGE)
    return render(request, "my/directory.html", {"page": page})


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """Language, letters, what members see; the calendar, the data and the way out."""
    person = signed_in_user(request)
    form = ChoicesForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your choices are kept."))
        return redirect("my_choices")
    if form.errors:
        person.refresh_from_db()  # the page speaks of what is kept, the form of what was typed
    path = calendar_path(person)
    context = {"form": form, "calendar": path and portal_url(path)}
    return render(request, "my/choices.html", context)


@own_page
@require_POST
def calendar_address(request: HttpRequest) -> HttpResponse:
    """Makes the person's calendar an address, another one, or none."""
    person = signed_in_user(request)
    if "end" in request.POST:
        remove_calendar_address(by=person)
    else:
        renew_calendar(by=person)
    return redirect("my_choices")


@own_page
@require_POST
def erasure(request: HttpRequest) -> HttpResponse:
    """Asks to be erased, or takes that back."""
    person = signed_in_user(request)
    if "stay" in request.POST:
        withdraw_erasure_request(by=person)
        messages.success(request, _("Your request is withdrawn: nothing is erased."))
    else:
        ask_for_erasure(by=person)
        messages.success(request, _("The secretariat has your request, and will confirm it."))
    return redirect("my_choices")


@own_page
@read_only
def data(request: HttpRequest) -> HttpResponse:
    """All that is kept of the person, as a file."""
    response = JsonResponse(
        personal_data(signed_in_user(request)),
        json_dumps_params={"indent": 2, "ensure_ascii": False},
    )
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """What would be public of the person's organisation; who speaks for it agrees or withdraws."""
    person = signed_in_user(request)
    if person.organisation is None:
        raise Http404
    own = person.organisation
    form = ListingForm(request.POST or None, initial={"listing": own.listing})
    if request.method == "POST":
        if not person.speaks_for_organisation:
            raise PermissionDenied
        if form.is_valid():
            chosen = Listing(form.cleaned_data["listing"])
            opens = chosen.openness > Listing(own.listing).openness
            is_named_by_this = opens and not own.is_naming_stopped
            if is_named_by_this and "confirmed" not in request.POST:
                readers = PUBLIC if chosen == Listing.PUBLIC else MEMBER
                context = what_is_read(own, readers) | {"chosen": chosen}
                return render(request, "my/listing_confirm.html", context)
            changed = choose_listing(listing=chosen, wording=WORDING, by=person)
            if changed.listing == chosen:
                messages.success(request, _("Your choice counts from now on, on every page."))
            else:
                messages.warning(
                    request, _("Your choice is kept, and counts once you are named again.")
                )
            return redirect("my_listing")
    consent = own.latest_consent
    context = what_is_read(own, PUBLIC) | {
        "form": form,
        "consent": consent,
        "agreed_on": consent and PartialPeriod(consent.given_on),
    }
    return render(request, "my/organisation.html", context)


def what_is_read(own: Organisation, readers: Viewer) -> dict[str, Any]:
    """What these readers would read of an organisation that is named to them."""
    came = Participation.objects.attended().filter(organisation=own)
    named = came.exclude(pk__in=came.unnamed_to(readers))
    meetings = Meeting.objects.visible_to(readers).filter(pk__in=named.values("meeting"))
    return {
        "organisation": own,
        "meetings": meetings.newest_first(),
        "texts": TextMention.objects.filter(organisation=own).count(),
    }


@read_only
def calendar_feed(_request: HttpRequest, token: str) -> HttpResponse:
    """The meetings that a person may know of, for the calendar program that has the address."""
    person = owner_of_calendar(token)
    if person is None:
        raise Http404
    visible = Meeting.objects.visible_to(person.link_viewer).newest_first()
    known = [meeting for meeting in visible[:CALENDAR_MEETINGS] if meeting.has_calendar_date]
    with reading_as(Reader(person.link_viewer)):
        files = [
            public_calendar_file(meeting, portal_url(meeting.get_absolute_url()))
            for meeting in known
        ]
    response = HttpResponse(joined(files), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response

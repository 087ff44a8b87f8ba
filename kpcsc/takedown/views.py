"""The pages on which the naming of an organisation is stopped, at the desk and for its people."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from kpcsc.foundation.periodic import schedule_task
from kpcsc.foundation.translated_text import LANGUAGES
from kpcsc.foundation.viewer import MEMBER, PUBLIC, STAFF, Viewer
from kpcsc.member_area.views import own_page
from kpcsc.takedown.forms import ResumeNamingForm, StopNamingForm
from kpcsc.takedown.places import PlacesNaming
from kpcsc.takedown.report import check_reports
from kpcsc.takedown.self_check import begin_check
from kpcsc.takedown.tasks import run_naming_checks
from meetings.models import Document, ShownAs
from meetings.participation.countries import hidden_country_of, show_country
from meetings.withholding.admin import change_dismissal
from meetings.withholding.withheld import withheld_documents
from organisations.listing.actions import MAY_STOP, may_stop_naming, resume_naming, stop_naming
from organisations.models import Listing, Organisation, User
from organisations.naming.directory import index_of
from organisations.signed_in import signed_in_user

SECRETARIAT_BUTTONS = {"dismiss", "withhold", "country"}  # of files and countries


@admin.site.admin_view
@require_http_methods(["GET", "HEAD", "POST"])
def stop_naming_page(request: HttpRequest, key: int) -> HttpResponse:
    """Where an organisation is named, and the button that ends it; then, what became of that.

    Others of the secretariat read it.
    """
    organisation = get_object_or_404(Organisation.objects.unmerged(), pk=key)
    person = signed_in_user(request)
    may_stop = may_stop_naming(person, organisation)
    may_read = request.method != "POST" and person.has_perm("organisations.view_organisation")
    if not (may_stop or may_read):
        raise PermissionDenied
    invalid = act(request, organisation, person) if request.method == "POST" else None
    if request.method == "POST" and invalid is None:
        return redirect("stop_naming", key)
    context = {
        **admin.site.each_context(request),
        "title": title_of(organisation),
        "opts": Organisation._meta,
        "original": organisation,
        "may_stop": may_stop,
        "may_dismiss": may_stop,
        "hidden_country": hidden_country_of(organisation),
        **state_of(organisation, STAFF, invalid),
    }
    if organisation.is_naming_stopped:
        this_one = Organisation.objects.filter(pk=key)
        context["withheld"] = withheld_documents(Document.objects.all(), this_one)
    return render(request, "admin/takedown/stop_naming.html", context)


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def my_stop_naming(request: HttpRequest) -> HttpResponse:
    """The same for whoever speaks for the organisation, with the places that members may know."""
    person = signed_in_user(request)
    organisation = person.organisation
    if organisation is None:
        raise Http404
    if not may_stop_naming(person, organisation):
        raise PermissionDenied
    invalid = act(request, organisation, person) if request.method == "POST" else None
    if request.method == "POST" and invalid is None:
        return redirect("my_stop_naming")
    viewer = MEMBER if Viewer.of(person).is_member else PUBLIC
    return render(request, "my/stop_naming.html", state_of(organisation, viewer, invalid))


def act(request: HttpRequest, organisation: Organisation, person: User) -> Form | None:
    """Does what the pressed button says; gives the form where something in it is to be mended."""
    if SECRETARIAT_BUTTONS & request.POST.keys() and not person.has_perm(MAY_STOP):
        raise PermissionDenied
    if "stop" in request.POST:
        form = StopNamingForm(request.POST)
        if not form.is_valid():
            return form
        shown_to = Listing(form.cleaned_data["shown_to"])
        stop_naming(organisation=organisation, shown_to=shown_to, by=person)
        messages.success(request, _("The naming is stopped. The portal now reads its own pages."))
    elif "resume" in request.POST:
        again = ResumeNamingForm(request.POST, organisation=organisation)
        if not again.is_valid():
            return again
        listing = Listing(again.cleaned_data["listing"])
        resume_naming(organisation=organisation, listing=listing, by=person)
        messages.success(request, _("The organisation may be named again."))
    elif "check" in request.POST and organisation.is_naming_stopped:
        read_again(organisation)
        messages.success(request, _("The portal reads its pages once more."))
    elif {"dismiss", "withhold"} & request.POST.keys():
        change_dismissal(request, Document.objects.all())
        read_again(organisation)  # what was found before is no longer what readers get
    elif "country" in request.POST:
        wanted = request.POST["country"]
        shown_as = ShownAs(wanted) if wanted in ShownAs.values else None
        show_country(organisation=organisation, shown_as=shown_as, by=person)
        messages.success(request, _("Readers now see what you chose of its country."))
    return None


@transaction.atomic
def read_again(organisation: Organisation) -> None:
    """Has the worker read all pages once more for an organisation whose naming is stopped."""
    if organisation.is_naming_stopped:
        begin_check(organisation)
        transaction.on_commit(lambda: schedule_task(run_naming_checks, timezone.now()))


def title_of(organisation: Organisation) -> str:
    """What the page at the desk is called."""
    name = {"organisation": organisation}
    if organisation.is_naming_stopped:
        return _("“%(organisation)s” is no longer named") % name
    return _("Stop naming “%(organisation)s”") % name


def bears_portal_name(organisation: Organisation) -> bool:
    """Whether the portal itself is called so: then the name stands on every page."""
    names = ["KP CSC"]
    for language in LANGUAGES:
        with override(language):
            names.append(_("Kimberley Process Civil Society Coalition"))
    index = index_of(organisation)
    return any(index.mentions_in(name, is_html=False) for name in names)


def state_of(
    organisation: Organisation, viewer: Viewer, invalid: Form | None = None
) -> dict[str, Any]:
    """What both pages show: the places before it is stopped, the check afterwards."""
    if not organisation.is_naming_stopped:
        return {
            "organisation": organisation,
            "form": invalid if isinstance(invalid, StopNamingForm) else StopNamingForm(),
            "places": PlacesNaming(organisation, viewer).of_each_kind(),
        }
    (report,) = check_reports([organisation], viewer)
    return {
        "organisation": organisation,
        "form": invalid
        if isinstance(invalid, ResumeNamingForm)
        else ResumeNamingForm(organisation=organisation),
        "report": report,
        "bears_portal_name": bears_portal_name(organisation),
        "stopped_by": stopped_by(organisation),
    }


def stopped_by(organisation: Organisation) -> User | None:
    """Who stopped it last, as history has it."""
    history: Any = organisation.history  # type: ignore[attr-defined]  # simple-history's
    stops = history.exclude(naming_stopped_at=None).filter(
        naming_stopped_at=organisation.naming_stopped_at
    )
    first = stops.order_by("history_date").select_related("history_user").first()
    return first.history_user if first else None

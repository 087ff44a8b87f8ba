"""A portal restored without its ledger: an administrator looks who is named, and confirms it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from kpcsc.backups.ledger_check import PortalLedgerCheck
from kpcsc.foundation.closed import Closure, closure, open_portal
from kpcsc.foundation.ledger import rewrite_ledger
from organisations.models import Listing, Organisation


def confirm_naming() -> None:
    """Begins the ledger anew with what it says and what the database knows, and opens the portal.

    Raises OSError.
    """
    PortalLedgerCheck().confirm_unknown_organisations()
    rewrite_ledger()
    open_portal()


def named_organisations() -> list[Organisation]:
    """Those that others than the secretariat may see named."""
    named = Organisation.objects.exclude(listing=Listing.UNLISTED)
    return list(named.in_alphabetical_order())


@admin.site.admin_view
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_naming_page(request: HttpRequest) -> HttpResponse:
    """Shows who is named, and opens the portal once an administrator has confirmed it."""
    if not request.user.has_perm("organisations.administer_portal"):
        raise PermissionDenied
    if closure() != Closure.UNCONFIRMED:
        return redirect("admin:index")
    if request.method == "POST":
        confirm_naming()
        messages.success(request, gettext("The portal is open."))
        return redirect("admin:index")
    context = {
        **admin.site.each_context(request),
        "title": gettext("Confirm who is named"),
        "organisations": named_organisations(),
    }
    return TemplateResponse(request, "admin/confirm_naming.html", context)

"""Which pages are kept, and what is one page of all that a request can ask for."""

import re

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

# By the names of their addresses, which all begin with a language. Each is the same for every
# stranger, and reads nothing but public columns (see kpcsc.site_revision.columns), and the clock at
# registered moments alone.
KEPT = {
    *("home", "about", "accessibility", "contact", "privacy"),
    *("campaign_list", "campaign_detail", "country_detail"),
    *("meeting_list", "meeting_detail", "meeting_calendar"),
    *("organisation_list", "organisation_detail", "survey_results"),
}
NOT_KEPT = {
    "campaign_handout": "bears the day on which it is printed",
    "campaign_poster": "likewise",
    "document_detail": "a file",
    "letter_refusal": "a private link",
    "meeting_invitation": "a private link",
    "picture_file": "a file",
    "portal_share_card": "a file",
    "robots": "as quickly made as looked up",
    "search": "reads the search index, which follows the records a little later",
    "share_card": "a file",
    "sitemap": "for programs",
    "survey_answer": "a private link",
    "survey_export": "a file",
}
# Of lists, the further pages are kept as well: of them, there are as many as there are.
IN_PAGES = {"meeting_list"}
A_PAGE = re.compile(r"page=[1-9]\d{0,5}", re.ASCII)
# Other sites add these to a link, so that they can tell who followed it.
TRACKING_PARAMETER = re.compile(r"(utm_\w+|fbclid|gclid|mc_cid|mc_eid)=", re.ASCII)
COOKIES = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}


def without_tracking_parameters(query: str) -> str:
    """A query string without the parameters that other sites added to follow readers."""
    return "&".join(part for part in query.split("&") if not TRACKING_PARAMETER.match(part))


def address_of(request: HttpRequest) -> str | None:
    """The address under which the page that a stranger asks for may be kept, or None.

    Of the names in a request's Host, those alone count that the portal is known to have, in a
    demonstration with its port: others could make as many copies of a page as there are names. So
    could the prefixes that a server takes from a header (SCRIPT_NAME).
    """
    query = request.META["QUERY_STRING"]
    if request.method not in {"GET", "HEAD"} or (query and not A_PAGE.fullmatch(query)):
        return None
    if request.META.get("HTTP_COOKIE") and not COOKIES.isdisjoint(request.COOKIES):
        return None
    try:
        host = request.get_host()
    except DisallowedHost:  # answered further in, with what every answer carries
        return None
    name = host.removesuffix(f":{request.META['SERVER_PORT']}") if settings.LOCAL else host
    if name not in settings.ALLOWED_HOSTS or request.META.get("SCRIPT_NAME"):
        return None
    return f"{request.scheme}://{host}{request.path}?{query}"


def is_kept(view_name: str, query: str) -> bool:
    """Whether the page of a view is kept, asked for with a query that `address_of` lets pass."""
    return view_name in (IN_PAGES if query else KEPT)

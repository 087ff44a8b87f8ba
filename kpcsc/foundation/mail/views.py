"""The page on which a person says that letters are to stop, or to come again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kpcsc.foundation.mail.models import MailRefusal
from kpcsc.foundation.mail.refusal import person_by_refusal_token


@csrf_exempt  # mail programs post here for their user (RFC 8058); the token says who it is
@require_http_methods(["GET", "HEAD", "POST"])
def refusal(request: HttpRequest, token: str) -> HttpResponse:
    """Says whether letters come; a POST stops them, or takes that back.

    The answer to a POST is the page itself: RFC 8058 forbids to redirect.
    """
    person = person_by_refusal_token(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        if "again" in request.POST:
            MailRefusal.objects.filter(person=person).delete()
        else:
            MailRefusal.objects.get_or_create(person=person)
    is_refused = MailRefusal.objects.filter(person=person).exists()
    response = render(request, "mail/refusal.html", {"is_refused": is_refused})
    patch_cache_control(response, private=True, no_store=True)
    return response

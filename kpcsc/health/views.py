"""`/healthz`: whether all is well, for whatever watches the portal from outside."""

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.crypto import constant_time_compare

from kpcsc.foundation.http import read_only
from kpcsc.foundation.release import release_name
from kpcsc.health.checks import closed, look
from kpcsc.health.models import faults_known


@read_only
def health(request: HttpRequest) -> HttpResponse:
    """200 and "ok", or 503 and "not ok", by the last look; what is wrong, to who has the token.

    The token comes in a header, as `Authorization: Bearer TOKEN`: addresses stand in logs.
    """
    if is_operator(request):
        with translation.override("en"):
            faults = [fault for fault in look().values() if fault]
            wrong = [{"code": fault.code, "sentence": fault.sentence} for fault in faults]
        answer: HttpResponse = JsonResponse({"release": release_name(), "faults": wrong})
    else:
        wrong = [] if is_well() else [{}]
        answer = HttpResponse("not ok\n" if wrong else "ok\n", content_type="text/plain")
    answer.status_code = 503 if wrong else 200
    answer["Cache-Control"] = "no-store"
    return answer


def is_well() -> bool:
    """Whether the portal is open and the last look found nothing wrong; a database that does not
    answer, or has no tables, is wrong."""
    try:
        return not closed() and not faults_known()
    except DatabaseError:
        return False


def is_operator(request: HttpRequest) -> bool:
    """Whether the request has the token."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    is_known = constant_time_compare(token, settings.HEALTH_TOKEN)
    return bool(settings.HEALTH_TOKEN) and scheme.lower() == "bearer" and is_known

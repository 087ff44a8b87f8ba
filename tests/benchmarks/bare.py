"""The yardstick: the least that Django can answer, no middleware and no template."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[], ROOT_URLCONF=__name__)


def view(request: HttpRequest) -> HttpResponse:
    """Answers two letters."""
    return HttpResponse("ok")


urlpatterns = [path("", view)]
application = get_wsgi_application()

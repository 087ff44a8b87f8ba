"""The pages of a survey's published results."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from kpcsc.foundation.http import read_only
from kpcsc.foundation.viewer import Viewer
from surveys.models import Survey
from surveys.results.exports import FORMATS, export
from surveys.results.summary import results_of


@read_only
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """The published results of a survey, of the questions that this reader may see."""
    survey, reader = published(request, slug)
    context = {"survey": survey, "results": results_of(survey, reader), "formats": FORMATS}
    return render(request, "surveys/survey_results.html", context)


@read_only
def results_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The same results as a file."""
    survey, reader = published(request, slug)
    return file_of(survey, reader, kind, survey.slug)


def published(request: HttpRequest, slug: str) -> tuple[Survey, Viewer]:
    """The survey at an address, and as whom its results are read.

    Staff see here what members see, and so know what that is; all results are at their desk.
    """
    viewer = Viewer.of(request.user)
    surveys = Survey.objects.visible_to(viewer).with_published_results()
    survey = get_object_or_404(surveys.select_related("meeting"), slug=slug)
    return survey, Viewer(is_member=viewer.is_member)


def file_of(survey: Survey, viewer: Viewer, kind: str, name: str) -> HttpResponse:
    """The results as a file of this kind and name; Http404 for an unknown kind."""
    if kind not in FORMATS:
        raise Http404
    content = export(survey, results_of(survey, viewer, most_texts=None), kind)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return HttpResponse(content, content_type=FORMATS[kind], headers=headers)

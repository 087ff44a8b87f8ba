"""The desk's page on a survey's results."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from kpcsc.foundation.http import keys_in
from kpcsc.foundation.record_pages import page_context, redirect_to_page
from kpcsc.foundation.versioned import PublisherNeededError, StaleRecordError
from kpcsc.foundation.viewer import STAFF
from organisations.signed_in import signed_in_user
from surveys.models import Survey
from surveys.results.exports import FORMATS
from surveys.results.findings import write_findings
from surveys.results.forms import FindingsForm, ResultsForm
from surveys.results.publishing import choose_results, publish_results, questions_to_publish
from surveys.results.summary import results_of
from surveys.results.views import file_of


def results(model_admin: admin.ModelAdmin, request: HttpRequest, survey: Survey) -> HttpResponse:
    """What was answered; which of it others may see; and its publication, once confirmed."""
    if not {"publish", "confirmed"}.isdisjoint(request.POST) and not request.user.has_perm(
        "surveys.publish_survey"
    ):
        raise PermissionDenied
    if "findings" in request.POST:
        return _write_findings(model_admin, request, survey)
    form = ResultsForm(survey, request.POST or None)
    if "confirmed" in request.POST:
        return _publish(request, survey)
    if request.method == "POST" and form.is_valid():
        try:
            by = signed_in_user(request)
            survey = choose_results(survey=survey, choices=form.choices(), by=by)
            if "publish" in request.POST:
                published = questions_to_publish(survey)
                context = page_context(model_admin, request, survey, _("Publish the results"))
                context |= {"published": published}
                template = "admin/surveys/survey/publication_confirm.html"
                return TemplateResponse(request, template, context)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect_to_page(survey, "results")
    return _page(model_admin, request, survey, form=form)


def _page(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    survey: Survey,
    *,
    form: ResultsForm | None = None,
    findings: FindingsForm | None = None,
) -> HttpResponse:
    is_too_early = survey.is_too_early_for_results
    shown = None if is_too_early else results_of(survey, STAFF)
    answered = shown.respondents if shown else survey.responses.complete().count()
    context = page_context(model_admin, request, survey, _("Results")) | {
        "form": form or ResultsForm(survey),
        "findings": findings or FindingsForm(survey),
        "is_too_early": is_too_early,
        "results": shown,
        "formats": FORMATS,
        "answered": answered,
        "is_below_threshold": answered < survey.least_respondents,
    }
    return TemplateResponse(request, "admin/surveys/survey/results.html", context)


def _write_findings(
    model_admin: admin.ModelAdmin, request: HttpRequest, survey: Survey
) -> HttpResponse:
    """Stores the findings, unless somebody changed the survey meanwhile, or readers see the results
    and the person may not publish; what was written stays in the form."""
    form = FindingsForm(survey, request.POST)
    if form.is_valid():
        survey.version = form.cleaned_data["version"]
        try:
            by = signed_in_user(request)
            write_findings(survey=survey, findings=form.findings(), by=by)
        except PublisherNeededError:
            form.add_error(None, _("Readers see these results: ask a publisher to write this."))
        except StaleRecordError:
            survey.refresh_from_db()
            form = FindingsForm(survey, request.POST.dict() | {"version": str(survey.version)})
            form.add_error(
                None,
                _("Somebody changed the survey meanwhile: look at it once more, and save again."),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The findings are saved."))
            return redirect_to_page(survey, "results")
    return _page(model_admin, request, survey, findings=form)


def _publish(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Publishes what the person confirmed, unless somebody chose something else meanwhile."""
    confirmed = next(iter(keys_in([request.POST.get("version", "")])), 0)
    try:
        publish_results(survey=survey, by=signed_in_user(request), version=confirmed)
    except StaleRecordError:
        messages.error(request, _("Somebody changed the survey meanwhile: look at it once more."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The results are published."))
    return redirect_to_page(survey, "results")


def results_file(
    _model_admin: admin.ModelAdmin, _request: HttpRequest, survey: Survey, kind: str
) -> HttpResponse:
    """All results as a file, whose name says for whom it is."""
    if survey.is_too_early_for_results:
        raise Http404
    return file_of(survey, STAFF, kind, f"{survey.slug}-secretariat")

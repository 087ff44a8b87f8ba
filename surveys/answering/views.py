"""The page on which a survey is answered: by respondents, by staff for one, or on trial."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kpcsc.foundation.problems import Problem
from kpcsc.foundation.reader import Reader, current_reader, reading_as
from kpcsc.foundation.translated_text import translated
from organisations.models import User
from surveys.answering.actions import (
    AnsweredAlreadyError,
    ClosedError,
    StaleAnswerError,
    answers_by_question,
    hand_in,
    stored_response,
)
from surveys.answering.bot_guard import looks_automatic, stamp
from surveys.answering.forms import AnswerForm, CodeForm, fingerprint
from surveys.answering.return_code import new_code
from surveys.invitations.links import Target, early_target_of, over_target_of, target_of
from surveys.models import Confidentiality, Invitation, Question, RecordedFrom, Survey
from surveys.promises import what_a_used_link_tells, who_can_tell


def questions_of(survey: Survey) -> list[Question]:
    """The questions with what a form needs of them, in three queries."""
    return list(survey.questions.with_conditions().prefetch_related("choices"))


# Whoever holds the link may answer, signed in or not: there is no session for a forged form to
# misuse, and no token of one that could expire and take along what was typed.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The survey that a link opens; opening it changes nothing."""
    show = AnswerPage.respond
    if (target := target_of(token)) is None:
        show = AnswerPage.over
        if (target := over_target_of(token)) is None:
            show = AnswerPage.early
            target = early_target_of(token)
    if target is None:
        response = render(request, "link_closed.html", status=404)
    else:
        reader = Reader(target.invitation.link_viewer) if target.invitation else current_reader()
        with reading_as(reader):
            response = show(AnswerPage(request, target))
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@dataclass
class AnswerPage:
    """One visit to the form: by a respondent, by staff for one, or by staff who try it out."""

    request: HttpRequest
    target: Target
    by: User | None = None
    recorded_from: RecordedFrom | None = None
    is_preview: bool = False

    @property
    def survey(self) -> Survey:
        """The survey that is answered."""
        return self.target.survey

    @property
    def invitation(self) -> Invitation | None:
        """Whose link was opened."""
        return self.target.invitation

    @property
    def is_named(self) -> bool:
        """Whether the link itself leads back to the answer."""
        return self.survey.confidentiality == Confidentiality.NAMED

    def respond(self) -> HttpResponse:
        """The page that this request gets."""
        if self.request.method != "POST":
            return self.opened()
        if "with_code" in self.request.POST:
            return self.with_code()
        return self.sent()

    def early(self) -> HttpResponse:
        """When the survey opens; what was sent before that was written for no question."""
        return render(self.request, "surveys/answer_early.html", self.base())

    def opened(self) -> HttpResponse:
        """The form as it was left, an empty one, or the question for a code."""
        if self.is_named and not self.is_preview:
            stored = stored_response(self.survey, self.invitation, "")
            if stored:
                return self.page(self.form(stored=stored), is_changing=stored.is_complete)
        elif self.invitation and self.invitation.has_answered:
            return self.code_page(CodeForm())
        return self.page(self.form())

    def with_code(self) -> HttpResponse:
        """The answer that belongs to a code, to be changed."""
        form = CodeForm(self.request.POST)
        stored = None
        if form.is_valid() and not self.is_named:
            stored = stored_response(self.survey, None, form.cleaned_data["code"])
            if stored is None:
                form.add_error("code", _("No answer to this survey has this code."))
        if stored is None:
            return self.code_page(form, status=422)
        code = form.cleaned_data["code"]
        return self.page(self.form(stored=stored, code=code), is_changing=stored.is_complete)

    def code_page(self, form: CodeForm, status: int = 200) -> HttpResponse:
        """The question for the code, with what is known of the answer that it leads to."""
        invitation = self.invitation
        context = self.base(
            form=form,
            is_used=invitation is not None and invitation.has_answered,
            known_of_the_answer=what_a_used_link_tells(self.survey, invitation)
            if invitation
            else "",
        )
        return render(self.request, "surveys/answer_code.html", context, status=status)

    def sent(self) -> HttpResponse:
        """Another page of the form, the form with what is wrong in it, or the receipt."""
        data = self.request.POST
        is_for_later = "save" in data
        form = AnswerForm(self.survey, questions_of(self.survey), data, asks_all=not is_for_later)
        is_valid = form.is_valid()
        here = self.section(data.get("section"), form)
        if form.is_outdated:
            return self.outdated(form, here)
        if not {"stay", "previous", "next"}.isdisjoint(data):
            return self.turned(form, here)
        if not is_valid and not (is_for_later and form.may_wait):
            return self.page(form, section=form.first_wrong_section(), status=422)
        if self.invitation is None and not self.is_preview and looks_automatic(data):
            problem = _("Wait a few seconds, then hand in once more: nothing is lost.")
            form.add_error(None, problem)
            return self.page(form, section=here, status=422)
        return self.stored(form, here, is_complete=not is_for_later)

    def turned(self, form: AnswerForm, here: int) -> HttpResponse:
        """The page in the other language, the one before or the one after."""
        data = self.request.POST
        if "stay" in data:
            return self.page(form, section=here)
        if "previous" in data:
            return self.page(form, section=max(here - 1, 0))
        is_wrong = form.is_wrong_in(here)
        after = here if is_wrong else min(here + 1, len(form.sections) - 1)
        return self.page(form, section=after, status=422 if is_wrong else 200)

    def stored(self, form: AnswerForm, section: int, *, is_complete: bool) -> HttpResponse:
        """The receipt, once the answers are stored; otherwise the form with all that was typed."""
        code = form.cleaned_data["code"] or new_code()
        if not self.is_preview:
            try:
                hand_in(
                    survey=self.survey,
                    invitation=self.invitation,
                    answers=form.answers,
                    unfinished=form.unfinished,
                    code=code,
                    version=form.cleaned_data["version"] or 0,
                    is_complete=is_complete,
                    recorded_from=self.recorded_from,
                    by=self.by,
                )
            except ClosedError:
                return self.over()
            except IntegrityError:
                now = AnswerForm(self.survey, questions_of(self.survey), self.request.POST)
                if not now.is_outdated:
                    raise
                return self.outdated(now, section)  # a question went while this was being stored
            except StaleAnswerError as error:
                data = self.request.POST.copy()
                data["version"] = str(error.version)
                form.data = data
                problem = _(
                    "This answer was changed from another page in the meantime. Yours is below, "
                    "whole: hand it in again to replace the other."
                )
                form.add_error(None, problem)
                return self.page(form, section=section, status=409)
            except AnsweredAlreadyError:
                problem = _(
                    "This link was used before. To change that answer, type its code below; what "
                    "you wrote stays here."
                )
                form.add_error(None, problem)
                return self.page(form, section=section, status=409, wants_code=True)
        context = self.base(
            form=form,
            entries=[entry for entry in form.entries() if entry.question.pk in form.answers],
            unfinished=[entry for entry in form.entries() if entry.errors],
            code="" if self.is_named else code,
            is_complete=is_complete,
        )
        return render(self.request, "surveys/answer_receipt.html", context)

    def outdated(self, form: AnswerForm, section: int) -> HttpResponse:
        """The form as it is asked by now, with what was typed, also for what is no longer asked."""
        form.add_error(
            None,
            _(
                "The secretariat changed the questions while you had them open. What you typed is "
                "below: look at it once more, then send it."
            ),
        )
        section = min(section, len(form.sections) - 1)
        return self.page(form, section=section, status=409, left_over=form.left_over)

    def over(self) -> HttpResponse:
        """That the survey takes no answers any more, with what was typed, to be copied."""
        questions = questions_of(self.survey)
        data = self.request.POST if self.request.method == "POST" else None
        form = AnswerForm(self.survey, questions, data, asks_all=False)
        context = self.base(
            typed=[entry for entry in form.entries(with_errors=False) if entry.said],
            is_sent=data is not None,
            texts=[question for question in questions if question.how.is_text],
            results=self.survey.get_absolute_url()
            if Survey.objects.visible_to(current_reader().viewer).filter(pk=self.survey.pk).exists()
            else "",
        )
        return render(self.request, "surveys/answer_over.html", context, status=410)

    def form(self, stored: Any = None, code: str = "") -> AnswerForm:
        """A form that shows what is stored, or nothing."""
        return AnswerForm(
            self.survey,
            questions_of(self.survey),
            given=answers_by_question(stored) if stored else None,
            unfinished=stored.unfinished if stored else None,
            initial={
                "code": "" if self.is_named else code or new_code(),
                "version": stored.version if stored else 0,
            },
        )

    def section(self, sent: str | None, form: AnswerForm) -> int:
        """The number of the page that was sent, from 0; the first one for what is no number."""
        is_number = bool(sent) and str(sent).isascii() and str(sent).isdigit()
        return min(int(str(sent)[:4]), len(form.sections) - 1) if is_number else 0

    def page(
        self, form: AnswerForm, *, section: int = 0, status: int = 200, **context: Any
    ) -> HttpResponse:
        """The form, on one of its pages; what is wrong is said once somebody wants to go on."""
        entries = form.entries(section, with_errors=status == 422)
        context |= {
            "form": form,
            "problems": form.non_field_errors() if form.is_bound else [],
            "wrong": [
                Problem(
                    f"{entry.name}-question",
                    f"{entry.number}. {translated(entry.question, 'text').text}",
                    " ".join(entry.errors),
                )
                for entry in entries
                if entry.errors
            ],
            "entries": entries,
            "carried": list(form.carried(section)),
            "section": section,
            "section_number": section + 1,
            "sections_total": len(form.sections),
            "is_last": section == len(form.sections) - 1,
            "asked": fingerprint(form.questions),
            "stamp": stamp(form["code"].value() or "") if self.invitation is None else "",
        }
        return render(self.request, "surveys/answer_form.html", self.base(**context), status=status)

    def base(self, **context: Any) -> dict[str, Any]:
        """What every page of the visit says."""
        return {
            "survey": self.survey,
            "invitation": self.invitation,
            "is_named": self.is_named,
            "who_can_tell": who_can_tell(self.survey, self.invitation),
            "is_preview": self.is_preview,
            "recorded_from": self.recorded_from,
            "time_zone": self.time_zones[0],
            "time_zones": self.time_zones,
            # What a browser keeps is kept apart for each person who answers on the same device.
            "kept_name": f"{self.survey.pk}-{self.invitation.pk if self.invitation else 0}",
            **context,
        }

    @property
    def time_zones(self) -> list[str]:
        """The zones in which moments are told: those of the people who have the link, first that
        in which the deadline is."""
        people = self.invitation.people() if self.invitation else []
        own = list(dict.fromkeys(person.time_zone for person in people))
        is_one_person = self.invitation is not None and self.invitation.person is not None
        return own if is_one_person else list(dict.fromkeys([self.survey.meeting.time_zone, *own]))

"""Adding many at once: a list is pasted, each entry is looked at, and only then it is written."""

from abc import ABC, abstractmethod
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from kpcsc.foundation.proposals.messages import tell_of_proposal
from kpcsc.foundation.proposals.models import ProposalOrigin
from kpcsc.foundation.proposals.working_copy import saving
from kpcsc.foundation.translated_text import page_language
from meetings.models import Meeting, Role
from meetings.participation.actions import Addition, add_countries, add_participations
from meetings.participation.pasted_list_forms import (
    IGNORE,
    BaseEntryFormSet,
    EntryForm,
    ListForm,
    OrganisationEntryForm,
    OrganisationListForm,
    entry_formset,
)
from organisations.actions import create_organisation
from organisations.directories import (
    all_countries,
    country_labels,
    organisation_directory,
    organisation_labels,
)
from organisations.models import Country, Organisation, User
from organisations.recognition import Directory

STYLES = ["admin/css/forms.css", "css/admin/pasted_list.css", "css/admin/proposal.css"]
EDIT = "edit"  # the button that goes back from the entries to the list


class PastedListView(ABC, View):
    """Three steps at one address: the list, its entries, and back at the meeting.

    The list and every choice travel in the forms, so that nothing is kept between the steps and
    nothing typed is lost.
    """

    http_method_names = ["get", "post"]
    model_admin: Any = None  # the meetings' ModelAdmin, given to `as_view`
    title: Any
    entry_form: type[EntryForm] = EntryForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        meeting = self.model_admin.get_object(request, kwargs["object_id"])
        if meeting is None:
            raise Http404
        if not self.model_admin.has_change_permission(request, meeting):
            raise PermissionDenied
        self.meeting = meeting
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.show("list", form=self.list_form())

    def post(self, request: HttpRequest, object_id: str) -> HttpResponse:
        form = self.list_form(request.POST)
        if EDIT in request.POST:
            return self.show("list", form=self.list_form(initial=request.POST.dict()))
        if not form.is_valid():
            return self.show("list", form=form)
        if "form-TOTAL_FORMS" not in request.POST:
            entries = self.entries(initial=[{"text": text} for text in form.found])
            return self.show("entries", form=form, entries=entries)
        entries = self.entries(request.POST)
        if not entries.is_valid():
            return self.show("entries", form=form, entries=entries)
        with transaction.atomic():
            self.save(form, entries)
        return HttpResponseRedirect(
            reverse("admin:meetings_meeting_change", args=[self.meeting.pk])
        )

    def list_form(self, data: Any = None, **kwargs: Any) -> ListForm:
        """The form of the first step."""
        return ListForm(data, directory=self.directory, **kwargs)

    def entries(self, data: Any = None, **kwargs: Any) -> BaseEntryFormSet:
        """The form of the second step."""
        return entry_formset(self.entry_form)(data, form_kwargs=self.entry_arguments(), **kwargs)

    def entry_arguments(self) -> dict[str, Any]:
        """What each entry needs to know."""
        return {"directory": self.directory, "labels": self.labels, "present": self.present}

    def show(self, step: str, **context: Any) -> HttpResponse:
        """The page of a step."""
        context |= {
            **self.model_admin.admin_site.each_context(self.request),
            "title": self.title,
            "subtitle": str(self.meeting),
            "opts": Meeting._meta,
            "original": self.meeting,
            "proposes": self.meeting.needs_publisher(self.by),
            "labels": self.labels,
            "media": forms.Media(
                css={
                    "all": [
                        "admin/css/forms.css",
                        "css/admin/pasted_list.css",
                        "css/admin/proposal.css",
                    ]
                }
            ),
        }
        return TemplateResponse(self.request, f"admin/meetings/meeting/pasted_{step}.html", context)

    @property
    @abstractmethod
    def directory(self) -> Directory:
        """The records that an entry may name."""

    @property
    @abstractmethod
    def labels(self) -> dict[str, str]:
        """What these records are called, by their keys."""

    @property
    @abstractmethod
    def present(self) -> set[str]:
        """The keys of those that the meeting has already."""

    @abstractmethod
    def save(self, form: ListForm, entries: BaseEntryFormSet) -> None:
        """Writes what was chosen, and says so."""

    @property
    def by(self) -> User:
        """Who does this."""
        assert isinstance(self.request.user, User)  # noqa: S101 (the admin lets nobody else in)
        return self.request.user

    def say(self, sentence: str, number: int, records: Any = ()) -> None:
        """Tells what became of some of the entries, where there are any."""
        if number:
            named = get_text_list([str(record) for record in records], gettext("and"))
            messages.success(self.request, sentence % {"number": number, "records": named})

    def say_what_else(self, addition: Addition[Any], entries: BaseEntryFormSet) -> None:
        """Tells what was there already, and what was left out."""
        present, left = (
            len(addition.present),
            [form.typed for form in entries.forms if form.cleaned_data["choice"] == IGNORE],
        )
        self.say(
            ngettext(
                "%(number)d was there already, and stays as it is: %(records)s.",
                "%(number)d were there already, and stay as they are: %(records)s.",
                present,
            ),
            present,
            addition.present,
        )
        self.say(
            ngettext(
                "%(number)d entry was left out: %(records)s.",
                "%(number)d entries were left out: %(records)s.",
                len(left),
            ),
            len(left),
            left,
        )


class OrganisationListView(PastedListView):
    """Puts the organisations of a list on the meeting's list of participants."""

    title = _("Add organisations from a list")
    entry_form = OrganisationEntryForm

    def list_form(self, data: Any = None, **kwargs: Any) -> ListForm:
        return OrganisationListForm(data, directory=self.directory, meeting=self.meeting, **kwargs)

    def entry_arguments(self) -> dict[str, Any]:
        may_create = self.request.user.has_perm("organisations.add_organisation")
        return {**super().entry_arguments(), "may_create": may_create}

    @cached_property
    def directory(self) -> Directory:
        return organisation_directory()

    @cached_property
    def labels(self) -> dict[str, str]:
        return organisation_labels(page_language())

    @cached_property
    def present(self) -> set[str]:
        keys = self.meeting.participations.values_list("organisation", flat=True)
        return {str(key) for key in keys}

    def save(self, form: ListForm, entries: BaseEntryFormSet) -> None:
        created = {
            id(entry): create_organisation(
                name=entry.cleaned_data["name"],
                acronym=entry.cleaned_data["acronym"],
                language=form.cleaned_data["language"],
                by=self.by,
            )
            for entry in entries.forms
            if entry.creates
        }
        known = Organisation.objects.unmerged().in_bulk([int(key) for key in entries.keys])
        chosen = [
            created.get(id(entry)) or known[int(entry.key)]
            for entry in entries.forms
            if id(entry) in created or entry.key
        ]
        with saving(self.meeting, by=self.by, origin=ProposalOrigin.LIST) as made:
            addition = add_participations(
                meeting=self.meeting,
                organisations=chosen,
                role=Role(form.cleaned_data["role"]),
                attended=form.cleaned_data["attended"],
                by=self.by,
            )
        tell_of_proposal(self.request, made)
        self.say(
            ngettext(
                "%(number)d organisation was added to the meeting.",
                "%(number)d organisations were added to the meeting.",
                len(addition.added),
            ),
            0 if made.proposal else len(addition.added),
        )
        self.say(
            ngettext(
                "%(number)d of them is new, and never named until it agrees: %(records)s.",
                "%(number)d of them are new, and never named until they agree: %(records)s.",
                len(created),
            ),
            len(created),
            created.values(),
        )
        self.say_what_else(addition, entries)


class CountryListView(PastedListView):
    """Adds the countries of a list to those represented at the meeting."""

    title = _("Add countries from a list")

    @cached_property
    def directory(self) -> Directory:
        return all_countries()

    @cached_property
    def labels(self) -> dict[str, str]:
        return country_labels(page_language())

    @cached_property
    def present(self) -> set[str]:
        return set(self.meeting.countries.values_list("pk", flat=True))

    def save(self, form: ListForm, entries: BaseEntryFormSet) -> None:
        known = Country.objects.in_bulk(entries.keys)
        with saving(self.meeting, by=self.by, origin=ProposalOrigin.LIST) as made:
            addition = add_countries(
                meeting=self.meeting, countries=[known[key] for key in entries.keys], by=self.by
            )
        tell_of_proposal(self.request, made)
        self.say(
            ngettext(
                "%(number)d country was added to the meeting.",
                "%(number)d countries were added to the meeting.",
                len(addition.added),
            ),
            0 if made.proposal else len(addition.added),
        )
        self.say_what_else(addition, entries)

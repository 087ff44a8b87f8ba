"""The secretariat's pages for organisations that are one: choose, see what moves, confirm."""

from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kpcsc.foundation.versioned import StaleRecordError, records_of
from organisations.merging.actions import merge_organisations
from organisations.merging.forms import MergeForm
from organisations.merging.relations import rows_by_organisation
from organisations.models import ConsentRecord, Listing, Organisation
from organisations.signed_in import signed_in_user

LEAST, MOST = 2, 10  # organisations at once: more cannot be compared on one page
LONGEST_KEY = 18  # digits: with more, SQLite has no such number
FOLDER = "admin/organisations/organisation"


class MergedRow(NamedTuple):
    """A row in words, and the page of the record that it is, or is a part of."""

    words: str
    page: str


class RelationRows(NamedTuple):
    """Rows of one kind: those that move, and those that become one with another."""

    label: str
    moved: list[MergedRow]
    joined: list[MergedRow]


class Candidate(NamedTuple):
    """An organisation that may be kept, and what stands on it."""

    organisation: Organisation
    radio: Any
    consents: list[ConsentRecord]
    standing: list[RelationRows]


class MergingAdmin(admin.ModelAdmin):
    """Merges organisations, and shows with each which others it was before."""

    actions = ["merge_selected"]

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.merge_view)
        return [
            path("merge/", page, name="organisations_organisation_merge"),
            *super().get_urls(),
        ]

    @admin.action(permissions=["change"], description=gettext_lazy("Merge those selected"))
    def merge_selected(
        self, request: HttpRequest, queryset: QuerySet[Organisation]
    ) -> HttpResponse | None:
        """Leads to the page where they are compared."""
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if not LEAST <= len(keys) <= MOST:
            self.message_user(request, self._how_many(), messages.ERROR)
            return None
        page = reverse("admin:organisations_organisation_merge", query={"organisation": keys})
        return HttpResponseRedirect(page)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Compares the organisations of the address, then shows what a merge does, then merges."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        asked = request.GET.getlist("organisation")
        keys = {key for key in asked if key.isdecimal() and len(key) <= LONGEST_KEY}
        chosen = Organisation.objects.unmerged().filter(pk__in=keys)
        organisations = list(chosen.select_related("country").order_by("pk"))
        if not LEAST <= len(organisations) <= MOST:
            self.message_user(request, self._how_many(), messages.ERROR)
            return redirect("admin:organisations_organisation_changelist")
        standing = rows_by_organisation(organisations)
        consents = consents_of(organisations)
        proposed = max(
            organisations,
            key=lambda one: (
                openness(consents[one.pk]),
                sum(len(own) for _, own in standing[one.pk]),
            ),
        )
        form = MergeForm(organisations, proposed.pk, request.POST or None)
        if form.is_valid() and "_choose" not in request.POST:
            if "_merge" not in request.POST:
                return self._confirmation(request, form)
            try:
                return self._merge(request, form)
            except (StaleRecordError, ValidationError):
                form.add_error(None, self._changed_meanwhile())
        candidates = [
            Candidate(
                organisation,
                radio,
                consents[organisation.pk],
                [
                    RelationRows(relation.label, [self._shown(row) for row in rows], [])
                    for relation, rows in standing[organisation.pk]
                ],
            )
            for organisation, radio in zip(organisations, form["keep"], strict=True)
        ]
        context = {"title": _("Merge organisations"), "candidates": candidates}
        return self._page(request, form, "merge", context)

    def _confirmation(self, request: HttpRequest, form: MergeForm) -> HttpResponse:
        """What the merge would do, row by row, with the question whether to do it."""
        plan = form.plan
        changes = [
            RelationRows(
                gathering.relation.label,
                [self._shown(row) for row in gathering.moved],
                [self._shown(one.row, *one.absorbed) for one in gathering.joined],
            )
            for gathering in plan.gatherings
        ]
        context = {
            "title": _("Merge into %(name)s?") % {"name": plan.keep},
            "plan": plan,
            "changes": changes,
            "consents": [one for given in consents_of(plan.others).values() for one in given],
            "answers": [(form[name].label, form.answer(name)) for name in plan.values],
        }
        return self._page(request, form, "merge_confirmation", context)

    def _merge(self, request: HttpRequest, form: MergeForm) -> HttpResponse:
        """Merges; raises what `merge_organisations` raises."""
        plan = form.plan
        kept = merge_organisations(
            keep=plan.keep,
            others=plan.others,
            values=plan.values,
            by=signed_in_user(request),
            previewed=form.cleaned_data["previewed"],
        )
        names = ", ".join(str(other) for other in plan.others)
        told = _("%(names)s: merged into this record.") % {"names": names}
        self.message_user(request, told, messages.SUCCESS)
        return redirect("admin:organisations_organisation_change", kept.pk)

    def _page(
        self, request: HttpRequest, form: MergeForm, name: str, context: dict[str, Any]
    ) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "form": form}
        return TemplateResponse(request, f"{FOLDER}/{name}.html", shared | context)

    def _shown(self, row: Model, *absorbed: Model) -> MergedRow:
        """A row in words, with those that it takes in, and the page where it is seen whole."""
        record = next((one for one in records_of([row])), row)
        page = ""
        if self.admin_site.is_registered(type(record)):
            name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
            page = reverse(name, args=[record.pk])
        return MergedRow(" + ".join(map(str, (row, *absorbed))), page)

    def _how_many(self) -> str:
        return _("Select between %(least)d and %(most)d organisations that are not merged yet.") % {
            "least": LEAST,
            "most": MOST,
        }

    def _changed_meanwhile(self) -> str:
        return _(
            "Somebody else changed these records after they were shown to you. Nothing is merged, "
            "and your choices are still here: look at them again, then go on."
        )

    # What was merged is read, not changed, and no longer offered.

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Organisation], search_term: str
    ) -> tuple[QuerySet[Organisation], bool]:
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        return found.filter(merged_into=None), may_repeat

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return not is_merged(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return not is_merged(obj) and super().has_delete_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "merged_records"]

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Says at the top what became of a merged one, and at the foot what a kept one was."""
        fieldsets = super().get_fieldsets(request, obj)
        merged = (gettext_lazy("Merged records"), {"fields": ["merged_records"]})
        if is_merged(obj):
            return [merged, *fieldsets]
        if isinstance(obj, Organisation) and obj.merged.exists():
            return [*fieldsets, merged]
        return fieldsets

    @admin.display(description=gettext_lazy("merged"))
    def merged_records(self, organisation: Organisation) -> str:
        """The records that became this one, with the consents that they gave; they open nothing."""
        merged = organisation.merged.in_alphabetical_order().prefetch_related("consent_records")
        context = {"became": organisation.merged_into, "merged": merged}
        return render_to_string(f"{FOLDER}/merged_records.html", context)


def is_merged(record: Model | None) -> bool:
    """Whether an organisation's page is that of one that became another."""
    return isinstance(record, Organisation) and record.merged_into_id is not None


def consents_of(organisations: list[Organisation]) -> dict[int, list[ConsentRecord]]:
    """What each organisation agreed to, by its key, the latest first."""
    consents: dict[int, list[ConsentRecord]] = {one.pk: [] for one in organisations}
    given = ConsentRecord.objects.filter(organisation__in=organisations)
    for consent in given.select_related("organisation"):
        consents[consent.organisation_id].append(consent)
    return consents


def openness(consents: list[ConsentRecord]) -> int:
    """To how many the latest of an organisation's consents opens its listing."""
    return Listing(consents[0].agreed_listing).openness if consents else 0

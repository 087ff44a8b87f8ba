"""The secretariat's pages on countries, organisations and people."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.admin_filters import AlphabeticalRelatedFilter
from kpcsc.foundation.autocomplete import AutocompleteAdmin
from kpcsc.foundation.confirmed_action import confirmed_action
from kpcsc.foundation.history.admin import HistoryAdmin
from kpcsc.foundation.proposals.models import ProposalOrigin, ProposedChange
from kpcsc.foundation.proposals.working_copy import Proposing
from kpcsc.foundation.sheets.sheet_admin import SheetAdmin
from kpcsc.foundation.versioned import Versioned
from organisations.actions import end_memberships
from organisations.admin_filters import OrganisationToDoFilter
from organisations.country_names import countries_called
from organisations.deletion import records_in_the_way
from organisations.erasure_admin import ErasureAdmin
from organisations.forms import OrganisationForm
from organisations.listing.actions import MAY_STOP, accept_consents, record_consent
from organisations.merging.admin import MergingAdmin
from organisations.models import ConsentRecord, Country, Organisation, User
from organisations.naming.admin import NamesInTextsAdmin
from organisations.previewing.admin import PreviewAdmin
from organisations.roles import RolesField, role_words, roles_held, works_for_secretariat
from organisations.sheets import OrganisationSheet
from organisations.signed_in import signed_in_user
from organisations.signing_in.actions import sign_out
from organisations.signing_in.admin import SignInHelpAdmin
from organisations.time_zone_field import TimeZoneField


@admin.register(Country)
class CountryAdmin(admin.ModelAdmin):
    """Countries are found by the names that people use, which are in no column."""

    list_display = ["code", "full_name"]
    list_per_page = 300
    search_fields = ["code"]

    @admin.display(description=_("name"))
    def full_name(self, country: Country) -> str:
        """The name, which is in no column."""
        return country.name

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Country], search_term: str
    ) -> tuple[QuerySet[Country], bool]:
        codes = countries_called(search_term, queryset.values_list("code", flat=True))
        return queryset.filter(code__in=codes), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.is_staff


class ConsentInline(admin.StackedInline):
    """Consent is added to, never changed or taken away."""

    model = ConsentRecord
    extra = 0
    fields = [("agreed_listing", "given_on", "wording_version"), "given_by", "note"]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


end_membership = confirmed_action(
    "end_membership",
    permission="publish",  # of the organisations chosen, some may be named to readers
    label=_("End the membership"),
    question=ngettext_lazy(
        "%(number)d organisation will be a former member, from today if no other day is recorded. "
        "Its people will no longer see what is for members.",
        "%(number)d organisations will be former members, from today where no other day is "
        "recorded. Their people will no longer see what is for members.",
        "number",
    ),
    done=ngettext_lazy(
        "%(number)d organisation is a former member.",
        "%(number)d organisations are former members.",
        "number",
    ),
    change=lambda organisations, by: end_memberships(organisations=organisations, by=by),
)


@admin.register(Organisation)
class OrganisationAdmin(SheetAdmin, MergingAdmin, NamesInTextsAdmin, PreviewAdmin):
    form = OrganisationForm
    sheets = [OrganisationSheet]
    change_form_template = "admin/organisations/organisation/change_form.html"
    list_display = ["name", "acronym", "country", "kind", "membership", "listing"]
    list_filter = [
        OrganisationToDoFilter,
        "listing",
        "membership",
        "kind",
        ("country", AlphabeticalRelatedFilter),
    ]
    list_select_related = ["country"]
    search_fields = ["name_fr", "name_en", "acronym", "aliases"]
    ordering = ["sort_fr"]
    autocomplete_fields = ["country"]
    prepopulated_fields = {"slug": ["name"]}
    actions = [*MergingAdmin.actions, end_membership]
    inlines = [ConsentInline]
    fieldsets = [
        (
            None,
            {"fields": ["name", "acronym", "is_another", "slug", "kind", "country", "website"]},
        ),
        (_("Who may see it named"), {"fields": ["listing"]}),
        (_("Membership"), {"fields": ["membership", ("member_since", "member_until")]}),
        (_("Texts"), {"fields": ["description", "aliases"]}),
    ]

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """What else goes; whatever names it stands in the way, for there its name would be a word
        like any other."""
        deleted, counts, permissions, protected = super().get_deleted_objects(objs, request)
        by = signed_in_user(request)
        naming = [one for each in objs for one in records_in_the_way(each, by)]
        return deleted, counts, permissions, [*protected, *naming]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether the person may change what readers see of organisations."""
        return may_publish_organisations(request)

    def get_list_display(self, request: HttpRequest) -> Any:
        shown = [*super().get_list_display(request)]
        return [*shown, "stop_naming"] if request.user.has_perm(MAY_STOP) else shown

    @admin.display(description=_("in danger"))
    def stop_naming(self, organisation: Organisation) -> str:
        """Leads to the page on which its naming is stopped; that of a merged one is so for good."""
        if organisation.merged_into_id:
            return "–"
        label = (
            gettext("Its naming is stopped")
            if organisation.is_naming_stopped
            else gettext("Stop naming")
        )
        return format_html(
            '<a href="{}">{}</a>', reverse("stop_naming", args=[organisation.pk]), label
        )

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool
    ) -> None:
        """A consent entered here goes through the action, so that the listing follows."""
        if formset.model is not ConsentRecord:
            super().save_formset(request, form, formset, change)
            return
        consents = formset.save(commit=False)
        if form.instance.is_working_copy:
            asked: Any = request
            asked.consents = consents  # what is agreed is no proposal: see `response_proposed`
            return
        self.record_consents(request, consents)

    def response_proposed(
        self, request: HttpRequest, record: Versioned, made: Proposing
    ) -> HttpResponse:
        """What became of the form; and the consents that were entered on it, which count at
        once."""
        consents = getattr(request, "consents", [])
        self.record_consents(request, consents)
        if consents and made.proposal is None:
            messages.success(request, gettext("The consent is recorded."))
            return redirect(self._url("change", record))
        return super().response_proposed(request, record, made)

    def accept(self, request: HttpRequest, proposal: ProposedChange, **decided: Any) -> Versioned:
        """Has a proposal written; that of a consent makes the consent count."""
        with transaction.atomic():
            if proposal.origin == ProposalOrigin.CONSENT:
                accept_consents(proposal=proposal, by=signed_in_user(request))
            return super().accept(request, proposal, **decided)

    def notes_on(self, proposal: ProposedChange) -> list[str]:
        """The consents that count once it is accepted."""
        return [
            gettext("Consent: %(agreed)s. Given by: %(given_by)s. Wording: %(wording)s. %(note)s")
            % {
                "agreed": consent,
                "given_by": consent.given_by,
                "wording": consent.wording_version,
                "note": consent.note,
            }
            for consent in proposal.consents.all()
        ]

    def record_consents(self, request: HttpRequest, consents: list[ConsentRecord]) -> None:
        """Keeps the consents, and says what becomes of the listing where that does not follow."""
        for consent in consents:
            organisation = record_consent(consent=consent, by=signed_in_user(request))
            if organisation.is_naming_stopped and organisation.listing == consent.agreed_listing:
                messages.warning(
                    request,
                    gettext(
                        "This consent counts at once: nobody else reads the name any more, "
                        "and the portal looks through its own pages for it."
                    ),
                )
            if organisation.listing != consent.agreed_listing and organisation.is_naming_stopped:
                messages.warning(
                    request,
                    gettext(
                        "The consent is recorded. The naming stays stopped: a publisher can have "
                        "the organisation named again."
                    ),
                )
            elif organisation.listing != consent.agreed_listing:
                messages.warning(
                    request,
                    gettext(
                        "The consent is recorded. Readers see the organisation named once a "
                        "publisher accepts that."
                    ),
                )


def may_administer(request: HttpRequest) -> bool:
    """Whether the person appoints the secretariat, erases people and reads the journal."""
    return request.user.has_perm("organisations.administer_portal")


def may_publish_organisations(request: HttpRequest) -> bool:
    """Whether the person may have readers see an organisation named."""
    return request.user.has_perm("organisations.publish_organisation")


@admin.register(User)
class PersonAdmin(ErasureAdmin, SignInHelpAdmin, AutocompleteAdmin, HistoryAdmin):
    """People, who sign in by a code; those of the secretariat set a password themselves."""

    list_display = ["name", "email", "organisation", "role_names", "is_active"]
    list_filter = [
        "is_staff",
        "is_active",
        "language",
        "organisation__membership",
        ("erasure_asked_at", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["organisation"]
    search_fields = ["name", "email"]
    ordering = ["name"]
    autocomplete_fields = ["organisation"]
    fieldsets = [
        (None, {"fields": ["email", "name"]}),
        (_("Organisation"), {"fields": ["organisation", "role", "speaks_for_organisation"]}),
        (_("Language and time"), {"fields": ["language", "time_zone"]}),
        (_("What this person may do"), {"fields": ["is_active", "groups"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("Role"))
    def role_names(self, person: User) -> str:
        """The roles, or that the person may do everything."""
        return gettext("every right") if person.is_superuser else role_words(person.groups.all())

    @admin.display(description=_("Role"))
    def roles(self, person: User) -> str:
        """The roles and what they allow, for whoever may not give them."""
        return roles_held(person.groups.all()) or "–"

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """The declared ones; whoever may not give roles reads them."""
        fieldsets = super().get_fieldsets(request, obj)
        if may_administer(request):
            return fieldsets
        *others, (heading, options) = fieldsets
        return [*others, (heading, options | {"fields": ["is_active", "roles"]})]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A zone by its city."""
        if db_field.name == "time_zone":
            return db_field.formfield(form_class=TimeZoneField)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Whoever could change an address of the secretariat could sign in as its owner; that of
        somebody who speaks for an organisation, have it named."""
        may = super().has_change_permission(request, obj)
        if obj is None or not may:
            return may
        is_open = not obj.speaks_for_organisation or may_publish_organisations(request)
        return is_open and (not obj.is_staff or may_administer(request))

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Whoever joins the secretariat or leaves it signs in anew, as its people do."""
        was_staff = obj.is_staff
        if "groups" in form.cleaned_data:
            roles = form.cleaned_data["groups"]
            obj.is_staff = obj.is_superuser or works_for_secretariat(roles)
        super().save_model(request, obj, form, change)
        if change and obj.is_staff != was_staff:
            sign_out(sign_ins=obj.sign_ins.all())

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        fixed = [] if may_administer(request) else ["roles"]
        if not may_publish_organisations(request):
            fixed.append("speaks_for_organisation")
            if obj is not None and obj.shown_to_members:  # members read it in the directory
                fixed += ["name", "role", "organisation"]
        return [*super().get_readonly_fields(request, obj), *fixed]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            return RolesField()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

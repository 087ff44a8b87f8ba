"""The filters of the list of meetings."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.translated_text import columns
from kpcsc.foundation.viewer import Viewer
from meetings.models import Campaign, Meeting, Participation
from meetings.models.meeting import MeetingQuerySet
from organisations.models import Country, Organisation
from organisations.models.country import in_alphabetical_order

LONGEST_QUERY = 200


class SearchField(forms.CharField):
    """Words to search for; refuses what no one types, in words for a person."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {
            "max_length": _("This search is too long: a few words find more."),
            "null_characters_not_allowed": _("This search holds characters that no text has."),
        }
        super().__init__(
            label=_("Search"),
            max_length=LONGEST_QUERY,
            required=False,
            error_messages=messages,
            **kwargs,
        )


class MeetingFilterForm(forms.Form):
    """Words, year, campaign, country and organisation; offers only what this viewer may see."""

    q = SearchField()
    year = forms.ChoiceField(label=_("Year"), required=False)
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)

    SELECTS = ("year", "campaign", "country", "organisation")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.visible = Meeting.objects.visible_to(viewer)
        choices = {
            "year": self._years(),
            "campaign": self._campaigns(),
            "country": self._countries(),
            "organisation": self._organisations(),
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
            field.choices = offered
            field.error_messages["invalid_choice"] = _("There is no such choice: “%(value).50s”.")

    def results(self) -> MeetingQuerySet:
        """The meetings that pass every filter, newest first; none if a filter is malformed."""
        if not self.is_valid():
            return self.visible.none()
        chosen = self.cleaned_data
        meetings = self.visible
        if chosen["year"]:
            meetings = meetings.filter(starts_on__year=chosen["year"])
        if chosen["campaign"]:
            meetings = meetings.filter(campaign__slug=chosen["campaign"])
        if chosen["country"]:
            meetings = meetings.filter(countries=chosen["country"].upper())
        if chosen["organisation"]:
            meetings = meetings.attended_by(chosen["organisation"], self.viewer)
        if chosen["q"]:
            meetings = meetings.matching(chosen["q"], self.viewer)
        return meetings.newest_first()

    @property
    def selects(self) -> list[dict[str, Any]]:
        """The drop-down filters, as a template draws them."""
        return [
            {
                "name": name,
                "label": self.fields[name].label,
                "options": self.fields[name].choices,  # type: ignore[attr-defined]  # ChoiceField
                "chosen": self.data.get(name, ""),
                "errors": self.errors.get(name, ()),
            }
            for name in self.SELECTS
        ]

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list."""
        return any(self.data.get(name) for name in self.fields)

    def _years(self) -> list[tuple[str, str]]:
        years = self.visible.years()
        return [(str(year), str(year)) for year in years]

    def _campaigns(self) -> list[tuple[str, str]]:
        campaigns = Campaign.objects.visible_to(self.viewer)
        used = campaigns.filter(Exists(self.visible.filter(campaign=OuterRef("pk"))))
        titled = used.only("slug", *columns("title"))
        return [(campaign.slug, campaign.title) for campaign in titled]

    def _countries(self) -> list[tuple[str, str]]:
        represented = Country.objects.filter(Exists(self.visible.filter(countries=OuterRef("pk"))))
        return [
            (country.code.lower(), country.short_name)
            for country in in_alphabetical_order(represented)
        ]

    def _organisations(self) -> list[tuple[str, str]]:
        seen = Participation.objects.attended().visible_to(self.viewer)
        named = Organisation.objects.visible_to(self.viewer).filter(
            Exists(seen.filter(organisation=OuterRef("pk")))
        )
        in_order = named.in_alphabetical_order().only("slug", *columns("name"))
        return [(organisation.slug, organisation.name) for organisation in in_order]

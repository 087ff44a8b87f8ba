"""The filters of the list of meetings."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.translated_text import page_language, translated
from kpcsc.foundation.viewer import Viewer
from meetings import queries
from meetings.models.meeting import MeetingQuerySet
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
        self.campaigns = queries.campaigns_with_meetings(viewer)
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

    def results(self) -> MeetingQuerySet | None:
        """The meetings that pass every filter; None if a filter is malformed."""
        if not self.is_valid():
            return None
        chosen = self.cleaned_data
        filters = {name: chosen[name] for name in ("campaign", "organisation") if chosen[name]}
        if chosen["country"]:
            filters["country"] = chosen["country"].upper()
        if chosen["year"]:
            year = int(chosen["year"])
            filters |= {"first": date(year, 1, 1), "last": date(year, 12, 31)}
        found = queries.filtered(self.viewer, words=chosen["q"], **filters)
        return queries.listed(found)

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
        return [(str(year), str(year)) for year in queries.years(self.viewer)]

    def _campaigns(self) -> list[tuple[str, str]]:
        return [(campaign.slug, translated(campaign, "title").text) for campaign in self.campaigns]

    def _countries(self) -> list[tuple[str, str]]:
        in_order = in_alphabetical_order(queries.countries_with_meetings(self.viewer))
        return [(country.code.lower(), country.short_name) for country in in_order]

    def _organisations(self) -> list[tuple[str, str]]:
        return queries.organisations_with_meetings(self.viewer, page_language())

"""What is asked when the naming of an organisation is stopped, and when it may be named again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.models import Listing, Organisation


class StopNamingForm(forms.Form):
    """Who may still see it named."""

    shown_to = forms.ChoiceField(
        label=_("Who may still see it named"),
        choices=[
            (Listing.UNLISTED, _("the secretariat alone")),
            (Listing.MEMBERS, _("the coalition’s members and the secretariat")),
        ],
        initial=Listing.UNLISTED,
        widget=forms.RadioSelect,
    )


class ResumeNamingForm(forms.Form):
    """To whom it is named again, as far as it agreed; chosen anew, for nothing is the usual."""

    listing = forms.ChoiceField(label=_("Who may see it named"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agreed = organisation.agreed_listing().openness
        named = (Listing.PUBLIC, Listing.MEMBERS)
        allowed = [(one.value, one.label) for one in named if one.openness <= agreed]
        self.fields["listing"].choices = allowed  # type: ignore[attr-defined]  # a ChoiceField

"""What a person chooses about themselves, and for their organisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.mail.models import MailRefusal
from organisations.models import Listing, User
from organisations.time_zone_field import TimeZoneField


class ChoicesForm(forms.ModelForm):
    """Language, time zone, letters, and whether members see the person's address."""

    wants_letters = forms.BooleanField(
        label=_("Write to me about meetings and surveys"),
        required=False,
        help_text=_("What you ask for yourself, such as a code to sign in, always comes."),
    )

    class Meta:
        model = User
        fields = ["name", "role", "language", "time_zone", "shown_to_members", "wants_digest"]
        labels = {
            "shown_to_members": _("Show my name, role and address to the coalition’s members"),
            "wants_digest": _("Remind me each week of what we promised"),
        }
        help_texts = {
            "shown_to_members": "",
            "language": "",
            "wants_digest": _("Only where something is due soon, or overdue."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        refused = MailRefusal.objects.filter(person=self.instance).exists()
        self.initial["wants_letters"] = not refused
        self.fields["time_zone"] = TimeZoneField(label=_("Time zone"))

    def save(self, commit: bool = True) -> User:
        person = super().save(commit)
        if self.cleaned_data["wants_letters"]:
            MailRefusal.objects.filter(person=person).delete()
        else:
            MailRefusal.objects.get_or_create(person=person)
        return person


class ListingForm(forms.Form):
    """Who may see the organisation named."""

    listing = forms.ChoiceField(
        label=_("Who may see our organisation named"),
        choices=Listing.choices,
        widget=forms.RadioSelect,
    )

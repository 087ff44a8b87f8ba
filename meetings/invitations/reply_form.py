"""The form in which an invitation to a meeting is replied to, by those invited or for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from meetings.models import Invitation, Reply
from meetings.models.invitation import LONGEST_REMARKS

LONGEST_NAME = 150
REMARKS_BETWEEN = "\n\n"  # remarks that were sent one after the other
OFFERED = [Reply.YES, Reply.MAYBE, Reply.NO]


class ReplyForm(forms.Form):
    """Yes, perhaps or no; who will come, of an organisation; and what the secretariat should know.

    Without data, it shows the reply that is stored. `for_colleagues`, it shows no remarks: they may
    say what is for the secretariat alone. What is written then is added to them.
    """

    answer = forms.ChoiceField(
        label=_("Will you come?"),
        choices=[(reply.value, reply.label) for reply in OFFERED],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the three."),
            "invalid_choice": _("Choose one of the three."),
        },
    )
    coming = forms.CharField(
        label=_("Who will come?"),
        required=False,
        max_length=50 * LONGEST_NAME,
        widget=forms.Textarea(attrs={"rows": 3, "aria-describedby": "coming-help"}),
    )
    remarks = forms.CharField(
        label=_("Anything we should know?"),
        required=False,
        max_length=LONGEST_REMARKS,
        widget=forms.Textarea(attrs={"rows": 3, "aria-describedby": "remarks-help"}),
    )

    def __init__(
        self, invitation: Invitation, data: Any = None, *, for_colleagues: bool = False
    ) -> None:
        self.earlier_remarks = invitation.remarks if for_colleagues else ""
        remarks = "" if for_colleagues else invitation.remarks
        initial = {"coming": invitation.coming, "remarks": remarks}
        if invitation.reply != Reply.NONE:
            initial["answer"] = invitation.reply
        super().__init__(data, initial=initial)
        self.places = invitation.meeting.places
        self.is_for_organisation = invitation.organisation_id is not None
        if not self.is_for_organisation:  # a person comes, or does not
            del self.fields["coming"]

    def clean_coming(self) -> str:
        """One name a line, no more than there are places."""
        names = [
            name for line in self.cleaned_data["coming"].splitlines() if (name := line.strip())
        ]
        if len(names) > self.places:
            sentence = ngettext(
                "There is %(places)d place for your organisation: keep one name.",
                "There are %(places)d places for your organisation: keep as many names at most.",
                self.places,
            )
            raise forms.ValidationError(sentence % {"places": self.places})
        if any(len(name) > LONGEST_NAME for name in names):
            raise forms.ValidationError(_("Write one name on each line."))
        return "\n".join(names)

    def clean_remarks(self) -> str:
        """Those that were sent before, and what is written now; the same one is kept once."""
        remarks: str = self.cleaned_data["remarks"]
        earlier = self.earlier_remarks
        if not earlier or not remarks or remarks in earlier.split(REMARKS_BETWEEN):
            return earlier or remarks
        together = earlier + REMARKS_BETWEEN + remarks
        if len(together) > LONGEST_REMARKS:
            raise forms.ValidationError(
                ngettext(
                    "With what was sent before, this is too long: %(room)d character is left.",
                    "With what was sent before, this is too long: %(room)d characters are left.",
                    room := max(0, LONGEST_REMARKS - len(earlier + REMARKS_BETWEEN)),
                )
                % {"room": room}
            )
        return together

    def given(self) -> dict[str, Any]:
        """The reply, as `reply_to` takes it."""
        return {
            "answer": Reply(self.cleaned_data["answer"]),
            "coming": self.cleaned_data.get("coming", ""),
            "remarks": self.cleaned_data["remarks"],
        }

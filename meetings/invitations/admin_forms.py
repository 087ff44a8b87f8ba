"""The small forms of the pages on a meeting's invitations and attendance."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.record_admin import VersionedForm
from kpcsc.foundation.sort_key import fold
from kpcsc.foundation.translated_text import columns
from kpcsc.foundation.written_fields import DayField
from meetings.models import Meeting
from organisations.models import Organisation


class InvitationTextForm(VersionedForm):
    """What the invitations say, until when replies are asked for, and how many may come."""

    class Meta:
        model = Meeting
        fields = [*columns("invitation_text"), "reply_by", "places"]
        widgets = {name: forms.Textarea(attrs={"rows": 6}) for name in columns("invitation_text")}
        field_classes = {"reply_by": DayField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.Meta.fields:
            self.fields[name].show_hidden_initial = True  # for what was edited is told by it

    @property
    def is_edited(self) -> bool:
        """Whether a page that has these fields was sent with something else in them than it had."""
        is_there = self.add_prefix("edited_version") in self.data
        return is_there and bool(set(self.changed_data) - {"edited_version"})


@dataclass(frozen=True)
class ExpectedOrganisation:
    """An organisation that may take part, and who was said to come for it."""

    organisation: Organisation
    attended: bool | None
    names: list[str]


class AttendanceForm(forms.Form):
    """Of each organisation that is expected, whether it took part."""

    CAME = {"yes": True, "no": False, "": None}
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, meeting: Meeting, expected: list[ExpectedOrganisation], data: Any = None
    ) -> None:
        super().__init__(data, initial={"version": meeting.version})
        self.expected = expected
        for one in expected:
            initial = {True: "yes", False: "no", None: ""}[one.attended]
            self.fields[f"came_{one.organisation.pk}"] = forms.ChoiceField(
                label=str(one.organisation),
                choices=[("yes", _("came")), ("no", _("did not come")), ("", _("not known"))],
                widget=forms.RadioSelect,
                required=False,
                initial=initial,
            )

    def rows(self) -> list[tuple[ExpectedOrganisation, forms.BoundField]]:
        """Those expected, each with its field."""
        return [(one, self[f"came_{one.organisation.pk}"]) for one in self.expected]

    def attended(self) -> dict[Organisation, bool | None]:
        """What was ticked, as `record_attendance` takes it."""
        return {
            one.organisation: self.CAME[self.cleaned_data[f"came_{one.organisation.pk}"]]
            for one in self.expected
        }


def expected_organisations_at(meeting: Meeting) -> list[ExpectedOrganisation]:
    """Who is on the meeting's list or says yes or perhaps, by name; in three queries."""
    listed = meeting.participations.select_related("organisation").prefetch_related("people")
    found: dict[Organisation, ExpectedOrganisation] = {}
    for participation in listed:
        names = [person.name for person in participation.people.all()]
        found[participation.organisation] = ExpectedOrganisation(
            participation.organisation, participation.attended, names
        )
    replied = meeting.invitations.coming().select_related("person__organisation", "organisation")
    for invitation in replied:
        if organisation := invitation.represented_organisation:
            known = found.setdefault(organisation, ExpectedOrganisation(organisation, None, []))
            known.names.extend(name for name in invitation.names if name not in known.names)
    return sorted(found.values(), key=lambda one: fold(str(one.organisation)))

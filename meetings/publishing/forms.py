"""What is said when a record is published, returned or withdrawn."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpcsc.foundation.translated_text import page_language
from meetings.publishing.steps import Step
from organisations.time_zones import zone_label

LOCAL = "%Y-%m-%dT%H:%M"


class StepForm(forms.Form):
    """A step, with what belongs to it: `open_steps` are those that may be taken."""

    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Kept with the step. Whoever sent the record gets it on return."),
    )
    publish_at = forms.DateTimeField(
        required=False,
        input_formats=[LOCAL],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL),
    )
    despite_issues = forms.BooleanField(
        label=gettext_lazy("Publish it although something is to be done first"), required=False
    )
    tell = forms.BooleanField(
        label=gettext_lazy("Tell the members by e-mail, once"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    step = forms.ChoiceField(choices=[(step.value, step.value) for step in Step])

    def __init__(
        self,
        *args: Any,
        open_steps: list[Step],
        is_blocked: bool,
        may_announce: bool,
        time_zone: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.open_steps, self.is_blocked, self.time_zone = open_steps, is_blocked, time_zone
        zone = zone_label(time_zone, page_language())
        self.fields["publish_at"].label = _("Publish at (%(zone)s)") % {"zone": zone}
        self.fields["publish_at"].help_text = _("At once if left empty.")
        if Step.PUBLISH not in open_steps:
            del self.fields["publish_at"]
        if Step.PUBLISH not in open_steps or not is_blocked:
            del self.fields["despite_issues"]
        if Step.PUBLISH not in open_steps or not may_announce:
            del self.fields["tell"]

    def clean_publish_at(self) -> Any:
        """The moment, typed in the person's own time; later than now."""
        typed = self.cleaned_data["publish_at"]
        if typed is None:
            return None
        if typed.year > timezone.now().year + 50:
            raise ValidationError(_("This moment is too far away."))
        moment = typed.replace(tzinfo=ZoneInfo(self.time_zone))
        if moment <= timezone.now():
            raise ValidationError(_("This moment has passed: leave it empty to publish at once."))
        return moment

    def clean_step(self) -> Step:
        step = Step(self.cleaned_data["step"])
        if step not in self.open_steps:
            raise ValidationError(_("This step is not open to you now: look at the record again."))
        return step

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        step = cleaned.get("step")
        if step is Step.PUBLISH and self.is_blocked and not cleaned.get("despite_issues"):
            sentence = _(
                "Something is to be done first. Do it, or say that you publish all the same."
            )
            self.add_error("despite_issues", sentence)
        if step is Step.RETURN and not cleaned.get("comment", "").strip():
            self.add_error("comment", _("Say what is to be done."))
        return cleaned

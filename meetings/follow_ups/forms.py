"""What the owner of a follow-up says of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import ProgressReport


class ProgressForm(forms.ModelForm):
    """How far it is, in a sentence; of what is done, where one sees it."""

    class Meta:
        model = ProgressReport
        fields = ["kind", "text"]
        labels = {"text": _("In a sentence")}
        help_texts = {"text": _("If it is done: where one sees it, as a link or a letter.")}
        widgets = {
            "kind": forms.RadioSelect,
            "text": forms.Textarea({"rows": 3, "maxlength": 2000}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        kind: Any = self.fields["kind"]
        kind.choices = ProgressReport.Kind.choices
        self.initial.setdefault("kind", ProgressReport.Kind.PROGRESS)

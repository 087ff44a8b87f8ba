"""What a publisher says of a proposed change."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.proposals.merging import Conflict


class DecisionForm(forms.Form):
    """Whether a proposal is accepted, returned or withdrawn, and what stays of each conflict."""

    state = forms.CharField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Whoever proposed the change gets it by e-mail. To return or refuse it, say why."
        ),
    )

    def __init__(self, *args: Any, conflicts: Sequence[Conflict], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [conflict.code for conflict in conflicts]

    @property
    def taken(self) -> list[str]:
        """The conflicts in which the proposal counts."""
        return [code for code in self.codes if self.data.get(f"conflict-{code}") == "take"]

    @property
    def kept(self) -> list[str]:
        """The conflicts in which the record stays as it is."""
        return [code for code in self.codes if self.data.get(f"conflict-{code}") == "keep"]

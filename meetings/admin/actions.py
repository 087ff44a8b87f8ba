"""What the secretariat does to many meetings at once."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from kpcsc.foundation.confirmed_action import confirmed_action
from meetings.publishing.actions import take_steps
from meetings.publishing.steps import Step

put_in_review = confirmed_action(
    "put_in_review",
    permission="publish",  # of the meetings chosen, some may be published
    label=_("Put in review"),
    question=ngettext_lazy(
        "%(number)d meeting will be put in review. Readers will not see it until it is published.",
        "%(number)d meetings will be put in review. Readers will not see them until they are "
        "published.",
        "number",
    ),
    done=ngettext_lazy(
        "%(number)d meeting is in review.", "%(number)d meetings are in review.", "number"
    ),
    change=lambda meetings, by: take_steps(meetings=meetings, step=Step.SUBMIT, by=by),
)
withdraw = confirmed_action(
    "withdraw",
    permission="publish",
    label=_("Withdraw"),
    question=ngettext_lazy(
        "%(number)d meeting will be withdrawn: readers will no longer see it.",
        "%(number)d meetings will be withdrawn: readers will no longer see them.",
        "number",
    ),
    done=ngettext_lazy(
        "%(number)d meeting is withdrawn.", "%(number)d meetings are withdrawn.", "number"
    ),
    change=lambda meetings, by: take_steps(meetings=meetings, step=Step.WITHDRAW, by=by),
)

"""What was said of people for one meeting is forgotten after it, without anybody's doing."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from meetings.models import Invitation
from meetings.tasks import forget_remarks
from tests.factories import make_meeting, make_meeting_invitation

pytestmark = pytest.mark.django_db
WORDS = {"reply": "yes", "coming": "Awa", "remarks": "Un fauteuil"}


@pytest.mark.parametrize(
    ("days_ago", "lasting", "is_forgotten"),
    [(91, None, True), (90, None, False), (-5, None, False), (100, 20, False), (100, 5, True)],
)
def test_remarks_and_names_go_90_days_after_the_last_day(
    days_ago: int, lasting: int | None, is_forgotten: bool
) -> None:
    first = timezone.localdate() - timedelta(days=days_ago)
    fields: dict[str, Any] = {"starts_on": first}
    if lasting:
        fields["ends_on"] = first + timedelta(days=lasting)
    make_meeting_invitation(make_meeting(**fields), **WORDS)
    forget_remarks.call()
    stored = Invitation.objects.get()
    assert (stored.coming, stored.remarks) == (("", "") if is_forgotten else ("Awa", "Un fauteuil"))
    assert stored.reply == "yes"

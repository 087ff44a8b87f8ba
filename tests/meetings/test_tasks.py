"""What was said of people for one meeting is forgotten after it, without anybody's doing."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from meetings.models import Invitation, Meeting
from meetings.tasks import forget_invited_to_meetings, forget_remarks
from tests.factories import make_meeting, make_meeting_invitation, make_organisation, make_user

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


def meeting_over(days_ago: int) -> Meeting:
    return make_meeting(starts_on=timezone.localdate() - timedelta(days=days_ago))


@pytest.mark.parametrize(("days_ago", "is_forgotten"), [(366, True), (365, False), (-5, False)])
def test_person_leaves_an_invitation_a_year_after_the_meeting(
    days_ago: int, is_forgotten: bool
) -> None:
    awa = make_user(organisation=make_organisation())
    sent = make_meeting_invitation(meeting_over(days_ago), person=awa, reply="yes")
    forget_invited_to_meetings.call()
    stored = Invitation.objects.get()
    expected = (None, awa.organisation) if is_forgotten else (awa, None)
    assert (stored.person, stored.organisation) == expected
    assert stored.reply == "yes"
    assert (stored.key == sent.key) is not is_forgotten  # their link opens nothing


def test_invitation_of_nobodys_organisation_or_of_an_invited_one_goes() -> None:
    meeting, ipis = meeting_over(366), make_organisation()
    kept = make_meeting_invitation(meeting, organisation=ipis, reply="no")
    for organisation in (ipis, None):
        make_meeting_invitation(meeting, person=make_user(organisation=organisation), reply="yes")
    forget_invited_to_meetings.call()
    assert [(one.pk, one.reply) for one in Invitation.objects.all()] == [(kept.pk, "no")]


def test_of_two_people_of_an_organisation_one_invitation_stays() -> None:
    meeting, ipis = meeting_over(366), make_organisation()
    for reply in ("yes", "no"):
        make_meeting_invitation(meeting, person=make_user(organisation=ipis), reply=reply)
    forget_invited_to_meetings.call()
    [stored] = Invitation.objects.all()
    assert (stored.organisation, stored.reply) == (ipis, "yes")

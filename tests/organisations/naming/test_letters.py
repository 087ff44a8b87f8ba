"""No letter names whom its reader may not see named: subject, text, and what comes with it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from kpcsc.foundation.mail.letters import LetterKind
from meetings.follow_ups.letters import follow_ups_due
from meetings.invitations.letters import (
    invitation_withdrawn,
    joining_link,
    meeting_changed,
    meeting_invitation,
    meeting_reminder,
)
from meetings.models import FollowUp, Meeting
from meetings.publishing.letters import summary_published
from organisations.models import Listing, User
from surveys.invitations.letters import survey_invitation, survey_reminder
from tests.factories import (
    make_invitation,
    make_meeting,
    make_meeting_invitation,
    make_member,
    make_organisation,
    make_planned_meeting,
    make_survey,
)
from tests.foundation.mail.deliveries import make_delivery, run

pytestmark = pytest.mark.django_db
NAMING: dict[str, Any] = {
    "title_fr": "Réunion avec l’IPIS",
    "introduction_fr": "L’IPIS invite.",
    "place_fr": "Bureau de l’IPIS",
}
INVITING: dict[str, Any] = NAMING | {
    "invitation_text_fr": "L’IPIS vous attend.",
    "joining_link": "https://e.org/",
}


def invited(person: User, **fields: Any) -> Any:
    return make_meeting_invitation(make_planned_meeting(**INVITING), person=person, **fields)


def promised(person: User) -> Any:
    today = timezone.localdate()
    meeting = make_meeting(**NAMING)
    FollowUp.objects.create(
        meeting=meeting, what_fr="Écrire à l’IPIS", owner=person.organisation, due=today
    )
    return person.organisation


def asked(person: User) -> Any:
    survey = make_survey(meeting=make_meeting(**NAMING), title_fr="Et l’IPIS ?")
    return make_invitation(survey, person=person)


MOVED = {"starts_on": "2100-06-01", "time_zone": "Africa/Kinshasa", "place_fr": "Chez l’IPIS"}
LETTERS: dict[LetterKind, Callable[[User], Any]] = {
    meeting_invitation: invited,
    meeting_reminder: invited,
    meeting_changed: lambda person: invited(person, notified=MOVED),
    joining_link: lambda person: invited(person, reply="yes"),
    invitation_withdrawn: lambda person: invited(person, is_revoked=True),
    follow_ups_due: promised,
    summary_published: lambda _person: make_meeting(**NAMING),
    survey_invitation: asked,
    survey_reminder: asked,
}


@pytest.mark.parametrize("kind", LETTERS, ids=lambda kind: kind.name.rpartition(".")[2])
@pytest.mark.parametrize(
    ("listing", "is_named"), [(Listing.MEMBERS, True), (Listing.UNLISTED, False)]
)
def test_a_letter_names_whom_its_reader_may_see_named(
    kind: LetterKind, listing: Listing, is_named: bool
) -> None:
    make_organisation(name_fr="IPIS", listing=listing)
    person = make_member(language="fr")
    about = LETTERS[kind](person)
    make_delivery("queued", about=about, person=person, letter=kind.name)
    run()
    [message] = mail.outbox
    said = message.message().as_string().replace("=\n", "")
    text = f"{message.subject}\n{message.body}"
    parts = [said, text, *map(str, message.attachments)]
    assert ("IPIS" in "\n".join(parts)) == is_named
    assert ("[organisation non nommée]" in text) != is_named
    assert Meeting.objects.filter(title_fr=NAMING["title_fr"]).exists()

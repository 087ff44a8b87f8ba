"""What the letters to those invited say, to whom in which language, and what comes with them."""

from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from kpcsc.foundation.mail.letters import Letter, LetterKind, letter_html
from kpcsc.foundation.mail.outbox import run_outbox
from meetings.calendar.appointments import key_of
from meetings.invitations.actions import send_invitations
from meetings.invitations.letters import (
    invitation_withdrawn,
    joining_link,
    meeting_changed,
    meeting_invitation,
    meeting_reminder,
)
from meetings.invitations.links import token_of
from meetings.models import Invitation, Meeting
from organisations.models import User
from tests.factories import (
    make_meeting_invitation,
    make_organisation,
    make_planned_meeting,
    make_staff,
    make_user,
)
from tests.foundation.mail.deliveries import make_delivery
from tests.meetings.calendar import reader as calendar_reader

pytestmark = pytest.mark.django_db

LINK = "https://meet.example.org/secret"
TEXTS = {
    "title_fr": "Réunion d’Accra",
    "title_en": "Accra meeting",
    "invitation_text_fr": "Nous comptons sur vous.",
    "invitation_text_en": "We count on you.",
    "introduction_fr": "Une introduction.",
    "introduction_en": "An introduction.",
    "place_fr": "Accra, salle 3",
    "place_en": "Accra, room 3",
}
ALL_KINDS = [
    meeting_invitation,
    meeting_reminder,
    meeting_changed,
    joining_link,
    invitation_withdrawn,
]


def wanted(kind: LetterKind, person: User | None = None, **fields: Any) -> Invitation:
    """An invitation about which such a letter is wanted."""
    meeting = make_planned_meeting(**{"joining_link": LINK} | TEXTS | fields)
    invited = {"person": person} if person else {}
    by_kind: dict[LetterKind, dict[str, Any]] = {
        meeting_changed: {"notified": {"starts_on": "2100-06-01", "time_zone": "Africa/Kinshasa"}},
        joining_link: {"reply": "yes"},
        invitation_withdrawn: {"is_revoked": True},
    }
    return make_meeting_invitation(meeting, **invited, **by_kind.get(kind, {}))


def written(kind: LetterKind, invitation: Invitation, person: User | None = None) -> Letter | None:
    """The letter as the outbox has it written."""
    reader = person or invitation.people()[0]
    with translation.override(reader.language):
        return kind.write(Invitation.objects.get(pk=invitation.pk), reader)


def attached(letter: Letter | None) -> calendar_reader.Component:
    """The appointment that comes with a letter."""
    assert letter is not None
    [(name, content, media_type)] = letter.attachments
    read = calendar_reader.read(bytes(content))  # type: ignore[arg-type]  # not a str
    assert name.endswith(".ics")
    assert media_type == f"text/calendar; method={read['METHOD'].text}"
    return read


@pytest.mark.parametrize("kind", ALL_KINDS)
@pytest.mark.parametrize(
    ("language", "zone", "told"),
    [
        ("fr", "Africa/Harare", "mercredi 2 juin 2100, 15:00–17:00 (Harare, UTC+2)"),
        ("en", "Africa/Accra", "Wednesday 2 June 2100, 13:00–15:00 (Accra time, UTC+0)"),
    ],
)
def test_a_letter_speaks_the_reader_s_language_and_tells_both_times(
    kind: LetterKind, language: str, zone: str, told: str
) -> None:
    person = make_user(language=language, time_zone=zone, name="Awa Sarr")
    letter = written(kind, wanted(kind, person))
    assert letter is not None
    assert TEXTS[f"title_{language}"] in letter.subject
    assert told in letter.text
    assert ("(Kinshasa, UTC+1)" if language == "fr" else "(Kinshasa time, UTC+1)") in (letter.text)
    assert TEXTS[f"place_{language}"] in letter.text
    assert "Awa Sarr" in letter.text
    assert "\n\n\n" not in letter.text


@pytest.mark.parametrize("kind", ALL_KINDS[:4])
def test_the_link_is_the_reader_s_own(kind: LetterKind, client: Client) -> None:
    invitation = wanted(kind)
    letter = written(kind, invitation)
    assert letter is not None
    [link] = [line for line in letter.text.splitlines() if "/invitations/" in line]
    address = f"http://localhost:8000/fr/invitations/{token_of(invitation)}/"
    assert link.endswith(f"\N{NO-BREAK SPACE}: {address}")
    assert '<p class="letter-button"><a href="' + address + '">' in letter_html(letter.text)
    assert client.get(address.removeprefix("http://localhost:8000")).status_code == 200


def test_the_invitation_says_its_text_until_when_and_whose_it_is() -> None:
    invitation = wanted(meeting_invitation, reply_by=date(2100, 5, 20))
    letter = written(meeting_invitation, invitation)
    assert letter is not None
    assert "Nous comptons sur vous." in letter.text
    assert "au plus tard le jeudi 20 mai 2100" in letter.text
    assert str(invitation.organisation) in letter.text
    assert "réservé à votre organisation" in letter.text
    own = written(meeting_invitation, wanted(meeting_invitation, make_user()))
    assert own is not None
    assert "n’est que pour vous" in own.text


def changes_to(**fields: Any) -> Letter | None:
    """The letter on these changes of the meeting, in English."""
    invitation = make_meeting_invitation(
        make_planned_meeting(**TEXTS),
        person=make_user(language="en"),
        reply="yes",
        is_asked_again="starts_on" in fields,
    )
    Meeting.objects.filter(pk=invitation.meeting_id).update(**fields)
    return written(meeting_changed, invitation)


def test_a_change_says_what_was_and_what_is() -> None:
    letter = changes_to(starts_on=date(2100, 6, 3), place_en="Tema")
    assert letter is not None
    was, _now, is_ = letter.text.partition("It is now:")
    assert "Wednesday 2 June 2100" in was
    assert "Accra, room 3" in was
    assert "Thursday 3 June 2100" in is_
    assert "Tema" in is_
    assert "Do you come on the new date as well? Please reply once more." in is_


def test_a_place_that_is_only_translated_is_no_news() -> None:
    meeting = make_planned_meeting(place_fr="Le Caire")
    readers = [make_user(language=language) for language in ("fr", "en")]
    invitations = [make_meeting_invitation(meeting, person=person) for person in readers]
    Meeting.objects.update(place_en="Cairo")
    told = [written(meeting_changed, invitation) is not None for invitation in invitations]
    assert told == [False, True]


@pytest.mark.parametrize("state", ["postponed", "cancelled"])
def test_a_meeting_that_is_off_asks_for_nothing(state: str) -> None:
    letter = changes_to(state=state)
    assert letter is not None
    when = {"postponed": "", "cancelled": ", 2 June 2100, 14:00–16:00 (Kinshasa)"}[state]
    assert letter.subject == f"{state.capitalize()}: Accra meeting{when}"
    assert "It is now:" not in letter.text
    assert "/invitations/" not in letter.text


# --- The appointment ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "answer"),
    [("none", "NEEDS-ACTION"), ("yes", "ACCEPTED"), ("maybe", "TENTATIVE")],
)
def test_the_appointment_asks_its_reader_alone(reply: str, answer: str) -> None:
    person = make_user(email="awa@example.org", name='Awa "Sarr"')
    make_meeting_invitation(meeting := make_planned_meeting(), person=make_user())
    told = {"starts_on": "2100-06-01"}
    invitation = make_meeting_invitation(meeting, person=person, reply=reply, notified=told)
    read = attached(written(meeting_changed, invitation))
    [event] = read.all("VEVENT")
    [attendee] = event.values["ATTENDEE"]
    assert attendee.text == "mailto:awa@example.org"
    assert attendee.parameters == {"CN": "Awa 'Sarr'", "PARTSTAT": answer, "RSVP": "FALSE"}
    assert read["METHOD"].text == "REQUEST"
    assert event["ORGANIZER"].text == "mailto:portal@example.org"
    assert calendar_reader.moment(read, "DTSTART") == datetime(2100, 6, 2, 13, tzinfo=UTC)


def test_all_letters_speak_of_one_appointment_each_later_than_the_last(settings: Settings) -> None:
    settings.PORTAL_URL = "https://portal.example.org"
    invitation = make_meeting_invitation(make_planned_meeting())
    first = attached(written(meeting_invitation, invitation)).all("VEVENT")[0]
    meeting = Meeting.objects.get()
    meeting.advance(by=None)
    meeting.state = "cancelled"
    meeting.save()
    read = attached(written(meeting_changed, invitation))
    second = read.all("VEVENT")[0]
    assert first["UID"].text == second["UID"].text == f"{key_of(meeting)}@portal.example.org"
    assert (first["SEQUENCE"].text, second["SEQUENCE"].text) == ("1", "2")
    assert (first["STATUS"].text, second["STATUS"].text) == ("CONFIRMED", "CANCELLED")
    assert read["METHOD"].text == "CANCEL"


def test_a_withdrawn_invitation_takes_the_appointment_back() -> None:
    read = attached(written(invitation_withdrawn, wanted(invitation_withdrawn)))
    assert read["METHOD"].text == "CANCEL"
    assert read.all("VEVENT")[0]["STATUS"].text == "CANCELLED"


def test_a_meeting_that_has_no_day_any_more_takes_the_old_one_back() -> None:
    letter = changes_to(precision="month", starts_at=None, ends_at=None, starts_on="2100-07-01")
    read = attached(letter)
    assert read["METHOD"].text == "CANCEL"
    assert calendar_reader.moment(read, "DTSTART") == datetime(2100, 6, 2, 13, tzinfo=UTC)
    assert letter is not None
    assert "July 2100" in letter.text


def test_without_a_day_there_is_no_appointment() -> None:
    month: dict[str, Any] = {"precision": "month", "starts_at": None, "ends_at": None}
    letter = written(meeting_invitation, wanted(meeting_invitation, **month))
    assert letter is not None
    assert letter.attachments == ()


@pytest.mark.parametrize(
    ("kind", "has_link"),
    [(meeting_invitation, False), (meeting_reminder, False), (joining_link, True)],
)
def test_the_private_link_is_in_the_letters_of_those_who_come_alone(
    kind: LetterKind, has_link: bool
) -> None:
    letter = written(kind, wanted(kind))
    assert letter is not None
    assert (LINK in letter.text) is has_link
    [event] = attached(letter).all("VEVENT")
    assert (LINK in event["DESCRIPTION"].words) is has_link
    assert event["DESCRIPTION"].words.startswith("Nous comptons sur vous.")


def test_nobody_s_name_but_the_reader_s_is_in_the_file() -> None:
    meeting = make_planned_meeting()
    for name in ("Grace", "Tendai"):
        organisation = make_organisation(name_fr=f"Organisation de {name}")
        make_user(name=name, organisation=organisation)
        make_meeting_invitation(meeting, organisation=organisation)
    invitation = meeting.invitations.all()[0]
    letter = written(meeting_invitation, invitation)
    assert letter is not None
    content = letter.attachments[0][1]
    assert b"Grace" in content
    assert b"Tendai" not in content
    assert b"Organisation" not in content


def test_a_mail_program_finds_the_file_and_its_method() -> None:
    meeting = make_planned_meeting(**TEXTS)
    invitation = make_meeting_invitation(meeting, notified=None)
    send_invitations(meeting=meeting, invitations=[invitation], by=make_staff())
    run_outbox.call()
    [message] = mail.outbox
    [part] = message.message().iter_attachments()
    assert part.get_content_type() == "text/calendar"
    assert (part["Content-Type"].params["method"], part.get_filename()) == (
        "REQUEST",
        f"{meeting.slug}.ics",
    )
    assert part.get_content().startswith("BEGIN:VCALENDAR")


# --- What is not written ------------------------------------------------------------------------


def withdrawn(invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(is_revoked=not invitation.is_revoked)


def held(invitation: Invitation) -> None:
    Meeting.objects.update(state="held")


def over(invitation: Invitation) -> None:
    Meeting.objects.update(starts_on=date(2021, 6, 2))


def declined(invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(
        reply="no", replied_at=datetime(2026, 1, 1, tzinfo=UTC)
    )


@pytest.mark.parametrize("happens", [withdrawn, held, over, declined])
@pytest.mark.parametrize("kind", ALL_KINDS)
def test_what_is_no_longer_wanted_is_not_written(kind: LetterKind, happens: Any) -> None:
    invitation = wanted(kind)
    assert written(kind, invitation) is not None
    happens(invitation)
    # Whoever cannot come hears that the invitation is withdrawn, and of another date.
    is_news = kind in {invitation_withdrawn, meeting_changed} and happens is declined
    assert (written(kind, invitation) is not None) is is_news


def test_letters_that_waited_under_their_earlier_name_still_go() -> None:
    delivery = make_delivery("queued", letter="meetings.letters.meeting_invitation")
    migration = import_module("meetings.migrations.0007_letters_of_invitations")
    migration.rename(apps, migration.OLD, migration.NEW)
    delivery.refresh_from_db()
    assert delivery.kind is meeting_invitation

"""The pages of a person who is signed in: what they show, to whom, and what is changed there."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kpcsc.foundation.mail.models import MailRefusal
from kpcsc.member_area.calendar import calendar_path
from meetings.invitations.links import link_path
from meetings.models import FollowUp, Meeting, Participation
from organisations.models import ConsentRecord, User
from surveys.models import AnsweredMark
from tests.factories import (
    make_invitation,
    make_meeting,
    make_meeting_invitation,
    make_member,
    make_organisation,
    make_participation,
    make_planned_meeting,
    make_staff,
    make_survey,
    make_user,
)

pytestmark = pytest.mark.django_db
PAGES = ["", "directory/", "organisation/", "choices/", "choices/data/"]


@pytest.fixture
def member(client: Client) -> User:
    person = make_member(name="Awa Sarr", email="awa@example.org", time_zone="Africa/Kinshasa")
    client.force_login(person)
    return person


@pytest.mark.parametrize("page", PAGES)
def test_nobody_comes_in_without_signing_in(client: Client, page: str) -> None:
    answer = client.get(f"/fr/my/{page}")
    assert answer.headers["Location"] == f"/fr/sign-in/?next=/fr/my/{page}"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_kept_by_no_cache(client: Client, member: User, page: str) -> None:
    answer = client.get(f"/fr/my/{page}")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


def test_what_waits_is_of_the_person_and_of_their_organisation(
    client: Client, member: User
) -> None:
    meeting = make_meeting()
    own = make_invitation(make_survey(title_fr="Pour Awa"), person=member)
    make_invitation(make_survey(title_fr="Pour nous"), organisation=member.organisation)
    make_invitation(make_survey(title_fr="Pour d’autres"))
    make_invitation(make_survey(title_fr="Fermée", closed_at=timezone.now()), person=member)
    planned = make_meeting(title_fr="Bientôt", starts_on=date(2100, 1, 1), state="planned")
    make_meeting_invitation(planned, organisation=member.organisation, notified={})
    unsent = make_meeting(title_fr="Pas encore", starts_on=date(2100, 1, 1), state="planned")
    make_meeting_invitation(unsent, person=member, notified=None)
    over = make_meeting(title_fr="Passée", state="planned")
    make_meeting_invitation(over, person=member, notified={})
    late = {"owner": member.organisation, "due": date(2021, 1, 1)}
    FollowUp.objects.create(meeting=meeting, what_fr="Écrire la lettre", **late)
    FollowUp.objects.create(meeting=meeting, what_fr="Fait", state="done", **late)
    FollowUp.objects.create(meeting=meeting, what_fr="Secret", visibility="staff", **late)
    waiting = client.get("/fr/my/").context["waiting"]
    assert [(one.kind, one.label.text, one.is_late) for one in waiting] == [
        ("invitation", "Bientôt", False),
        ("survey", "Pour Awa", False),
        ("survey", "Pour nous", False),
        ("follow_up", "Écrire la lettre", True),
    ]
    AnsweredMark.objects.create(invitation=own)
    waiting = client.get("/fr/my/").context["waiting"]
    assert [one.label.text for one in waiting] == ["Bientôt", "Pour nous", "Écrire la lettre"]


def test_ones_own_meetings_are_there_however_the_organisation_is_listed(
    client: Client, member: User
) -> None:
    mine = make_meeting(visibility="members", title_fr="La nôtre")
    make_participation(meeting=mine, organisation=member.organisation)
    draft = make_meeting(status="draft", title_fr="Brouillon")
    make_participation(meeting=draft, organisation=member.organisation)
    absent = make_meeting(title_fr="Sans nous")
    make_participation(meeting=absent, organisation=member.organisation, attended=False)
    make_meeting(organisations=1)
    assert [*client.get("/fr/my/").context["own_meetings"]] == [mine]


def test_a_yes_is_found_again_with_the_joining_link_until_the_meeting_is_over(
    client: Client, member: User
) -> None:
    link = {"joining_link": "https://meet.example.org/secret"}
    planned = make_planned_meeting(title_fr="Bientôt", **link)
    own = make_meeting_invitation(planned, person=member, reply="yes")
    unsure = make_planned_meeting(title_fr="Peut-être", **link)
    make_meeting_invitation(unsure, organisation=member.organisation, reply="maybe")
    refused = make_planned_meeting(title_fr="Refusée")
    make_meeting_invitation(refused, person=member, reply="no")
    make_meeting_invitation(make_planned_meeting(title_fr="Autrui"), reply="yes")
    page = client.get("/fr/my/").content.decode()
    _before, _heading, coming = page.partition("Réunions auxquelles vous venez")
    coming = coming.partition("</section>")[0]
    assert re.findall(r"<h3><a[^>]*>(.*?)</a>", coming) == ["Bientôt", "Peut-être"]
    assert "mercredi 2 juin 2100, 14:00–16:00 (Kinshasa, UTC+1)" in coming
    assert "Votre réponse\N{NO-BREAK SPACE}: <strong>oui</strong>" in coming
    assert coming.count(link["joining_link"]) == 1
    assert f'href="{link_path(own)}#reply"' in coming
    assert page.count(link["joining_link"]) == 1
    Meeting.objects.filter(pk=planned.pk).update(starts_on=date(2021, 6, 2))
    coming_now = client.get("/fr/my/").context["coming"]
    assert [str(one.meeting) for one in coming_now] == ["Peut-être"]


def test_a_reply_to_the_former_date_is_to_be_given_again(client: Client, member: User) -> None:
    facts = {"reply": "yes", "notified": {}}
    own = make_meeting_invitation(make_planned_meeting(), person=member, **facts)
    told = "La date a changé depuis votre réponse"
    assert told not in client.get("/fr/my/").content.decode()
    type(own).objects.update(is_asked_again=True)
    assert told in client.get("/fr/my/").content.decode()
    asked = client.get(link_path(own)).content.decode()
    assert "Envoyer la réponse</button>" in asked


def test_meetings_to_come_stand_apart(client: Client, member: User) -> None:
    make_meeting(title_fr="Passée", visibility="members")
    make_planned_meeting(title_fr="À venir", status="published", visibility="members")
    context = client.get("/fr/my/").context
    assert [str(meeting) for meeting in context["to_come"]] == ["À venir"]
    assert [str(meeting) for meeting in context["meetings"]] == ["Passée"]


def test_more_that_waits_costs_no_more_queries(client: Client, member: User) -> None:
    numbers = []
    for _ in (1, 3):
        meeting = make_meeting()
        make_invitation(make_survey(meeting=meeting), person=member)
        planned = make_meeting(starts_on=date(2100, 1, 1), state="planned")
        make_meeting_invitation(planned, person=member, notified={})
        FollowUp.objects.create(meeting=meeting, what_fr="À faire", owner=member.organisation)
        make_participation(meeting=meeting, organisation=member.organisation)
        with CaptureQueriesContext(connection) as queries:
            client.get("/fr/my/")
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_the_directory_shows_who_chose_to_be_shown(client: Client, member: User) -> None:
    zela = make_organisation(name_fr="ZELA", listing="members")
    make_user(organisation=zela, name="Tendai Moyo", shown_to_members=True, role="Directeur")
    make_user(organisation=zela, name="Grace Banda")
    make_user(organisation=zela, name="Parti", shown_to_members=True, is_active=False)
    make_organisation(name_fr="Cachée", listing="unlisted")
    page = client.get("/fr/my/directory/").content.decode()
    assert "Tendai Moyo, Directeur" in page
    assert [name for name in ("Grace Banda", "Parti", "Cachée") if name in page] == []


def test_the_directory_is_for_members(client: Client) -> None:
    client.force_login(make_user(organisation=make_organisation(membership="guest")))
    assert client.get("/fr/my/directory/").status_code == 403
    assert "/fr/my/directory/" not in client.get("/fr/my/").content.decode()


CHOICES = {
    "name": "Awa Sarr",
    "role": "",
    "language": "en",
    "time_zone": "Africa/Dakar",
    "shown_to_members": "on",
}


def test_choices_are_kept(client: Client, member: User) -> None:
    client.post("/fr/my/choices/", CHOICES)
    member.refresh_from_db()
    assert (member.language, member.time_zone, member.shown_to_members) == (
        "en",
        "Africa/Dakar",
        True,
    )
    assert MailRefusal.objects.filter(person=member).exists()
    client.post("/fr/my/choices/", CHOICES | {"wants_letters": "on"})
    assert not MailRefusal.objects.exists()


def test_a_choice_that_there_is_not_loses_nothing_typed(client: Client, member: User) -> None:
    typed = CHOICES | {"time_zone": "Mars/Olympus", "role": "Présidente"}
    page = client.post("/fr/my/choices/", typed)
    assert page.status_code == 200
    assert 'value="Présidente"' in page.content.decode()
    member.refresh_from_db()
    assert member.role == ""


def test_nobody_chooses_what_the_secretariat_decides(client: Client, member: User) -> None:
    more = {"is_staff": "on", "email": "x@example.org", "speaks_for_organisation": "on"}
    client.post("/fr/my/choices/", CHOICES | more | {"organisation": make_organisation().pk})
    kept = User.objects.get(pk=member.pk)
    assert (kept.is_staff, kept.email, kept.speaks_for_organisation) == (
        False,
        "awa@example.org",
        False,
    )
    assert kept.organisation == member.organisation


def test_who_speaks_for_the_organisation_agrees_and_withdraws(client: Client, member: User) -> None:
    member.speaks_for_organisation = True
    member.role = "Directrice"
    member.save()
    own = member.organisation
    assert own is not None
    make_participation(meeting=make_meeting(title_fr="Rivières"), organisation=own)
    page = client.get("/fr/my/organisation/").content.decode()
    assert "Rivières" in page
    public = Client()
    address = f"/fr/organisations/{own.slug}/"
    assert public.get(address).status_code == 404
    asked = client.post("/fr/my/organisation/", {"listing": "public"}).content.decode()
    assert ("votre gouvernement compris" in asked, "Rivières" in asked) == (True, True)
    assert public.get(address).status_code == 404
    assert not ConsentRecord.objects.exists()
    client.post("/fr/my/organisation/", {"listing": "public", "confirmed": "1"})
    consent = ConsentRecord.objects.get()
    assert (consent.given_by, consent.wording_version, consent.recorded_by) == (
        "Awa Sarr, Directrice",
        "portal-1",
        member,
    )
    assert public.get(address).status_code == 200
    client.post("/fr/my/organisation/", {"listing": "unlisted"})
    assert public.get(address).status_code == 404
    assert own.name not in public.get("/fr/organisations/").content.decode()
    assert ConsentRecord.objects.count() == 2


def test_nobody_else_speaks_for_it(client: Client, member: User) -> None:
    answer = client.post("/fr/my/organisation/", {"listing": "public"})
    assert answer.status_code == 403
    assert not ConsentRecord.objects.exists()


def test_a_listing_that_there_is_not_is_refused(client: Client, member: User) -> None:
    User.objects.filter(pk=member.pk).update(speaks_for_organisation=True)
    for sent in ({}, {"listing": "everyone"}):
        assert client.post("/fr/my/organisation/", sent).status_code == 200
    assert not ConsentRecord.objects.exists()


def test_the_calendar_is_followed_by_its_address_until_it_is_ended(
    client: Client, member: User
) -> None:
    make_meeting(visibility="members", title_fr="Pour les membres")
    make_meeting(visibility="staff", title_fr="Pour le secrétariat")
    make_meeting(status="draft", title_fr="Brouillon")
    client.post("/fr/my/choices/calendar/")
    member.refresh_from_db()
    first = calendar_path(member)
    anyone = Client()
    feed = anyone.get(first)
    assert feed.headers["Content-Type"] == "text/calendar; charset=utf-8"
    text = feed.content.decode()
    assert [line for line in text.splitlines() if line.startswith("SUMMARY")] == [
        "SUMMARY:Pour les membres"
    ]
    client.post("/fr/my/choices/calendar/", {"renew": "yes"})
    member.refresh_from_db()
    assert anyone.get(first).status_code == 404
    second = calendar_path(member)
    assert anyone.get(second).status_code == 200
    client.post("/fr/my/choices/calendar/", {"end": "yes"})
    assert anyone.get(second).status_code == 404


@pytest.mark.parametrize("token", ["x", "00000000000000000000000000000000.x", "é.é", "a" * 500])
def test_a_guessed_calendar_opens_nothing(client: Client, token: str) -> None:
    assert client.get(f"/fr/my/calendar/{token}.ics").status_code == 404


def test_a_calendar_shows_no_more_than_its_person_may_see_now(client: Client) -> None:
    member, staff = make_member(), make_staff()
    for person in (member, staff):
        client.force_login(person)
        client.post("/fr/my/choices/calendar/")
        person.refresh_from_db()
    make_meeting(visibility="staff", title_fr="Secret")
    make_meeting(visibility="members", title_fr="Interne")
    assert b"Secret" not in Client().get(calendar_path(staff)).content
    assert b"Interne" in Client().get(calendar_path(member)).content
    assert member.organisation is not None
    member.organisation.membership = "former"
    member.organisation.save()
    assert b"Interne" not in Client().get(calendar_path(member)).content
    User.objects.filter(pk=member.pk).update(is_active=False)
    assert Client().get(calendar_path(member)).status_code == 404


def test_all_that_is_kept_of_a_person_is_theirs_to_take(client: Client, member: User) -> None:
    participation = make_participation(meeting=make_meeting(title_fr="Rivières"))
    participation.people.add(member)
    make_invitation(make_survey(title_fr="Avant"), person=member)
    kept: dict[str, Any] = json.loads(client.get("/fr/my/choices/data/").content)
    assert kept["person"]["email"] == "awa@example.org"
    assert kept["meetings"][0]["meeting__title"] == "Rivières"
    assert kept["surveys"][0]["survey__title"] == "Avant"
    assert len(kept["signed_in"]) == 1
    session = client.session.session_key
    assert session is not None
    assert session not in json.dumps(kept)


def test_the_file_tells_of_no_meeting_that_the_person_may_not_know_of(
    client: Client, member: User
) -> None:
    draft = make_meeting(status="draft", title_fr="Secrète", starts_on=date(2100, 1, 1))
    make_participation(meeting=draft).people.add(member)
    make_meeting_invitation(draft, person=member, notified=None)
    assert "Secrète" not in client.get("/fr/my/choices/data/").content.decode()


def test_the_file_holds_nothing_of_anybody_else(client: Client, member: User) -> None:
    other = make_member(name="Tendai Moyo", email="tendai@example.org")
    participation: Participation = make_participation(meeting=make_meeting())
    participation.people.add(member, other)
    text = client.get("/fr/my/choices/data/").content.decode()
    assert "Tendai" not in text
    assert "tendai@" not in text


def test_who_asks_to_be_erased_waits_for_the_secretariat(client: Client, member: User) -> None:
    before = timezone.now() - timedelta(seconds=1)
    client.post("/fr/my/choices/erasure/")
    member.refresh_from_db()
    assert member.erasure_asked_at is not None
    assert member.erasure_asked_at > before
    assert member.is_active
    desk = Client()
    desk.force_login(make_staff())
    assert "Awa Sarr" in desk.get("/admin/").content.decode()
    client.post("/fr/my/choices/erasure/", {"stay": "yes"})
    member.refresh_from_db()
    assert member.erasure_asked_at is None
    assert "Awa Sarr" not in desk.get("/admin/").content.decode()


@pytest.mark.parametrize("page", ["choices/calendar/", "choices/erasure/"])
def test_looking_changes_nothing(client: Client, member: User, page: str) -> None:
    assert client.get(f"/fr/my/{page}").status_code == 405

"""What an organisation says of its follow-ups, and who reads it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kpcsc.foundation.proposals.models import ProposedChange
from kpcsc.foundation.viewer import STAFF
from meetings.follow_ups.actions import report_progress
from meetings.models import FollowUp, Meeting, ProgressReport
from meetings.queries import left_open_before
from organisations.models import User
from tests.factories import accept, make_campaign, make_meeting, make_member, make_staff, make_user

pytestmark = pytest.mark.django_db

PAGE = "/fr/my/follow-ups/"


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting()


@pytest.fixture
def member(client: Client) -> User:
    """A member, signed in."""
    person = make_member()
    client.force_login(person)
    return person


def promise(member: User, meeting: Meeting, **fields: Any) -> FollowUp:
    """A follow-up of the member's organisation."""
    facts = {"what_fr": "Publier", "what_en": "Publish", "owner": member.organisation}
    return FollowUp.objects.create(meeting=meeting, **facts | fields)


def report(client: Client, follow_up: FollowUp, kind: str, text: str) -> Any:
    key = follow_up.pk
    sent = {"follow_up": key, f"{key}-kind": kind, f"{key}-text": text}
    return client.post(PAGE, sent)


def listed(client: Client) -> list[str]:
    promises = client.get(PAGE).context["promises"]
    return [follow_up.what_fr for follow_up, _form in promises]


def test_open_ones_come_first_the_longest_due_before(
    client: Client, member: User, meeting: Meeting
) -> None:
    today = timezone.localdate()
    promise(member, meeting, what_fr="Fini", state="done", due=date(2020, 1, 1))
    promise(member, meeting, what_fr="Sans date")
    promise(member, meeting, what_fr="Demain", due=today + timedelta(days=1))
    promise(member, meeting, what_fr="Hier", due=today - timedelta(days=1))
    promise(make_member(), meeting, what_fr="D’autrui")
    promise(member, meeting, what_fr="Caché", visibility="staff")
    promise(member, make_meeting(status="draft"), what_fr="Brouillon")
    assert listed(client) == ["Hier", "Demain", "Sans date", "Fini"]
    assert client.get(PAGE).content.decode().count("<strong>en retard</strong>") == 1


def test_an_organisation_reads_its_own_promise_however_it_is_named(
    client: Client, member: User, meeting: Meeting
) -> None:
    """Its own people know what it promised, be it unlisted."""
    promise(member, meeting)
    assert member.organisation
    assert member.organisation.listing == "unlisted"
    assert listed(client) == ["Publier"]


def test_progress_is_kept_one_report_after_another(
    client: Client, member: User, meeting: Meeting
) -> None:
    follow_up = promise(member, meeting)
    for text in ("Le projet est écrit.", "Il est relu."):
        response = report(client, follow_up, "progress", text)
        assert response.status_code == 302
        assert response["Location"] == f"{PAGE}#follow-up-{follow_up.pk}"
    kept = ProgressReport.objects.values_list("kind", "text", "by", "follow_up")
    assert [*kept] == [
        ("progress", "Le projet est écrit.", member.pk, follow_up.pk),
        ("progress", "Il est relu.", member.pk, follow_up.pk),
    ]
    follow_up.refresh_from_db()
    meeting.refresh_from_db()
    assert (follow_up.state, follow_up.evidence_fr, meeting.version) == ("open", None, 1)


@pytest.mark.parametrize(
    ("fields", "evidence"),
    [
        ({"visibility": "members"}, "https://example.org/"),
        ({"visibility": "members", "evidence_fr": "Une lettre"}, "Une lettre"),
    ],
)
def test_what_is_done_is_closed_with_its_evidence(
    fields: dict[str, str],
    evidence: str | None,
    client: Client,
    member: User,
    meeting: Meeting,
) -> None:
    follow_up = promise(member, meeting, **fields)
    report(client, follow_up, "done", "https://example.org/")
    follow_up.refresh_from_db()
    meeting.refresh_from_db()
    assert (follow_up.state, follow_up.evidence_fr, meeting.version) == ("done", evidence, 2)
    history: Any = follow_up
    assert history.history.first().history_user == member
    assert ProgressReport.objects.get().text == "https://example.org/"
    assert client.get(PAGE).context["promises"] == [(follow_up, None)]


def test_what_everyone_reads_is_closed_once_a_publisher_accepts_that(
    client: Client, member: User, meeting: Meeting
) -> None:
    follow_up = promise(member, meeting, visibility="public")
    report(client, follow_up, "done", "https://example.org/")
    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.evidence_fr) == ("open", None)
    assert ProgressReport.objects.get().text == "https://example.org/"
    proposal = ProposedChange.objects.get()
    assert (proposal.by, proposal.origin) == (member, "progress")
    accept(proposal)
    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.evidence_fr) == ("done", None)


def test_what_cannot_be_done_stays_open_and_says_so_to_the_next_meeting(
    client: Client, member: User
) -> None:
    campaign = make_campaign()
    earlier = make_meeting(campaign=campaign, starts_on=date(2021, 1, 1))
    follow_up = promise(member, earlier)
    report(client, follow_up, "cannot", "Nous n’avons plus personne.")
    [left] = left_open_before(make_meeting(campaign=campaign), STAFF)
    assert (left, left.state, left.latest_report) == (follow_up, "open", "cannot")
    report(client, follow_up, "progress", "Si, finalement.")
    [left] = left_open_before(make_meeting(campaign=campaign), STAFF)
    assert left.latest_report == "progress"


def test_of_two_reports_that_it_is_done_the_second_is_told(
    client: Client, member: User, meeting: Meeting
) -> None:
    follow_up = promise(member, meeting)
    report(client, follow_up, "done", "Ici.")
    response = report(client, follow_up, "done", "Là aussi.")
    page = response.content.decode()
    assert response.status_code == 200
    assert "n’est plus ouverte" in page
    assert "Là aussi.</textarea>" in page
    assert ProgressReport.objects.count() == 1
    with pytest.raises(ValidationError):
        report_progress(follow_up=follow_up, kind=ProgressReport.Kind.PROGRESS, text="x", by=member)


@pytest.mark.parametrize(
    ("kind", "text"),
    [("done", ""), ("done", "  "), ("", "Écrit"), ("other", "Écrit"), ("done", "a\0b")],
)
def test_what_says_nothing_is_refused_and_stays(
    kind: str, text: str, client: Client, member: User, meeting: Meeting
) -> None:
    follow_up = promise(member, meeting)
    response = report(client, follow_up, kind, text)
    assert response.status_code == 200
    assert 'class="error"' in response.content.decode()
    assert f"{text}</textarea>" in response.content.decode()
    assert not ProgressReport.objects.exists()


def test_nobody_reports_on_what_is_not_theirs(
    client: Client, member: User, meeting: Meeting
) -> None:
    other = promise(make_member(), meeting)
    hidden = promise(member, meeting, visibility="staff")
    for follow_up in (other, hidden):
        assert report(client, follow_up, "done", "Fait.").status_code == 404
    for key in ("", "x", "9" * 30, "0"):
        assert client.post(PAGE, {"follow_up": key}).status_code == 404
    assert client.post(PAGE).status_code == 404
    assert not ProgressReport.objects.exists()


def test_the_page_is_for_members(client: Client, meeting: Meeting) -> None:
    response = client.get(PAGE)
    assert (response.status_code, response["Location"].split("?")[0]) == (
        302,
        reverse("account_request_login_code"),
    )
    former = make_member()
    assert former.organisation
    former.organisation.membership = "former"
    former.organisation.save()
    for person in (make_user(), former, make_staff()):  # the last is of no organisation
        client.force_login(person)
        assert client.get(PAGE).status_code == 404


def test_it_asks_as_often_for_3_rows_as_for_1(client: Client, member: User) -> None:
    def counted(number: int) -> int:
        for _ in range(number):
            follow_up = promise(member, make_meeting())
            for kind in ProgressReport.Kind:
                ProgressReport.objects.create(
                    follow_up=follow_up, kind=kind, text="Écrit", by=make_user()
                )
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        return len(queries)

    assert counted(1) == counted(2)


def test_the_secretariat_reads_it_at_the_desk(
    client: Client, member: User, meeting: Meeting
) -> None:
    follow_up = promise(member, meeting)
    report(client, follow_up, "progress", "Le projet est écrit.")
    page = reverse("admin:meetings_meeting_progress", args=[meeting.pk])
    assert client.get(page).status_code == 302
    client.force_login(make_user(is_staff=True))
    assert client.get(page).status_code == 403
    client.force_login(make_staff())
    content = client.get(page).content.decode()
    assert "Le projet est écrit." in content
    assert member.name in content
    edit = client.get(reverse("admin:meetings_meeting_change", args=[meeting.pk]))
    assert page in edit.content.decode()
    assert client.get(page.replace(str(meeting.pk), "0")).status_code == 404
    assert client.post(page).status_code == 405


def test_a_report_of_an_unknown_kind_or_without_words_is_none(
    member: User, meeting: Meeting
) -> None:
    follow_up = promise(member, meeting)
    for facts, name in (
        ({"kind": "other", "text": "x"}, "progress_report_kind_known"),
        ({"kind": "done", "text": ""}, "progress_report_says_something"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            ProgressReport.objects.create(follow_up=follow_up, **facts)

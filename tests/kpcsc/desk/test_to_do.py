"""The home of the desk says what is to do, and leads to where it is put right."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from kpcsc.desk.to_do import MOST_ITEMS, ToDoGroup, to_do_groups
from kpcsc.foundation.periodic import note_run
from kpcsc.health.models import LOOK
from kpcsc.search.index import index_changed
from meetings.invitations.actions import notify_of_change
from meetings.models import FollowUp, Meeting, Objective
from organisations.models import ConsentRecord, User
from tests.factories import (
    make_campaign,
    make_invitation,
    make_meeting,
    make_meeting_invitation,
    make_organisation,
    make_participation,
    make_planned_meeting,
    make_proposal,
    make_staff,
    make_survey,
    make_user,
)
from tests.foundation.mail.deliveries import make_delivery
from tests.sampling import sampled
from tests.surveys.answers import answer_by_many

pytestmark = pytest.mark.django_db
# What the factories leave out would be missing of every record.
WHOLE: dict[str, Any] = {"introduction_fr": "Bonjour", "introduction_en": "Hello"}


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def staff(client: Client) -> User:
    person = make_staff()
    client.force_login(person)
    return person


def found() -> dict[str, ToDoGroup]:
    return {group.code: group for group in to_do_groups(lambda model: True)}


def only_line(code: str) -> tuple[str, str, tuple[str, ...]]:
    """The label, address and notes of the one line that is not on another matter."""
    (line,) = found()[code].lines
    return line.label.text, line.address, line.notes


def change(model: str, key: int, anchor: str = "") -> str:
    app = "organisations" if model == "organisation" else "meetings"
    return f"/admin/{app}/{model}/{key}/change/{anchor}"


def test_nothing_waits_on_an_empty_portal(client: Client, staff: User) -> None:
    assert found() == {}
    note_run(LOOK, error="")
    html = client.get(reverse("admin:index"), headers={"Accept-Language": "en"}).content.decode()
    assert "Nothing to do." in html


def test_the_next_meetings_come_soonest_first_with_what_they_lack() -> None:
    make_meeting(title_en="Later", state="planned", starts_on=date(2999, 2, 1), **WHOLE)
    sooner = make_meeting(title_en="Sooner", state="planned", starts_on=date(2999, 1, 1))
    make_meeting(state="planned", status="withdrawn")
    make_meeting(state="postponed")
    group = found()["next-meetings"]
    assert [line.label.text for line in group.lines] == ["Sooner", "Later"]
    assert group.lines[0].address == change("meeting", sooner.pk)
    assert [issue.code for issue in group.lines[0].issues] == [
        "introduction",
        "objectives",
        "format",
        "invitations",
        "agenda",
    ]


def test_a_meeting_held_waits_as_long_as_it_is_a_draft() -> None:
    meeting = make_meeting(title_en="Draft", status="draft")
    make_meeting()
    assert only_line("drafts")[:2] == ("Draft", change("meeting", meeting.pk))
    assert "drafts" in found()


def test_records_in_review_wait() -> None:
    meeting = make_meeting(title_en="Meeting", status="in_review")
    campaign = make_campaign(title_en="Campaign", status="in_review")
    assert only_line("meetings-in-review")[:2] == ("Meeting", change("meeting", meeting.pk))
    assert only_line("campaigns-in-review")[:2] == ("Campaign", change("campaign", campaign.pk))


def test_figures_that_differ_are_said_as_they_are() -> None:
    meeting = make_meeting(title_en="Differs", organisations=2, organisations_count=3)
    make_meeting(organisations=1, organisations_count=1)
    make_meeting(organisations=1)
    assert only_line("figures") == (
        "Differs",
        change("meeting", meeting.pk, "#id_organisations_count"),
        ("Organisations: 3 declared, 2 listed.",),
    )


def test_texts_in_one_language_alone_are_found_in_records_and_their_parts() -> None:
    meeting = make_meeting(title_en="Meeting")
    Objective.objects.create(meeting=meeting, text_en="One", text_fr="")
    campaign = make_campaign()
    organisation = make_organisation(name_fr="Organisation", description_en="Who we are")
    missing_french, missing_english = ("French is missing",), ("English is missing",)
    assert only_line("untranslated-meetings") == (
        "Meeting",
        change("meeting", meeting.pk),
        missing_french,
    )
    assert only_line("untranslated-campaigns") == (
        campaign.title_fr,
        change("campaign", campaign.pk),
        missing_english,
    )
    assert only_line("untranslated-organisations") == (
        "Organisation",
        change("organisation", organisation.pk),
        missing_french,
    )


def test_a_text_that_changed_in_one_language_is_to_review_in_the_other() -> None:
    meeting = make_meeting(title_fr="Un", title_en="Meeting")
    meeting.title_fr = "Deux"
    meeting.save()
    notes = ("English is to review",)
    assert only_line("untranslated-meetings") == (
        "Meeting",
        change("meeting", meeting.pk),
        notes,
    )


def test_an_organisation_named_beyond_its_consent_comes_first_of_all() -> None:
    organisation = make_organisation(name_fr="Organisation", listing="public")
    ConsentRecord.objects.create(
        organisation=organisation, agreed_listing="members", given_by="A", wording_version="1"
    )
    make_meeting(status="in_review")
    assert next(iter(found())) == "named-without-consent"
    assert only_line("named-without-consent") == (
        "Organisation",
        change("organisation", organisation.pk, "#consent_records-group"),
        ("Listed as “named to everyone”; agreed: “named to members”.",),
    )


def test_a_follow_up_waits_from_the_day_after_it_was_due() -> None:
    meeting, today = make_meeting(), timezone.localdate()
    owner = make_organisation(name_fr="Owner", listing="unlisted")
    promised = {"meeting": meeting, "owner": owner, "what_fr": "Écrire", "what_en": "Write"}
    FollowUp.objects.create(due=today, **promised)
    FollowUp.objects.create(due=today - timedelta(days=1), state="done", **promised)
    FollowUp.objects.create(**promised)
    assert "overdue" not in found()
    FollowUp.objects.create(due=today - timedelta(days=1), **promised)
    assert only_line("overdue") == (
        "Write",
        change("meeting", meeting.pk, "#follow_ups-group"),
        ("Owner",),
    )


def test_a_message_that_did_not_arrive_says_to_whom_and_why() -> None:
    failed = make_delivery("failed", problem="550 no such mailbox")
    make_delivery("sent")
    make_delivery("queued")
    assert only_line("messages") == (
        failed.person.name,
        f"/admin/foundation/delivery/{failed.pk}/change/",
        ("Greeting", "failed", "550 no such mailbox"),
    )


def test_a_message_left_lying_says_that_it_waits() -> None:
    make_delivery("queued", due_at=timezone.now() - timedelta(minutes=16))
    assert only_line("messages")[2] == ("Greeting", "waiting")


def test_a_survey_waits_until_it_is_closed() -> None:
    survey = make_survey(title_en="Before the meeting")
    make_survey(opens_at=None, closes_at=None)
    make_survey(closed_at=timezone.now())
    answer_by_many(survey, 2)
    make_invitation(survey)
    make_invitation(survey, person=make_user(), is_revoked=True)
    address = f"/admin/surveys/survey/{survey.pk}/invitations/"
    notes = ("open", "2 of 4 have answered.")
    assert only_line("surveys") == ("Before the meeting", address, notes)


def test_replies_that_are_overdue_and_letters_that_wait_want_a_look() -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    overdue = make_planned_meeting(title_en="Overdue", reply_by=yesterday)
    for fields in (
        {},
        {"reply": "maybe"},
        {"reply": "yes"},
        {"notified": None},
        {"is_revoked": True},
    ):
        make_meeting_invitation(overdue, **fields)
    in_time = make_planned_meeting(reply_by=timezone.localdate())
    cancelled = make_planned_meeting(reply_by=yesterday, state="cancelled")
    past = make_meeting(reply_by=yesterday, state="planned")
    for meeting in (in_time, cancelled, past):
        make_meeting_invitation(meeting)
    assert only_line("invitations") == (
        "Overdue",
        f"/admin/meetings/meeting/{overdue.pk}/invitations/",
        ("2 replies are overdue.",),
    )
    moved = make_planned_meeting(title_en="Moved", starts_on=date(2099, 1, 1))
    make_meeting_invitation(moved)
    before = Meeting.objects.get(pk=moved.pk)
    moved.starts_on = date(2099, 1, 2)
    moved.save()
    notify_of_change(meeting=moved, before=before)
    first, second = found()["invitations"].lines
    assert (first.label.text, first.notes) == (
        "Moved",
        ("1 invitee is to be notified of the changes.",),
    )
    assert second.label.text == "Overdue"


def test_nobody_is_told_of_records_that_they_may_not_see(client: Client) -> None:
    person = make_user(is_staff=True)
    client.force_login(person)
    make_meeting(status="in_review")
    page = reverse("admin:index")
    assert client.get(page).context["to_do_groups"] == []
    person.user_permissions.add(Permission.objects.get(codename="view_meeting"))
    (group,) = client.get(page).context["to_do_groups"]
    assert group.code == "meetings-in-review"


def fill(number: int) -> None:
    """As many records of each kind as asked, each with all that a record may lack."""
    for _ in range(number):
        make_delivery("unknown", about=make_campaign(status="in_review"))
        make_organisation(description_fr="Une organisation")
        make_organisation(
            listing="unlisted", listing_limit="unlisted", naming_stopped_at=timezone.now()
        )
        make_survey(meeting=make_meeting(status="withdrawn"))
        make_proposal(make_meeting(), place_fr="Goma", place_en="Goma")
        make_user(erasure_asked_at=timezone.now())
        for status, state in [("draft", "held"), ("in_review", "held"), ("draft", "planned")]:
            meeting = make_meeting(
                status=status,
                state=state,
                organisations_count=4,
                starts_on=date(2100, 1, 1),
                reply_by=date(2021, 1, 1),
            )
            make_meeting_invitation(meeting, person=make_user())
            participation = make_participation(meeting=meeting, attended=None)
            FollowUp.objects.create(
                meeting=meeting,
                what_fr="Écrire",
                owner=participation.organisation,
                due=date(2021, 1, 1),
            )


@pytest.mark.parametrize("number", sampled([1, 3, 30], 2))
def test_it_asks_once_a_concern_whatever_the_size(
    number: int, django_assert_num_queries: Callable[[int], AbstractContextManager[Any]]
) -> None:
    fill(number)
    index_changed()
    # Each concern, the records that proposals are for, the checks of those whose naming is stopped,
    # and two for the ledger.
    with django_assert_num_queries(16 + 1 + 1 + 2):
        shown = found()
    assert len(shown) == 16
    per_record = {
        "named-without-consent": 4,
        "overdue": 3,
        "figures": 3,
        "untranslated-meetings": 3,
    }
    for code, group in shown.items():
        assert group.total == number * per_record.get(code, 1), code
        assert len(group.lines) == min(group.total, MOST_ITEMS)
        assert group.has_more is (group.total > MOST_ITEMS)


def test_each_list_that_is_cut_off_leads_to_as_many_records_as_it_counts(
    client: Client, staff: User
) -> None:
    fill(MOST_ITEMS + 1)
    html = client.get(reverse("admin:index"), headers={"Accept-Language": "en"}).content.decode()
    for group in found().values():
        assert group.all_address.replace("&", "&amp;") in html
        rows = client.get(group.all_address).context["cl"].result_count
        assert rows == group.total, group.code


def test_every_line_leads_to_a_place_that_the_form_has(client: Client, staff: User) -> None:
    fill(1)
    seen = 0
    for group in found().values():
        for line in group.lines:
            for anchor in ["", *(issue.anchor for issue in line.issues)]:
                page, _, place = f"{line.address}{anchor}".partition("#")
                html = client.get(page).content.decode()
                seen += bool(place)
                assert not place or re.search(rf'id="{place}"', html), (page, place)
    assert seen > 10


@pytest.mark.parametrize(
    "value", ["figures", "texts", "fr", "en", "follow-ups", "invitations", "consent"]
)
def test_the_filter_of_meetings_leaves_those_that_want_it(
    client: Client, staff: User, value: str
) -> None:
    make_meeting()
    wanting: dict[str, Meeting] = {"figures": make_meeting(organisations_count=3)}
    wanting["fr"] = make_meeting(title_fr="")
    wanting["en"] = make_meeting(title_en="")
    wanting["follow-ups"] = make_meeting()
    FollowUp.objects.create(
        meeting=wanting["follow-ups"], what_fr="Écrire", what_en="Write", due=date(2021, 1, 1)
    )
    yesterday = timezone.localdate() - timedelta(days=1)
    wanting["invitations"] = make_planned_meeting(reply_by=yesterday)
    make_meeting_invitation(wanting["invitations"])
    wanting["consent"] = make_meeting(organisations=1)
    expected = {wanting["fr"], wanting["en"]} if value == "texts" else {wanting[value]}
    page = client.get(reverse("admin:meetings_meeting_changelist"), {"wanting": value})
    assert set(page.context["cl"].result_list) == expected


@pytest.mark.parametrize(("value", "name"), [("consent", "A"), ("fr", "B"), ("en", "C")])
def test_the_filter_of_organisations_leaves_those_that_want_it(
    client: Client, staff: User, value: str, name: str
) -> None:
    make_organisation(name_fr="A", listing="members")
    make_organisation(name_fr="B", listing="unlisted", description_en="Who we are")
    make_organisation(name_fr="C", listing="unlisted", description_fr="Qui nous sommes")
    page = client.get(reverse("admin:organisations_organisation_changelist"), {"wanting": value})
    assert [str(row) for row in page.context["cl"].result_list] == [name]

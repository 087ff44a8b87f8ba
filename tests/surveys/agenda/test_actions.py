"""From a ranking to a draft agenda that staff make their own."""

from datetime import date, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from meetings.models import AgendaItem, FollowUp, Meeting
from surveys.agenda.actions import draft_agenda
from surveys.models import AgendaOrigin, Question, Survey
from tests.factories import (
    make_campaign,
    make_meeting,
    make_organisation,
    make_question,
    make_staff,
    make_survey,
)
from tests.surveys.ballots import rank, respond

pytestmark = pytest.mark.django_db
NINE_TO_NOON: dict[str, Any] = {"precision": "minute", "starts_at": time(9), "ends_at": time(12)}


@pytest.fixture
def meeting() -> Meeting:
    """A meeting of three hours, on 2 June 2021."""
    return make_meeting(campaign=make_campaign(), **NINE_TO_NOON)


@pytest.fixture
def question(meeting: Meeting) -> Question:
    """A ranking that one organisation answered: A before B before C."""
    survey = make_survey(meeting=meeting)
    found = make_question(survey, "ranking", "A", "B", "C", drafts_agenda=True)
    vote(survey, found, "ABC")
    return found


def vote(survey: Survey, question: Question, *orders: str) -> None:
    """Each order handed in by an organisation of its own."""
    for order in orders:
        rank(respond(survey, make_organisation()), question, *order)


def drafted(question: Question) -> list[AgendaItem]:
    """What a new draft gives."""
    return draft_agenda(question=Question.objects.get(pk=question.pk), by=make_staff())


def agenda(meeting: Meeting) -> list[tuple[str, str, int | None]]:
    """The meeting's items in their order: start, title, minutes."""
    return [
        (f"{item.starts_at:%H:%M}" if item.starts_at else "", item.title_fr, item.minutes)
        for item in meeting.agenda_items.all()
    ]


def follow_up(meeting: Meeting, what: str, **fields: Any) -> FollowUp:
    """Something that was promised at a meeting."""
    texts = {"what_fr": what, "what_en": f"({what})"}
    return FollowUp.objects.create(meeting=meeting, **texts | fields)


# --- The first draft ----------------------------------------------------------------------------


def test_topics_fill_the_meeting_by_their_points(meeting: Meeting, question: Question) -> None:
    items = drafted(question)
    # A has two points of three, B one; C has none and gets the least. 175 minutes are shared.
    expected = [("09:00", "A", 115), ("10:55", "B", 60), ("11:55", "C", 5)]
    assert agenda(meeting) == expected
    assert items == [*meeting.agenda_items.all()]
    assert [item.title_en for item in items] == ["(A)", "(B)", "(C)"]


def test_a_draft_is_for_the_secretariat_and_says_who_made_it(
    meeting: Meeting, question: Question
) -> None:
    staff = make_staff()
    items: Any = draft_agenda(question=question, by=staff)
    assert {item.visibility for item in items} == {"staff"}
    assert {item.history.get().history_user for item in items} == {staff}
    version = meeting.version
    meeting.refresh_from_db()
    assert meeting.version == version + 1


def test_each_item_says_what_its_place_rests_on(question: Question) -> None:
    vote(question.survey, question, "BAC")
    items = drafted(question)
    origins: list[Any] = [item.origin for item in items]
    assert [(one.choice.text_fr, one.points, one.place) for one in origins] == [
        ("A", "3.0", 1),
        ("B", "3.0", 1),
        ("C", "0.0", 3),
    ]
    assert {(one.choice.question, one.respondents) for one in origins} == {(question, 2)}
    assert origins[2].stability == 100
    assert all(0 < one.stability <= 100 for one in origins)


def test_breaks_keep_their_time_and_the_rest_goes_around_them(
    meeting: Meeting, question: Question
) -> None:
    pause = AgendaItem.objects.create(
        meeting=meeting, title_fr="Pause", starts_at=time(10, 30), minutes=30
    )
    note = AgendaItem.objects.create(meeting=meeting, title_fr="Divers")  # has no time
    drafted(question)
    assert agenda(meeting) == [
        ("09:00", "A", 95),  # to 10:30, and from 11:00 on
        ("10:30", "Pause", 30),
        ("11:05", "B", 50),
        ("11:55", "C", 5),
        ("", "Divers", None),
    ]
    assert sum(item.minutes or 0 for item in meeting.agenda_items.all()) == 180
    for own in (pause, note):
        own.refresh_from_db()
        assert own.visibility == "public"
    positions = meeting.agenda_items.values_list("position", flat=True)
    assert [*positions] == [1, 2, 3, 4, 5]


def test_open_follow_ups_of_earlier_meetings_come_first(
    meeting: Meeting, question: Question
) -> None:
    campaign = meeting.campaign
    earlier = make_meeting(campaign=campaign, starts_on=date(2020, 6, 2))
    earliest = make_meeting(campaign=campaign, starts_on=date(2019, 6, 2))
    later = make_meeting(campaign=campaign, starts_on=date(2022, 6, 2))
    follow_up(earlier, "Sans date")
    follow_up(earliest, "Écrire", due=date(2021, 5, 1), owner=make_organisation())
    follow_up(earlier, "Publier", due=date(2020, 7, 1))
    for state in ("done", "dropped"):
        follow_up(earlier, "Fini", state=state)
    follow_up(later, "Plus tard")
    follow_up(make_meeting(starts_on=date(2020, 1, 1)), "Ailleurs")
    follow_up(meeting, "Aujourd’hui")
    items = drafted(question)
    found = agenda(meeting)
    assert found[:3] == [
        ("09:00", "Publier", 5),
        ("09:05", "Écrire", 5),
        ("09:10", "Sans date", 5),
    ]
    assert [title for _start, title, _minutes in found[3:]] == ["A", "B", "C"]
    assert sum(minutes or 0 for _start, _title, minutes in found) == 180
    assert items[0].title_en == "(Publier)"
    origin: Any = AgendaOrigin.objects.get(agenda_item=items[0])
    assert (origin.follow_up.what_fr, origin.choice, origin.points) == ("Publier", None, "")


def test_a_meeting_of_no_campaign_has_no_earlier_ones(question: Question) -> None:
    Meeting.objects.update(campaign=None)
    follow_up(make_meeting(starts_on=date(2020, 1, 1)), "Ailleurs")
    drafted(question)
    assert AgendaItem.objects.count() == 3


def test_a_long_follow_up_is_cut_to_what_a_title_holds(
    meeting: Meeting, question: Question
) -> None:
    earlier = make_meeting(campaign=meeting.campaign, starts_on=date(2020, 6, 2))
    FollowUp.objects.create(meeting=earlier, what_fr="é" * 400)
    for _ in range(2):
        drafted(question)
        first = meeting.agenda_items.all()[0]
        assert (first.title_fr, first.title_en) in [("é" * 250, ""), ("é" * 250, None)]
    assert meeting.agenda_items.count() == 4


def test_one_organisation_one_vote(meeting: Meeting, question: Question) -> None:
    large = make_organisation()
    for _ in range(5):
        rank(respond(question.survey, large), question, *"CBA")
    vote(question.survey, question, "ABC")
    drafted(question)
    assert [title for _start, title, _minutes in agenda(meeting)] == ["A", "B", "C"]


# --- What cannot be drafted ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "hours",
    [
        {"starts_at": None, "ends_at": None, "precision": "day"},
        {"starts_at": time(9), "ends_at": None},
    ],
)
def test_without_hours_there_is_no_draft(
    meeting: Meeting, question: Question, hours: dict[str, Any]
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(**hours)
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        drafted(question)
    assert refused.value.messages == ["Say first when the meeting starts and ends, to the minute."]
    assert not AgendaOrigin.objects.exists()


@pytest.mark.parametrize(
    ("starts_at", "minutes", "told"),
    [
        (time(9), 175, "The items do not fit: 10 minutes are lacking."),
        (time(8), 30, "A break lies outside the meeting."),
        (time(11, 50), 30, "A break lies outside the meeting."),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_written(
    meeting: Meeting, question: Question, starts_at: time, minutes: int, told: str
) -> None:
    AgendaItem.objects.create(
        meeting=meeting, title_fr="Pause", starts_at=starts_at, minutes=minutes
    )
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        drafted(question)
    assert refused.value.messages == [told]
    assert [title for _start, title, _minutes in agenda(meeting)] == ["Pause"]
    assert not AgendaOrigin.objects.exists()


# --- Drafted again ------------------------------------------------------------------------------


def test_drafted_again_without_a_change_all_stays(meeting: Meeting, question: Question) -> None:
    first = drafted(question)
    before = agenda(meeting)
    for _ in range(2):
        assert drafted(question) == first
        assert agenda(meeting) == before
    assert AgendaOrigin.objects.count() == 3


def test_new_answers_change_what_staff_left_alone(meeting: Meeting, question: Question) -> None:
    drafted(question)
    vote(question.survey, question, "CBA", "CBA")
    drafted(question)
    # C has 4 points, B 3, A 2 of the 180 minutes.
    expected = [("09:00", "C", 80), ("10:20", "B", 60), ("11:20", "A", 40)]
    assert agenda(meeting) == expected


def test_titles_lengths_and_who_may_see_an_item_stay_as_staff_made_them(
    meeting: Meeting, question: Question
) -> None:
    a, b, _c = drafted(question)
    AgendaItem.objects.filter(pk=a.pk).update(title_fr="Impôts", visibility="public")
    AgendaItem.objects.filter(pk=b.pk).update(minutes=90)
    for _ in range(3):
        drafted(question)
        # B keeps 90 minutes; A and C share the other 90, of which C gets the least.
        expected = [("09:00", "Impôts", 85), ("10:25", "B", 90), ("11:55", "C", 5)]
        assert agenda(meeting) == expected
    a.refresh_from_db()
    assert (a.visibility, a.title_en) == ("public", "(A)")


def test_a_length_given_to_a_follow_up_stays(meeting: Meeting, question: Question) -> None:
    earlier = make_meeting(campaign=meeting.campaign, starts_on=date(2020, 6, 2))
    follow_up(earlier, "Écrire")
    first, *_topics = drafted(question)
    AgendaItem.objects.filter(pk=first.pk).update(minutes=20)
    for _ in range(3):
        drafted(question)
        assert agenda(meeting)[0] == ("09:00", "Écrire", 20)
        assert sum(minutes or 0 for _start, _title, minutes in agenda(meeting)) == 180


def test_the_order_of_staff_stays(meeting: Meeting, question: Question) -> None:
    a, b, c = drafted(question)
    for position, item in enumerate((c, a, b), start=1):
        AgendaItem.objects.filter(pk=item.pk).update(position=position)
    for _ in range(3):
        drafted(question)
        assert agenda(meeting) == [("09:00", "C", 5), ("09:05", "A", 115), ("11:00", "B", 60)]


def test_after_the_order_of_staff_come_the_new_ones(meeting: Meeting, question: Question) -> None:
    a, b, c = drafted(question)
    for position, item in enumerate((c, b, a), start=1):
        AgendaItem.objects.filter(pk=item.pk).update(position=position)
    earlier = make_meeting(campaign=meeting.campaign, starts_on=date(2020, 6, 2))
    follow_up(earlier, "Écrire")
    for _ in range(2):
        drafted(question)
        titles = [title for _start, title, _minutes in agenda(meeting)]
        assert titles == ["C", "B", "A", "Écrire"]


def test_what_staff_took_out_stays_out(meeting: Meeting, question: Question) -> None:
    earlier = make_meeting(campaign=meeting.campaign, starts_on=date(2020, 6, 2))
    follow_up(earlier, "Écrire")
    first, a, _b, _c = drafted(question)
    for item in (first, a):
        item.delete()
    for _ in range(2):
        drafted(question)
        assert agenda(meeting) == [("09:00", "B", 175), ("11:55", "C", 5)]


def test_a_follow_up_that_was_done_meanwhile_keeps_its_place(
    meeting: Meeting, question: Question
) -> None:
    """It is on the agenda: taking it out is for a person to do."""
    earlier = make_meeting(campaign=meeting.campaign, starts_on=date(2020, 6, 2))
    follow_up(earlier, "Écrire")
    drafted(question)
    before = agenda(meeting)
    FollowUp.objects.update(state="done")
    drafted(question)
    assert agenda(meeting) == before


def test_an_item_that_staff_add_is_gone_around(meeting: Meeting, question: Question) -> None:
    drafted(question)
    AgendaItem.objects.create(
        meeting=meeting, title_fr="Accueil", starts_at=time(9), minutes=30, position=9
    )
    drafted(question)
    assert agenda(meeting)[0] == ("09:00", "Accueil", 30)
    assert agenda(meeting)[1] == ("09:30", "A", 95)
    assert sum(minutes or 0 for _start, _title, minutes in agenda(meeting)) == 180

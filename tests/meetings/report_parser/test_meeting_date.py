"""Which of a report's dates is the meeting's."""

import pytest

from meetings.report_parser.layout import Layout
from meetings.report_parser.meeting_date import MeetingDate, meeting_date
from tests.meetings.report_parser.samples import reading_of


def found(text: str) -> MeetingDate:
    reading = reading_of(text)
    return meeting_date(reading, Layout(reading))


def days(text: str) -> tuple[str | None, str | None]:
    """The first and the last day, as in ISO 8601."""
    when = found(text)
    return (
        when.start.start_date.iso if when.start else None,
        when.end.end_date.iso if when.end else None,
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("La réunion s'est tenue le 2 juin 2021 à Libreville.", "2021-06-02"),
        ("The workshop took place on 12 March 2020 in Accra.", "2020-03-12"),
        ("A oficina decorreu em Luanda no dia 4 de julho de 2022.", "2022-07-04"),
        ("Compte rendu de la réunion du 2 juin 2021\n\nLa séance était dense.", "2021-06-02"),
        ("Relatório da oficina\n\nData: 4 de julho de 2022", "2022-07-04"),
        # Laws, deadlines and other meetings have their dates too.
        (
            "La réunion s'est tenue le 2 juin 2021. La loi adoptée le 3 mai 2019 y fut discutée.",
            "2021-06-02",
        ),
        (
            "The workshop took place on 12 March 2020. Comments are due by 30 April 2020.",
            "2020-03-12",
        ),
        (
            "The workshop took place on 12 March 2020. The next workshop will be on 1 May 2021.",
            "2020-03-12",
        ),
        (
            "La réunion précédente s'est tenue le 3 mai 2019. Cet atelier, le 2 juin 2021.",
            "2021-06-02",
        ),
        # The month stands in the title, the day in the text.
        ("Rapport de l'atelier de juin 2021\n\nIl s'est tenu le 2 juin 2021.", "2021-06-02"),
        ("The workshop took place in March 2020 in Accra.", "2020-03"),
        # As minutes begin, with the hour; a day alone would be the page's.
        (
            "Compte rendu de la réunion\n\nLe mardi 2 juin 2020 à 18 h 30\n\nLa séance commence.",
            "2020-06-02",
        ),
        # A page may be dated before its text was finished.
        ("2020-10-23\n\nOn 24 October we held a workshop in Bo.", "2020-10-24"),
        (
            "News published by the League on 9 May 2020 of the forum held on 7 May 2020.",
            "2020-05-07",
        ),
        ("On 9 May 2020 we held our AGM for the year 2018/19.", "2020-05-09"),
        ("À l'issue du forum du 3 mai 2019, sept ligues ont signé.", "2019-05-03"),
        # The page's own date, though "Date" stands before it.
        (
            "A workshop in Bo\n\nPublished by: Clear Stones\nDate: 12 March 2020\n\n"
            "On 9 March 2020 the coalition held a workshop in Bo.",
            "2020-03-09",
        ),
        # The year of another one.
        (
            "A recap of the Mining Forum, 2019\n\nIn 2015, Togo hosted the forum. It took place "
            "this time on 3 May 2019.",
            "2019-05-03",
        ),
    ],
)
def test_the_date_beside_what_was_held_is_the_meetings(text: str, day: str) -> None:
    assert days(text) == (day, day)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("L'atelier s'est tenu du 3 au 5 mai 2019.", "2019-05-03", "2019-05-05"),
        ("A oficina decorreu de 3 a 5 de maio de 2019.", "2019-05-03", "2019-05-05"),
        (
            "Work began in Accra on 3 May 2019. The workshop ended in Accra on 5 May 2019.",
            "2019-05-03",
            "2019-05-05",
        ),
        (
            "The conference started in Accra on 3 May and ended on 5 May 2019.",
            "2019-05-03",
            "2019-05-05",
        ),
        (
            "Le forum s'est ouvert le 3 mai à Bamako. Il prendra fin le 5 mai 2019.",
            "2019-05-03",
            "2019-05-05",
        ),
        ("L'atelier s'est achevé le 5 mai 2019.", None, "2019-05-05"),
        ("L'atelier s'est ouvert le 3 mai 2019 à Bangui.", "2019-05-03", None),
        (
            "L'atelier s'est tenu le 4 mai 2019.\n\nProgramme de l'atelier du 3 au 5 mai 2019",
            "2019-05-03",
            "2019-05-05",
        ),
    ],
)
def test_several_days_have_a_first_and_a_last(
    text: str, first: str | None, last: str | None
) -> None:
    assert days(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Rapport annuel 2021\n\nLa réunion s'est tenue le 2 juin à Libreville.", 2021),
        ("La réunion s'est tenue le 2 juin à Libreville.\n\nPublié le 10 juillet 2021", 2021),
        # Published in January, held in December.
        ("La réunion s'est tenue le 12 décembre à Libreville.\n\nPublié le 4 janvier 2022", 2021),
        (
            "Lors de la réunion, qui s'est tenue le 26 janvier dernier, on a parlé.\n\n"
            "Publié le 3 mars 2021",
            2021,
        ),
        # "26 janvier dernier", told from the day of the page.
        ("L'atelier s'est tenu à Kindu le 26 janvier dernier.\n\nPublié le 3 mars 2021", 2021),
        ("In early March members held a workshop in Voi.\n\nPosted on 2 April 2020", 2020),
    ],
)
def test_a_year_may_be_said_elsewhere_in_the_text(text: str, year: int) -> None:
    start = found(text).start
    assert start is not None
    assert start.start_date.year == year


def test_a_date_without_a_year_anywhere_is_told_as_such() -> None:
    text = "La réunion s'est tenue le 2 juin à Libreville."
    when = found(text)
    assert (when.start, when.end) == (None, None)
    assert when.without_year is not None
    assert reading_of(text).of(when.without_year) == "2 juin"
    assert when.said == when.without_year


@pytest.mark.parametrize(
    "text",
    [
        "",
        "La coalition existe depuis 2009.",
        "Publié le 10 juillet 2021",
        "Comments are due before 30 April 2020.",
    ],
)
def test_a_date_of_something_else_is_not_taken(text: str) -> None:
    assert found(text) == MeetingDate()


def test_the_month_before_a_page_was_published_may_be_of_the_year_before() -> None:
    told = "Two workshops were held in Bo last November for the members of the coalition."
    assert days(f"Clear rules\n\nAwa Sy · 17 February 2022\n\n{told}") == ("2021-11", "2021-11")


@pytest.mark.parametrize(
    "title",
    ["A workshop on Agenda 2030", "A workshop on the 2018 mining code", "The forums 2019 and 2020"],
)
def test_the_year_of_a_plan_or_of_two_meetings_is_no_date(title: str) -> None:
    text = f"{title}\n\nThe members of the coalition came to Bo and spoke at length."
    assert days(text) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "The minutes of the meeting held on 3 March 2020 were adopted. Participants spoke.",
        "Le procès-verbal de la réunion du 3 mars 2020 a été adopté. Les participants ont parlé.",
        "Foi aprovada a ata da reunião realizada no dia 3 de março de 2020.",
    ],
)
def test_the_date_of_minutes_that_were_adopted_is_that_of_the_meeting_before(text: str) -> None:
    reading = reading_of(text)
    assert meeting_date(reading, Layout(reading)) == MeetingDate()

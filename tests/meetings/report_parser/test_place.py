"""Where the meeting was held, and whether online."""

import pytest

from meetings.report_parser.layout import Layout
from meetings.report_parser.meeting_date import meeting_date
from meetings.report_parser.place import online_of, place_of
from tests.meetings.report_parser.samples import reading_of


def place(text: str) -> tuple[str, bool] | None:
    """The place as written, and how surely it is one."""
    reading = reading_of(text)
    layout = Layout(reading)
    date = meeting_date(reading, layout).said
    found = place_of(reading, layout, date, is_sure=True)
    return (reading.of(found[0]), found[1]) if found else None


def online(text: str) -> tuple[str, bool] | None:
    reading = reading_of(text)
    found = online_of(reading, Layout(reading))
    return (reading.of(found[0]), found[1]) if found else None


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Lieu : Kinshasa\n\nLa réunion s'est tenue hier.", ("Kinshasa", True)),
        ("Venue: Accra, Ghana\n\nThe meeting took place.", ("Accra, Ghana", True)),
        ("Venue: Main Hall, Green Hotel, Accra\n\nThe meeting took place.", ("Accra", True)),
        ("Local: Luanda\n\nA oficina decorreu.", ("Luanda", True)),
        ("Libreville, le 2 juin 2021. La réunion s'est tenue.", ("Libreville", True)),
        ("La réunion s'est tenue le 2 juin 2021 à Libreville.", ("Libreville", True)),
        ("The workshop was held on 2 June 2021 in the city of Bo.", ("Bo", True)),
        ("A oficina decorreu na Beira no dia 4 de julho de 2022.", ("Beira", True)),
        ("L'atelier s'est tenu à Fort-de-France.", ("Fort-de-France", False)),
        ("L'atelier s'est tenu à Goma, Nord-Kivu.", ("Goma", False)),
        ("The meeting took place on 4 May 2019 in Bo, Sierra Leone.", ("Bo", True)),
        ("A oficina decorreu na vila de Gondola, distrito de Manica.", ("Gondola", False)),
        ("The launch event took place on 4 May 2019 at Maker Hub in Bo.", ("Bo", True)),
        ("Goma, Nord-Kivu, RDC, 2 juin 2021\n\nLa réunion s'est tenue.", ("Goma", True)),
        ("Réunion de la coalition à Bangui", ("Bangui", True)),
        ("The workshop was held on 4 May 2019 at St. Ann's Hall, Bo.", ("Bo", True)),
        ("O encontro decorreu em Mariana, MG, em agosto.", ("Mariana", False)),
        ("Le forum a été organisé dans la région de Kayes.", ("Kayes", False)),
        ("The workshop was held on 4 May 2019, Lusaka, Zambia.", ("Lusaka", True)),
        ("The workshop was held at Sunrise Hotel. The seminar took place in Bo.", ("Bo", False)),
        (
            "Le 2 juin 2021, Thiès, au Sénégal, a abrité une réunion de la société civile.",
            ("Thiès", True),
        ),
        ("Le 2 juin 2021, la ville de Thiès a accueilli la réunion des mineurs.", ("Thiès", True)),
        ("L'atelier s'est tenu à Kayes du Mercredi 3 au 5 mai 2019.", ("Kayes", True)),
        ("As plataformas reuniram-se em Lisboa.", ("Lisboa", False)),
        ("O encontro foi realizado na cidade portuguesa de Beja.", ("Beja", False)),
        ("Delegates of four coalitions met in Bo to draft a plan.", ("Bo", False)),
    ],
)
def test_the_town_stands_beside_a_label_the_date_or_what_was_held(
    text: str, town: tuple[str, float]
) -> None:
    assert place(text) == town


@pytest.mark.parametrize(
    "text",
    [
        "The workshop was held at the University of Technology.",
        "Le recteur de l'Université de Bamako a ouvert l'atelier, tenu hier.",
        "Lieu : Zoom\n\nLa réunion s'est tenue hier.",
        "La réunion s'est tenue en Angola.",  # a country is no town
        "The meeting was held in May.",
        "The meeting was held in ZELA.",
        "Le forum s'est tenu en Afrique.",
        "The meeting was held in English.",
        "Meeting\n\nDate: 17 October\n\nIn Attendance:\n\nThe meeting was held.",
        "La réunion a eu lieu hier. L'action mise en place : est-elle bonne ?",
        "La coalition a un bureau à Libreville.",  # nothing was held there
        "La prochaine réunion se tiendra à Dakar.",
        "The coalition hosted a workshop on 2 June 2021.",
        "Pierres et Droits a accueilli la réunion.",  # an organisation hosts as well
        "L'atelier s'est tenu à Hôtel Soleil.",  # a venue is no town
    ],
)
def test_other_names_and_other_sentences_are_no_places(text: str) -> None:
    assert place(text) is None


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("La réunion s'est tenue en ligne.", ("en ligne", True)),
        ("La réunion s'est tenue par Zoom.", ("par Zoom", True)),
        ("The workshop was held virtually.", ("virtually", True)),
        ("The hybrid workshop took place in Accra.", ("hybrid", True)),
        ("A oficina decorreu em formato virtual.", ("formato virtual", True)),
        ("O encontro teve uma estrutura híbrida.", ("híbrida", False)),
        ("La réunion s'est tenue en présentiel.", None),
        ("The workshop was held in person.", None),
        ("A oficina foi presencial.", None),
        ("Where: Skype\n\nThe members discussed the budget.", ("Skype", True)),
        ("It was held in person and online.", None),
        ("The meeting was held in person and online.", ("online", True)),
        ("La réunion a discuté de la plateforme en ligne.", None),
        ("The meeting discussed online harassment.", None),
        ("La prochaine réunion se tiendra en ligne.", None),
        ("The previous meeting was held online.", None),
        ("Le questionnaire se remplit en ligne.", None),
        ("For the first time in years, the workshop was held online.", ("online", True)),
        ("Lieu : en ligne et à Bangui", ("en ligne", False)),
        ("La réunion physique suit deux années virtuelles.", None),
        ("A physical meeting after two years of virtual ones.", None),
    ],
)
def test_the_way_of_meeting_is_what_the_text_says_of_the_meeting(
    text: str, way: tuple[bool, str] | None
) -> None:
    assert online(text) == way


def test_a_place_beside_a_date_that_is_not_sure_is_not_either() -> None:
    reading = reading_of("Le procès-verbal de la réunion tenue à Douala le 26 janvier est adopté.")
    layout = Layout(reading)
    date = meeting_date(reading, layout).said
    found = place_of(reading, layout, date, is_sure=False)
    assert found is not None
    assert (reading.of(found[0]), found[1]) == ("Douala", False)

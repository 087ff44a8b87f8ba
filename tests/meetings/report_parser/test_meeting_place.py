"""Where the meeting was held, and whether online."""

import pytest

from meetings.report_parser.layout import Layout
from meetings.report_parser.meeting_date import meeting_date
from meetings.report_parser.meeting_place import online_of, place_of
from meetings.report_parser.reading import Stretch
from tests.meetings.report_parser.samples import reading_of


def place(text: str) -> tuple[str, float] | None:
    """The place as written, and how surely it is one."""
    reading = reading_of(text)
    layout = Layout(reading)
    found = place_of(reading, layout, meeting_date(reading, layout).said)
    return (reading.of(found[0]), found[1]) if found else None


def online(text: str, where: Stretch | None = None) -> tuple[bool, str] | None:
    reading = reading_of(text)
    found = online_of(reading, Layout(reading), where)
    return (found[0], reading.of(found[1])) if found else None


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Lieu : Kinshasa\n\nLa réunion s'est tenue hier.", ("Kinshasa", 0.95)),
        ("Venue: Accra, Ghana\n\nThe meeting took place.", ("Accra, Ghana", 0.95)),
        ("Venue: Main Hall, Green Hotel, Accra\n\nThe meeting took place.", ("Accra", 0.95)),
        ("Local: Luanda\n\nA oficina decorreu.", ("Luanda", 0.95)),
        ("Libreville, le 2 juin 2021. La réunion s'est tenue.", ("Libreville", 0.9)),
        ("La réunion s'est tenue le 2 juin 2021 à Libreville.", ("Libreville", 0.8)),
        ("The workshop was held on 2 June 2021 in the city of Bo.", ("Bo", 0.8)),
        ("A oficina decorreu na Beira no dia 4 de julho de 2022.", ("Beira", 0.8)),
        ("L'atelier s'est tenu à Fort-de-France.", ("Fort-de-France", 0.8)),
        ("L'atelier s'est tenu à Goma, Nord-Kivu.", ("Goma", 0.8)),  # the town alone
        ("The meeting took place on 4 May 2019 in Bo, Sierra Leone.", ("Bo", 0.8)),
        ("A oficina decorreu na vila de Gondola, distrito de Manica.", ("Gondola", 0.8)),
        ("La réunion s'est tenue le 2 juin 2021 à la Maison des jeunes, Kayes.", ("Kayes", 0.8)),
        (
            "Le 2 juin 2021, l'hôtel Baobab de Kayes, au Mali, a accueilli un atelier.",
            ("Kayes", 0.8),
        ),
        ("The meeting was held on 4 May 2019 at the University of Bo.", ("Bo", 0.8)),
        ("Lieu : Mairie de Kayes\n\nLa réunion s'est tenue hier.", ("Kayes", 0.95)),
        ("The launch event took place on 4 May 2019 at Maker Hub in Bo.", ("Bo", 0.8)),
        ("Goma, Nord-Kivu, RDC, 2 juin 2021\n\nLa réunion s'est tenue.", ("Goma", 0.9)),
        (
            "No dia 2 de junho de 2021 decorreu o encontro.\n\nBeira, 2 de junho de 2021",
            ("Beira", 0.8),
        ),
        ("We are back from a three-day workshop in the river town of Bo.", ("Bo", 0.7)),
        ("Réunion de la coalition à Bangui", ("Bangui", 0.8)),
        ("The workshop was held on 4 May 2019 at St. Ann's Hall, Bo.", ("Bo", 0.8)),
        ("O encontro decorreu em Mariana, MG, em agosto.", ("Mariana", 0.8)),
        ("Le forum a été organisé dans la région de Kayes.", ("Kayes", 0.8)),
        ("The workshop was held on 4 May 2019, Lusaka, Zambia.", ("Lusaka", 0.8)),
        ("The workshop was held at Sunrise Hotel. The seminar took place in Bo.", ("Bo", 0.8)),
        (
            "Le 2 juin 2021, Thiès, au Sénégal, a abrité une réunion de la société civile.",
            ("Thiès", 0.8),
        ),
        ("Le 2 juin 2021, la ville de Thiès a accueilli la réunion des mineurs.", ("Thiès", 0.8)),
        ("A cidade de Boa Vista sediou o encontro na Mina Nova.", ("Boa Vista", 0.8)),
        ("L'atelier s'est tenu à Kayes du Mercredi 3 au 5 mai 2019.", ("Kayes", 0.8)),
        ("As plataformas reuniram-se em Lisboa.", ("Lisboa", 0.8)),
        ("O encontro foi realizado na cidade portuguesa de Beja.", ("Beja", 0.8)),
        ("O encontro realizou-se na Escola Rio (ER), município de Beja.", ("Beja", 0.8)),
        ("L'atelier s'est tenu au Foyer des jeunes (FJ), commune de Bo.", ("Bo", 0.8)),
        ("Decorre em Nampula o congresso dos mineiros.", ("Nampula", 0.7)),
        ("Delegates of four coalitions met in Bo to draft a plan.", ("Bo", 0.8)),
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
        ("La réunion s'est tenue en ligne.", (True, "en ligne")),
        ("La réunion s'est tenue par Zoom.", (True, "par Zoom")),
        ("The workshop was held virtually.", (True, "virtually")),
        ("The hybrid workshop took place in Accra.", (True, "hybrid")),
        ("A oficina decorreu em formato virtual.", (True, "formato virtual")),
        ("O encontro teve uma estrutura híbrida.", (True, "híbrida")),
        ("La réunion s'est tenue en présentiel.", (False, "en présentiel")),
        ("The workshop was held in person.", (False, "in person")),
        ("A oficina foi presencial.", (False, "presencial")),
        ("Where: Skype\n\nThe members discussed the budget.", (True, "Skype")),
        ("It was held in person and online.", None),
        ("The meeting was held in person and online.", (True, "online")),
        ("La réunion a discuté de la plateforme en ligne.", None),
        ("The meeting discussed online harassment.", None),
        ("La prochaine réunion se tiendra en ligne.", None),
        ("The previous meeting was held online.", None),
        ("Le questionnaire se remplit en ligne.", None),
        ("For the first time in years, the workshop was held online.", (True, "online")),
        ("La réunion physique suit deux années virtuelles.", (False, "réunion physique")),
        ("A physical meeting after two years of virtual ones.", (False, "physical meeting")),
    ],
)
def test_the_way_of_meeting_is_what_the_text_says_of_the_meeting(
    text: str, way: tuple[bool, str] | None
) -> None:
    assert online(text) == way


def test_a_meeting_with_a_place_was_held_there() -> None:
    assert online("Réunion à Bangui", where=Stretch(10, 16)) == (False, "Bangui")

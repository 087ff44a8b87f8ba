"""Which organisations took part: lists, known names, and what is neither."""

import pytest

from meetings.report_parser.layout import Layout
from meetings.report_parser.organisations import OrganisationMention, organisations_in
from organisations.recognition import Directory
from tests.meetings.report_parser.samples import reading_of
from tests.organisations.known_organisations import KNOWN, PLACES

DIRECTORY = Directory(KNOWN, PLACES)
PROSE = "The members of the coalition spoke at length of what the mine leaves behind in Bo."


def mentions(text: str) -> list[OrganisationMention]:
    reading = reading_of(text)
    return organisations_in(reading, Layout(reading), list(reading.sentences), DIRECTORY)


def graded(text: str) -> list[tuple[str, bool]]:
    """The names in order, and whether each is sure."""
    return [(mention.name, mention.is_sure) for mention in mentions(text)]


@pytest.mark.parametrize(
    "opening",
    [
        "Organisations présentes\n",
        "Liste des participants\n",
        "Étaient présents :\n",
        "Étaient présents\n",
        "Les organisations suivantes ont pris part à la réunion :\n",
        "Participating organisations\n",
        "Who took part\n",
        "The following groups were there:\n",
        "Organizações participantes\n",
        "Estiveram presentes as seguintes organizações:\n",
    ],
)
def test_a_list_stands_below_words_that_say_who_came(opening: str) -> None:
    text = f"Report on the workshop\n\n{PROSE}\n\n{opening}- ZELA\n- Riverside Mine Watch\n"
    assert graded(text) == [("ZELA", True), ("Riverside Mine Watch", True)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Étaient présents : IPIS, RAID et ZELA.", ["IPIS", "RAID", "ZELA"]),
        (
            "Ont pris part : la Ligue des Mines, l'Observatoire du Fleuve et le Réseau Eau Vive.",
            ["Ligue des Mines", "Observatoire du Fleuve", "Réseau Eau Vive"],
        ),
        (
            "The participating organisations were: Water Forum; Clean Mines Trust; Rivers, Land "
            "and People Network.",
            ["Water Forum", "Clean Mines Trust", "Rivers, Land and People Network"],
        ),
        (
            "As organizações presentes: Associação do Vale; Fórum das Minas; Rede da Água.",
            ["Associação do Vale", "Fórum das Minas", "Rede da Água"],
        ),
        (
            "Organisations présentes :\nRDC : Ligue des Mines, Réseau Eau Vive\n"
            "Rwanda : Observatoire du Fleuve",
            ["Ligue des Mines", "Réseau Eau Vive", "Observatoire du Fleuve"],
        ),
    ],
)
def test_a_list_is_cut_where_its_names_end(text: str, found: list[str]) -> None:
    assert [name for name, _is_sure in graded(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "Participants\nAwa Sy, CENADEP\nPaul Ndong (RAID)\nMme Jane Doe - IPIS\n",
        "Participants\n- Awa Sy, CENADEP\n- M. Paul Ndong, RAID\n- Jane Doe / IPIS\n",
        "Étaient présents : Awa Sy (CENADEP), Paul Ndong (RAID), Jane Doe (IPIS).",
        "Participants\nCM - Awa SY, CENADEP\nBE - RAID\nZW: Jane Doe | IPIS\n",
        "Participants\nCENADEP: Awa Sy, Jean Ba\nRAID: Paul Ndong\nIPIS: Jane Doe\n",
        "Participants\nCENADEP (Awa Sy)\nRAID – Paul Ndong\nIPIS, Mme Jane Doe\n",
        "Participants\nAwa Sy\tCENADEP\t+243 812\nPaul Ndong\tRAID\t-\nJane Doe\tIPIS\t-\n",
        "Participants\nAwa SY (CENADEP)\nPaul NDONG, RAID\nJane de Souza, IPIS\n",
    ],
)
def test_of_persons_only_their_organisation_is_taken(text: str) -> None:
    names = [name for name, _is_sure in graded(f"Réunion de Bo\n\n{PROSE}\n\n{text}")]
    assert names == ["CENADEP", "RAID", "IPIS"]


@pytest.mark.parametrize(
    "person",
    [
        *("Hans Merket", "BE - Hans Merket", "SARR Awa", "Awa SARR", "Jean Claude Katende"),
        *("GN - Mamadou Diallo Barry", "Tapuwa O'Bren Nhachi", "Mme Awa Sarr", "A. Koroma"),
        *("Chief Paul Ngaba", "Liberia: Ruth Kpoto", "Ruth Kpoto (Liberia)", "MM. Jean KABONGO"),
        *("Alliance Mukendi", "Alliance Mukendi, juriste", "Alliance Mwamba, secrétaire générale"),
        *("J. P. KABONGO", "Jean O'BRIEN", "Aïssatou N'DIAYE", "Sœur Marie KABONGO"),
        *("Maître Paul Biya Ndong", "J.-P. Kabongo", "Mohamed Ould Abdel Aziz", "Jean K."),
        *("Jean de Dieu Kabongo", "João da Silva (activista)", "Jean Kabongo: animateur"),
        *(
            "Jean Kabongo du Réseau des Femmes",
            "James Moyo of Kono Network",
            "KABONGO Jean (président)",
        ),
        *(
            "Jean-Pierre Mukendi Wa Tshibangu",
            "Messrs MOYO and SY",
            "Jean Claude Katende (JCK)",
            "Awa Marie SARR (A.M.S.)",
            "KABONGO Jean (JK)",
            "João da Silva (JdS)",
            "Awa Sy [AWS]",
            "N°\tNom\tFonction\tOrganisation",
        ),
    ],
)
@pytest.mark.parametrize("head", ["Participants", "Organisations présentes"])
def test_a_person_in_a_list_is_never_a_sure_organisation(head: str, person: str) -> None:
    text = f"Réunion de Bo\n\n{PROSE}\n\n{head}\n- RAID\n- {person}\n- Ligue des Mines\n"
    assert {name for name, is_sure in graded(text) if is_sure} == {"RAID", "Ligue des Mines"}


def test_of_a_table_the_cell_with_the_organisation_is_taken() -> None:
    rows = "N°\tNom\tOrganisation\n1\tJane Doe\tKono Youth Network\n2\tAwa Sy\tLigue des Mines\n"
    names = graded(f"Réunion de Bo\n\n{PROSE}\n\nOrganisations présentes\n{rows}")
    assert [name for name, is_sure in names if is_sure] == ["Kono Youth Network", "Ligue des Mines"]
    assert not any("Jane" in name or "Awa" in name for name, _is_sure in names)


def test_a_surname_in_brackets_is_no_acronym() -> None:
    text = f"Réunion de Bo\n\n{PROSE}\n\nParticipants\n- Ligue des Mines (KABONGO)\n- RAID\n"
    assert graded(text) == [("Ligue des Mines", False), ("RAID", True)]


@pytest.mark.parametrize(
    "text",
    [
        "Ont pris part : DIALLO, CAMARA, BAH, BARRY.",
        "Étaient présents :\nKABILA\nMUKENDI\nNGOY",
        "Présents\n- KABILA, président\n- MUKENDI, secrétaire\n- NGOY, trésorier",
        "In attendance: SK, AK, FB, TN.",
        "Participants\nTrust Mamombe\nBlessing Moyo\nTendai Ncube",
        "Organisations represented: Trust Moyo, Tendai Ncube and Farai Maguwu.",
        "Participantes\nAliança Miguel\nVitória União",
        "Organisations represented: Agnes Kargbo, NMJD; Fatu Bangura, Community Forum of Kono.",
        "Participaram: Rede Terra (Salvador Freire), Fórum de Mulheres (Linda Cruz).",
        "Participaram: Associação Mãos Livres - Salvador Freire; Fórum das Mulheres - Delma Sá.",
    ],
)
def test_what_may_name_persons_is_never_sure(text: str) -> None:
    names = graded(f"Réunion de Bo\n\n{PROSE}\n\n{text}\n")
    organisations = {"NMJD", "Fórum de Mulheres", "Fórum das Mulheres"}  # without their persons
    assert {name for name, is_sure in names if is_sure} <= organisations


@pytest.mark.parametrize(
    "text",
    [
        "Participants : ZELA, IPIS (excusé), RAID (absent).",
        "Participants: ZELA, IPIS (apologies), RAID (absent).",
        "Participants : ZELA.\n\nOrganisations non représentées : IPIS, RAID.",
    ],
)
def test_who_is_marked_absent_did_not_come(text: str) -> None:
    assert graded(f"Réunion de Bo\n\n{PROSE}\n\n{text}\n") == [("ZELA", True)]


@pytest.mark.parametrize(
    "text",
    [
        "Rappel : lors de la réunion du 3 mai 2019 à Goma, 56 sont venus. Présents : IPIS, RAID.",
        "Reminder: at our last meeting, 30 people came. Organisations present: RAID, IPIS.",
        "Na reunião anterior, 30 pessoas vieram. Participaram: RAID, IPIS.",
    ],
)
def test_who_came_to_an_earlier_meeting_is_not_taken(text: str) -> None:
    assert not any(is_sure for _name, is_sure in graded(f"Réunion de Bo\n\n{PROSE}\n\n{text}\n"))


def test_a_name_that_may_go_on_is_not_sure() -> None:
    text = "Organisations présentes : Terre Vive, Ravins, Champs et Savanes, Réseau Eau Vive."
    assert ("Réseau Eau Vive", True) in graded(text)
    assert not any(
        is_sure for name, is_sure in graded(text) if "Savanes" in name or "Ravins" in name
    )


def test_a_known_name_is_told_from_a_sentence_and_is_not_sure() -> None:
    text = "Human Rights Watch took part in the meeting. The mayor spoke of IMPACT later."
    assert graded(text) == [("Human Rights Watch", False)]
    assert mentions(text)[0].key is not None


def test_a_row_of_names_behind_words_that_say_who_spoke_is_not_sure() -> None:
    text = "Se sont exprimés la Ligue des Mines, le Réseau Eau Vive et l'Observatoire du Fleuve."
    assert graded(text) == [
        ("Ligue des Mines", False),
        ("Réseau Eau Vive", False),
        ("Observatoire du Fleuve", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Étaient absents : IPIS, RAID et ZELA.",
        "IPIS, RAID and ZELA could not attend the meeting.",
        "The pays représentés : Ghana, Togo.",
        "Participants : 24",
        "Participants : Mme Awa Sy, M. Paul Ndong et Dr Jane Doe.",
        "Participants\nAwa Sy\nPaul Ndong\nJane Doe\n",
        "Thèmes de la réunion : Justice et Paix, Eau et Terre.",
        "La prochaine réunion rassemblera : IPIS, RAID et ZELA.",
        "Ordre du jour de ceux qui ont pris part : Rapport moral, Budget, Divers.",
        "Human Rights Watch wrote a report on the mine.",
    ],
)
def test_others_are_no_participants(text: str) -> None:
    assert mentions(text) == []


def test_a_list_ends_where_it_turns_to_who_paid() -> None:
    text = "Ont pris part : IPIS, RAID et ZELA, avec l'appui de Human Rights Watch."
    assert [name for name, _is_sure in graded(text)] == ["IPIS", "RAID", "ZELA"]


def test_a_name_is_told_once_where_it_is_listed() -> None:
    told = f"Human Rights Watch attended. {PROSE}"
    text = f"Réunion de Bo\n\n{told}\n\nOrganisations présentes\n- Human Rights Watch\n- RAID\n"
    assert graded(text) == [("Human Rights Watch", True), ("RAID", True)]

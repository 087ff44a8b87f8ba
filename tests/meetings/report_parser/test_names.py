"""Whether a stretch is a name, and what belongs to it."""

import pytest

from meetings.report_parser.names import name_at, spelt_out
from meetings.report_parser.names.sureness import Sureness, how_sure
from organisations.recognition import Directory
from tests.meetings.report_parser.samples import reading_of, whole
from tests.organisations.known_organisations import KNOWN, PLACES

DIRECTORY = Directory(KNOWN, PLACES)


@pytest.mark.parametrize(
    ("text", "sureness"),
    [
        ("Réseau des Forêts", Sureness.ANYWHERE),  # begins as names do
        ("Kasai Diamond Watch", Sureness.ANYWHERE),  # ends as they do in English
        ("Associação Mãos Unidas", Sureness.ANYWHERE),
        ("International Water Partnership", Sureness.ANYWHERE),
        ("VII Conferência das Mulheres", Sureness.NONE),  # a meeting
        ("ODD (Objectifs de développement)", Sureness.NONE),  # a subject
        ("CRAD", Sureness.ANYWHERE),
        ("FoDer", Sureness.ANYWHERE),
        ("Green Rivers Today", Sureness.ANYWHERE),  # three capitals
        ("Women of Liberia Network", Sureness.ANYWHERE),
        ("International Peace Information Service", Sureness.ANYWHERE),
        ("Organisation pour la Paix et le Droit", Sureness.ANYWHERE),
        ("RiverMap", Sureness.ANYWHERE),
        ("Chapter Seven Uganda", Sureness.ANYWHERE),
        ("Maria Lopes Sitoe", Sureness.IN_LIST),  # maybe a person
        ("Foz Grande no Acre", Sureness.IN_LIST),  # maybe a place
        ("Kivulini", Sureness.IN_LIST),
        ("Terre verte", Sureness.IN_LIST),
    ],
)
def test_how_surely_it_is_a_name(text: str, sureness: Sureness) -> None:
    reading = reading_of(text)
    assert how_sure(reading, whole(reading)) == sureness


@pytest.mark.parametrize(
    "text",
    [
        "les communautés",  # no capital
        "Mali",
        "Ghana et Togo",
        "Afrique de l'Ouest",
        "Southern Africa",
        "Participants",
        "Les organisations",
        "Organizações da sociedade civil",
        "Nations Unies",
        "Monday",
        "Ministre des Mines",
        "Governor of Kono",
        "Embaixada de Portugal",
        "Atelier",
        "Reunião de Luanda",
        "Speakers came from Accra",
        "Cento e Duas (102) Pessoas",
        "Guyane engagés sur les dossiers",
        "Local authorities",
        "Mme Awa Diop",
        "Awa DIOP",
        "Jean Mbo - journaliste",
        "Ada Mbo - Kindu",
        "Programme Manager",
        "Chargée de Plaidoyer",
        "Ghanaian organisations",
        "Rural Land Summit",
        "Loi sur les Mines",
        "Encontro Nacional das Redes",
        "OSC",
        "Skype: kim",
        "March 3rd",
        "Rio Branco/AC",
        "Comité de pilotage de l'ITIE",
        "Ward Administrators",
        "Reunidos de 10",
        "12 ONG",
        "Forum 2021",
        "Réseau (Mali",
        "ONG (Abc, Def, Ghi)",
        "Réseau Terre. Ensuite",
        "Réseau Terre?",
    ],
)
def test_what_is_no_name(text: str) -> None:
    reading = reading_of(text)
    assert how_sure(reading, whole(reading)) == Sureness.NONE


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("la Ligue des Mineurs", "Ligue des Mineurs"),
        ("coalition RENOI", "RENOI"),
        ("Les Amis de la Terre", "Les Amis de la Terre"),  # the article is the name's
        ("Réseau Terre, qui a pris la parole", "Réseau Terre"),
        ("Rivers Trust du 3 au 5 mai", "Rivers Trust"),
        ("Rede Terra participaram", "Rede Terra"),
        ("Maison Verte a organisé", "Maison Verte"),
        ("Réseau Terre (RT) de Kindu", "Réseau Terre (RT)"),
        ("L'ONG Terre Libre", "Terre Libre"),
        ("réseau Terre Libre", "Terre Libre"),
        ("a organização Terra Livre", "Terra Livre"),
        ("el Congreso de las Aguas", "Congreso de las Aguas"),
        ("Rivers Trust [Fondation des Fleuves]", "Rivers Trust"),
        ("Rivers Trust (online)", "Rivers Trust"),
        ("CRAD staff", "CRAD"),
        ("CRAD's partners in Togo", "CRAD"),
        ("Green League and attended by miners", "Green League"),
        ("Rivers Trust recently held", "Rivers Trust"),
        ("Réseau des Fleuves réfléchissent depuis lundi", "Réseau des Fleuves"),
        ("CRAD à la Maison Verte", "CRAD"),
        ("Institute of Rural Planning in Kitwe", "Institute of Rural Planning"),
        ("Network of Women in Mining", "Network of Women in Mining"),
        ("Rivers Trust on how to plant", "Rivers Trust"),
        ("Comité foncier du ministère de la Terre", "Comité foncier"),
        ("Sarah Brown (Kenya Land Watch)", "Kenya Land Watch"),
        ("Lena Berg - Opendata.org", "Opendata.org"),
        ("Sarah Brown (IRC)", "IRC"),
        ("Rivers Trust on Clean Water indicators", "Rivers Trust"),
        ("Land Offices (Kenya, Mali and Togo)", "Land Offices"),
        ("Direção Nacional do CRAD", "CRAD"),
        ("CRAD na Guiné-Bissau", "CRAD"),
        ("Ada Mbo de CRAD Kindu", "CRAD Kindu"),
        ("Inês S. – Instituto Marquês", "Instituto Marquês"),
    ],
)
def test_what_belongs_to_a_name(text: str, name: str) -> None:
    reading = reading_of(text)
    mention = name_at(reading, whole(reading), DIRECTORY)
    assert mention is not None
    assert reading.of(mention) == name


@pytest.mark.parametrize(
    ("text", "name", "acronym", "country"),
    [
        ("Ligue Verte (LV)", "Ligue Verte", "LV", None),
        ("Ligue Verte du Sud - LVS", "Ligue Verte du Sud", "LVS", None),
        ("Ligue Verte (Togo)", "Ligue Verte", "", "TG"),
        ("Green League, Ghana", "Green League", "", "GH"),
        ("Liga Verde - Angola", "Liga Verde - Angola", "", "AO"),
        ("Ligue Verte du Togo", "Ligue Verte du Togo", "", None),  # part of the name
        ("Green Horizon from Ghana", "Green Horizon", "", "GH"),
        ("Uzima Kivu in Togo", "Uzima Kivu", "", "TG"),
        ("FODER du Togo", "FODER", "", "TG"),
        ("Women in Togo", "Women in Togo", "", None),
        ("Green League in Togo", "Green League in Togo", "", None),
        ("Ligue Verte (Congo)", "Ligue Verte (Congo)", "", None),  # which of the two?
    ],
)
def test_what_is_said_with_a_name(text: str, name: str, acronym: str, country: str | None) -> None:
    reading = reading_of(text)
    mention = name_at(reading, whole(reading), DIRECTORY)
    assert mention is not None
    organisation = mention.organisation
    assert (organisation.name, organisation.acronym, organisation.country) == (
        name,
        acronym,
        country,
    )


def test_a_name_of_the_directory_has_its_key() -> None:
    reading = reading_of("la ZELA")
    mention = name_at(reading, whole(reading), DIRECTORY)
    assert mention is not None
    assert (mention.organisation.key, mention.is_sure) == ("zela", True)


def test_a_name_that_only_resembles_offers_those_it_may_be() -> None:
    reading = reading_of("Action Mines Kindia")
    mention = name_at(reading, whole(reading), DIRECTORY)
    assert mention is not None
    assert mention.organisation.key is None
    assert mention.organisation.near[0][0] == "action-mines-guinee"


def test_a_text_without_end_is_no_name() -> None:
    reading = reading_of("Réseau " * 40)
    assert name_at(reading, whole(reading), DIRECTORY) is None


@pytest.mark.parametrize(
    ("explanation", "name"),
    [
        ("We heard Kasai Rivers Trust (KRT).", "Kasai Rivers Trust"),
        ("We heard Kasai Water Board (KRT).", "KRT"),  # other letters
        ("We heard Kasai Riverside Trust (KRT).", "Kasai Riverside Trust"),
        ("Nobody explained it.", "KRT"),
    ],
)
def test_an_acronym_is_spelt_out_where_the_text_does(explanation: str, name: str) -> None:
    reading = reading_of(f"KRT\n\n{explanation}")
    acronym = name_at(reading, reading.lines[0], DIRECTORY)
    assert acronym is not None
    [mention] = spelt_out(reading, [acronym], DIRECTORY)
    assert mention.organisation.name == name


@pytest.mark.parametrize(
    ("acronym", "explanation", "name"),
    [
        ("RK TW", "Réseau Watch des Terres Kasai (RK-TW).", "Réseau Watch des Terres Kasai"),
        ("MAL", "Movimento pela Água e pela Luz (MAL).", "Movimento pela Água e pela Luz"),
        ("MAL", "Movimento Mar, Liga (MAL).", "MAL"),  # two names
        (
            "IUWO",
            "We met the International Union of Water Offices & Users (IUWO).",
            "International Union of Water Offices & Users",
        ),
        ("LVT1", "Ligue Verte du Togo (LVT).", "Ligue Verte du Togo"),
    ],
)
def test_an_acronym_has_the_letters_of_a_name(acronym: str, explanation: str, name: str) -> None:
    reading = reading_of(f"{acronym}\n\n{explanation}")
    short = name_at(reading, reading.lines[0], DIRECTORY)
    assert short is not None
    [mention] = spelt_out(reading, [short], DIRECTORY)
    assert mention.organisation.name == name

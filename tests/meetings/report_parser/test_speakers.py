"""Whose people spoke, taught or moderated, by what a sentence says."""

import pytest

from meetings.report_parser.taking_part.speakers import names_of_speakers
from organisations.recognition import Directory
from tests.meetings.report_parser.samples import reading_of
from tests.organisations.known_organisations import KNOWN, PLACES

DIRECTORY = Directory(KNOWN, PLACES)


def spoke(text: str) -> list[str]:
    reading = reading_of(text)
    return [
        name.organisation.name
        for sentence in reading.sentences
        for name in names_of_speakers(reading, sentence, DIRECTORY)
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # a person of an organisation
        ("Jane Phiri of Kafue Rivers Trust said that mines pollute.", ["Kafue Rivers Trust"]),
        ("We heard Jane Phiri from CRAD and John Banda from RENOI.", ["CRAD", "RENOI"]),
        ("Awa Diop de la Ligue Verte a expliqué la loi.", ["Ligue Verte"]),
        ("Paul Ndong du CRAD a présenté l'enquête.", ["CRAD"]),
        ("Ana Sitoe da Rede Terra Viva apresentou o estudo.", ["Rede Terra Viva"]),
        ("Patrick KASA de CRAD a axé son intervention sur l'eau.", ["CRAD"]),
        # as if it were now
        ("Ruth LANDO, présidente de RENOI, nous parle des rivières.", ["RENOI"]),
        ("Awa Diop de la Ligue Verte rappelle la loi.", ["Ligue Verte"]),
        ("Jane Phiri of Kafue Rivers Trust warns of mercury.", ["Kafue Rivers Trust"]),
        ("Ana Sitoe, da Rede Terra Viva, relata casos de expulsão.", ["Rede Terra Viva"]),
        # who led the meeting, or wrote its minutes
        ("Président : Bernard MAMBO de la Plateforme Lobaye", ["Plateforme Lobaye"]),
        ("Rapporteur adjoint : Jean Mbo (CRAD)", ["CRAD"]),
        ("Chair: Jane Phiri, CRAD", ["CRAD"]),
        ("Relatora: Ana Sitoe, da Rede Terra Viva", ["Rede Terra Viva"]),
        ("Jane Phiri of Rivers Forum began by stressing that she said so.", ["Rivers Forum"]),
        # what begins as a name goes on as one, and a part of an organisation is none
        (
            "The president of the League of Trade Contracts of Peru (LTC) and member of the board,"
            " Ada Mbo, said so.",
            [],
        ),
        ("Jane Phiri, head of the Human Rights desk of CRAD, said so.", ["CRAD"]),
        # in brackets or behind a stroke
        ("Jean Mbo (CRAD) a modéré le débat.", ["CRAD"]),
        ("Donors (Lea Timm, CRAD) discussed the law.", ["CRAD"]),
        ("Destacou o responsável, Rui Melo/CRAD, a participação.", ["CRAD"]),
        # an office, with a person beside it or a verb behind
        ("John Banda, director of Mine Watch Zambia, spoke first.", ["Mine Watch Zambia"]),
        ("A directora da Rede Mulher, Ana Sitoe, disse que não.", ["Rede Mulher"]),
        ("Le coordonnateur du CRAD a souligné l'urgence.", ["CRAD"]),
        ("CRAD director Jane Phiri said that it matters.", ["CRAD"]),
        ("Researchers from Kitwe University presented a study.", ["Kitwe University"]),
        ("Remarks by Sarah Kim, Programme Manager, Tax Watch.", ["Tax Watch"]),
        ("O activista Rui Sousa, da plataforma Terra Para Todos, falou.", ["Terra Para Todos"]),
        ("Jane Phiri, Head of Data with the Delta Institute, spoke.", ["Delta Institute"]),
        ("Ada Mbo du Centre Luz et Eva Mbo d'UVDT ont discuté.", ["Centre Luz", "UVDT"]),
        ("CRAD's Jane Phiri said so.", ["CRAD"]),
        ("Jane Phiri, an expert at the Copper Alliance secretariat, spoke.", ["Copper Alliance"]),
        ("CRAD Executive Director, Mr. John Banda, said so.", ["CRAD"]),
        ("A CRAD lawyer at the round table, Jane Phiri, answered.", ["CRAD"]),
        ("CRAD Head of Rivers and Law, Jane Phiri, spoke.", ["CRAD"]),
        ("Facilitator: Jane Phiri, CRAD", ["CRAD"]),
        ("Jane Phiri, representing CRAD, thanked the hosts.", ["CRAD"]),
        ("Rui Melo, jurista, e Ana Sitoe, em representação do CRAD, falaram.", ["CRAD"]),
        (
            "Falou Rui Melo, Director do CRAD, Ana Sitoe, da Rede Terra.",
            ["Rede Terra", "CRAD"],
        ),
        ("Les travaux ont été ouverts par Jean Mbo, président du CRAD.", ["CRAD"]),
        ("Selon Jean Mbo, coordonnateur du CRAD, la loi est bonne.", ["CRAD"]),
        ("Les droits des creuseurs, par Jean Mbo, juriste de la Ligue Verte.", ["Ligue Verte"]),
        # whom somebody represents
        ("Kafue Rivers Trust, represented by Jane Phiri, took part.", ["Kafue Rivers Trust"]),
        ("La Ligue Verte du Togo est représentée par Jean Mbo.", ["Ligue Verte du Togo"]),
        (
            "Kindu est représentée par Awa DIOP du réseau des pêcheurs et piroguiers des"
            " Eaux Libres (REPIEL).",
            ["réseau des pêcheurs et piroguiers des Eaux Libres"],
        ),
        (
            "Kindu est représentée par Awa DIOP du réseau des pêcheurs et de la Ligue"
            " Rouge (REPELIR).",
            [],
        ),
        # by whom
        ("There was a presentation by CRAD.", ["CRAD"]),
        ("La séance a été animée par la Ligue Verte du Togo.", ["Ligue Verte du Togo"]),
        ("O debate foi moderado pela Rede Terra.", ["Rede Terra"]),
        # a word of kind makes a name of any word
        ("Ada Mbo, animatrice de l'association Luz, a présenté.", ["Luz"]),
        # a subject, a clause or another part of a list is no part of the name
        (
            '"We all win", suggested by Ms. Jane Phiri from Kafue Open University on Mining taxes.',
            ["Kafue Open University"],
        ),
        ("Awa Diop de la Ligue Verte ; Paul Ndong a parlé.", ["Ligue Verte"]),
        ("Segundo Ana Melo, da Direção Nacional do UVDT, choveu.", ["UVDT"]),
        (
            "O militante do Movimento Rios por Justiça, Rui Melo, falou.",
            ["Movimento Rios por Justiça"],
        ),
        ("Para Ana, da Liga dos Rios Livres, nada mudou.", ["Liga dos Rios Livres"]),
        ("Durante o seminário, o UVDT denunciou a mina.", ["UVDT"]),
        (
            "Nos facilitateurs : Awa Diop, étudiante à l'Université du Fleuve.",
            ["Université du Fleuve"],
        ),
        ("Nos formateurs : Awa Diop, travaillant au sein de Fleuve Libre.", ["Fleuve Libre"]),
        # what is quoted says nothing of who was there
        ('Jane Phiri of CRAD said: "We could not attend school".', ["CRAD"]),
        ('We cannot go on," said Jane Phiri, director of CRAD.', ["CRAD"]),
        ('"It was good."\n\nJane Phiri, chair and spokeswoman of Kafue Watch', ["Kafue Watch"]),
        (
            "Falaram Ana Sitoe, do Sindicato Camponeses e Camponesas Livres.",
            ["Sindicato Camponeses e Camponesas Livres"],
        ),
        (
            "Jane Phiri, senior lawyer for whom the old customs of the north come before all at the"
            " Transparency House secretariat, spoke.",
            ["Transparency House"],
        ),
    ],
)
def test_organisations_of_speakers(text: str, names: list[str]) -> None:
    assert spoke(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Jane Phiri of CRAD wrote a book.",  # nothing of speaking
        "Andrew Banda of Uganda presented.",
        "Awa Diop de Kaolack a témoigné.",  # a place
        "The President of Ghana spoke.",
        "O director provincial de Recursos Minerais, João Melo, falou.",  # a department
        "Le maire de Kindu a remercié Paul Ndong.",
        "Rui Melo do Assentamento Rio Verde falou.",  # a place
        "The Governor of Central Province, represented by Jane Phiri, spoke.",
        "The coordinator of the Water and Mines Programme, Jane Phiri, spoke.",  # no organisation
        "The book, written by Jane Phiri, director of CRAD, sells well.",
        "We heard Jane Phiri, PhD, on rivers.",
        "The HIV coordinator, Jane Phiri, spoke.",
        "Human Rights Officer Jane Phiri opened the meeting.",
        "Project Manager Jane Phiri opened the meeting.",
        "Jane Phiri, Programme Officer for Water and Climate Change, spoke.",
        "Jane Phiri, member of the Organising Committee, spoke.",
        "Jane Phiri, the CRAD lead, could not attend and John Banda spoke.",
        "There was a presentation by Jane Phiri.",
        "A presentation by CRAD will follow.",
        "O Secretário de Estado da Água e Minas, Rui Melo, falou.",
        "O deputado Rui Melo (PXT) apresentou uma lei.",  # a party
        "Durante o seminário, o estudo denunciou a mina.",
    ],
)
def test_what_is_no_speaker_of_an_organisation(text: str) -> None:
    assert spoke(text) == []


def test_a_long_row_of_capitals_is_read_in_no_time() -> None:
    assert spoke("Presented: " + "Aa " * 30_000) == []

"""Which organisations a text says were there, hosted, or were excused."""

import pytest

from meetings.report_parser.layout import Layout
from meetings.report_parser.taking_part import TakingPart, taking_part
from organisations.recognition import Directory
from tests.meetings.report_parser.samples import reading_of
from tests.organisations.known_organisations import KNOWN, PLACES

DIRECTORY = Directory(KNOWN, PLACES)

CIVIC = ["Civic Data", "Open Nature", "Uzima"]


def read(text: str) -> TakingPart:
    """Who took part, by a text of which every sentence is about the meeting."""
    reading = reading_of(text)
    return taking_part(reading, Layout(reading), reading.sentences, DIRECTORY, None)


def present(text: str) -> list[str]:
    return [name.organisation.name for name in read(text).present]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Les organisations suivantes étaient présentes : CRAD, Kivulini.", ["CRAD", "Kivulini"]),
        ("The following NGOs took part: CRAD and Kivulini.", ["CRAD", "Kivulini"]),
        ("Participaram: CRAD e Kivulini.", ["CRAD", "Kivulini"]),
        ("Présents : CRAD, Kivulini. Excusés : Ligue Verte", ["CRAD", "Kivulini"]),
        ("Attendance: CRAD, Kivulini - Chair: Ligue Verte", ["CRAD", "Kivulini"]),
        (
            "Étaient présents : Présidente : Ada MBO ;\n\nCRAD : Jean KASA ; Kivulini : Rose NDA ;",
            ["CRAD", "Kivulini"],
        ),
        (
            "Étaient présents : CRAD, Kivulini, avec l'appui de Green Fund.",
            ["CRAD", "Kivulini"],
        ),
        ("We thank our co-hosts: CRAD, Kivulini.", ["CRAD", "Kivulini"]),
        ("Les ONG présentes (CRAD (Togo), Kivulini (Kenya)) ont parlé.", ["CRAD", "Kivulini"]),
    ],
)
def test_lists_after_a_colon(text: str, names: list[str]) -> None:
    assert present(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Organisations participantes\n\n- CRAD\n- Kivulini\n\nLes débats ont suivi.",
        "List of participants\nCRAD\nKivulini\n\nThe debates followed.",
        "Organizações presentes:\n- CRAD\n- Kivulini\n\nSeguiram-se os debates.",
        "Participants\nThe following groups were there:\n- CRAD\n- Kivulini",
        "Participants\nCRAD\nKivulini\nExcusés : Ligue Verte",
    ],
)
def test_lists_below_a_heading(text: str) -> None:
    assert present(f"Atelier de Kindu\n\n{text}") == ["CRAD", "Kivulini"]


CRAD_AND_GREEN = ["CRAD", "Green Archives"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("- Ada Mbo (Skype: ada)\n- Jean Kasa (CRAD)\n- Rose Nda", ["CRAD"]),
        ("- Ada Mbo (Chair)\n- Jean Kasa (Green Archives)\n- Rose Nda", ["Green Archives"]),
        ("- Ada Mbo – CRAD\n- Jean Kasa – journaliste", ["CRAD"]),
        ("- Ada Mbo\n- Jean Kasa\n- Rose Nda", []),
        ("- Ada / CRAD\n- Jean Kasa /Green Archives\n- Samba / Sénégal\n- Rose /", CRAD_AND_GREEN),
        ("- Uzima / Kenya\n- CRAD / Togo", ["Uzima", "CRAD"]),
    ],
)
def test_lists_of_persons(text: str, names: list[str]) -> None:
    assert present(f"Atelier de Kindu\n\nParticipants\n\n{text}") == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The meeting was attended by ZELA, CRAD and Kivulini.", ["ZELA", "CRAD", "Kivulini"]),
        ("Present at this workshop were ZELA, CRAD and Kivulini.", ["ZELA", "CRAD", "Kivulini"]),
        (
            "La réunion a discuté avec plusieurs ONG internationales (RAID, Pact et IMPACT).",
            ["RAID", "Pact", "IMPACT"],
        ),
        (
            "Des représentants du Réseau Terre et de la Maison Verte ont pris part à l'atelier.",
            ["Réseau Terre", "Maison Verte"],
        ),
        (
            "A reunião juntou a Rede Terra, a Liga Verde e a Kivulini.",
            ["Rede Terra", "Liga Verde", "Kivulini"],
        ),
        (
            "Ont pris part des ONG du Cameroun (RELUFA) et du Togo (Ligue Verte).",
            ["RELUFA", "Ligue Verte"],
        ),
        (
            "Participating organisations include CRAD, Kivulini and Uzima.",
            ["CRAD", "Kivulini", "Uzima"],
        ),
        (
            "Participaram 26 pessoas. Entre elas destacam-se a Rede Terra e a Liga Verde.",
            ["Rede Terra", "Liga Verde"],
        ),
        ("There were 70 people, with representatives of CRAD and RENOI.", ["CRAD", "RENOI"]),
        (
            "Contou com a presença de representantes do Conselho Verde, da CRAD e da Uzima.",
            ["Conselho Verde", "CRAD", "Uzima"],
        ),
        ("Trois ONG (CRAD, Kivulini et RENOI) ont participé.", ["CRAD", "Kivulini", "RENOI"]),
    ],
)
def test_names_in_sentences(text: str, names: list[str]) -> None:
    assert present(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Thèmes de la session : Justice Climat, Réseau Terre.",
        "Pays participants : Ghana, Togo.",
        "Vieram mineiros de quatro províncias, a saber: Cabinda, Bié, Huambo e Cunene.",
        "ZELA, RAID and Pact will come to the workshop.",
        "La prochaine réunion a rassemblé ZELA, RAID et Pact.",
        "The report cites ZELA, RAID and Pact.",
        "Speakers attended.",
        "Participaram representantes dos povos Mura, Baré e Tariana.",
        "Les participants sont venus de Banfora, Orodara et Houndé.",
        "Groups such as the Sukuma, the Hadza and the Maasai attended.",
        "Sessions held were on Agriculture, Health, Education and Water.",
        "People attended the event at the Kitwe Institute.",
        "Experts from the region attended and learnt how they may use the Kitwe Water Index.",
    ],
)
def test_names_of_whom_it_says_nothing(text: str) -> None:
    assert present(text) == []


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("La réunion a été organisée conjointement par ZELA et RAID.", ["ZELA", "RAID"]),
        ("The workshop was hosted by Green League.", ["Green League"]),
        ("O seminário foi organizado pela Liga Verde.", ["Liga Verde"]),
        ("L'atelier a eu lieu sur initiative de la Ligue Verte.", ["Ligue Verte"]),
        ("CONFERENCE HELD BY THE GREEN LEAGUE (GL) IN UYO, AKWA STATE", ["GREEN LEAGUE"]),
        ("ZELA organised a workshop.", ["ZELA"]),
        ("ZELA et RAID ont organisé un atelier.", ["ZELA", "RAID"]),
        ("La rencontre s'est tenue à l'invitation de la Ligue Verte.", ["Ligue Verte"]),
        ("The workshop was organised by ZELA with support from Green Fund.", ["ZELA"]),
        ("The next workshop will be hosted by ZELA.", []),
        (
            "L'ONG Terre Libre, en partenariat avec RAID, a organisé un atelier.",
            ["Terre Libre", "RAID"],
        ),
        ("L'ONG Terre Libre, avec l'appui de RAID, a organisé un atelier.", ["Terre Libre"]),
        (
            "O seminário é coorganizado pela Liga Verde (LV) e a Rede Mar.",
            ["Liga Verde", "Rede Mar"],
        ),
        ("CRAD collaborated with RENOI to host a conference.", ["CRAD", "RENOI"]),
        ("On May 3rd, Civic Data, Open Nature and Uzima hosted the forum.", CIVIC),
        ("On the 8th of December CRAD organised a workshop.", ["CRAD"]),
        (
            "Le CRAD, en collaboration avec les organisations Eaux Claires et Ligue Verte (LV), "
            "a organisé un colloque.",
            ["CRAD", "Eaux Claires", "Ligue Verte"],
        ),
        (
            "The course is organised by the Miners' Club (MC) in partnership with Clear Data, an "
            "institute for news in Togo and the Green Network.",
            ["Miners' Club", "Clear Data", "Green Network"],
        ),
        (
            "Mine Claire (MC), une organisation qui suit les mines, et le CRAD ont organisé un "
            "atelier.",
            ["Mine Claire", "CRAD"],
        ),
        (
            "A actividade foi uma iniciativa da Rede Mar (RM) de Angola e da Liga Verde.",
            ["Rede Mar", "Liga Verde"],
        ),
        ("ZELA organised a two-day workshop with the Green Network.", ["ZELA", "Green Network"]),
        (
            "L'atelier a été organisé par le comité national des eaux (Cne).",
            ["comité national des eaux (Cne)"],
        ),
    ],
)
def test_hosts(text: str, hosts: list[str]) -> None:
    found = read(text)
    assert [name.organisation.name for name in found.hosts] == hosts
    assert found.present == found.hosts  # who hosts is there


@pytest.mark.parametrize(
    "text",
    [
        "ZELA s'est excusée.",
        "Apologies were received from ZELA.",
        "A ZELA não participou.",
    ],
)
def test_who_was_excused_was_not_there(text: str) -> None:
    found = read(f"Participants: ZELA, RAID and Pact.\n\n{text}")
    assert [name.organisation.key for name in found.absent] == ["zela"]
    assert [name.organisation.key for name in found.present] == ["raid", "pact"]


def test_each_organisation_once_where_it_first_stands() -> None:
    text = "Participants: Kasai Rivers Trust (KRT), ZELA.\n\nKRT and ZELA organised the workshop."
    found = read(text)
    assert [(name.start, name.organisation.name) for name in found.present] == [
        (14, "Kasai Rivers Trust"),
        (40, "ZELA"),
    ]


def test_an_acronym_is_known_by_the_initials_of_a_name() -> None:
    text = "Participants: UZI, RAID.\n\nUnion of Zambian Initiatives organised the workshop."
    assert present(text) == ["RAID", "Union of Zambian Initiatives"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We heard from Ada Mbo, Jane Doe and Jo Banda.", []),
        (
            "Participaram Ada Mbo, do CRAD, Eva Diop, da Rede Mar, Jo Banda e a Liga Verde.",
            ["CRAD", "Rede Mar", "Liga Verde"],
        ),
        (
            "We heard from Uzima Kivu from Kenya, CRAD from Togo, and the Rights Network.",
            ["Uzima Kivu", "CRAD", "Rights Network"],
        ),
        (
            "Participants of the training included staff from Uzima, RENOI and CRAD from Togo.",
            ["Uzima", "RENOI", "CRAD"],
        ),
        ("We heard from Ada Mbo from Kenya, Eva Diop from Mali and Jo Banda from Togo.", []),
        (
            "Participating organizations were La Liga Verde - LV [The Green League], Luz del Agua"
            " [Light of Water] y Federación de Pesca [Fishing Federation].",
            ["Liga Verde", "Luz del Agua", "Federación de Pesca"],
        ),
        ("Des personnes issues de trois ONG y ont pris part : Uzima et CRAD.", ["Uzima", "CRAD"]),
        (
            "Des acteurs de la pêche, comme le CRAD, la RENOI ou Uzima, ont participé.",
            ["CRAD", "RENOI", "Uzima"],
        ),
        (
            "Des membres des ONG ont pris part, comme Luzia, fleuve.org, CRAD, Kivu Mar, RENOI.",
            ["Luzia", "fleuve.org", "CRAD", "Kivu Mar", "RENOI"],
        ),
        (
            "There were delegates from Kindu County Government (Ministry of Water, Peace and Land),"
            " CRAD and Uzima FM.",
            ["Kindu County Government", "CRAD", "Uzima FM"],
        ),
    ],
)
def test_persons_in_a_row_are_no_organisations(text: str, names: list[str]) -> None:
    assert present(text) == names


@pytest.mark.parametrize("line", ["Participants\n", "- Participants\n", "ong (A, "])
def test_no_text_is_read_again_and_again(line: str) -> None:
    assert present(line * 5_000) == []


def test_lines_of_persons_with_their_organisations() -> None:
    text = "Ada Mbo - CRAD\nOn water.\n\nEva Diop and Jane Phiri - Copper Forum\n\nJo Banda - Uzima"
    assert present(text) == ["CRAD", "Copper Forum", "Uzima"]


def test_lines_of_first_names_among_full_names() -> None:
    text = (
        "- Ada Mbo - Amis du Fleuve, Kindu\n- Eva - Asso Vers la Source + conseillère\n"
        "- Li Kasa - CRAD / Uzima\n- Jo Banda - retraité\n- Rose - Ligue Verte et Maison Bleue"
    )
    names = ["Amis du Fleuve", "Vers la Source", "CRAD", "Uzima", "Ligue Verte", "Maison Bleue"]
    assert present(text) == names


def test_numbered_lines_of_organisations_with_their_persons() -> None:
    text = (
        "1- CRAD, Ada Mbo\n\n2- Uzima, Eva Diop et Jo Banda\n\n"
        "3- Ligue Verte, Li Kasa\n\n4- Institut du Fleuve, Rose Nda\n\nEn bas, Jane Phiri"
    )
    assert present(text) == ["CRAD", "Uzima", "Ligue Verte", "Institut du Fleuve"]
    assert present("1- Ada Mbo, Eva Diop\n2- Jo Banda, Li Kasa\n3- Rose Nda, Al Bo") == []


def test_lines_of_persons_with_their_towns_name_no_organisations() -> None:
    assert present("Ada Mbo - Kindu\n\nEva Diop - Kaolack\n\nJo Banda - Kitwe") == []


def test_persons_of_a_sentence_with_their_organisations() -> None:
    told = "Participaram no encontro Ana Sá, do CRAD, Rui Melo, da Rede Mar, e Eva Sá, da Liga Sol."
    assert present(told) == ["CRAD", "Rede Mar", "Liga Sol"]


def test_items_of_those_represented_by_a_person() -> None:
    text = (
        "Atelier de Kindu\n\nÉtaient représentées :\n\n"
        "- Eaux et forêts Togo, représenté par Ada Mbo. Elle a dit que le CRAD ne vient pas.\n"
        "- Uzima représenté par Jo Banda ; il nous a parlé de la Ligue Verte.\n\n"
        "Nous avons discuté."
    )
    assert present(text) == ["Eaux et forêts Togo", "Uzima"]


def test_groups_of_persons_with_their_offices() -> None:
    text = (
        "Atelier de Kindu\n\nParticipants\n\n"
        "Donneurs :\n\n- Ada Mbo (juriste, CRAD)\n- Eva Diop (cheffe, Uzima)\n\n"
        "Experts :\n\n- Jo Banda (Data Analyst, Kivulini)\n- Li Kasa (trésorier, Ligue Verte)"
    )
    assert present(text) == ["CRAD", "Uzima", "Kivulini", "Ligue Verte"]


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("L'atelier organisé par le CRAD en partenariat avec la Ligue Verte s'est tenu.", 2),
        ("The Rivers Forum brought together 40 people.", 0),  # the meeting itself
        ("The Rivers Forum held a workshop.", 1),
        ("Financé par le Fonds Bleu, le CRAD a organisé un atelier à Kindu.", 1),
        ('CRAD organised the "Clean Rivers Workshop" in collaboration with Luz TV and others.', 2),
        ("O CRAD organizou o encontro em colaboração com a rede queniana Luz do Mar.", 2),
    ],
)
def test_hosts_and_those_they_held_it_with(text: str, hosts: int) -> None:
    assert len(read(text).hosts) == hosts


@pytest.mark.parametrize(
    "text",
    [
        "Viemos a este encontro dos estados de Luz, Foz Grande e Serra Azul.",  # places
        "Les délégués ont participé et créé le Réseau des Fleuves.",  # founded there
        "Une commission pilotée par la Ligue Verte donne son avis.",
        "Des militants réunis pour deux jours ont parlé du XYZ.",  # a subject
        "Nous avons participé dans le cadre de l'Initiative pour la Pêche Libre.",
        "Kindu, 7 avril [Presse du Fleuve] --- Des paysans se sont réunis pour trois jours.",
        "Une commission pilotée par la CRAD donne son accord.",  # no meeting
    ],
)
def test_what_took_no_part(text: str) -> None:
    assert present(text) == []


def test_those_who_came_as_members_of_another() -> None:
    text = "Ont pris part les organisations membres de la UVDT, notamment CRAD, Kivulini et Uzima."
    assert present(text) == ["CRAD", "Kivulini", "Uzima"]


def test_each_name_tells_the_rule_that_found_it() -> None:
    text = (
        "The workshop was hosted by the Green League, attended by members of the Rivers Trust. "
        "Ada Mbo of Kivulini Network presented a map.\n\nParticipating NGOs: Mine Watch Togo.\n\n"
        "CRAD sent apologies."
    )
    found = read(text)
    assert {name.organisation.name: name.rule for name in [*found.present, *found.absent]} == {
        "Green League": "host",
        "Rivers Trust": "said to have come",
        "Kivulini Network": "of a speaker",
        "Mine Watch Togo": "name in a list",
        "CRAD": "absent",
    }

"""How many took part, as the report declares it."""

import pytest

from meetings.report_parser.counted_nouns import Counted, counted_by, noun_after
from meetings.report_parser.counts import CountMention, chosen, counts_in
from meetings.report_parser.facts import DeclaredCount, Qualifier
from tests.meetings.report_parser.samples import reading_of

PARTICIPANTS, FACILITATORS = Counted.PARTICIPANTS, Counted.FACILITATORS
ORGANISATIONS, COUNTRIES = Counted.ORGANISATIONS, Counted.COUNTRIES


def mentions(text: str, *, dated: bool = False) -> list[CountMention]:
    reading = reading_of(text)
    sentences = list(reading.sentences)
    return counts_in(reading, sentences, sentences[0] if dated else None)


def counted(text: str, *, dated: bool = False) -> list[tuple[Counted, int]]:
    """What each figure counts, in order."""
    return [(mention.counted, mention.count.number) for mention in mentions(text, dated=dated)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L'atelier a réuni 24 participants.", [(PARTICIPANTS, 24)]),
        ("La réunion a rassemblé vingt-quatre délégué-e-s.", [(PARTICIPANTS, 24)]),
        ("Le forum a réuni 40 représentant(e)s.", [(PARTICIPANTS, 40)]),
        ("The workshop brought together 31 people.", [(PARTICIPANTS, 31)]),
        ("On Tuesday, 31 people attended the workshop.", [(PARTICIPANTS, 31)]),  # not "tué"
        ("O encontro reuniu 40 lideranças.", [(PARTICIPANTS, 40)]),
        ("Present in Bo were 31 participants.", [(PARTICIPANTS, 31)]),
        ("120 délégués venus de partout ont débattu.", [(PARTICIPANTS, 120)]),
        (
            "The forum drew 90 attendees from across 8 countries.",
            [(PARTICIPANTS, 90), (COUNTRIES, 8)],
        ),
        ("The meeting split the members present into 3 groups.", []),
        ("The meeting spoke of five sector indicators.", []),
        ("Cet atelier a concerné 40 personnes.", [(PARTICIPANTS, 40)]),
        ("Seventeen civil society activists attended.", [(PARTICIPANTS, 17)]),
        ("A oficina reuniu 18 pessoas.", [(PARTICIPANTS, 18)]),
        ("O encontro contou com 12 jornalistas.", [(PARTICIPANTS, 12)]),
        (
            "24 participants de 15 pays et 25 organisations ont assisté à la réunion.",
            [(PARTICIPANTS, 24), (COUNTRIES, 15), (ORGANISATIONS, 25)],
        ),
        (
            "The meeting had 24 participants from 9 NGOs in 4 countries, and 3 facilitators.",
            [(PARTICIPANTS, 24), (ORGANISATIONS, 9), (COUNTRIES, 4), (FACILITATORS, 3)],
        ),
        ("O encontro reuniu 9 organizações de 3 países.", [(ORGANISATIONS, 9), (COUNTRIES, 3)]),
    ],
)
def test_a_noun_after_the_figure_says_what_it_counts(
    text: str, found: list[tuple[Counted, int]]
) -> None:
    assert counted(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Participants : 24", [(PARTICIPANTS, 24)]),
        ("Nombre de pays représentés : 15", [(COUNTRIES, 15)]),
        ("Facilitateurs (3)", [(FACILITATORS, 3)]),
        ("Number of organisations: 25", [(ORGANISATIONS, 25)]),
        ("Participantes: 18", [(PARTICIPANTS, 18)]),
        ("Le nombre de participants était de 24.", [(PARTICIPANTS, 24)]),
        ("The number of countries was 15.", [(COUNTRIES, 15)]),
        ("O número de participantes foi de 18.", [(PARTICIPANTS, 18)]),
        ("Les participants étaient au nombre de 24.", [(PARTICIPANTS, 24)]),
        ("Ils étaient 24 à Libreville.", [(PARTICIPANTS, 24)]),
        ("We were 31 in the room.", [(PARTICIPANTS, 31)]),
        ("Présents : 24 membres. Excusés : 3.", [(PARTICIPANTS, 24)]),
        ("Une quarantaine est venue à la réunion.", [(PARTICIPANTS, 40)]),
        ("Of all those invited to the workshop, 18 attended.", [(PARTICIPANTS, 18)]),
        ("Vinte e dois compareceram à reunião.", [(PARTICIPANTS, 22)]),
    ],
)
def test_a_figure_may_be_named_by_what_stands_before_it(
    text: str, found: list[tuple[Counted, int]]
) -> None:
    assert counted(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("La réunion a été facilitée par 3 experts.", [(FACILITATORS, 3)]),
        ("L'atelier était animé par une facilitatrice.", [(FACILITATORS, 1)]),
        ("The session was led by a single facilitator.", [(FACILITATORS, 1)]),
        ("A sessão foi conduzida por dois formadores.", [(FACILITATORS, 2)]),
        ("Le programme a employé deux formateurs.", []),
    ],
)
def test_those_who_lead_are_counted_apart(text: str, found: list[tuple[Counted, int]]) -> None:
    assert counted(text) == found


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("L'atelier a réuni des délégués, dont 12 personnes de Goma.", "a part of them"),
        ("L'an dernier, la réunion précédente a réuni 40 participants.", "an earlier meeting"),
        ("La prochaine réunion accueillera 40 participants.", "a meeting to come"),
        ("Avant la réunion, 40 participants ont pris part à la marche.", "a march before it"),
        ("Antes do encontro, a marcha reuniu 40 participantes.", "a march before it"),
        ("Quarante participants sont attendus à l'atelier.", "expected"),
        ("The coalition is made up of 25 organisations.", "members of a group"),
        ("La coalition regroupe 25 organisations.", "members of a group"),
        ("The landslide near the meeting, attended by many, left 12 people dead.", "victims"),
        ("As autoridades reuniram-se: 30 pessoas presas.", "victims"),
        ("Participants joined from our 12 organisations.", "known from elsewhere"),
        ("2021 participants took part.", "a year"),
        ("A assembleia reuniu-se após a morte de 19 trabalhadores.", "victims"),
        ("The Process and its 54 participants were discussed by those who attended.", "others"),
        ("À la réunion, 4 panels ont été animés par 12 experts.", "speakers"),
        ("The network has 120 member organisations in 30 countries.", "where its members are"),
        ("We had expected 150 participants at the workshop.", "hoped for"),
        ("La salle de la réunion a une capacité de 200 personnes.", "seats"),
        ("Depuis sa création, la coalition a formé 500 personnes.", "in all these years"),
        ("The network, active in 16 countries, attended the workshop.", "where it works"),
        ("The participants formed 12 working groups at the workshop.", "groups of them"),
        ("Of those at the workshop 12 came from Goma.", "a part of them"),
        ("Le mardi, 12 personnes tuées furent nommées à la réunion.", "victims"),
        ("The coalition attended and has 5 new members.", "new ones"),
        ("300 people live near the mine.", "nobody says that they came"),
        ("Le Processus compte 85 pays membres.", "all countries of the process"),
        ("À l'atelier, trois participants ont été désignés pour écrire.", "chosen among them"),
        ("At the workshop five participants were chosen to draft it.", "chosen among them"),
        ("No encontro foram eleitos 5; 5 participantes foram escolhidos.", "chosen among them"),
        ("L'atelier a noté l'avis de trois autres participants.", "more of them"),
        ("The workshop heard 3 other participants.", "more of them"),
        ("Les personnes venues le 12 juin 2021.", "a date"),
        ("L'atelier a réuni 12 femmes et 14 hommes.", "neither is the whole"),
    ],
)
def test_a_figure_of_something_else_is_no_figure_of_attendance(text: str, why: str) -> None:
    assert counted(text) == [], why


def test_the_sum_of_women_and_men_counts() -> None:
    text = "Au total, 26 personnes sont venues à l'atelier, 12 femmes et 14 hommes."
    assert counted(text) == [(PARTICIPANTS, 26)]


def test_kinds_of_people_without_a_total_are_no_figure() -> None:
    assert counted("The workshop brought together 12 journalists and 8 lawyers.") == []


def test_the_sentence_of_the_meetings_date_speaks_of_the_meeting() -> None:
    text = "Le 2 juin 2021, à Libreville : 24 personnes."
    assert counted(text) == []
    assert counted(text, dated=True) == [(PARTICIPANTS, 24)]


@pytest.mark.parametrize(
    ("text", "count", "written"),
    [
        (
            "Plus de 40 participants ont assisté à l'atelier.",
            DeclaredCount(40, Qualifier.OVER),
            "Plus de 40",
        ),
        (
            "Nearly 30 people attended the meeting.",
            DeclaredCount(30, Qualifier.NEARLY),
            "Nearly 30",
        ),
        ("Estiveram presentes doze (12) participantes.", DeclaredCount(12), "doze (12)"),
        (
            "60 participants inscrits à l'atelier.",
            DeclaredCount(60, Qualifier.REGISTERED),
            "60",
        ),
    ],
)
def test_a_figure_keeps_how_it_was_declared_and_where(
    text: str, count: DeclaredCount, written: str
) -> None:
    [mention] = mentions(text)
    assert mention.count == count
    assert reading_of(text).of(mention) == written


def test_the_most_plainly_declared_figure_is_chosen_and_the_first_of_equals() -> None:
    found = mentions("Twelve people attended.\n\nParticipants: 24\n\nParticipants: 25")
    best = chosen(found, PARTICIPANTS)
    assert best is not None
    assert (best.count.number, best.rule) == (24, "labelled")
    assert chosen(found, COUNTRIES) is None


@pytest.mark.parametrize(
    ("after", "described", "word", "kind"),
    [
        (" participants de 15 pays", "", "participants", PARTICIPANTS),
        (" outras organizacoes", "", "organizacoes", ORGANISATIONS),
        (" other civil society networks", "civil society ", "networks", ORGANISATIONS),
        (" pays", "", "pays", COUNTRIES),
        (" facilitatrices et", "", "facilitatrices", FACILITATORS),
        (" garimpeiros", "", "garimpeiros", PARTICIPANTS),
    ],
)
def test_the_nearest_noun_is_the_one_counted(
    after: str, described: str, word: str, kind: Counted
) -> None:
    noun = noun_after(after)
    assert noun is not None
    assert (noun.described, noun.word, noun.counted) == (described, word, kind)


@pytest.mark.parametrize("after", [" ans d'organisations", " jours pour les participants", "%", ""])
def test_words_of_another_thing_keep_a_noun_from_being_counted(after: str) -> None:
    assert noun_after(after) is None


def test_a_label_says_what_it_counts() -> None:
    labels = ["participantes", "facilitadores", "ngos", "paises"]
    assert [counted_by(label) for label in labels] == list(Counted)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A workshop with 24 participants was held in Bo.", [(PARTICIPANTS, 24)]),
        ("La coalition a organisé une réunion avec 12 ONG.", [(ORGANISATIONS, 12)]),
        ("A oficina decorreu em Luanda com 31 pessoas.", [(PARTICIPANTS, 31)]),
        ("The workshop was held in partnership with 12 organisations.", []),
        ("L'atelier s'est tenu en collaboration avec 5 organisations.", []),
        ("The meeting was held. After a workshop with 40 villagers, the team left.", []),
    ],
)
def test_who_a_meeting_was_held_with_came_unless_they_only_helped(
    text: str, found: list[tuple[Counted, int]]
) -> None:
    assert counted(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Le quorum était là : 20 présents, 11 procurations.", [(PARTICIPANTS, 20)]),
        ("The chair counted 80 persons present.", [(PARTICIPANTS, 80)]),
        ("L'assemblée a réuni 47 des 60 membres.", [(PARTICIPANTS, 47)]),
        ("Une cinquantaine de pêcheurs étaient au rendez-vous.", [(PARTICIPANTS, 50)]),
        ("About eighty librarians, mostly young, turned up.", [(PARTICIPANTS, 80)]),
        ("The meeting was attended by 12 of the 15 members.", [(PARTICIPANTS, 12)]),
        ("Doze mulheres participaram do encontro das mulheres.", [(PARTICIPANTS, 12)]),
        (
            "Twenty trainees from 12 universities attended, with seven local and national "
            "facilitators.",
            [(PARTICIPANTS, 20), (ORGANISATIONS, 12)],
        ),
        ("Seven local and national facilitators led it.", [(FACILITATORS, 7)]),
        (
            "Le séminaire a permis de rassembler 150 personnes de 15 pays.",
            [(PARTICIPANTS, 150), (COUNTRIES, 15)],
        ),
        (
            "São cerca de 150 delegados de 22 países.",
            [(PARTICIPANTS, 150), (COUNTRIES, 22)],
        ),
        ("Plus de 80 organisations se réunissent à Kindu.", [(ORGANISATIONS, 80)]),
        ("O Encontro dos Povos da Bacia, que reúne 800 pessoas, debate.", [(PARTICIPANTS, 800)]),
        ("Mais de 80 organizações se reúnem em Luanda.", [(ORGANISATIONS, 80)]),
        ("The participants were divided into three groups.", []),
        ("Les participants ont été répartis en 4 groupements.", []),
    ],
)
def test_those_who_were_present_count_and_groups_of_work_do_not(
    text: str, found: list[tuple[Counted, int]]
) -> None:
    assert counted(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Our network of 45 organisations in 12 countries has trained 300 journalists since 2010.",
        "La réunion s'est tenue avec l'appui de 3 organisations, en présence du maire.",
        "Les participants ont travaillé en 4 groupes de 10 personnes.",
        "Two speakers presented the case of the northern mines.",
    ],
)
def test_figures_of_helpers_speakers_and_past_work_are_not_who_came(text: str) -> None:
    assert counted(text) == []

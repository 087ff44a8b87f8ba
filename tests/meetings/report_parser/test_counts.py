"""How many took part, as the report declares it."""

import pytest

from meetings.report_parser.counts import Counted, CountMention, chosen, counts_in
from meetings.report_parser.facts import DeclaredCount, Qualifier
from tests.meetings.report_parser.samples import reading_of

PARTICIPANTS, FACILITATORS = Counted.PARTICIPANTS, Counted.FACILITATORS
ORGANISATIONS, COUNTRIES = Counted.ORGANISATIONS, Counted.COUNTRIES


def mentions(text: str, *, dated: bool = False) -> list[CountMention]:
    reading = reading_of(text)
    sentences = list(reading.sentences)
    return counts_in(reading, sentences, sentences[0] if dated else None)


def counted(text: str, *, only_sure: bool = False) -> list[tuple[Counted, int]]:
    """What each figure counts, in order."""
    found = [one for one in mentions(text) if one.is_sure or not only_sure]
    return [(mention.counted, mention.count.number) for mention in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Participants : 24", [(PARTICIPANTS, 24)]),
        ("Nombre de pays représentés : 15", [(COUNTRIES, 15)]),
        ("Facilitateurs (3)", [(FACILITATORS, 3)]),
        ("Number of organisations: 25", [(ORGANISATIONS, 25)]),
        ("Participantes: 18", [(PARTICIPANTS, 18)]),
        ("Présents : 24 membres. Excusés : 3.", [(PARTICIPANTS, 24)]),
        ("Le nombre de participants était de 24.", [(PARTICIPANTS, 24)]),
        ("The number of countries was 15.", [(COUNTRIES, 15)]),
        ("O número de participantes foi de 18.", [(PARTICIPANTS, 18)]),
        ("L'atelier a réuni 24 participants.", [(PARTICIPANTS, 24)]),
        ("Present in Bo were 31 participants.", [(PARTICIPANTS, 31)]),
        ("A workshop with 24 participants was held in Bo.", [(PARTICIPANTS, 24)]),
        (
            "The forum drew 90 attendees from across 8 countries.",
            [(PARTICIPANTS, 90), (COUNTRIES, 8)],
        ),
        (
            "24 participants de 15 pays et 25 organisations ont assisté à la réunion.",
            [(PARTICIPANTS, 24), (COUNTRIES, 15), (ORGANISATIONS, 25)],
        ),
        (
            "The meeting had 24 participants from 9 NGOs in 4 countries, and 3 facilitators.",
            [(PARTICIPANTS, 24), (ORGANISATIONS, 9), (COUNTRIES, 4), (FACILITATORS, 3)],
        ),
        (
            "Ils étaient 24 participants et 3 facilitateurs.",
            [(PARTICIPANTS, 24), (FACILITATORS, 3)],
        ),
    ],
)
def test_a_label_or_its_noun_says_surely_what_a_figure_counts(
    text: str, found: list[tuple[Counted, int]]
) -> None:
    assert counted(text, only_sure=True) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("La réunion a rassemblé vingt-quatre délégué-e-s.", [(PARTICIPANTS, 24)]),
        ("The workshop brought together 31 people.", [(PARTICIPANTS, 31)]),
        ("On Tuesday, 31 people attended the workshop.", [(PARTICIPANTS, 31)]),  # not "tué"
        ("O encontro reuniu 40 lideranças.", [(PARTICIPANTS, 40)]),
        ("O encontro reuniu 9 organizações de 3 países.", [(ORGANISATIONS, 9), (COUNTRIES, 3)]),
    ],
)
def test_other_nouns_may_count_all_who_came(text: str, found: list[tuple[Counted, int]]) -> None:
    assert counted(text) == found
    assert counted(text, only_sure=True) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("L'atelier a réuni des délégués, dont 12 personnes de Goma.", "a part of them"),
        ("L'an dernier, la réunion précédente a réuni 40 participants.", "an earlier meeting"),
        ("La prochaine réunion accueillera 40 participants.", "a meeting to come"),
        ("Quarante participants sont attendus à l'atelier.", "expected"),
        ("We had expected 150 participants at the workshop.", "hoped for"),
        ("The coalition is made up of 25 organisations.", "members of a group"),
        ("La coalition regroupe 25 organisations.", "members of a group"),
        ("2021 participants took part.", "a year"),
        ("A assembleia reuniu-se após a morte de 19 trabalhadores.", "victims"),
        ("The Process and its 54 participants were discussed by those who attended.", "others"),
        ("The network has 120 member organisations in 30 countries.", "where its members are"),
        ("La salle de la réunion a une capacité de 200 personnes.", "seats"),
        ("The participants formed 12 working groups at the workshop.", "groups of them"),
        ("The coalition attended and has 5 new members.", "new ones"),
        ("300 people live near the mine.", "nobody says that they came"),
        ("À l'atelier, trois participants ont été désignés pour écrire.", "chosen among them"),
        ("At the workshop five participants were chosen to draft it.", "chosen among them"),
        ("L'atelier a noté l'avis de trois autres participants.", "more of them"),
        ("The workshop heard 3 other participants.", "more of them"),
        ("At the workshop, 120 participants in the 2018 protest were remembered.", "others"),
        ("The meeting heard that 14 participants of the march were killed.", "victims"),
        ("Les personnes venues le 12 juin 2021.", "a date"),
        ("L'atelier a réuni 12 femmes et 14 hommes.", "neither is the whole"),
        ("The workshop brought together 12 journalists and 8 activists.", "neither is the whole"),
        ("The workshop was held in partnership with 12 organisations.", "helpers"),
        ("La réunion s'est tenue avec l'appui de 3 organisations.", "helpers"),
        ("L'assemblée a entendu 47 des 60 participants.", "a part of them"),
    ],
)
def test_a_figure_of_something_else_is_no_figure_of_attendance(text: str, why: str) -> None:
    assert counted(text) == [], why


@pytest.mark.parametrize(
    "text",
    [
        "24 participants had registered; 21 came to the workshop.",
        "Participants joined from our 12 organisations.",
        "The network, active in 16 countries, attended the workshop.",
        "Our network of 45 organisations in 12 countries has trained 300 journalists since 2010.",
        "À la réunion, 4 panels ont été animés par 12 experts.",
        "The expected number of participants was 40.",
        "Nous attendions 40 participants.",
        "Esperavam-se 40 participantes.",
        "The march drew 300 participants.",
        "There were 30 participants at the funeral.",
        "The KP plenary gathered 400 participants from 85 countries.",
        "L'atelier a réuni une quarantaine de participants (38 inscrits).",
    ],
)
def test_what_may_be_of_others_is_never_sure(text: str) -> None:
    assert counted(text, only_sure=True) == []


def test_the_sentence_of_the_meetings_date_speaks_of_the_meeting() -> None:
    text = "Le 2 juin 2021, à Libreville : 24 personnes."
    assert mentions(text) == []
    assert [one.count.number for one in mentions(text, dated=True)] == [24]


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

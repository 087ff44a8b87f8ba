"""Which organisations and countries a pasted list names."""

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organisations.country_names import names_met
from organisations.recognition import (
    Directory,
    DirectoryRecord,
    MatchedBy,
    country_directory,
    recognise,
)
from tests.organisations.known_organisations import CODES, KNOWN, PLACES
from tests.organisations.pasted_lists import Mention, Pasted, pasted_list

ORGANISATIONS = Directory(KNOWN, PLACES)
COUNTRIES = country_directory(CODES)


def found(text: str, directory: Directory = ORGANISATIONS) -> list[tuple[str, str | None]]:
    """Each entry as typed, with the key of what it was matched with."""
    return [
        (entry.text, entry.match.key if entry.match else None)
        for entry in recognise(text, directory)
    ]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("ZELA, CNRG et GRPIE", ["zela", "cnrg", "grpie"]),
        ("zela; cnrg ;GRPIE.", ["zela", "cnrg", "grpie"]),
        ("ZELA and CNRG", ["zela", "cnrg"]),
        ("ZELA e Pact", ["zela", "pact"]),
        ("ZELA, and Pact, as well as RAID", ["zela", "pact", "raid"]),
        ("ZELA\r\nCNRG\r\n\r\nGRPIE\r\n", ["zela", "cnrg", "grpie"]),
        ("- ZELA\n- CNRG", ["zela", "cnrg"]),
        ("1. ZELA\n2. CNRG\n10) GRPIE", ["zela", "cnrg", "grpie"]),
        ("• ZELA • CNRG", ["zela", "cnrg"]),
        ("a) ZELA\nb) CNRG", ["zela", "cnrg"]),
        ("« Levin Sources », “The Sentry”", ["levin-sources", "the-sentry"]),
        ("Z.E.L.A. ; C.S.C. P.K.", ["zela", "kp-csc"]),
        ("Sentry, Center for Natural Resource Governance", ["the-sentry", "cnrg"]),
        ("Centre for Natural Resource Governance", ["cnrg"]),
        ("ZIMBABWE ENVIRONMENTAL LAW ASSOCIATION", ["zela"]),
        ("Zimbabwe Environmental Law Association (ZELA)", ["zela"]),
        ("ZELA (Zimbabwe Environmental Law Association)", ["zela"]),
        ("ZELA – Zimbabwe Environmental Law Association", ["zela"]),
        ("ZELA: Zimbabwe Environmental Law Association", ["zela"]),
        ("ZELA (Zimbabwe), GRPIE - Côte d’Ivoire", ["zela", "grpie"]),
        ("ZELA, Zimbabwe, GRPIE, Côte d’Ivoire", ["zela", "grpie"]),
        ("Action Mines Guinée (Guinée-Conakry)", ["action-mines-guinee"]),
        ("CECIDE (Centre du Commerce International pour le Développement, Guinée)", ["cecide"]),
        (
            "Hacks and Hackers, RAID et "
            "Groupe de Recherche et de Plaidoyer sur les Industries Extractives",
            ["Hacks and Hackers", "raid", "grpie"],
        ),
        (
            "Associação Justiça, Paz e Democracia, Hacks and Hackers and RAID",
            ["Associação Justiça, Paz e Democracia", "Hacks and Hackers", "raid"],
        ),
    ],
)
def test_a_list_is_read_as_it_stands_in_a_report(text: str, keys: list[str]) -> None:
    assert [key for _, key in found(text)] == keys


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Human Rights Watch", MatchedBy.NAME),
        ("HRW", MatchedBy.ACRONYM),
        ("KPCSC", MatchedBy.ALIAS),
        ("Humann Rihgts Watch", MatchedBy.NEAR),
    ],
)
def test_it_says_how_a_match_was_found(text: str, how: MatchedBy) -> None:
    [entry] = recognise(text, ORGANISATIONS)
    assert entry.match is not None
    assert entry.match.how == how
    assert (entry.match.score == 1) == (how != MatchedBy.NEAR)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("Action Mines Kindia", "action-mines-guinee"),  # another town
        ("Action Mines Guinée-Bissau", "action-mines-guinee"),
        ("Action Mines Guinée équatoriale", "action-mines-guinee"),
        ("Commission Justice et Paix de Bambari", "Commission Justice et Paix de Bangui"),
        ("Tax Justice Network Europe", "tjna"),  # another chapter
        ("Action Mines Guinée (Mali)", "action-mines-guinee"),
        ("Haki na Madini Uganda", "Haki na Madini Kenya"),
        ("Haki na Madini", "Haki na Madini Kenya"),  # which of the two?
        ("Human Rights Watch, Niger", "human-rights-watch"),  # its country is not known
        ("ZELA (Zonal Electoral Law Agency)", "zela"),  # the same acronym
        ("Zonal Electoral Law Agency (ZELA)", "zela"),
        ("Botswana Mining Workers Union (CNRG)", "bmwu"),  # another one's acronym
        ("Botswana Mining Workers Union (BMWA)", "bmwu"),
        ("Diamonds 4 Peace", "diamonds-for-peace"),
    ],
)
def test_what_is_near_but_may_be_another_is_offered_and_not_chosen(text: str, offered: str) -> None:
    [entry] = recognise(text, ORGANISATIONS)
    assert entry.match is None
    assert offered in [match.key for match in entry.near]


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("Réseau des Forêts et des Eaux\nPact", ["Réseau des Forêts et des Eaux", "Pact"]),
        ("Forêts et Eaux\nPact", ["Forêts et Eaux", "Pact"]),
        ("Forêts et Eaux, Café du Port et Pact", ["Forêts et Eaux", "Café du Port", "Pact"]),
        ("Étaient présents : RAID, Pact", ["Étaient présents", "RAID", "Pact"]),
        ("Participants :\n- Pact\nObservateurs:\n- RAID", ["Pact", "RAID"]),
        ("  ,; -\n • () ", []),
        ("", []),
    ],
)
def test_what_nobody_knows_is_an_entry_as_typed(text: str, entries: list[str]) -> None:
    assert [entry for entry, _ in found(text)] == entries


def test_those_as_near_as_each_other_are_offered_in_one_order() -> None:
    records = [DirectoryRecord(key, (f"Justice {key}",), ("AJ",)) for key in "dbac"]
    for known in (records, records[::-1]):
        [entry] = recognise("AJ", Directory(known, []))
        assert [match.key for match in entry.near] == ["a", "b", "c", "d"]


def test_an_acronym_that_two_share_is_theirs_who_fit_what_stands_beside() -> None:
    shared = Directory(
        [
            DirectoryRecord("a", ("Action Justice",), ("AJ",), places=frozenset(["Mali"])),
            DirectoryRecord("b", ("Alliance des Jeunes",), ("AJ",), places=frozenset(["Niger"])),
        ],
        ["Mali", "Niger", "Nigeria"],
    )
    [entry] = recognise("AJ", shared)
    assert (entry.match, {match.key for match in entry.near}) == (None, {"a", "b"})
    assert found("AJ (Niger); AJ – Mali; AJ (Nigeria)", shared) == [
        ("AJ (Niger)", "b"),
        ("AJ – Mali", "a"),
        ("AJ (Nigeria)", None),
    ]


def test_a_hundred_entries_with_commas_are_read_in_no_time() -> None:
    """The cuts are tried by dynamic programming, not each with each."""
    names = [known.names[0] for known in KNOWN]
    assert [key for _, key in found(", ".join(names))] == [known.key for known in KNOWN]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("RCA, RDC, États-Unis et Zimbabwe", ["CF", "CD", "US", "ZW"]),
        ("CAR, DRC, USA and Zimbabwe", ["CF", "CD", "US", "ZW"]),
        ("Guinée, Guinée-Bissau et Guinée équatoriale", ["GN", "GW", "GQ"]),
        ("Guinea, Guinea Bissau and Equatorial Guinea", ["GN", "GW", "GQ"]),
        ("Liban\nLiberia\nLibye\nNiger\nNigéria", ["LB", "LR", "LY", "NE", "NG"]),
        ("RDC et République du Congo", ["CD", "CG"]),
        ("République démocratique du Congo (RDC), Congo-Brazzaville", ["CD", "CG"]),
        ("Congo, RDC", [None, "CD"]),
        ("Cote d'Ivoir, Siera Leone, Zimbabew, Botwana", ["CI", "SL", "ZW", "BW"]),
        ("Trinidad and Tobago and Sao Tomé", ["TT", "ST"]),
        ("Soudan, Soudan du Sud, Dominica", ["SD", "SS", "DM"]),
        ("Nigera, Austrlia, Zamibe, Wakanda", [None, None, None, None]),
    ],
)
def test_countries_are_known_by_every_name(text: str, codes: list[str | None]) -> None:
    assert [code for _, code in found(text, COUNTRIES)] == codes


def test_congo_alone_is_either() -> None:
    [entry] = recognise("Congo", COUNTRIES)
    assert entry.match is None
    assert {match.key for match in entry.near[:2]} == {"CD", "CG"}


def test_no_slip_of_one_letter_makes_another_country_of_it() -> None:
    for code in CODES:
        for name in names_met(code):
            for place in range(len(name)):
                before, letter, after = name[:place], name[place], name[place + 1 :]
                for slip in (before + after, f"{before}{letter}{letter}{after}"):
                    match = COUNTRIES.find(slip).match
                    # Saint-Martin is Saint-Marin with one letter more, and so on.
                    assert match is None or match.key == code or slip in names_met(match.key)


@dataclass
class Tally:
    """What the random lists came to."""

    lists: int = 0
    named: int = 0
    right: int = 0
    wrong: int = 0

    def add(self, pasted: Pasted) -> None:
        entries = recognise(pasted.text, ORGANISATIONS)
        right: set[Mention] = set()
        for entry in entries:
            assert pasted.text[entry.start : entry.end] == entry.text
            if entry.match is None:
                continue
            meant = [
                mention
                for mention in pasted.mentions
                if mention.start < entry.end and entry.start < mention.end
            ]
            if [mention.key for mention in meant] == [entry.match.key] and meant[0] not in right:
                right.add(meant[0])
            else:
                self.wrong += 1
        self.lists += 1
        self.right += len(right)
        self.named += sum(mention.key is not None for mention in pasted.mentions)


@pytest.mark.thorough
def test_five_hundred_lists_typed_in_a_hurry() -> None:
    """An error in ten letters, and decoys that are near but other organisations."""
    tally = Tally()

    @settings(
        max_examples=500,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**32))
    def read(seed: int) -> None:
        tally.add(pasted_list(seed))

    read()
    precision = tally.right / (tally.right + tally.wrong)
    recall = tally.right / tally.named
    print(f"{tally}: precision {precision:.4f}, recall {recall:.4f}")
    assert tally.lists >= 500
    assert precision >= 0.99
    assert recall >= 0.90

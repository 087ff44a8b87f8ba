"""Which words of a text name somebody, and which do not."""

import re
from html.parser import HTMLParser
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kpcsc.foundation.rich_text import EXTENSIONS, SANITIZE
from organisations.names_in_texts.markup import read_html
from organisations.names_in_texts.masking import masked, without
from organisations.names_in_texts.mentions import NameIndex
from organisations.names_in_texts.names import ORGANISATION, PERSON, KnownSubject, Subject
from tests.sampling import examples

PHRASES = {ORGANISATION: "[O]", PERSON: "[P]"}
IPIS, SENTRY, CABG, WATCH, AWA = (
    Subject(kind, key) for kind, key in [(ORGANISATION, n) for n in range(1, 5)] + [(PERSON, 1)]
)
DIRECTORY = NameIndex(
    [
        KnownSubject(
            IPIS,
            ("International Peace Information Service", "IPIS"),
            ("https://www.ipisresearch.be/", "organisations/ipis"),
        ),
        KnownSubject(SENTRY, ("The Sentry", "Green Advocates"), ("https://x.com/thesentry",)),
        KnownSubject(CABG, ("Centre d’Appui à la Bonne Gouvernance (CABG)", "Pact", "R & D Watch")),
        KnownSubject(
            WATCH,
            (
                *("Green Advocates International", "WWF-RDC", "IMPACT", "A.S.A.D.H.O."),
                *("Søren et Mæland", "ONG Action Lumière - ALUM", "Brigade Kivu (RDC)"),
            ),
            ("https://facebook.com/awatch",),
        ),
        KnownSubject(AWA, ("Awa Kéïta", "Jean-Pierre Mukendi"), ("awa.k@example.org",)),
    ]
)


def mask(text: str, *, is_html: bool = False) -> str:
    """The text with everybody hidden."""
    return masked(text, DIRECTORY.mentions_in(text, is_html), PHRASES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’IPIS et l'IPIS, (IPIS) « IPIS », IPIS’s", "L’[O] et l'[O], ([O]) « [O] », [O]’s"),
        ("#IPIS, IPIS_2021, anti-IPIS, IPIS.", "#[O], [O]_2021, anti-[O], [O]."),
        ("I.P.I.S. écrit ; I P I S ; I-P-I-S", "[O]. écrit ; [O] ; [O]"),
        ("I–P–I–S, I/P/I/S, a I P I S", "[O], [O], a [O]"),
        ("IPIS¹, IPIS1, IPIS2021, 1IPIS", "[O]¹, [O], [O], 1IPIS"),
        ("lʼIPIS, l′IPIS, l＇IPIS", "lʼ[O], l′[O], l＇[O]"),
        ("IP\u00adIS, I\u200bPIS", "[O], [O]"),
        ("IPISX, ipis, Ipis, l’ipisien", "IPISX, ipis, Ipis, l’ipisien"),
        ("international peace\u00a0information-service", "[O]"),
        ("INTERNATIONAL  PEACE\nINFORMATION SERVICE", "[O]"),
        (
            "international peace.\n\nInformation service",
            "international peace.\n\nInformation service",
        ),
        ("green advocates ; Green advocates ; GREEN ADVOCATES", "green advocates ; [O] ; [O]"),
        ("Ils sont verts. Green. Advocates", "Ils sont verts. Green. Advocates"),
        ("The Sentry, la Sentry, THE SENTRY", "The [O], la [O], THE [O]"),
        ("The sentry stood; a sentry too", "The sentry stood; a sentry too"),
        ("centre d'appui a la bonne gouvernance (CABG), (CABG)", "[O], ([O])"),
        ("CENTRE D’APPUI À LA BONNE GOUVERNANCE", "[O]"),
        ("Centre d’Appui a\u0300 la Bonne Gouvernance", "[O]"),
        ("R and D Watch, R&D Watch, R et D Watch", "[O], [O], [O]"),
        ("Soren & Maeland, Søren et Mæland, SOREN ET MAELAND", "[O], [O], [O]"),
        ("ASADHO, A.S.A.D.H.O., l’ASADHO", "[O], [O]., l’[O]"),
        ("Centre d’Appui, à la Bonne Gouvernance", "[O]"),
        ("Action Lumière, ALUM, ONG Action Lumière", "[O], [O], [O]"),
        ("la Brigade Kivu (RDC) et la RDC", "la [O] et la RDC"),
        ("WWF RDC, WWFRDC, wwf-rdc", "[O], [O], wwf-rdc"),
        ("le pacte, un pact, Pact, PACT", "le pacte, un pact, [O], [O]"),
        ("Awa Keita, KEITA Awa, Awa", "[P], [P], Awa"),
        ("Keita, Awa ; Mukendi Jean Pierre", "[P] ; [P]"),
        ("Écrire à awa.k@example.org ou awa@example.org", "Écrire à [P] ou awa@example.org"),
        ("https://ipisresearch.be/en?x=1, info@ipisresearch.be.", "[O], [O]."),
        ("voir www.ipisresearch.be; ipisresearch.bef", "voir [O]; ipisresearch.bef"),
        ("https://x.com/thesentry/1 et https://x.com/other", "[O] et https://x.com/other"),
        (
            "https://e.org/fr/organisations/ipis/ et /organisations/autre/",
            "[O] et /organisations/autre/",
        ),
        ("https://fr-fr.facebook.com/awatch", "[O]"),
    ],
)
def test_ways_to_write_a_name(text: str, expected: str) -> None:
    assert mask(text) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>l&#x27;<strong>IP</strong>IS</p>", "<p>l&#x27;<strong>[O]</strong></p>"),
        ("<p><em>Green</em> <b>Advocates</b></p>", "<p><em>[O]</em><b></b></p>"),
        ("<p>Green&nbsp;Advocates</p>", "<p>[O]</p>"),
        ("<p>Green<br>Advocates</p>", "<p>[O]<br></p>"),
        ("<p>Green</p><p>Advocates</p>", "<p>Green</p><p>Advocates</p>"),
        ("<td>Green</td><td>Advocates</td>", "<td>Green</td><td>Advocates</td>"),
        ("<p>R &amp; D Watch</p>", "<p>[O]</p>"),
        ('<a href="https://ipisresearch.be/a" rel="nofollow">ici</a>', '<a rel="nofollow">ici</a>'),
        ('<a href="mailto:info@ipisresearch.be">ici</a>', "<a>ici</a>"),
        ('<a href="https://e.org/IPIS-rapport">ici</a>', "<a>ici</a>"),
        ('<a href="https://e.org/autre">ici</a>', '<a href="https://e.org/autre">ici</a>'),
        ("<p>1 < 2 & IPIS</p>", "<p>1 < 2 & [O]</p>"),
        (
            "<li>Présents</li><li>IP<strong>IS</strong></li>",
            "<li>Présents</li><li>[O]<strong></strong></li>",
        ),
        ('<a href="https://e.org/International%20Peace%20Information%20Service">a</a>', "<a>a</a>"),
        ('<a href="/International-P&#101;ace-Information-Service">a</a>', "<a>a</a>"),
    ],
)
def test_names_in_rich_text(html: str, expected: str) -> None:
    assert mask(html, is_html=True) == expected


def test_a_longer_name_stands_for_itself_and_overlapping_ones_are_both_found() -> None:
    (found,) = DIRECTORY.mentions_in("les Green Advocates International", False)
    assert (found.words, found.subjects) == ("Green Advocates International", {WATCH})
    index = NameIndex(
        [KnownSubject(IPIS, ("Alpha Beta",)), KnownSubject(SENTRY, ("Beta Gamma", "Alpha Beta"))]
    )
    both, second = index.mentions_in("Alpha Beta Gamma", False)
    assert (both.words, both.subjects) == ("Alpha Beta", {IPIS, SENTRY})
    assert (second.words, second.subjects) == ("Beta Gamma", {SENTRY})
    assert masked("Alpha Beta Gamma", [both, second], PHRASES) == "[O]"
    assert masked("Alpha Beta Gamma", [second], PHRASES) == "Alpha [O]"


def test_neither_an_address_nor_a_person_s_name_hides_an_organisation_in_it() -> None:
    index = NameIndex(
        [
            KnownSubject(IPIS, ("IPIS",)),
            KnownSubject(SENTRY, ("Réseau Ouvert",), ("https://ouvert.example/",)),
            KnownSubject(AWA, ("par IPIS hier",)),
        ]
    )
    found = index.mentions_in("https://ouvert.example/membres/IPIS", False)
    assert [(one.words, one.subjects) for one in found] == [
        ("https://ouvert.example/membres/IPIS", {SENTRY}),
        ("IPIS", {IPIS}),
    ]
    found = index.mentions_in("Plainte par IPIS hier", False)
    assert [(one.words, one.subjects) for one in found] == [
        ("par IPIS hier", {AWA}),
        ("IPIS", {IPIS}),
    ]


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"person{number}@ipisresearch.be" for number in range(2000)),
        "a" * 30_000 + " ipisresearch.be",
        " ipisresearch.be" * 4000,
        "IPIS " * 10_000,
        "<p>" * 20_000 + "IPIS",
        "I.P." * 5000,
    ],
)
def test_a_long_text_takes_no_longer_than_its_length(text: str) -> None:
    """Twice the text, at most about twice the time: nothing here looks back at all of it."""
    start = perf_counter()
    DIRECTORY.mentions_in(text, True)
    assert perf_counter() - start < 5, "a second on an idle machine, many without a limit"


def test_what_stands_in_brackets_after_a_person_is_no_name_of_theirs() -> None:
    index = NameIndex([KnownSubject(AWA, ("Awa Kéita (IPIS)",))])
    assert [found.words for found in index.mentions_in("IPIS, Awa Keita", False)] == ["Awa Keita"]


def test_a_mention_knows_its_sentence() -> None:
    text = "Avant. Le rapport  de\u00a0l’IPIS est prêt ! Après."
    (found,) = DIRECTORY.mentions_in(text, False)
    assert found.sentence == "Le rapport de l’IPIS est prêt !"


def test_names_can_be_taken_out_altogether() -> None:
    text = "L’IPIS et Awa Kéïta"
    assert without(text, DIRECTORY.mentions_in(text, False)).split() == ["L’", "et"]


# --- What the mask leaves alone -------------------------------------------------------------------

SENTENCES = Path(__file__).with_name("ordinary_sentences.txt").read_text().splitlines()


def test_ordinary_sentences_stay_whole() -> None:
    """With the words that some organisations chose as their names: pacte, impact, raid, sentry."""
    assert len(SENTENCES) >= 200
    common = NameIndex(
        [
            KnownSubject(IPIS, ("RAID", "Pact", "IMPACT", "The Sentry", "Diamonds for Peace")),
            KnownSubject(SENTRY, ("Human Rights Watch", "Action Mines Guinée", "Levin Sources")),
            KnownSubject(AWA, ("Juste Paix", "Marie Espoir")),
        ]
    )
    assert [one for one in SENTENCES if common.mentions_in(one, False)] == []
    assert [one for one in SENTENCES if common.mentions_in(f"<p>{one}</p>", True)] == []


NAMES = [
    *("IPIS", "Green Advocates", "green advocates", "The Sentry", "Awa Kéïta", " I.P.I.S "),
    *("International Peace Information Service", "R & D Watch", "https://ipisresearch.be/a"),
]
PIECES = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from([" ", "\n", "\n\n", "-", "’", "\u00a0", ", ", ". ", "&", "<", ">", '"']),
    st.text(max_size=8),
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)
TAGS = st.sampled_from(["strong", "em", "p", "li", "ul", "h3", "blockquote"])


def element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    link = st.builds(
        lambda text, href: f'<a href="{href}">{text}</a>',
        inner,
        st.sampled_from(["https://ipisresearch.be/a", "https://e.org/IPIS", "https://e.org/a"]),
    )
    tagged = st.builds(lambda tag, text: f"<{tag}>{text}</{tag}>", TAGS, inner)
    return st.lists(st.one_of(inner, tagged, link), max_size=4).map("".join)


ESCAPED = TEXTS.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))
HTML = st.recursive(ESCAPED, element, max_leaves=12)


class Outline(HTMLParser):
    """The tags of a text, in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"/{tag}")


@hypothesis_settings(max_examples=examples(1000))
@given(HTML)
def test_the_mask_keeps_every_tag_and_all_that_names_nobody(html: str) -> None:
    from django_prose_editor.fields import create_sanitizer  # noqa: PLC0415 (settings are loaded)

    assert SANITIZE[0] is create_sanitizer
    clean = create_sanitizer(EXTENSIONS)(html)
    found = DIRECTORY.mentions_in(clean, True)
    after = masked(clean, found, PHRASES)
    assert Outline(after).tags == Outline(clean).tags
    assert DIRECTORY.mentions_in(after, True) == ()
    assert masked(clean, [], PHRASES) == clean
    if not found:
        assert after == clean
    plain, plain_after = read_html(clean).plain, read_html(after).plain
    kept = re.split(r"\[[OP]\]", plain_after)
    place = 0
    for piece in kept:  # what is left stands there in its order
        place = plain.index(piece, place) + len(piece)


@hypothesis_settings(max_examples=examples(1000))
@given(TEXTS)
@example("https://ipisresearch.be/a\N{SOFT HYPHEN}IPIS")  # one word, until its beginning is masked
def test_a_plain_text_without_mentions_comes_back_as_it_was(text: str) -> None:
    found = DIRECTORY.mentions_in(text, False)
    after = masked(text, found, PHRASES)
    assert DIRECTORY.mentions_in(after, False) == ()
    if not found:
        assert after == text

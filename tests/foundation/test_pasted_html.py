"""HTML from Word, Google Docs and LibreOffice, and from nowhere good, as a text of ours."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpcsc.foundation.pasted_html import clean_pasted_html, direct_link
from kpcsc.foundation.rich_text import RichTextField
from tests.sampling import examples

SAMPLES = Path(__file__).parent.parent / "data" / "pasted"
NAMES = st.sampled_from(
    "p h1 h2 h3 h6 b i a br div span ul ol li blockquote caption table tbody tr th td del script "
    "svg math title style textarea plaintext template select".split()
)
ATTRIBUTES = st.sampled_from(
    [
        "start=3 colspan=2",
        "href=https://example.org title=x",
        "href=javascript:alert(1) onclick=alert(1)",
        "href=#x class=MsoHeading3",
        "class=MsoTitle",
        "style=font-weight:700",
        "style='mso-list:l0 level2 lfo1'",
    ]
)
WORD_ENTRY = st.builds(
    "<p style='mso-list:{} level{} lfo1'><span style='mso-list:Ignore'>{}</span>x</p>".format,
    st.sampled_from(["l0", "l1"]),
    st.integers(1, 4),
    st.sampled_from(["·", "o", "1.", "2)", "a.", ""]),
)
MARKUP = st.lists(
    st.builds("<{}>".format, NAMES)
    | st.builds("<{} {}>".format, NAMES, ATTRIBUTES)
    | st.builds("</{}>".format, NAMES)
    | st.sampled_from("<!-- --> <![if <![endif]> <?xml &nbsp; &lt; < >".split())
    | st.text(max_size=8)
    | WORD_ENTRY
).map("".join)
ALLOWED = {
    **{tag: set() for tag in ("p", "h3", "h4", "strong", "em", "ul", "li", "blockquote")},
    **{tag: set() for tag in ("table", "tbody", "tr")},
    "ol": {"start", "type"},
    "a": {"href", "title"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
stored = RichTextField().sanitize


class Elements(HTMLParser):
    """Which elements and attributes a text has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[tuple[str, str | None]] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {(tag, None), *((tag, name) for name, _ in attrs)}


@pytest.mark.parametrize("source", ["word", "google_docs", "libreoffice", "portal"])
def test_what_an_office_writes_becomes_a_text_of_ours(source: str) -> None:
    expected = (SAMPLES / f"{source}.clean.html").read_text().replace("\n", "")
    assert stored((SAMPLES / f"{source}.html").read_text()) == expected
    assert stored(expected) == expected


@pytest.mark.parametrize(
    ("pasted", "clean"),
    [
        ("", ""),
        (" \n ", ""),
        ("a < b", "<p>a &lt; b</p>"),
        ("<p>a\u00a0: b \u00a0 c</p>", "<p>a\u00a0: b c</p>"),
        ("<div>a<div>b</div>c<br>d</div>", "<p>a</p><p>b</p><p>c d</p>"),
        # our levels stay where they are, unless there is a level above them
        ("<h3>a</h3><h4>b</h4><h5>c</h5>", "<h3>a</h3><h4>b</h4><h4>c</h4>"),
        ("<h2>a</h2><h3>b</h3>", "<h3>a</h3><h4>b</h4>"),
        ("<p class=MsoHeading1>a</p><p class=MsoHeading3>b</p>", "<h3>a</h3><h4>b</h4>"),
        ("<h1 style=display:none>a</h1><del>b</del>", ""),
        ("<p role=heading aria-level=3 style='font-weight:bold'>a</p>", "<h4>a</h4>"),
        # a list without its entries, a quote and an entry without text, an entry without its list
        ("<ul>a<ul><li>b</ul></ul>", "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"),
        ("<ul><li></ul><blockquote> </blockquote>", ""),
        ("<li>a</li>", "<p>a</p>"),
        (
            "<table><caption>a</caption><tr><td></table>",
            "<p>a</p><table><tbody><tr><td></td></tr></tbody></table>",
        ),
        ("<ol start=1 type=a><li>a</ol>", '<ol type="a"><li><p>a</p></li></ol>'),
        ("<b>a <i>b</i></b><i> c</i>", "<p><strong>a <em>b</em></strong> <em>c</em></p>"),
        ("<b>a <span style='font-weight:400'>b</span></b>", "<p><strong>a</strong> b</p>"),
        ("<a href=/fr/><b>a</b> b</a>", '<p><a href="/fr/"><strong>a</strong> b</a></p>'),
    ],
)
def test_the_parts_of_a_text(pasted: str, clean: str) -> None:
    assert clean_pasted_html(pasted) == clean


def test_a_table_ends_a_list_of_word() -> None:
    entry = "<p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>-</span>a</p>"
    cell = "<table><tbody><tr><td>{}</td></tr></tbody></table>"
    made = "<ul><li><p>a</p></li></ul>"
    assert clean_pasted_html(entry + cell.format(entry) + "b" + entry) == (
        made + cell.format(made) + "<p>b</p>" + made
    )


@pytest.mark.parametrize(
    ("href", "direct"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("mailto:office@example.org", "mailto:office@example.org"),
        ("/fr/meetings/", "/fr/meetings/"),
        ("www.example.org", "https://www.example.org"),
        ("https://www.google.com/url?q=https://example.org/%3Fa&sa=D", "https://example.org/?a"),
        ("https://www.google.fr/url?q=javascript:alert(1)", ""),
        ("https://www.google.com/url?sa=D", "https://www.google.com/url?sa=D"),
        (
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2F"
            "&data=05%7Cawa%40example.org",
            "https://example.org/",
        ),
        ("https://www.google.com/url?q=" * 3000 + "http://a.org", "http://a.org"),
        ("https://google.com.example.org/url?q=https://a.org", None),
        ("//example.org/a", ""),
        ("#_ftn1", ""),
        ("file:///C:/notes.docx", ""),
        ("javascript:alert(1)", ""),
        ("https://", ""),
        ("http://[", ""),
    ],
)
def test_a_link_leads_straight_to_the_web_or_to_a_mailbox(href: str, direct: str | None) -> None:
    assert direct_link(href) == (href if direct is None else direct)


@settings(deadline=None, max_examples=examples(300))
@given(MARKUP)
def test_whatever_comes_in_leaves_as_a_text_of_ours_that_stays_as_it_is(html: str) -> None:
    text = stored(html)
    allowed = {(tag, name) for tag, names in ALLOWED.items() for name in (None, *names)}
    assert Elements(text).found <= allowed
    assert stored(text) == text

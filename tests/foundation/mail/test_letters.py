"""One text gives the words of a letter and its HTML; nothing in it is markup."""

from pathlib import Path

import pytest
from pytest_django import Settings

from kpcsc.foundation.mail.letters import Letter, letter_from, letter_html, portal_url
from tests.foundation.mail.sample_letters import greeting


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Bonjour,", "<p>Bonjour,</p>"),
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("One,\ntwo.", "<p>One,<br>\ntwo.</p>"),
        (
            "Bring:\n- papers\n- a pen",
            "<p>Bring:</p>\n<ul>\n<li>papers</li>\n<li>a pen</li>\n</ul>",
        ),
        (
            "Open\nhttps://example.org/fr/?a=1&b=2\nsoon.",
            '<p>Open</p>\n<p><a href="https://example.org/fr/?a=1&amp;b=2">'
            "https://example.org/fr/?a=1&amp;b=2</a></p>\n<p>soon.</p>",
        ),
        ("See https://example.org/ soon.", "<p>See https://example.org/ soon.</p>"),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
        ("- <b>A & B</b>", "<ul>\n<li>&lt;b&gt;A &amp; B&lt;/b&gt;</li>\n</ul>"),
        ('https://e.org/"x', '<p><a href="https://e.org/&quot;x">https://e.org/&quot;x</a></p>'),
        ("End.\n\n-- \nThe portal", "<p>End.</p>\n<hr>\n<p>The portal</p>"),
        ("\n\n", ""),
    ],
)
def test_html_has_the_words_of_the_text_and_no_markup_of_its_own(text: str, html: str) -> None:
    assert letter_html(text) == html


def test_a_template_gives_a_subject_and_a_text_in_plain_words(
    settings: Settings, tmp_path: Path
) -> None:
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    (tmp_path / "invitation.txt").write_text(
        "About {{ title }}\n\nDear {{ name }},\n\n{{ link }}\n"
    )
    context = {"title": "A & B", "name": "<Awa>", "link": "https://e.org/?a=1&b=2"}
    letter = letter_from("invitation.txt", context, (("a.txt", "A", "text/plain"),))
    assert letter == Letter(
        "About A & B",
        "Dear <Awa>,\n\nhttps://e.org/?a=1&b=2",
        (("a.txt", "A", "text/plain"),),
    )


def test_an_address_is_whole_without_a_request(settings: Settings) -> None:
    settings.PORTAL_URL = "https://portal.example.org"
    assert portal_url("/fr/meetings/") == "https://portal.example.org/fr/meetings/"


def test_a_kind_of_letter_is_found_by_its_name() -> None:
    assert greeting.name == "tests.foundation.mail.sample_letters.greeting"

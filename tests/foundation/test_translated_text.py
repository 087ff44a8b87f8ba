"""A text with the language that it is really in, and how a page marks another language's."""

import pytest
from django.template import Context, Template
from django.utils import translation

from kpcsc.foundation.translated_text import TranslatedText, page_language, translated
from meetings.models import Meeting, Section

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "french", "english", "expected"),
    [
        ("fr", "Titre", "Title", TranslatedText("Titre", "fr", is_fallback=False)),
        ("en", "Titre", "Title", TranslatedText("Title", "en", is_fallback=False)),
        ("fr", "", "Title", TranslatedText("Title", "en", is_fallback=True)),
        ("en", "Titre", "", TranslatedText("Titre", "fr", is_fallback=True)),
        ("en", "Titre", None, TranslatedText("Titre", "fr", is_fallback=True)),
        ("fr", "", "", TranslatedText("", "fr", is_fallback=False)),
        ("en", None, None, TranslatedText("", "en", is_fallback=False)),
    ],
)
def test_the_pages_language_first_then_the_other(
    language: str, french: str, english: str, expected: TranslatedText
) -> None:
    with translation.override(language):
        assert translated(Meeting(title_fr=french, title_en=english), "title") == expected


@pytest.mark.parametrize(
    ("active", "language"), [("fr", "fr"), ("en", "en"), ("de", "fr"), (None, "fr")]
)
def test_a_page_is_in_one_of_the_two_languages(active: str | None, language: str) -> None:
    with translation.override(active):
        assert page_language() == language


def rendered(template: str, record: object) -> str:
    """What the template makes of the record on an English page."""
    with translation.override("en"):
        return Template("{% load foundation %}" + template).render(Context({"record": record}))


@pytest.mark.parametrize(
    ("template", "french", "english", "expected"),
    [
        ('{{ record|text:"title" }}', "Titre", "A & B", "A &amp; B"),
        ('{{ record|text:"title" }}', "<i> & B", "", '<span lang="fr">&lt;i&gt; &amp; B</span>'),
        ('{{ record|text:"title" }}', "", "", ""),
        ('{% language_note record "title" %}', "Titre", "Title", ""),
        ('{% language_note record "title" %}', "", "", ""),
        (
            '{% language_note record "introduction" "title" %}',
            "Titre",
            "",
            '<p class="language-note">This text exists only in French.</p>',
        ),
    ],
)
def test_a_short_text_of_the_other_language_is_marked(
    template: str, french: str, english: str, expected: str
) -> None:
    assert rendered(template, Meeting(title_fr=french, title_en=english)) == expected


@pytest.mark.parametrize(
    ("french", "english", "expected"),
    [
        ("<p>fr</p>", "<p>en</p>", "<p>en</p>"),
        ("<p>fr</p>", "", '<div lang="fr"><p>fr</p></div>'),
        ("", "", ""),
    ],
)
def test_a_long_text_of_the_other_language_is_marked(
    french: str, english: str, expected: str
) -> None:
    section = Section(body_fr=french, body_en=english)
    assert rendered('{{ record|rich_text:"body" }}', section) == expected

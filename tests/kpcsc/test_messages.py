"""The texts of the interface: all are found, all are translated, and with what is put into them."""

import os
import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from django.conf import settings

from kpcsc.messages import compile_messages, extract_template

TEMPLATE = """{% load i18n %}
        <h1 title="{{ title|default:_("Untitled") }}">{% translate "Heading" %}</h1>
    {% if shown %}
  {# Translators: a season, not a coil #}
  {% translate "Spring" context "season" %}
    {% endif %}
 {% blocktranslate trimmed with name=person.name %}
     Dear {{ name }},
     100% welcome
 {% endblocktranslate %}
{% blocktranslate count counter=total trimmed context "list" %}
  One meeting
{% plural %}
  {{ counter }} meetings
{% endblocktranslate %}
Untranslated text: l'été, «quotes», an it's and (brackets
"""
FRENCH = settings.BASE_DIR / "locale" / "fr" / "LC_MESSAGES" / "django.po"


@pytest.fixture(scope="module")
def french() -> Catalog:
    """The French catalog. `make check` fails where it differs from what the code says."""
    with FRENCH.open("rb") as file:
        return read_po(file, locale="fr", abort_invalid=True)


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """The text in one form, or in the singular and the plural."""
    return (text,) if isinstance(text, str) else tuple(text or [""])


def names(text: str) -> set[str]:
    """The names of what is put into the text."""
    return set(re.findall(r"%\((\w+)\)", text))


def texts(catalog: Catalog) -> list[Message]:
    """The catalog without its header."""
    return [message for message in catalog if message.id]


def test_the_texts_of_a_template_are_found() -> None:
    extractor: Any = extract_template
    found = extract(extractor, BytesIO(TEMPLATE.encode()), DEFAULT_KEYWORDS, ["Translators"])
    assert [(context, text, comments) for _line, text, comments, context in found] == [
        (None, "Untitled", []),
        (None, "Heading", []),
        ("season", "Spring", ["Translators: a season, not a coil"]),
        (None, "Dear %(name)s, 100%% welcome", []),
        ("list", ("One meeting", "%(counter)s meetings"), []),
    ]


def test_every_text_is_translated_in_all_its_forms(french: Catalog) -> None:
    assert not [message.id for message in texts(french) if message.fuzzy]
    assert not [message.id for message in texts(french) if not all(forms(message.string))]
    assert not list(french.check())


def test_translations_keep_what_is_put_into_them(french: Catalog) -> None:
    """The first of two forms may do without the number: “one meeting”."""
    kept = [
        (message.id, names(forms(message.id)[-1]) == names(forms(message.string)[-1]))
        for message in texts(french)
    ]
    assert not [text for text, is_kept in kept if not is_kept]


def test_a_percent_sign_beside_what_is_put_in_is_doubled(french: Catalog) -> None:
    for message in texts(french):
        for form in forms(message.string):
            if names(form):
                assert form % dict.fromkeys(names(form), 1)


def test_french_signs_stand_beside_their_words(french: Catalog) -> None:
    """No line begins with a colon or ends with an opening quotation mark: these spaces hold."""
    loose = re.compile(r"\S (?:[:;?!»](?:\W|$)|%%)|« ")
    found = [text for one in texts(french) for text in forms(one.string) if loose.search(text)]
    assert found == []


def test_a_catalog_is_compiled_once_and_again_when_it_was_changed(tmp_path: Path) -> None:
    catalog = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    catalog.parent.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    catalog.write_text(f'{header}msgid "River"\nmsgstr "Rivière"\n')
    compiled = catalog.with_suffix(".mo")
    compile_messages(tmp_path)
    assert "Rivière".encode() in compiled.read_bytes()
    compiled.write_bytes(b"as it was")
    compile_messages(tmp_path)
    assert compiled.read_bytes() == b"as it was"
    changed = compiled.stat().st_mtime + 1
    os.utime(catalog, (changed, changed))
    compile_messages(tmp_path)
    assert "Rivière".encode() in compiled.read_bytes()

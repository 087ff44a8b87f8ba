"""Whether a page speaks one language alone: the words on it that are none of that language's."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html import unescape
from html.parser import HTMLParser

from django.apps import apps
from django.contrib.auth.models import Group
from django.db.models import CharField, Field, TextField
from django.utils.translation.trans_real import DjangoTranslation

from kpcsc.foundation.french_spaces import with_french_spaces
from kpcsc.foundation.translated_text import LANGUAGES
from organisations.country_names import full_name, short_name
from organisations.models import Country
from tests.crawl import whole_words

WORD = re.compile(r"[^\W\d_]{2,}")
# Addresses of pages, people and files, and what stands for a value in a message.
NO_WORDS = re.compile(r"\S+@\S+|https?:\S+|\S+/\S+/\S*|%\(\w+\)\w|%\w|\{\w*\}|&\w+;|<[^>]*>")
# What is right on a page of a language although its messages do not show it: words that French and
# English write alike, parts of words ("non-governmental"), names. Each is met on the desk.
TERMS = {
    "fr": set(
        "agenda and change on word participant participation participations position".split()
    ),
    "en": set("en et fr non".split()),
}
LINES = re.compile(r"<[^>]*>|\s*\n\s*")
CUT_SHORT = " …"  # as Django's breadcrumbs end where the name of a record is long
PEOPLES_APPS = {"organisations", "meetings", "surveys"}
VOID = set("area base br col embed hr img input link meta source track wbr".split())
SILENT = {"script", "style", "textarea"}
READ_OUT = ("title", "placeholder", "aria-label", "aria-description", "alt")
BUTTONS = {"submit", "button", "reset"}


class Reader(HTMLParser):
    """Gathers what a person reads or hears, but for what is marked as the other language's.

    `texts` are the page's own, `quoted` what is marked as of its language or of an unknown one,
    `codes` what is never translated.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.texts: list[str] = []
        self.quoted: list[str] = []
        self.codes: list[str] = []
        self.ignored: list[str] = []
        self.open = [("", self.texts)]  # the elements around, and where the words of each go

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        into = self._marked(tag, given.get("lang"))
        into += [given[name] for name in READ_OUT if name in given]
        if tag == "input" and given.get("type") in BUTTONS:
            into.append(given.get("value", ""))
        if tag not in VOID:
            written_in = given.get("contenteditable") == "true"
            # The letters of an icon font are a picture; what they say is in their title.
            drawn = "material-icons" in given.get("class", "").split()
            if tag in SILENT or written_in or drawn:
                into = self.ignored
            elif tag == "code" and given.get("translate") == "no":
                into = self.codes
            self.open.append((tag, into))

    def _marked(self, tag: str, lang: str | None) -> list[str]:
        if lang is None or (tag, lang) == ("html", self.language):
            return self.open[-1][1]
        return self.quoted if lang in {"", self.language} else self.ignored

    def handle_endtag(self, tag: str) -> None:
        if tag in (name for name, _into in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.open[-1][1].append(data)


def messages() -> Iterator[tuple[str, str]]:
    """Each message of ours, of Django and of the libraries that has a French text, in both."""
    for domain in ("django", "djangojs"):
        for key, text in DjangoTranslation("fr", domain=domain)._catalog.items():
            yield (key if isinstance(key, str) else key[0]).rpartition("\x04")[2], text


def words(text: str) -> list[str]:
    """The words of a text, in small letters."""
    return [word.lower() for word in WORD.findall(NO_WORDS.sub(" ", text))]


@cache
def vocabulary(language: str) -> frozenset[str]:
    """The words of a language: those of its messages, and of the names of countries.

    A French message may quote an English word. So a word is of the language in whose messages it
    is common: it counts for the other one too if it is a fifth as common there.
    """
    counts = {code: Counter[str]() for code in LANGUAGES}
    for english, french in messages():
        counts["en"].update(words(english))
        if french != english:
            counts["fr"].update(words(french))
    other = next(code for code in LANGUAGES if code != language)
    own = {word for word, count in counts[language].items() if 5 * count >= counts[other][word]}
    codes = Country.objects.values_list("pk", flat=True)
    names = [name(code, language) for code in codes for name in (full_name, short_name)]
    return frozenset(own.union(*map(words, names)))


def record_texts(language: str) -> frozenset[str]:
    """What the records say in a language, and in the other where they are silent in this one.

    Texts without a language are among them too: names of people, acronyms, addresses.
    """
    found: set[str] = set()
    for model in apps.get_models():
        fields = [field for field in model._meta.concrete_fields if is_written(field)]
        for row in model._default_manager.values(*(field.attname for field in fields)):
            for field in fields:
                text = row[field.attname] or ""
                own = f"{field.attname[:-2]}{language}"
                if own == field.attname or not row.get(own):
                    texts = [*map(unescape, LINES.split(text))]
                    found.update(texts)
                    if language == "fr":
                        found.update(map(with_french_spaces, texts))
    return frozenset(found)


names_pattern = cache(whole_words)


@cache
def stable_names() -> frozenset[str]:
    """What the code calls columns and the values that they choose from."""
    fields = [
        field
        for model in apps.get_models()
        if model._meta.app_label in PEOPLES_APPS
        for field in model._meta.get_fields()
    ]
    values = {str(value) for field in fields for value, _name in getattr(field, "flatchoices", [])}
    return frozenset(values | {field.name for field in fields})


def is_written(field: Field) -> bool:
    """Whether people write what they want in this column, and the code nothing of its own."""
    by_people = field.model._meta.app_label in PEOPLES_APPS or field.model is Group
    return by_people and isinstance(field, CharField | TextField) and not field.choices


def foreign_words(html: str, language: str, texts: frozenset[str]) -> list[str]:
    """The words of a page that its language does not have, each once.

    Left out are the `texts` of records; where one is quoted or cut short, only their words are.
    """
    return sorted(unknown_words(html, language, texts) - TERMS[language])


def unknown_words(html: str, language: str, texts: frozenset[str]) -> set[str]:
    """The same, with the words that TERMS excuses."""
    reader = Reader(language)
    reader.feed(html)
    reader.close()
    own = [*reader.texts, *(code for code in reader.codes if code not in stable_names())]
    parts = [*reader.quoted, *(text for text in own if text.rstrip().endswith(CUT_SHORT))]
    own = [text for text in own if text not in parts]
    found = {*words(names_pattern(texts).sub(" ", "\n".join(own)))}
    found |= {*words("\n".join(parts))} - {*words("\n".join(texts))}
    return found - vocabulary(language)

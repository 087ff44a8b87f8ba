"""What every template may use: text in its language, dates as precise as they are known."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import Model
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from kpcsc.foundation.partial_date import PartialPeriod
from kpcsc.foundation.reader import masked
from kpcsc.foundation.short_title import short_title
from kpcsc.foundation.translated_text import (
    TranslatedText,
    page_language,
    stored_text,
    translated,
)

register = template.Library()

SELECTED = mark_safe(" selected")


def only_in(language: str) -> SafeString:
    """The line that says a text was not translated."""
    sentences = {
        "fr": gettext("This text exists only in French."),
        "en": gettext("This text exists only in English."),
    }
    return format_html('<p class="language-note">{}</p>', sentences[language])


@register.filter("text")
def text_of(record: Any, field: str) -> str:
    """A short text of the record, marked with its language where that is not the page's."""
    return marked(translated(record, field))


def marked(found: TranslatedText) -> str:
    """The text, with its language where that is not the page's."""
    if found.is_fallback:
        return format_html('<span lang="{}">{}</span>', found.language, found.text)
    return conditional_escape(found.text)


@register.filter("short_title")
def short_title_of(record: Any) -> str:
    """The record's title for where there is little room, marked as `text` is."""
    return marked(short_title(record))


@register.filter
def short_words(record: Any) -> str:
    """The same for where no element can stand."""
    return short_title(record).text


@register.filter
def words(record: Any, field: str) -> str:
    """A short text of the record, for where no element can stand: a title, a description."""
    return translated(record, field).text


@register.filter
def link(record: Any, field: str) -> str:
    """An address on the record; none where it is of somebody whom the reader may not see named."""
    address = stored_text(record, field).text
    return address if masked(address, record) == address else ""


@register.filter
def rich_text(record: Any, field: str) -> str:
    """A long text (sanitised when it was saved), marked with its language as `text` does."""
    found = translated(record, field)
    html = mark_safe(found.text)  # noqa: S308 (RichTextField sanitises on every save)
    return (
        format_html('<div lang="{}">{}</div>', found.language, html) if found.is_fallback else html
    )


@register.simple_tag
def language_note(records: Model | Iterable[Model], *fields: str) -> str:
    """The line on a missing translation, if one of these texts is shown in another language."""
    for record in [records] if isinstance(records, Model) else records:
        for field in fields:
            found = stored_text(record, field)
            if found.is_fallback:
                return only_in(found.language)
    return ""


@register.simple_tag
def row_facts(inline: Any, form: Any) -> str:
    """What a folded row of a record's form says after its title; first, what is wrong in it."""
    notes = []
    if wrong := len(form.errors):
        notes.append(("row-errors", ngettext("%(n)d error", "%(n)d errors", wrong) % {"n": wrong}))
    if texts := getattr(form, "texts_waiting", 0):
        words = ngettext("%(n)d text to translate", "%(n)d texts to translate", texts)
        notes.append(("row-waiting", words % {"n": texts}))
    notes += [("row-fact", fact) for fact in inline.facts_of(form.instance)]
    return format_html_join(" ", '<span class="{}">{}</span>', notes)


@register.simple_tag
def options(choices: Iterable[tuple[str, str]], chosen: str) -> str:
    """The `<option>`s of a drop-down; a tag, because a template's loop is ten times as slow."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SELECTED if value == chosen else "", label) for value, label in choices),
    )


@register.filter
def date_words(period: PartialPeriod) -> str:
    """The period in the page's language, in a `<time>` that machines read."""
    return format_html(
        '<time datetime="{}">{}</time>', period.iso, period.formatted(page_language())
    )

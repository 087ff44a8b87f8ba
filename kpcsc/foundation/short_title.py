"""Titles for where there is little room: a list, a tab, a calendar."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.translated_text import TranslatedText, translated


def short_title_field() -> models.CharField:
    """The column of a short title."""
    return models.CharField(
        _("short title"),
        max_length=60,
        blank=True,
        help_text=_("For lists, calendars and the browser’s tab, where the title is long."),
    )


def short_title(record: Any) -> TranslatedText:
    """The record's short title, or else its title; a title in the page's language before a short
    one in the other."""
    short = translated(record, "short_title")
    if short.text and not short.is_fallback:
        return short
    title = translated(record, "title")
    return short if short.text and title.is_fallback else title

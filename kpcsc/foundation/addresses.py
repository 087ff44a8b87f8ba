"""The addresses of records' pages."""

from functools import lru_cache

from django.db.models import Model
from django.urls import reverse

from kpcsc.foundation.translated_text import page_language


def address(name: str, argument: str) -> str:
    """The path of a page in the page's language, as `reverse` gives it, remembered."""
    return _address(name, argument, page_language())


def change_address(record: Model, anchor: str = "") -> str:
    """Where the secretariat edits a record; `anchor` is a place in the form, "#id_title_fr"."""
    meta = record._meta
    page = f"admin:{meta.app_label}_{meta.model_name}_change"
    return reverse(page, args=[record.pk]) + anchor


@lru_cache(maxsize=20_000)
def _address(name: str, argument: str, _language: str) -> str:
    return reverse(name, args=[argument])

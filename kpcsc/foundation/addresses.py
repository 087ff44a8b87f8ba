"""The addresses of records' pages."""

from functools import lru_cache

from django.urls import reverse

from kpcsc.foundation.translated_text import page_language


def address(name: str, argument: str) -> str:
    """The path of a page in the page's language, as `reverse` gives it, remembered."""
    return _address(name, argument, page_language())


@lru_cache(maxsize=20_000)
def _address(name: str, argument: str, _language: str) -> str:
    return reverse(name, args=[argument])

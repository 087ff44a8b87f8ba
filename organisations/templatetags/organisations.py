"""Countries by their codes, in the page's language."""

from django import template

from kpcsc.foundation.translated_text import page_language
from organisations.country_names import short_name

register = template.Library()


@register.filter
def country_name(code: str) -> str:
    """The country's short name, "DRC"."""
    return short_name(code, page_language())

"""Country names from CLDR in both languages, with the short forms that the field uses."""

from functools import cache

from babel import Locale

from kpcsc.foundation.partial_date import LOCALES
from kpcsc.foundation.sort_key import fold

# What people in the coalition say and write; CLDR says « Congo-Kinshasa ».
SHORT_NAMES = {
    "fr": {"CD": "RDC", "CF": "RCA"},
    "en": {"CD": "DRC", "CF": "CAR"},
}
FULL_NAMES = {
    "fr": {"CD": "République démocratique du Congo", "CG": "République du Congo"},
    "en": {"CD": "Democratic Republic of the Congo", "CG": "Republic of the Congo"},
}


@cache
def full_name(code: str, language: str) -> str:
    """The name for a heading, "Democratic Republic of the Congo"; the code if CLDR has none."""
    locale = Locale.parse(LOCALES[language])
    return FULL_NAMES[language].get(code) or locale.territories.get(code, code)


@cache
def short_name(code: str, language: str) -> str:
    """The name for a list, "DRC"."""
    return SHORT_NAMES[language].get(code) or full_name(code, language)


@cache
def sort_key(code: str, language: str) -> str:
    """The key by which a list of short names is in alphabetical order."""
    return fold(short_name(code, language))


def all_names(code: str) -> set[str]:
    """Every name of the country in every language, for searching."""
    return {name(code, language) for language in LOCALES for name in (full_name, short_name)}

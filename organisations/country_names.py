"""Country names from CLDR in both languages, with the short forms that the field uses."""

from collections.abc import Iterable
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

# Met in reports. "Congo" alone is either of the two.
OTHER_NAMES = {
    "BO": "Bolivia",
    "CD": "Congo-Kinshasa, RD Congo, DR Congo, Zaïre, Congo",
    "CF": "Centrafrique, République centre-africaine",
    "CG": "Congo-Brazzaville, République du Congo-Brazzaville, Congo",
    "CI": "RCI, Ivory Coast, Cote Ivoire",
    "CN": "République populaire de Chine, People’s Republic of China",
    "CV": "Cap-Vert, Cabo Verde, Cape Verde",
    "CZ": "République tchèque, Czech Republic",
    "GB": "RU, UK, Grande-Bretagne, Great Britain, Angleterre, England, Écosse, Scotland",
    "GM": "The Gambia",
    "GN": "Guinée-Conakry, Guinée Conakry, Guinea-Conakry, République de Guinée",
    "GQ": "Guinea Ecuatorial",
    "GW": "Guiné-Bissau",
    "KR": "Corée, Korea",
    "MM": "Birmanie, Burma",
    "NL": "Hollande, Holland",
    "RU": "Fédération de Russie, Russian Federation",
    "ST": "Sao Tomé, Sao Tome",
    "SZ": "Swaziland",
    "TR": "Turquie, Turkey",
    "TZ": "République-Unie de Tanzanie, United Republic of Tanzania",
    "US": "USA, US, États-Unis d’Amérique, United States of America",
    "ZA": "RSA, République d’Afrique du Sud, Republic of South Africa",
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


@cache
def country_codes() -> tuple[str, ...]:
    """The codes of all countries that CLDR has a name for (ISO 3166-1 alpha-2)."""
    codes = map(str, Locale.parse(LOCALES["en"]).territories)
    return tuple(code for code in codes if len(code) == 2 and code.isalpha())


def all_names(code: str) -> set[str]:
    """Every name of the country in every language, for searching."""
    return {name(code, language) for language in LOCALES for name in (full_name, short_name)}


@cache
def names_met(code: str) -> frozenset[str]:
    """Every name by which a report may mean the country: more than searching wants."""
    territories = [Locale.parse(locale).territories for locale in LOCALES.values()]
    others = OTHER_NAMES[code].split(", ") if code in OTHER_NAMES else []
    return frozenset({*all_names(code), *others, *(names.get(code, code) for names in territories)})


def countries_called(words: str, codes: Iterable[str]) -> list[str]:
    """Those of the countries that people call so, or by a name that holds the words."""
    wanted = fold(words.strip())
    return [
        code for code in codes if any(wanted in fold(name) for name in (code, *all_names(code)))
    ]

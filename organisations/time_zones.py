"""Time zones by the names of cities and countries, from CLDR, whose obsolete names nobody meets."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

from babel.core import get_global
from babel.dates import get_timezone_location

from kpcsc.foundation.partial_date import LOCALES
from kpcsc.foundation.sort_key import fold
from organisations.country_names import all_names, short_name

UTC = "UTC"
_UTC_NAMES = {"utc", "gmt", "tu", "z", "etc/utc"}


class UnknownZoneError(ValueError):
    """No zone is called so, or several are: `candidates` holds their names."""

    def __init__(self, candidates: list[str]) -> None:
        super().__init__(candidates)
        self.candidates = candidates


@dataclass(frozen=True)
class Zone:
    """A time zone of the IANA database, by the city that it is named after."""

    name: str
    country: str  # its code

    def city(self, language: str) -> str:
        """The city in a language."""
        return get_timezone_location(self.name, locale=LOCALES[language], return_city=True)

    def label(self, language: str) -> str:
        """What people read: "Kinshasa (DRC)"."""
        return f"{self.city(language)} ({short_name(self.country, language)})"


@cache
def zones() -> dict[str, Zone]:
    """All zones that are of a country, without obsolete names, by their names."""
    territories, obsolete = get_global("zone_territories"), get_global("zone_aliases")
    current = available_timezones() & territories.keys() - obsolete.keys()
    of_countries = sorted(name for name in current if not name.startswith("Etc/"))
    return {name: Zone(name, territories[name]) for name in of_countries}


def zone_label(name: str, language: str) -> str:
    """What people read in place of a zone's name, also of an obsolete one."""
    zone = zones().get(get_global("zone_aliases").get(name, name))
    return zone.label(language) if zone else name


def labels_in_order(language: str, first: Collection[str]) -> list[str]:
    """The labels of all zones by name, those of the countries that come `first` before the rest."""
    in_order = sorted(
        _labels(language), key=lambda one: (zones()[one[0]].country not in first, fold(one[1]))
    )
    return [UTC, *(label for _name, label in in_order)]


def read_zone(written: str) -> str:
    """The name of the zone of the city or country that somebody wrote, in either language.

    Raises UnknownZoneError where none is called so, and for a country of several zones.
    """
    wanted = fold(" ".join(written.split()))
    if wanted in _UTC_NAMES:
        return UTC
    found = _by_words().get(wanted, ())
    if len(found) != 1:
        raise UnknownZoneError(list(found))
    return found[0]


@cache
def _labels(language: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, zone.label(language)) for name, zone in zones().items())


@cache
def _by_words() -> dict[str, tuple[str, ...]]:
    """The zones by all that they may be called, folded; a city outweighs a country."""
    by_country: dict[str, list[str]] = {}
    words: dict[str, tuple[str, ...]] = {}
    for name, zone in zones().items():
        for country in all_names(zone.country):
            by_country.setdefault(fold(country), []).append(name)
    words |= {country: tuple(names) for country, names in by_country.items()}
    for name, zone in zones().items():
        for language in LOCALES:
            words[fold(zone.city(language))] = (name,)
            words[fold(zone.label(language))] = (name,)
        words[fold(name)] = (name,)
    for old, name in get_global("zone_aliases").items():
        if name in zones():
            words.setdefault(fold(old), (name,))
    return words

"""The directories that pasted lists are compared with, made of the records."""

from collections import Counter

from kpcsc.foundation.sort_key import fold
from kpcsc.foundation.translated_text import columns
from organisations.country_names import full_name, names_met, short_name
from organisations.models import Country, Organisation
from organisations.recognition import Directory, DirectoryRecord, country_directory


def organisation_directory() -> Directory:
    """All organisations, by their keys as text; a merged one by the names that it left."""
    rows = Organisation.objects.unmerged().values(
        "pk", *columns("name"), "acronym", "aliases", "country"
    )
    places = (name for code in _codes() for name in names_met(code))
    return Directory((_known(row) for row in rows), places)


def all_countries() -> Directory:
    """All countries, by their codes."""
    return country_directory(_codes())


def organisation_labels(language: str) -> dict[str, str]:
    """What to call each organisation where one is chosen, by its key as text: each differently."""
    organisations = Organisation.objects.unmerged().order_by(f"sort_{language}", "pk")
    shown = organisations.only(*columns("name"), "acronym", "country", "slug")
    labels = {str(organisation.pk): _label(organisation, language) for organisation in shown}
    times = Counter(labels.values())
    slugs = {str(organisation.pk): organisation.slug for organisation in shown}
    return {
        key: f"{label} · {slugs[key]}" if times[label] > 1 else label
        for key, label in labels.items()
    }


def country_labels(language: str) -> dict[str, str]:
    """What to call each country where one is chosen, by its code."""
    codes = sorted(_codes(), key=lambda code: fold(full_name(code, language)))
    return {code: _country_label(code, language) for code in codes}


def _codes() -> list[str]:
    return list(Country.objects.values_list("code", flat=True))


def _country_label(code: str, language: str) -> str:
    full, short = full_name(code, language), short_name(code, language)
    return full if short == full else f"{full} ({short})"


def _label(organisation: Organisation, language: str) -> str:
    name = organisation.name
    if organisation.acronym:
        name = f"{name} ({organisation.acronym})"
    if organisation.country_id:
        name = f"{name} · {short_name(organisation.country_id, language)}"
    return name


def _known(row: dict[str, str | None]) -> DirectoryRecord:
    return DirectoryRecord(
        key=str(row["pk"]),
        names=tuple(name for column in columns("name") if (name := row[column])),
        acronyms=tuple(filter(None, [row["acronym"]])),
        aliases=tuple((row["aliases"] or "").splitlines()),
        places=names_met(row["country"]) if row["country"] else frozenset(),
    )

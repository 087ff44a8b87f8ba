"""The directory of countries, by every name that people use for them."""

from collections.abc import Iterable

from kpcsc.foundation.partial_date import LOCALES
from organisations.country_names import full_name, names_met, short_name
from organisations.recognition.directory import Directory, DirectoryRecord


def country_directory(codes: Iterable[str]) -> Directory:
    """The countries with these codes, for recognising a pasted list of them."""
    return Directory(_known(code) for code in codes)


def _known(code: str) -> DirectoryRecord:
    names = tuple(dict.fromkeys(full_name(code, language) for language in LOCALES))
    short = dict.fromkeys(short_name(code, language) for language in LOCALES)
    acronyms = tuple(name for name in short if name not in names)
    others = sorted(names_met(code).difference(names, acronyms))
    return DirectoryRecord(code, names, acronyms, tuple(others))

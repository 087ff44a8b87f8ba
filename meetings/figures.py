"""A meeting's figures in words."""

from dataclasses import dataclass

from django.utils.translation import ngettext


@dataclass(frozen=True)
class Figure:
    """A number and what it counts, in the page's language and the number's grammar."""

    number: int
    label: str


def declared_or_listed(declared: int | None, listed: int) -> int | None:
    """What the report declares, be it zero; else the length of the list, if there is one."""
    return declared if declared is not None else listed or None


def figures(
    *,
    participants: int | None,
    facilitators: int | None,
    countries: int | None,
    organisations: int | None,
) -> list[Figure]:
    """The figures that are known, people first."""
    labelled = [
        (participants, ngettext("participant", "participants", participants or 0)),
        (facilitators, ngettext("facilitator", "facilitators", facilitators or 0)),
        (countries, ngettext("country", "countries", countries or 0)),
        (organisations, ngettext("organisation", "organisations", organisations or 0)),
    ]
    return [Figure(number, label) for number, label in labelled if number is not None]

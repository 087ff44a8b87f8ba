"""Organisations under the countries that they are from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kpcsc.foundation.translated_text import page_language
from organisations.country_names import short_name, sort_key
from organisations.models import Organisation


@dataclass(frozen=True)
class CountryGroup:
    """The organisations of a country; of none where their country is not one or not known."""

    code: str | None
    organisations: list[Organisation]

    @property
    def name(self) -> str:
        """The country's short name in the page's language; nothing where there is none."""
        return short_name(self.code, page_language()) if self.code else ""


def by_country(organisations: Iterable[Organisation]) -> list[CountryGroup]:
    """The organisations by country, in the order of its name; those without one last."""
    groups: dict[str | None, list[Organisation]] = defaultdict(list)
    for organisation in organisations:
        groups[organisation.country_id].append(organisation)
    language = page_language()
    in_order = sorted(
        groups, key=lambda code: (code is None, sort_key(code, language) if code else "")
    )
    return [CountryGroup(code, groups[code]) for code in in_order]

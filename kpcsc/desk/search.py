"""Finding any record from the desk, drafts and unlisted ones included: only staff come there."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from django.db.models import Model
from django.utils.translation import gettext

from kpcsc.foundation.addresses import change_address
from kpcsc.foundation.partial_date import PartialPeriod
from kpcsc.foundation.sort_key import fold
from kpcsc.foundation.translated_text import TranslatedText, page_language, translated
from kpcsc.foundation.viewer import STAFF
from kpcsc.search.models import SearchEntry
from kpcsc.search.query import search_words
from kpcsc.search.results import SHOWN, found_by, shown_columns
from meetings.models import Campaign, Meeting
from organisations.country_names import countries_called
from organisations.models import Country, Organisation, User
from organisations.models.country import in_alphabetical_order

MOST_OTHERS = 20
STATES = [
    *("meeting__state", "meeting__status", "campaign__status"),
    *("organisation__listing", "organisation__naming_stopped_at"),
]


@dataclass(frozen=True)
class FoundRecord:
    """A record that was found, what kind it is and how it stands, and its page at the desk."""

    label: TranslatedText
    kind: str
    address: str
    notes: tuple[str, ...] = ()
    period: PartialPeriod | None = None
    organisation: int | None = None  # the key of one, whose naming can be stopped from here


def hits(query: str, may_see: Callable[[type[Model]], bool]) -> list[FoundRecord]:
    """What a search finds among the records that somebody may see: countries, people, the rest.

    Each group is bounded: more words help more than more pages.
    """
    found = []
    if may_see(Country):
        found += _countries(query)
    if may_see(User):
        found += _people(query)
    return [*found, *_records(query, may_see)]


def _records(query: str, may_see: Callable[[type[Model]], bool]) -> list[FoundRecord]:
    """Meetings, campaigns and organisations, in the order of the public search."""
    keys = found_by(query, STAFF)
    entries = SearchEntry.objects.select_related(*SHOWN).only(*shown_columns(), *STATES)
    found = entries.in_bulk(keys)
    records = [found[key].record for key in keys]
    visible = {model for model in (Meeting, Campaign, Organisation) if may_see(model)}
    return [_hit(record) for record in records if type(record) in visible]


def _hit(record: Meeting | Campaign | Organisation) -> FoundRecord:
    kind = str(record._meta.verbose_name)
    if isinstance(record, Organisation):
        stopped = gettext("Its naming is stopped")
        listing = stopped if record.is_naming_stopped else record.get_listing_display()
        address = change_address(record)
        return FoundRecord(
            translated(record, "name"), kind, address, (listing,), organisation=record.pk
        )
    label, status = translated(record, "title"), record.get_status_display()
    if isinstance(record, Campaign):
        return FoundRecord(label, kind, change_address(record), (status,))
    notes = (record.get_state_display(), status)
    return FoundRecord(label, kind, change_address(record), notes, record.period)


def _people(query: str) -> list[FoundRecord]:
    """People by name and e-mail address; without accents, which no database here can leave out."""
    wanted = search_words(query)
    if not wanted:
        return []
    everybody = User.objects.order_by("name", "pk").only("name", "email")
    found = (
        person
        for person in everybody
        if all(word in fold(f"{person.name} {person.email}") for word in wanted)
    )
    return [_other(person, person.email) for person in islice(found, MOST_OTHERS)]


def _countries(query: str) -> list[FoundRecord]:
    """Countries by any of the names that people use."""
    if not search_words(query):
        return []
    countries = Country.objects.in_bulk()
    found = in_alphabetical_order(countries[code] for code in countries_called(query, countries))
    return [_other(country, country.code) for country in found[:MOST_OTHERS]]


def _other(record: Country | User, note: str) -> FoundRecord:
    label = TranslatedText(str(record), page_language(), is_fallback=False)
    return FoundRecord(label, str(record._meta.verbose_name), change_address(record), (note,))

"""A program that reads public pages and infers from pairs of them who was where.

It knows no more than a reader: what the pages say, what they said before an organisation was
hidden, and the addresses and names that it had then. What it infers is held against the records.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

import pytest
from django.db import connection, transaction
from django.test import Client

from meetings.models import Meeting, Naming, Participation
from organisations.listing.actions import record_consent
from organisations.merging.actions import merge_organisations
from organisations.models import ConsentRecord, Country, Listing, Organisation
from tests.factories import make_meeting, make_organisation, make_participation, make_staff
from tests.sampling import examples

COUNTRIES = ["BE", "CD", "LR", "ZW"]
ORGANISATION = re.compile(r'href="/en/organisations/([\w-]+)/"')
COUNTRY = re.compile(r'href="/en/countries/(\w\w)/"')
MEETING = re.compile(r'href="/en/meetings/([\w-]+)/"')


@dataclass
class Knowledge:
    """What the public pages say at one time."""

    # By meeting: whom it names, and which countries were represented.
    named: dict[str, set[str]] = field(default_factory=dict)
    represented: dict[str, set[str]] = field(default_factory=dict)
    # By organisation: the country that its page says it is of.
    home: dict[str, str] = field(default_factory=dict)


def text_of(client: Client, path: str) -> str:
    """The main part of a page; nothing of one that there is not."""
    answer = client.get(path)
    if answer.status_code != 200:
        return ""
    page = answer.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def read_pages(client: Client) -> Knowledge:
    """Reads the pages of meetings, countries and organisations, and what filters and searches find.

    A country counts as represented at a meeting wherever a page says so.
    """
    known = Knowledge()
    for slug in set(MEETING.findall(text_of(client, "/en/meetings/"))):
        page = text_of(client, f"/en/meetings/{slug}/")
        known.named[slug] = set(ORGANISATION.findall(page))
        known.represented[slug] = {code.upper() for code in COUNTRY.findall(page)}
    for slug in set(ORGANISATION.findall(text_of(client, "/en/organisations/"))):
        if found := COUNTRY.search(text_of(client, f"/en/organisations/{slug}/")):
            known.home[slug] = found[1].upper()
    names = dict(zip(COUNTRIES, ["Belgium", "DRC", "Liberia", "Zimbabwe"], strict=True))
    for code in COUNTRIES:
        asked = [f"/en/countries/{code.lower()}/", f"/en/meetings/?country={code.lower()}"]
        asked += [f"/en/search/?q={names[code]}", f"/en/meetings/?q={names[code]}"]
        for path in asked:
            for slug in MEETING.findall(text_of(client, path)):
                known.represented.setdefault(slug, set()).add(code)
    return known


def attendance(now: Knowledge, before: Knowledge) -> Iterator[tuple[str, str]]:
    """The meetings and organisations of which it infers that the one was at the other.

    Where a country is represented that none of those named explains, it was the only organisation
    from there that a reader knows of, now or from before.
    """
    homes = before.home | now.home
    for slug, codes in now.represented.items():
        explained = {homes.get(one) for one in now.named.get(slug, ())}
        for code in codes - explained:
            for known in (now.home, homes):
                from_there = [one for one, home in known.items() if home == code]
                if len(from_there) == 1:
                    yield slug, from_there[0]
                    break


def merges(client: Client, former: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Which organisation became which: by its former address, and by a search for its name."""
    for slug, name in former.items():
        answer = client.get(f"/en/organisations/{slug}/")
        if answer.status_code == 302:
            yield slug, answer["Location"].strip("/").rpartition("/")[2]
        for found in ORGANISATION.findall(text_of(client, f"/en/search/?q={name}")):
            yield slug, found


def numbers(client: Client, slugs: list[str]) -> Iterator[str]:
    """What calendar files tell of keys and of how often a record was edited."""
    for slug in slugs:
        text = client.get(f"/en/meetings/{slug}/calendar.ics").content.decode()
        meeting = Meeting.objects.get(slug=slug)
        if re.search(rf"UID:\D*{meeting.pk}\D", text):
            yield f"{slug}: key"
        if re.search(r"SEQUENCE:[1-9]", text):
            yield f"{slug}: edited {meeting.version - 1} times"


@dataclass
class Inferred:
    """What the program found out that it should not, in all directories together."""

    attendance: int = 0
    merges: int = 0
    numbers: int = 0


def agree(organisation: Organisation, listing: str) -> None:
    """Has an organisation agree to be listed so."""
    consent = ConsentRecord(organisation=organisation, agreed_listing=listing, given_by="A")
    organisation.listing = record_consent(consent=consent, by=None).listing


def make_directory(chance: Random) -> dict[str, str]:
    """A made-up directory with meetings; gives the former slugs of those that never agreed to be
    named and were merged, with their names."""
    organisations = []
    for _ in range(chance.randint(4, 9)):
        organisation = make_organisation(country_id=chance.choice(COUNTRIES))
        agree(organisation, chance.choice(["public", "public", "members", "unlisted"]))
        organisations.append(organisation)
    for _ in range(chance.randint(1, 3)):
        # A key that stands in no hash by chance.
        meeting = make_meeting(pk=chance.randint(10**6, 10**7), version=chance.randint(2, 9))
        came = chance.sample(organisations, chance.randint(1, len(organisations)))
        for organisation in came:
            named = chance.choice([Naming.AS_LISTED, Naming.AS_LISTED, Naming.UNNAMED])
            make_participation(meeting=meeting, organisation=organisation, named=named)
        codes = {organisation.country_id for organisation in came}
        meeting.countries.set(Country.objects.filter(pk__in=codes))
    double = make_organisation(listing="unlisted", name_fr=f"Ancienne {chance.randint(0, 10**9)}")
    keep = chance.choice(organisations)
    listing = keep.listing
    merge_organisations(keep=keep, others=[double], values={}, by=make_staff())
    agree(keep, listing)  # merging made it as strict as its double
    return {double.slug: double.name_fr}


def attack(seed: int, client: Client, inferred: Inferred) -> None:
    """Reads a made-up directory, hides an organisation as staff would, and reads it again."""
    chance = Random(seed)
    former = make_directory(chance)
    before = read_pages(client)
    public = Organisation.objects.filter(listing=Listing.PUBLIC)
    if hidden := public.order_by("pk").first():
        hidden.listing = Listing.UNLISTED
        hidden.save()
    now = read_pages(client)
    secret: defaultdict[str, set[str]] = defaultdict(set)
    for came in Participation.objects.attended().select_related("meeting", "organisation"):
        if came.organisation.slug not in now.named.get(came.meeting.slug, ()):
            secret[came.meeting.slug].add(came.organisation.slug)
    found = set(attendance(now, before)) | set(attendance(before, before))
    inferred.attendance += sum(one in secret[slug] for slug, one in found)
    inferred.merges += len(set(merges(client, former)))
    inferred.numbers += len(list(numbers(client, list(now.named))))


@pytest.mark.django_db
def test_nothing_is_inferred_from_pairs_of_public_pages(client: Client) -> None:
    inferred, tried = Inferred(), 0
    # PostgreSQL is asked for fewer: it answers the same queries, and the rest is arithmetic.
    number = examples(50) if connection.vendor == "sqlite" else 10
    for seed in range(number):
        with transaction.atomic():
            attack(seed, client, inferred)
            tried += 1
            transaction.set_rollback(True)
    assert tried == number
    assert inferred == Inferred()

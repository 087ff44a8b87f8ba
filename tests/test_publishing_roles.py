"""Whatever is sent by whoever may not publish: readers get the pages that they got before.

Every form of every page that a role opens is sent, with another word in each of its texts, and
with what it asks back: at the desk, on the running page and in the member area.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from kpcsc.foundation.proposals.models import ProposedChange
from kpcsc.foundation.site_revision import SiteRevision
from kpcsc.takedown.addresses import portal_addresses
from meetings.models import Meeting
from tests.admin_pages import fill_desk, routes
from tests.crawl import all_patterns
from tests.factories import make_member
from tests.forms_on_pages import Sending, sendings
from tests.sampling import sampled
from tests.test_every_form import LEFT_OUT, files_to_bring
from tests.test_role_matrix import person_with, prove_second_factor

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="PostgreSQL renews the token at a commit: none here"
    ),
]
WORD = "zorglub"
TEXT = re.compile(r".*(_fr|_en|acronym|aliases|discussion|decision|text|title|what|name)")
DIGITS = re.compile(rb"\d+")  # an organisation that is never named counts in totals
DEEPEST = 3
# Where each role's words went, for those that it could write of published records.
ORIGINS = {
    "facilitator": {"running"},
    "translator": {"translation"},
    "member": set[str](),
    "guest": set[str](),
    "editor": {"form", "running", "list", "sheet", "translation", "restoration"},
}


def marked(sending: Sending) -> Sending:
    """The sending with the word in each of its texts."""
    data = {
        name: [f"{value} {WORD}".strip() for value in values] if TEXT.fullmatch(name) else values
        for name, values in sending.data.items()
    }
    return replace(sending, data=data)


def token() -> str:
    """What says whether anything was written that readers might see."""
    return SiteRevision.objects.get().token


class Readers:
    """What the public and members read, to be compared."""

    def __init__(self) -> None:
        member = Client()
        member.force_login(make_member())
        self.clients = {"public": Client(), "member": member}
        self.token, self.pages = token(), self.read()

    def read(self) -> dict[tuple[str, str], str]:
        """A digest of each page for each reader, figures apart."""
        found = {}
        for address in self.addresses():
            for reader, client in self.clients.items():
                answer = client.get(address)
                body = answer.getvalue()
                assert WORD.encode() not in body, (reader, address)
                if answer.status_code == 200:
                    found[reader, address] = sha256(DIGITS.sub(b"", body)).hexdigest()
        return found

    @staticmethod
    def addresses() -> list[str]:
        """Where they read: in French, and no workbooks, which say when they were made."""
        every = portal_addresses()
        return [one for one in every if one.startswith("/fr/") and not one.endswith(".xlsx")]

    def differing(self) -> list[tuple[str, str]]:
        """The pages that are others than before."""
        now = self.read()
        return [
            key for key in self.pages.keys() | now.keys() if self.pages.get(key) != now.get(key)
        ]


class Writer:
    """Somebody who sends every form that they find."""

    def __init__(self, client: Client, readers: Readers, given: dict[str, Any]) -> None:
        self.client, self.readers, self.given = client, readers, given
        self.sent: set[Any] = set()
        self.origins: set[str] = set()
        self.faults: list[Any] = []

    def open(self, address: str) -> None:
        """Sends all forms of the page, and all that they ask back; each is undone."""
        for sending in self.forms_on(address, self.client.get(address)):
            self.send(sending, [])

    def forms_on(self, address: str, answer: Any) -> Iterator[Sending]:
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if answer.status_code not in {200, 422} or not is_page:
            answer.getvalue()  # to its end, so that a file is closed
            return
        found = (given for part, given in self.given.items() if part in address)
        given: dict[str, Any] = next(found, {})
        for one in sendings(address, answer.content.decode(), given):
            if not any(part in f"{one.address} {one.button}" for part in LEFT_OUT):
                yield one

    def send(self, sending: Sending, before: list[str]) -> None:
        if sending.shape in self.sent:
            return
        self.sent.add(sending.shape)
        steps = [*before, f"{sending.address} {sending.button}"]
        known = set(ProposedChange.objects.values_list("pk", "revision"))
        with transaction.atomic():
            answer = self.client.post(sending.address, marked(sending).content())
            if token() != self.readers.token:
                pages = self.readers.differing()
                self.faults += [(steps, sorted(pages)[:3])] if pages else []
            proposals = ProposedChange.objects.values_list("pk", "revision", "origin")
            self.origins |= {origin for *key, origin in proposals if tuple(key) not in known}
            if len(steps) < DEEPEST:
                for one in [*self.forms_on(sending.address, answer)]:
                    self.send(one, steps)
            transaction.set_rollback(True)


def own_addresses(role: str, meeting: Meeting) -> list[str]:
    """The pages that somebody of this role may open."""
    known = [name for route, name in all_patterns() if name and "<" not in route]
    own = [reverse(name) for name in known if name.startswith("my_") and name != "my_calendar"]
    desk = [address for route in routes() for address in route.addresses()]
    return [*own, reverse("meeting_run", args=[meeting.slug]), *desk]


@pytest.mark.parametrize("role", sampled(ORIGINS, 1))
def test_whoever_may_not_publish_changes_nothing_that_readers_see(
    role: str, reference: Meeting, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()
    staff = fill_desk(reference)
    desk, client = Client(), Client()
    desk.force_login(staff)
    prove_second_factor(desk, staff)
    person = person_with(role, reference)
    client.force_login(person)
    prove_second_factor(client, person)
    with translation.override("fr"):
        given = files_to_bring(desk)
        writer = Writer(client, Readers(), given)
        for address in own_addresses(role, reference):
            writer.open(address)
    assert writer.faults == []
    assert writer.origins == ORIGINS[role]

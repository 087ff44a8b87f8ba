"""Every form of the desk, of members and of the public is sent as in use: committed, and twice.

The other tests run inside a transaction, which hides a lock that is asked for outside one; and no
other sends a form twice at the same moment, as an impatient finger does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.cookies import SimpleCookie
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook
from pytest_django import Settings

from meetings.models import FollowUp, Meeting
from organisations.models import User
from tests import admin_pages, crawl
from tests.admin_pages import fill_desk
from tests.databases import Snapshot, at_once
from tests.factories import make_meeting_invitation, make_member, make_planned_meeting
from tests.forms_on_pages import Sending, sendings
from tests.surveys.building.test_importing import QUESTIONNAIRE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]
PARTS = 6  # of the addresses: as many tests, which the workers share
DEEPEST = 3  # steps: a form, what it asks back, what that asks back
# Signing out ends the session. The others save as the button beside them, and show another page.
LEFT_OUT = ("/sign-in/out/", "/admin/logout/", "_continue=", "_addanother=", "_saveasnew=")
REPORT = Path(__file__).parent / "data" / "reports" / "en-accra-strategy-meeting.txt"


@dataclass(frozen=True)
class Person:
    """Somebody with a browser and the addresses that they open."""

    cookies: "SimpleCookie"
    addresses: list[str]
    # What a page's blank fields get, by a part of its address.
    given: dict[str, dict[str, Any]] = field(default_factory=dict)

    def browser(self) -> Client:
        """Their browser; each is another window of the same one."""
        client = Client(raise_request_exception=False)
        client.cookies = self.cookies
        return client

    def forms_on(self, address: str, answer: Any) -> Iterator[Sending]:
        """What can be sent from a page, if the answer is one."""
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if answer.status_code not in {200, 422} or not is_page:
            return
        given = next((given for part, given in self.given.items() if part in address), {})
        for one in sendings(address, answer.content.decode(), given):
            if not any(part in f"{one.address} {one.button}" for part in LEFT_OUT):
                yield one

    def send(self, sending: Sending) -> Any:
        """The answer to what is sent."""
        return self.browser().post(sending.address, sending.content())


def browser_of(person: User) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def people(reference: Meeting, settings: Settings, tmp_path: Path) -> list[Person]:
    """The secretariat, a member who speaks for an organisation, and somebody from outside."""
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()
    staff = fill_desk(reference)
    member = make_member(speaks_for_organisation=True)
    FollowUp.objects.create(
        meeting=reference, owner=member.organisation, what_fr="Écrire", visibility="members"
    )
    desk = browser_of(staff)
    with translation.override("fr"):
        of_the_desk = admin_pages.addresses()
        make_meeting_invitation(make_planned_meeting(), person=member)
        of_the_desk += [f"{one}?recorded_from=phone" for one in of_the_desk if "/record/" in one]
        of_the_desk.append(reverse("meeting_run", args=[reference.slug]))
        known = [name for route, name in crawl.all_patterns() if name and "<" not in route]
        own = [reverse(name) for name in known if name.startswith(("my_", "mfa_", "sign_in_"))]
        of_all = [one for one in crawl.addresses() if one.startswith("/fr/")]
        of_all += [reverse(name) for name in known if name.startswith("account_")]
    return [
        Person(desk.cookies, [*of_the_desk, *own], files_to_bring(desk)),
        Person(browser_of(member).cookies, own),
        Person(Client().cookies, of_all),
    ]


def files_to_bring(desk: Client) -> dict[str, dict[str, Any]]:
    """Sheets with something new in them, a questionnaire, a report: by the page that takes them."""
    given: dict[str, dict[str, Any]] = {
        "/survey/": {"file": ("questionnaire.csv", QUESTIONNAIRE)},
        "/import-report/": {"text": REPORT.read_text(encoding="utf-8")},
    }
    for model in ("meetings/meeting", "organisations/organisation"):
        name = model.partition("/")[2]
        sheet = desk.post(f"/admin/{model}/export/", {"download": f"{name}.csv"}).content
        changed = sheet.replace("Réunion".encode(), b"Rencontre").replace(b"IPIS", b"Ipis")
        given[f"{model}/import/"] = {"file": (f"{name}.csv", changed)}
    page = reverse("admin:foundation_translationreview_export")
    wanted = {"language": "en", "scope": "all", "hidden": "on", "download": "1"}
    book = load_workbook(BytesIO(desk.get(page, wanted).content))
    (texts,) = (sheet for sheet in book.worksheets if sheet.max_column > 1)
    texts["F2"] = "Un texte traduit"
    written = BytesIO()
    book.save(written)
    given["/translationreview/import/"] = {"sheet": ("texts.xlsx", written.getvalue())}
    return given


class Portal:
    """The portal as people use it, set back to its first state before each form."""

    def __init__(self, database: Snapshot) -> None:
        self.database = database
        self.is_changed = False

    def set_back(self) -> None:
        """Forgets what was sent."""
        if self.is_changed:
            self.database.restore()
            self.is_changed = False

    def take(self, person: Person, steps: Iterable[Sending]) -> Any:
        """Sends one form after another; gives the last answer."""
        answer = None
        for step in steps:
            answer = person.send(step)
            self.note(answer)
        return answer

    def take_at_once(self, person: Person, sending: Sending) -> list[int]:
        """Sends a form twice at the same moment; gives the statuses."""
        answers = at_once(partial(person.send, sending), partial(person.send, sending))
        for answer in answers:
            self.note(answer)
        return [answer.status_code for answer in answers]

    def note(self, answer: Any) -> None:
        """A page that refuses or asks back has changed nothing; messages and redirects may."""
        self.is_changed |= answer.status_code not in {403, 404, 405, 422}


def every_form(
    portal: Portal, people: list[Person], part: int
) -> Iterator[tuple[Person, list[Sending]]]:
    """Each form of a part of the addresses, as the steps that lead to sending it.

    Each is sent once to find what it asks back. Steps of one shape are taken once.
    """
    for person in people:
        seen = set()
        for address in person.addresses[part::PARTS]:
            portal.set_back()
            page = person.browser().get(address)
            waiting = [[one] for one in person.forms_on(address, page)]
            while waiting:
                steps = waiting.pop()
                if steps[-1].shape in seen:
                    continue
                seen.add(steps[-1].shape)
                yield person, steps
                if len(steps) < DEEPEST:
                    portal.set_back()
                    answer = portal.take(person, steps)
                    found = person.forms_on(steps[-1].address, answer)
                    waiting += [[*steps, one] for one in found]


@pytest.mark.parametrize("part", range(PARTS))
def test_a_form_is_answered_once_and_twice_at_the_same_moment(
    part: int, people: list[Person], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults, sent = [], 0
    with Snapshot(tmp_path, monkeypatch).taken() as database, translation.override("fr"):
        portal = Portal(database)
        for person, steps in every_form(portal, people, part):
            portal.set_back()
            *before, last = steps
            portal.take(person, before)
            statuses = portal.take_at_once(person, last)
            sent += 1
            if max(statuses) >= 500:
                faults.append(([f"{step.address} {step.button}" for step in steps], statuses))
        portal.set_back()
    assert faults == []
    assert sent > 10

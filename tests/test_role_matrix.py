"""Every address of the portal, asked for by each role, against the table in role_matrix.txt.

The table is written by hand. A new address without a line in it fails, and so does a line without
an address. Whoever may not read a page may not write to it either.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from time import time
from typing import Any

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from kpcsc.member_area.calendar import calendar_path
from meetings.invitations.links import link_path as invitation_path
from meetings.models import Meeting, Role
from organisations.actions import renew_calendar
from organisations.models import User
from surveys.models import Survey
from tests.admin_pages import Route, fill_desk
from tests.crawl import ADDRESSES, all_patterns
from tests.factories import (
    make_meeting,
    make_meeting_invitation,
    make_organisation,
    make_participation,
    make_user,
)
from tests.factories.files import make_document
from tests.sampling import sampled

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).parent / "role_matrix.txt"
PARTS = 4  # of the addresses: as many tests, which the workers share
# In the order of the table's columns. "password" is an administrator without a second factor.
ROLES = "public guest member facilitator password translator editor publisher admin".split()
GROUPS = {
    "facilitator": "Facilitator",
    "translator": "Translator",
    "editor": "Editor",
    "publisher": "Publisher",
    "password": "Administrator",
    "admin": "Administrator",
}


def expected() -> dict[str, list[int]]:
    """The statuses of each address, by its name, in the order of ROLES."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if line.strip() and not line.startswith("#"))
    return {name: [int(status) for status in statuses] for name, *statuses in rows}


@pytest.fixture
def people(reference: Meeting, settings: Settings, tmp_path: Path) -> dict[str, Client]:
    """A browser for each role, on a desk with something on every page."""
    settings.SECOND_FACTOR_REQUIRED = True
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    fill_desk(reference)
    browsers = {"public": Client()}
    for role in ROLES[1:]:
        person = person_with(role, reference)
        browsers[role] = Client()
        browsers[role].force_login(person)
        if role in {"translator", "editor", "publisher", "admin"}:
            prove_second_factor(browsers[role], person)
    return browsers


def person_with(role: str, meeting: Meeting) -> User:
    """Somebody who has this role and no other."""
    is_inside = role in {"member", "facilitator"}
    organisation = make_organisation(
        membership="member" if is_inside else "guest", listing="unlisted"
    )
    is_staff = role in {"password", "translator", "editor", "publisher", "admin"}
    person = make_user(organisation=organisation, is_staff=is_staff)
    if role in GROUPS:
        person.groups.set([Group.objects.get(name=GROUPS[role])])
    if role == "facilitator":
        taking_part = make_participation(
            meeting=meeting, organisation=organisation, role=Role.FACILITATOR
        )
        taking_part.people.add(person)
    return person


def prove_second_factor(client: Client, person: User) -> None:
    """What allauth notes in the session once a phone's code was entered."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time()}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
    session.save()


def address_of(route: str, name: str) -> str:
    """One address of the route: the first that the crawls know."""
    if route.startswith("admin/"):
        return Route(route, name).addresses()[0]
    if name == "my_calendar":
        return calendar_path(User.objects.get(calendar_key__isnull=False))
    if name == "meeting_run":
        return reverse(name, args=[Meeting.objects.earliest("pk").slug])
    if name in {"mfa_edit_webauthn", "mfa_remove_webauthn"}:
        return reverse(name, args=[1])
    arguments: Iterable[Any] = ADDRESSES[name]() if name in ADDRESSES else [()]
    return reverse(name, args=next(iter(arguments)))


def addresses() -> dict[str, str]:
    """An address of each name in the URLconf, and of some records that not everybody sees."""
    found = {name: address_of(route, name) for route, name in all_patterns() if name}
    kept_back: dict[str, dict[str, Any]] = {
        "members": {"visibility": "members"},
        "staff": {"visibility": "staff"},
        "draft": {"status": "draft"},
        "withdrawn": {"status": "withdrawn"},
    }
    for name, fields in kept_back.items():
        meeting = make_meeting(**fields)
        found[f"meeting_detail:{name}"] = meeting.get_absolute_url()
        found[f"meeting_calendar:{name}"] = reverse("meeting_calendar", args=[meeting.slug])
        found[f"share_card:{name}"] = reverse("share_card", args=["meeting", meeting.slug])
    for listing in ("members", "unlisted"):
        organisation = make_organisation(listing=listing)
        found[f"organisation_detail:{listing}"] = organisation.get_absolute_url()
    document = make_document(meeting=make_meeting(), visibility="public")
    found["document_detail:public"] = document.get_absolute_url()
    found["document_detail:original"] = f"{document.get_absolute_url()}?original"
    planned = make_meeting(starts_on=date(2100, 1, 1), state="planned", status="draft")
    invitation = make_meeting_invitation(planned, person=make_user())
    found["meeting_invitation:planned"] = invitation_path(invitation)
    published = Survey.objects.exclude(results_published_at=None).get()
    found["survey_results:published"] = published.get_absolute_url()
    found["survey_export:published"] = reverse("survey_export", args=[published.slug, "csv"])
    return found


def answer_to(client: Client, method: str, address: str) -> Any:
    """The answer; what it changed is undone."""
    with transaction.atomic():
        answer = getattr(client, method)(address)
        transaction.set_rollback(True)
    answer.getvalue()  # to its end, so that a file is closed
    return answer


def is_shut(answer: Any) -> bool:
    """Whether it is a refusal, or the way to sign in."""
    target = answer.headers.get("Location", "")
    return answer.status_code in {403, 404, 405, 410} or any(
        door in target for door in ("/admin/login/", "/sign-in/")
    )


@pytest.fixture
def asked(people: dict[str, Client]) -> dict[str, str]:
    """The addresses, in French; a calendar among them."""
    renew_calendar(by=User.objects.filter(groups__name="Facilitator").get())
    with translation.override("fr"):
        return addresses()


def test_the_table_and_the_portal_have_the_same_addresses(asked: dict[str, str]) -> None:
    assert expected().keys() == asked.keys()


@pytest.mark.parametrize("part", sampled(range(PARTS), 1))
def test_each_role_gets_what_the_table_says_and_writes_nowhere_else(
    part: int, people: dict[str, Client], asked: dict[str, str]
) -> None:
    table = expected()
    faults, open_to_write = [], []
    for name, address in list(asked.items())[part::PARTS]:
        answers = {role: answer_to(people[role], "get", address) for role in ROLES}
        statuses = [answer.status_code for answer in answers.values()]
        if table.get(name) != statuses:
            faults.append(f"{name} {' '.join(map(str, statuses))}")
        # Signing in and out is done by whoever is not, or is; what answers 405 is for writing.
        if name.startswith(("account_", "mfa_")) or name == "admin:logout":
            continue
        for role, answer in answers.items():
            may_read = answer.status_code == 405 or not is_shut(answer)
            if not may_read and not is_shut(answer_to(people[role], "post", address)):
                open_to_write.append((name, role))
    assert sorted(faults) == []
    assert open_to_write == []

"""The portal reads itself over HTTP, finds what stands there, and says so."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult, get_date_max
from pytest_django.live_server_helper import LiveServer

from kpcsc.foundation.viewer import MEMBER, PUBLIC, STAFF
from kpcsc.takedown import page_reading, self_check
from kpcsc.takedown.models import NamingCheck
from kpcsc.takedown.report import CheckReport, check_reports
from kpcsc.takedown.self_check import begin_check, run_a_turn
from kpcsc.takedown.tasks import run_naming_checks
from meetings.models import Section
from organisations.listing.actions import resume_naming, stop_naming
from organisations.models import Country, DismissedMention, Listing, Organisation
from tests.factories import make_meeting, make_participation, make_staff
from tests.factories.files import make_document, upload
from tests.meetings.report_import.reading.samples import pdf_of
from tests.organisations.listing.test_actions import consent, make_agreed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def portal(live_server: LiveServer, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal at an address, as its worker knows it."""
    settings.PORTAL_URL = live_server.url
    # SQLite's database in memory has one connection, which all requests of the test share.
    monkeypatch.setattr(page_reading, "READERS_AT_ONCE", 1)


@pytest.fixture
def zela() -> Organisation:
    """An organisation that came to a meeting, whose text and file name it."""
    zela = make_agreed(name_fr="Zela", acronym="ZELA", slug="zela", country_id="ZW")
    meeting = make_meeting(slug="reunion", introduction_fr="Avec ZELA.")
    meeting.countries.set(Country.objects.filter(pk="ZW"))
    make_participation(meeting=meeting, organisation=zela)
    make_document(meeting=meeting, visibility="public", file=upload(pdf_of(["Avec ZELA."])))
    return zela


def stop(organisation: Organisation, shown_to: str = "unlisted") -> Organisation:
    return stop_naming(
        organisation=organisation, shown_to=Listing(shown_to), by=make_staff(name="Bureau")
    )


def run() -> None:
    """Runs the task as the worker does, until it plans nothing more at once."""
    while is_planned_at_once():
        DBTaskResult.objects.all().delete()
        run_naming_checks.call()


def is_planned_at_once() -> bool:
    """Whether the worker's next thing to do is to read on."""
    planned = DBTaskResult.objects.filter(task_path=run_naming_checks.module_path)
    return planned.filter(run_after=get_date_max()).exists()


def report(organisation: Organisation) -> CheckReport:
    organisation.refresh_from_db()
    (found,) = check_reports([organisation])
    return found


def sentence(organisation: Organisation) -> str:
    with translation.override("en"):
        return report(organisation).sentence


@pytest.mark.parametrize("shown_to", ["unlisted", "members"])
def test_after_a_stop_all_pages_are_read_and_none_names_it(
    zela: Organisation, shown_to: str
) -> None:
    stop(zela, shown_to)
    run()
    check = NamingCheck.objects.get()
    assert (check.found, check.unanswered, check.read) == ([], [], check.total)
    readers = {reader for _path, reader in check.to_read}
    assert readers == ({"stranger", "member"} if shown_to == "unlisted" else {"stranger"})
    assert check.concerned_read_at is not None
    assert sentence(zela) == f"{check.total} pages read: none names it."
    assert report(zela).is_clean


def test_what_names_it_still_is_found_with_the_page_and_its_reader(zela: Organisation) -> None:
    stop(zela)
    check = begin_check(Organisation.objects.get(pk=zela.pk))
    # As if something on the way to the reader were older than the stop.
    unstopped = {"listing": "public", "listing_limit": "public", "naming_stopped_at": None}
    Organisation.objects.filter(pk=zela.pk).update(**unstopped)
    while check.finished_at is None:
        run_a_turn(check)
    found = {(one["path"], one["reader"]) for one in check.found}
    assert {("/fr/organisations/zela/", "stranger"), ("/fr/meetings/reunion/", "member")} < found
    assert any(path.startswith("/fr/documents/") for path, _reader in found)
    words = {one["words"] for one in check.found if one["path"] == "/fr/meetings/reunion/"}
    assert "ZELA" in words
    with translation.override("en"):
        said = CheckReport(zela, check)
        assert said.has_found
        assert not said.is_clean
        assert "still name it." in said.sentence
        assert "everyone sees it" in {place.reader for place in said.places}


def test_a_common_word_is_told_apart(zela: Organisation) -> None:
    meeting = make_meeting(slug="autre")
    section = Section.objects.create(meeting=meeting, heading_fr="ZELA veut dire autre chose")
    stop(zela)
    DismissedMention.objects.create(
        organisation=zela,
        model="meetings.section",
        record_id=section.pk,
        words="ZELA",
        sentence=section.heading_fr,
        digest="x",
    )
    check = begin_check(Organisation.objects.get(pk=zela.pk))
    check.found = [
        {"path": "/", "reader": "stranger", "words": "ZELA", "sentence": "", "is_common": True}
    ]
    said = CheckReport(zela, check)
    assert (said.places, len(said.common_words)) == ([], 1)


def test_it_reads_in_turns_and_goes_on_where_it_stopped(
    zela: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(self_check, "PAGES_AT_ONCE", 5)
    monkeypatch.setattr(self_check, "SECONDS_A_TURN", 0.0001)
    stop(zela)
    DBTaskResult.objects.all().delete()
    run_naming_checks.call()
    check = NamingCheck.objects.get()
    assert (check.read, check.finished_at) == (5, None)
    with translation.override("en"):
        assert report(zela).sentence == f"5 of {check.total} pages are read."
    assert is_planned_at_once()
    run_naming_checks.call()
    assert NamingCheck.objects.get().read == 10


def test_two_workers_do_not_count_a_page_twice(zela: Organisation) -> None:
    stop(zela)
    check = begin_check(Organisation.objects.get(pk=zela.pk))
    other = NamingCheck.objects.get(pk=check.pk)
    assert other.advance(0, read=3)
    assert not check.advance(0, read=2)
    assert NamingCheck.objects.get().read == 3


def test_a_portal_that_does_not_answer_is_said_not_to(zela: Organisation, settings: Any) -> None:
    settings.PORTAL_URL = "http://127.0.0.1:9"
    stop(zela)
    run()
    assert (
        sentence(zela)
        == "The portal gives no answer at http://127.0.0.1:9: the check waits for it."
    )
    assert not report(zela).is_clean


def test_something_else_at_the_portals_address_is_no_portal(
    zela: Organisation, settings: Any
) -> None:
    """It answers, and names nobody: a web server's own page, or "this host is not allowed"."""
    settings.PORTAL_URL = settings.PORTAL_URL.replace("localhost", "127.0.0.1")
    settings.ALLOWED_HOSTS = ["localhost"]
    stop(zela)
    run()
    assert "the check waits for it" in sentence(zela)
    assert NamingCheck.objects.get().read == 0


def test_whoever_is_no_member_reads_no_sentence_for_members(zela: Organisation) -> None:
    stop(zela)
    check = begin_check(Organisation.objects.get(pk=zela.pk))
    row = {"path": "/fr/meetings/membres/", "words": "ZELA", "sentence": "…", "is_common": False}
    check.found = [row | {"reader": "member"}]
    check.unanswered = [{"path": "/fr/x/", "reader": "member"}]
    for viewer, number in ((PUBLIC, 0), (MEMBER, 1), (STAFF, 1)):
        said = CheckReport(zela, check, viewer)
        assert (len(said.places), len(said.unanswered)) == (number, number)


def test_a_worker_that_does_not_run_is_told(zela: Organisation) -> None:
    stop(zela)
    assert sentence(zela) == "The portal is about to read its own pages."
    late = timezone.now() - timedelta(minutes=2)
    Organisation.objects.update(naming_stopped_at=late)
    Organisation.objects.exclude(pk=zela.pk).update(naming_stopped_at=None)
    assert sentence(zela) == "Nothing is checked: the portal’s worker does not run."
    check = begin_check(Organisation.objects.get(pk=zela.pk))
    NamingCheck.objects.update(read=3, read_at=late)
    expected = f"3 of {check.total} pages are read, and nobody reads on."
    assert sentence(zela) == expected


def test_another_stop_has_another_check(zela: Organisation) -> None:
    stop(zela)
    run()
    resume_naming(organisation=zela, listing=Listing.PUBLIC, by=make_staff())
    consent(zela, "unlisted")
    assert report(zela).check is None
    run()
    assert NamingCheck.objects.filter(organisation=zela).count() == 2
    assert report(zela).is_clean


def test_what_is_saved_without_a_stop_is_not_read(zela: Organisation) -> None:
    zela.save()
    run_naming_checks.call()
    assert not NamingCheck.objects.exists()

"""Bringing a state back: through the pages, with nothing opened and everything kept."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from kpcsc.foundation.history.restore import restore
from kpcsc.foundation.history.save_descriptions import saves_of
from kpcsc.foundation.versioned import StaleRecordError, Versioned
from meetings.models import FollowUp, Meeting, Participation, Section
from organisations.models import ConsentRecord, Country, Organisation, User
from tests.factories import (
    make_campaign,
    make_meeting,
    make_organisation,
    make_participation,
    make_staff,
    make_user,
)
from tests.foundation.history.test_pages import ENGLISH, edit, page_of
from tests.test_admin import form_data


@pytest.fixture
def anna(client: Client, db: None) -> User:
    person = make_staff(name="Anna")
    client.force_login(person)
    return person


def moment_of(record: Any) -> datetime:
    """The moment of the latest save."""
    return saves_of(record)[0].at


def fresh[Record: Versioned](record: Record) -> Record:
    return type(record)._default_manager.get(pk=record.pk)


def test_texts_facts_and_parts_come_back_through_the_page(client: Client, anna: User) -> None:
    meeting = make_meeting(place_fr="Kinshasa", participants_count=24)
    Section.objects.create(meeting=meeting, heading_fr="Points forts", body_fr="<p>Un</p>")
    meeting.countries.set(Country.objects.filter(pk__in=["CD", "ZW"]))
    moment = moment_of(meeting)
    edit(
        client,
        meeting,
        place_fr="Goma",
        participants_count="3",
        countries=["BW"],
        sections__0__DELETE="on",
        objectives__TOTAL_FORMS="1",
        objectives__0__text_fr="Préparer",
        objectives__0__meeting=meeting.pk,
    )
    page = page_of(meeting, "restore")
    shown = client.get(page, {"moment": moment.isoformat()}, headers=ENGLISH)
    html = shown.content.decode()
    assert 'Added: report section “<span lang="fr">Points forts</span>”' in html
    assert 'Removed: objective “<span lang="fr">Préparer</span>”' in html
    assert Meeting.objects.get().place_fr == "Goma"  # only shown yet

    sent = {"moment": moment.isoformat(), "version": "2"}
    assert client.post(page, sent).headers["Location"] == page_of(meeting, "history")
    meeting = fresh(meeting)
    assert (meeting.place_fr, meeting.participants_count, meeting.version) == ("Kinshasa", 24, 3)
    assert [country.pk for country in meeting.countries.all()] == ["CD", "ZW"]
    section = meeting.sections.get()
    assert (section.heading_fr, section.body_fr) == ("Points forts", "<p>Un</p>")
    assert not meeting.objectives.exists()
    latest = client.get(page_of(meeting, "history"), headers=ENGLISH).context["saves"][0]
    assert latest.by == "Anna"
    assert latest.reason.startswith("Brought back to the state of ")


def test_nothing_is_opened(client: Client, anna: User) -> None:
    meeting = make_meeting(place_fr="Kinshasa")  # published, for everyone
    section = Section.objects.create(meeting=meeting, heading_fr="Un")
    removed = Section.objects.create(meeting=meeting, heading_fr="Deux")
    hidden, shunned, absent = (make_participation(meeting=meeting) for _ in range(3))
    moment = moment_of(meeting)
    meeting.advance(by=None)
    meeting.place_fr, meeting.status, meeting.visibility = "Goma", "withdrawn", "staff"
    meeting.publish_at = None
    meeting.save()
    section.heading_fr, section.visibility = "Trois", "members"
    section.save()
    removed.delete()
    hidden.named = "members"
    hidden.role = "organiser"
    hidden.save()
    shunned.delete()
    absent.attended = False
    absent.save()

    done = restore(record=fresh(meeting), moment=moment, by=anna)
    meeting = fresh(meeting)
    assert meeting.place_fr == "Kinshasa"
    assert (meeting.status, meeting.visibility, meeting.publish_at) == ("withdrawn", "staff", None)
    sections = Section.objects.values_list("heading_fr", "visibility").order_by("pk")
    assert list(sections) == [("Un", "members"), ("Deux", "staff")]
    rows = Participation.objects.order_by("pk").values_list("role", "attended", "named")
    assert list(rows) == [
        ("participant", True, "members"),
        ("participant", True, "unnamed"),
        ("participant", True, "unnamed"),
    ]
    assert {(left.state.kind, left.names) for left in done.not_restored} == {
        ("meetings.meeting", ("status", "publish_at", "visibility")),
        ("meetings.section", ("visibility",)),
        ("meetings.participation", ("named",)),
    }


def test_an_organisation_s_listing_membership_and_consent_stay(anna: User) -> None:
    organisation = make_organisation(
        name_fr="Avant", listing="public", membership="member", member_since="2020-01-01"
    )
    ConsentRecord.objects.create(
        organisation=organisation, agreed_listing="public", given_by="A", wording_version="1"
    )
    moment = moment_of(organisation)
    organisation.advance(by=None)
    organisation.name_fr, organisation.listing = "Après", "unlisted"
    organisation.membership, organisation.member_since = "former", None
    organisation.save()
    restore(record=fresh(organisation), moment=moment, by=anna)
    organisation = fresh(organisation)
    assert (organisation.name_fr, organisation.listing) == ("Avant", "unlisted")
    assert (organisation.membership, organisation.member_since) == ("former", None)
    assert ConsentRecord.objects.count() == 1


def test_the_joining_link_stays_and_is_in_no_history(anna: User) -> None:
    meeting = make_meeting(joining_link="https://example.org/old")
    moment = moment_of(meeting)
    meeting.advance(by=None)
    meeting.place_fr, meeting.joining_link = "Goma", "https://example.org/new"
    meeting.save()
    restore(record=fresh(meeting), moment=moment, by=anna)
    assert fresh(meeting).joining_link == "https://example.org/new"
    assert "example.org" not in str(saves_of(meeting))


def test_what_is_gone_is_left_out(anna: User) -> None:
    campaign, owner, guest = make_campaign(), make_organisation(), make_organisation()
    person = make_user()
    meeting = make_meeting(campaign=campaign)
    follow_up = FollowUp.objects.create(meeting=meeting, what_fr="Écrire", owner=owner)
    visit = make_participation(meeting=meeting, organisation=guest)
    stay = make_participation(meeting=meeting)
    stay.people.set([person])
    moment = moment_of(meeting)
    follow_up.delete()
    visit.delete()
    stay.people.clear()
    for gone in (campaign, owner, guest, person):
        gone.delete()
    restore(record=fresh(meeting), moment=moment, by=anna)
    assert fresh(meeting).campaign is None
    back = FollowUp.objects.get()
    assert (back.what_fr, back.owner, back.visibility) == ("Écrire", None, "staff")
    assert list(Participation.objects.all()) == [stay]
    assert not stay.people.exists()


def test_a_state_is_brought_back_from_the_version_that_was_seen(client: Client, anna: User) -> None:
    meeting = make_meeting(place_fr="Kinshasa")
    moment = moment_of(meeting)
    edit(client, meeting, place_fr="Goma")
    page = page_of(meeting, "restore")
    for version in ("1", "", "x", "²", "9" * 30):
        client.post(page, {"moment": moment.isoformat(), "version": version})
        assert fresh(meeting).place_fr == "Goma"
    old = fresh(meeting)
    old.version = 1
    with pytest.raises(StaleRecordError):
        restore(record=old, moment=moment, by=anna)


def test_an_open_form_is_told_that_a_state_was_brought_back(client: Client, anna: User) -> None:
    meeting = make_meeting(place_fr="Kinshasa")
    moment = moment_of(meeting)
    edit(client, meeting, place_fr="Goma")
    page = page_of(meeting, "change")
    opened = form_data(client.get(page))
    restore(record=fresh(meeting), moment=moment, by=anna)
    told = client.post(page, opened, headers=ENGLISH).content.decode()
    assert "Brought back to the state of" in told
    assert fresh(meeting).place_fr == "Kinshasa"


def test_a_state_that_no_longer_fits_is_refused_in_words(client: Client, anna: User) -> None:
    meeting = make_meeting(slug="first")
    moment = moment_of(meeting)
    edit(client, meeting, slug="second")
    make_meeting(slug="first")
    sent = {"moment": moment.isoformat(), "version": "2"}
    response = client.post(page_of(meeting, "restore"), sent, headers=ENGLISH, follow=True)
    assert "Nothing was brought back: this state no longer fits." in response.content.decode()
    assert (fresh(meeting).slug, fresh(meeting).version) == ("second", 2)


def test_only_who_may_change_the_record_brings_a_state_back(client: Client, db: None) -> None:
    meeting = make_meeting()
    reader = make_user(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_meeting"))
    client.force_login(reader)
    page = page_of(meeting, "restore")
    sent = {"moment": moment_of(meeting).isoformat(), "version": "1"}
    assert (client.get(page, sent).status_code, client.post(page, sent).status_code) == (403, 403)
    history = client.get(page_of(meeting, "history"))
    assert history.status_code == 200
    assert page not in history.content.decode()
    assert client.get(reverse("admin:meetings_meeting_restore", args=[0])).status_code == 404


def test_a_part_that_history_does_not_know_is_left_alone(anna: User) -> None:
    meeting = make_meeting()
    moment = moment_of(meeting)
    Section.objects.bulk_create([Section(meeting=meeting, heading_fr="Sans histoire")])
    born = Section.objects.create(meeting=meeting, heading_fr="Née après")
    restore(record=fresh(meeting), moment=moment, by=anna)
    assert not Section.objects.filter(pk=born.pk).exists()
    assert Section.objects.get().heading_fr == "Sans histoire"


def test_a_state_from_before_a_name_was_known_names_nobody(anna: User) -> None:
    """A text names an organisation by a name that was recorded as one of it only afterwards."""
    organisation = make_organisation(name_fr="Amis des rivières", listing="unlisted")
    meeting = make_meeting(introduction_fr="Avec Les Gardiens du Kasaï, nous avons marché.")
    first = saves_of(organisation)[0].at
    organisation.aliases = "Les Gardiens du Kasaï"
    organisation.advance(by=None).save()
    reader = Client()
    address = meeting.get_absolute_url()
    assert "Gardiens" not in reader.get(address).content.decode()
    restore(record=Organisation.objects.get(), moment=first, by=anna)
    assert "Gardiens" not in reader.get(address).content.decode()

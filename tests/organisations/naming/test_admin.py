"""What staff see of names in texts: what was written, who reads it, and which words are no name."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kpcsc.foundation.reader import Reader, reading_as
from kpcsc.foundation.translated_text import translated
from kpcsc.foundation.viewer import PUBLIC
from meetings.models import Meeting, Section
from organisations.models import DismissedMention, Listing, Organisation
from organisations.naming.record_mentions import RecordMentions
from tests.factories import (
    make_campaign,
    make_meeting,
    make_organisation,
    make_participation,
    make_question,
    make_staff,
    make_survey,
    make_user,
)

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def impact() -> Organisation:
    """An organisation whose name is a common word, and that is never named."""
    return make_organisation(name_fr="Impact", slug="impact", listing=Listing.UNLISTED)


@pytest.fixture
def meeting(impact: Organisation) -> Meeting:
    meeting = make_meeting(title_fr="Réunion avec Impact", title_en="")
    Section.objects.create(meeting=meeting, heading_fr="Suite", body_fr="<p>Impact réel. Fin.</p>")
    return meeting


def with_role(name: str) -> Client:
    person = make_user(is_staff=True)
    person.groups.add(Group.objects.get(name=name))
    client = Client(headers=ENGLISH)
    client.force_login(person)
    return client


def page_of(record: Any, name: str) -> str:
    options = record._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{name}", args=[record.pk])


def text_of(client: Client, address: str) -> str:
    """A page's words, its blanks made one."""
    page = client.get(address, headers=ENGLISH).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def read_publicly(record: Any, field: str) -> str:
    with reading_as(Reader(PUBLIC)), translation.override("fr"):
        return translated(record, field).text


def test_the_sidebar_says_whom_texts_name_and_who_reads_it(impact: Organisation) -> None:
    shown = make_organisation(name_fr="Réseau Ouvert")
    meeting = make_meeting(title_fr="Impact et Réseau Ouvert")
    campaign = make_campaign(title_fr="Impact et Réseau Ouvert")
    survey = make_survey(meeting=meeting, title_fr="Enquête")
    make_question(survey, "single", "Impact", text_fr="Qui ? Réseau Ouvert ?")
    Organisation.objects.filter(pk=shown.pk).update(description_fr="Avec Impact. Réseau Ouvert.")
    client = Client()
    client.force_login(make_staff())
    hidden = "Impact Nobody but the secretariat reads the name."
    both = f"{hidden} Réseau Ouvert Everyone reads the name."
    expected = {meeting: both, campaign: both, survey: both, shown: hidden}
    for record, words in expected.items():
        said = text_of(client, page_of(record, "change"))
        assert f"Named in the texts {words}" in said, record
    assert "Named in the texts" not in text_of(client, page_of(make_meeting(), "change"))


def test_a_publisher_says_of_a_common_word_that_it_is_no_name(
    meeting: Meeting, impact: Organisation
) -> None:
    section = meeting.sections.get()
    assert read_publicly(section, "body") == "<p>[organisation non nommée] réel. Fin.</p>"
    publisher, address = with_role("Publisher"), page_of(meeting, "names")
    page = publisher.get(address).content.decode()
    assert "Impact réel. <strong>(Impact)</strong></blockquote>" in page
    passage = next(
        passage
        for passage in RecordMentions(meeting).subjects[0].passages
        if passage.mention.sentence == "Impact réel."
    )
    done = publisher.post(address, {"passage": passage.key}, follow=True)
    assert "Readers now see “Impact” in this sentence." in done.content.decode()
    section.refresh_from_db()
    assert read_publicly(section, "body") == "<p>Impact réel. Fin.</p>"
    assert read_publicly(meeting, "title") == "Réunion avec [organisation non nommée]"
    assert publisher.post(address, {"passage": passage.key}).status_code == 302
    assert DismissedMention.objects.count() == 1
    publisher.post(address, {"passage": passage.key, "reinstate": "1"})
    assert read_publicly(section, "body") == "<p>[organisation non nommée] réel. Fin.</p>"


def test_an_editor_looks_and_does_not_decide(meeting: Meeting) -> None:
    editor, address = with_role("Editor"), page_of(meeting, "names")
    page = editor.get(address).content.decode()
    assert "Impact réel." in page
    assert "A common word here?" not in page
    key = RecordMentions(meeting).subjects[0].passages[0].key
    assert editor.post(address, {"passage": key}).status_code == 403
    assert not DismissedMention.objects.exists()


def test_a_text_that_changed_meanwhile_is_looked_at_again(meeting: Meeting) -> None:
    publisher, address = with_role("Publisher"), page_of(meeting, "names")
    done = publisher.post(address, {"passage": "0" * 20}, follow=True)
    assert "This text was changed meanwhile: look at it again." in done.content.decode()


def test_staff_read_and_write_the_stored_text(meeting: Meeting) -> None:
    """In the form, in the history, in a comparison and in a sheet."""
    client = Client()
    client.force_login(make_staff())
    meeting.title_fr = "Autre réunion avec Impact"
    meeting.advance(by=None).save()
    asked = {"before": "2000-01-01T00:00:00Z", "after": "2100-01-01T00:00:00Z"}
    form = client.get(page_of(meeting, "change")).content.decode()
    assert 'value="Autre réunion avec Impact"' in form
    for address, data in [
        (page_of(meeting, "history"), {}),
        (page_of(meeting, "compare"), asked),
        (reverse("admin:meetings_meeting_changelist"), {}),
        (f"/fr/meetings/{meeting.slug}/", {}),
    ]:
        page = client.get(address, data).content.decode()
        assert "Impact" in page, address
        assert "non nommée" not in page, address


def test_the_desk_counts_texts_that_name_an_organisation_without_consent(meeting: Meeting) -> None:
    client = Client()
    client.force_login(make_staff())
    said = text_of(client, page_of(meeting, "change"))
    hidden = "The texts name 1 organisation that the public does not see named"
    assert hidden in said
    Organisation.objects.update(listing=Listing.PUBLIC)
    said = text_of(client, page_of(meeting, "change"))
    assert "The texts name 1 organisation without a consent that allows it." in said
    assert hidden not in said
    assert "Named in the texts of 1 record." in text_of(client, reverse("admin:index"))
    campaign = make_campaign(title_fr="Avec Impact")
    said = text_of(client, page_of(campaign, "publication"))
    assert "The texts name 1 organisation without a consent that allows it." in said


def test_an_address_that_may_name_somebody_is_told(impact: Organisation) -> None:
    """In the sidebar, and before publication; of a name hidden at this meeting alone as well."""
    shown = make_organisation(name_fr="Réseau Ouvert")
    meeting = make_meeting(slug="2026-impact-et-reseau-ouvert")
    client = Client()
    client.force_login(make_staff())
    told = "The address of the page may name Impact, and cannot be masked"
    assert told in text_of(client, page_of(meeting, "change"))
    assert told in text_of(client, page_of(meeting, "publication"))
    make_participation(meeting=meeting, organisation=shown, named="unnamed")
    assert "may name Impact, Réseau Ouvert" in text_of(client, page_of(meeting, "change"))
    Organisation.objects.update(listing=Listing.PUBLIC)
    assert "may name Réseau Ouvert" in text_of(client, page_of(meeting, "change"))

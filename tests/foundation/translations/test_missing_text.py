"""Which records say something in one language alone."""

from typing import Any

import pytest

from kpcsc.foundation.translations.missing_text import (
    record_incomplete,
    record_outdated,
    record_untranslated,
    translated_parts,
    untranslated,
)
from kpcsc.foundation.translations.texts import translated_fields
from meetings.models import Campaign, KeyMessage, Meeting, Section
from tests.factories import make_campaign, make_meeting


def test_the_parts_of_a_record_are_those_with_texts() -> None:
    assert [part.name for part in translated_parts(Campaign)] == [
        "blocks",
        "key_figures",
        "demands",
        "quotations",
        "key_messages",
        "milestones",
        "calls_to_action",
        "resources",
        "pictures",
    ]


@pytest.mark.parametrize(
    ("texts", "lacks_french", "lacks_english"),
    [
        ({}, False, False),
        ({"place_fr": "Goma", "place_en": "Goma"}, False, False),
        ({"place_fr": "Goma"}, False, True),
        ({"place_en": "Goma", "place_fr": ""}, True, False),
        ({"place_en": "Goma", "introduction_fr": "Bonjour"}, True, True),
    ],
)
@pytest.mark.django_db
def test_a_text_is_missing_where_only_the_other_language_has_it(
    texts: dict[str, Any], lacks_french: bool, lacks_english: bool
) -> None:
    make_meeting(**texts)
    fields = translated_fields(Meeting)
    assert Meeting.objects.filter(untranslated(fields, "fr")).exists() is lacks_french
    assert Meeting.objects.filter(untranslated(fields, "en")).exists() is lacks_english


@pytest.mark.django_db
def test_a_record_lacks_what_its_parts_lack() -> None:
    whole, partly = make_meeting(), make_meeting()
    texts = {"heading_fr": "Titre", "body_fr": "<p>Texte</p>", "body_en": "<p>Text</p>"}
    Section.objects.create(meeting=whole, heading_en="Heading", **texts)
    Section.objects.create(meeting=partly, **texts)
    assert list(Meeting.objects.filter(record_untranslated(Meeting, "en"))) == [partly]
    assert list(Meeting.objects.filter(record_untranslated(Meeting, "fr"))) == []
    campaign = make_campaign(title_en="Campaign")
    assert not Campaign.objects.filter(record_untranslated(Campaign, "en")).exists()
    KeyMessage.objects.create(campaign=campaign, title_fr="Message", text_fr="Texte")
    assert Campaign.objects.filter(record_untranslated(Campaign, "en")).get() == campaign


def test_a_text_to_review_is_found_by_its_record(db: None) -> None:
    meeting = make_meeting()
    section = Section.objects.create(meeting=meeting, heading_fr="Un", heading_en="One")
    section.heading_fr = "Deux"
    section.save()
    make_meeting()
    assert Meeting.objects.filter(record_outdated(Meeting, "en")).get() == meeting
    assert Meeting.objects.filter(record_incomplete(Meeting, "en")).get() == meeting
    assert not Meeting.objects.filter(record_incomplete(Meeting, "fr")).exists()
    assert not Campaign.objects.filter(record_outdated(Campaign, "en")).exists()

"""Which texts exist in each language, and what they are part of."""

import pytest

from kpcsc.foundation.translations import texts
from kpcsc.foundation.translations.texts import Key, UnknownTextError
from meetings.models import Campaign, Document, FollowUp, Meeting, Participation, Section
from organisations.models import Organisation
from surveys.models import Survey


def test_a_key_is_written_and_read() -> None:
    key = Key("meetings.section", 17, "body", "en")
    assert str(key) == "meetings.section.17.body_en"
    assert Key.parse(str(key)) == key
    assert (key.column, key.source_column, key.is_rich) == ("body_en", "body_fr", True)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "meetings.section.17",
        "meetings.section.x.body_en",
        "meetings.section.17.body_de",
        "meetings.section.17.body",
        "meetings.section.17.position_en",
        "meetings.nothing.17.body_en",
        "nothing.section.17.body_en",
        "meetings.participation.17.named_en",
        "meetings.meeting.17.joining_link",
    ],
)
def test_what_names_no_text_is_no_key(key: str) -> None:
    with pytest.raises(UnknownTextError):
        Key.parse(key)


def test_a_part_leads_to_the_record_that_it_goes_with() -> None:
    """A follow-up also names an organisation, which is not what it is a part of."""
    assert texts.path_to_root(FollowUp) == ("meeting",)
    assert texts.root_model(FollowUp) is Meeting
    assert texts.root_model(Meeting) is Meeting
    assert (texts.root_lookup(Section), texts.root_lookup(Meeting)) == ("meeting__pk", "pk")
    assert texts.root_models() == (Survey, Campaign, Meeting, Organisation)
    assert Document in texts.models_with_texts(Meeting)


def test_the_fields_in_two_languages() -> None:
    assert texts.translated_fields(Meeting) == ("title", "short_title", "introduction", "place")
    assert texts.translated_fields(Participation) == ()
    assert texts.expected_fields(Organisation) == ("description",)

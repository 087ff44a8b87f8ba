"""How much of a record exists in each language."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpcsc.foundation.translations.completeness import percentages
from meetings.models import Meeting, Objective, Section
from organisations.models import Organisation
from tests.factories import make_meeting, make_organisation


def test_a_record_counts_with_its_parts(db: None) -> None:
    meeting = make_meeting(title_fr="Un", title_en="One", place_en="Goma")
    Objective.objects.create(meeting=meeting, text_en="Two")
    Section.objects.create(
        meeting=meeting, heading_fr="Trois", heading_en="Three", body_en="<p>4</p>"
    )
    other = make_meeting(title_fr="Un", title_en="")
    # Of five texts, French has the title and the heading; an empty introduction is no text.
    assert percentages(Meeting, [meeting.pk, other.pk]) == {
        meeting.pk: {"fr": 40, "en": 100},
        other.pk: {"fr": 100, "en": 0},
    }


def test_an_organisation_s_name_needs_no_other_language(db: None) -> None:
    named = make_organisation(name_fr="Réseau")
    describe_differences = make_organisation(description_fr="Un", description_en="")
    assert percentages(Organisation, [named.pk, describe_differences.pk]) == {
        named.pk: {"fr": 100, "en": 100},
        describe_differences.pk: {"fr": 100, "en": 0},
    }


@pytest.mark.parametrize("number", [1, 3])
def test_one_query_for_any_number(db: None, number: int) -> None:
    keys = [make_meeting().pk for _ in range(number)]
    with CaptureQueriesContext(connection) as queries:
        percentages(Meeting, keys)
    assert len(queries) == 1

"""When a survey opens and closes by its dates."""

from datetime import UTC, datetime, timedelta

import pytest

from surveys.moments import moments_after
from tests.factories import make_survey

NOW = datetime(2026, 6, 2, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_the_next_survey_that_opens_and_the_next_that_closes() -> None:
    assert list(moments_after(NOW)) == []
    for days in (-3, 2, 5):
        opens_at = NOW + timedelta(days=days)
        make_survey(opens_at=opens_at, closes_at=opens_at + timedelta(days=4))
    assert list(moments_after(NOW)) == [NOW + timedelta(days=2), NOW + timedelta(days=1)]

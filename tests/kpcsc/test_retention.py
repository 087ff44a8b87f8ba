"""What the privacy page says of periods is what the worker goes by."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from kpcsc.foundation.mail.models import Delivery, DeliveryStatus
from kpcsc.foundation.mail.outbox import forget_messages
from kpcsc.retention import KEPT, in_words
from tests.factories import make_organisation, make_user


@pytest.mark.parametrize(
    ("period", "french", "english"),
    [
        (timedelta(days=365), "365\N{NO-BREAK SPACE}jours", "365 days"),
        (timedelta(days=1), "1\N{NO-BREAK SPACE}jour", "1 day"),
        (timedelta(hours=12), "12\N{NO-BREAK SPACE}heures", "12 hours"),
        (timedelta(minutes=15), "15 minutes", "15 minutes"),
    ],
)
def test_a_period_is_said_in_whole_units(period: timedelta, french: str, english: str) -> None:
    with translation.override("fr"):
        assert in_words(period) == french
    with translation.override("en"):
        assert in_words(period) == english


def test_each_period_is_of_something() -> None:
    assert KEPT.keys() == settings.RETENTION.keys()


def test_the_privacy_page_shows_the_settings(client: Client, settings: Any, db: None) -> None:
    settings.RETENTION = settings.RETENTION | {"remarks": timedelta(days=41)}
    assert "remarks, after the meeting: 41 days</li>" in client.get("/en/privacy/").text


def test_texts_that_name_a_period_name_that_of_the_settings(client: Client, db: None) -> None:
    """These are sentences of their own: whoever changes the setting changes them too."""
    assert settings.RETENTION["remarks"] == timedelta(days=90)
    assert "are erased 90 days after the meeting" in client.get("/en/privacy/").text
    assert settings.RETENTION["deleted_records"] == timedelta(days=30)


def test_of_messages_nothing_is_left_after_their_time(db: None) -> None:
    about, person = make_organisation(), make_user()
    now = timezone.now()
    ends = {366: DeliveryStatus.SENT, 364: DeliveryStatus.FAILED}
    for days, status in ends.items():
        Delivery.objects.create(
            letter="a.letter",
            about_model=about._meta.label_lower,
            about_id=str(about.pk),
            person=person,
            status=status,
            finished_at=now - timedelta(days=days),
        )
    waiting = Delivery.objects.create(
        letter="a.letter",
        about_model=about._meta.label_lower,
        about_id=str(about.pk),
        person=person,
        queued_at=now - timedelta(days=400),
    )
    forget_messages.call()
    left = Delivery.objects.order_by("pk")
    assert [one.status for one in left] == [DeliveryStatus.FAILED, DeliveryStatus.QUEUED]
    assert waiting in left

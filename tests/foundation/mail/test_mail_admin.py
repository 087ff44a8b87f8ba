"""The secretariat's pages on messages: read, filter, send again; nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kpcsc.foundation.mail.models import Delivery
from organisations.models import Organisation
from tests.factories import make_organisation, make_staff, make_user
from tests.foundation.mail.deliveries import make_delivery
from tests.foundation.test_confirmed_action import asked, confirmed, messages

LIST = reverse("admin:foundation_delivery_changelist")


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    client.force_login(make_staff())
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_the_list_says_to_whom_what_about_what_and_why_it_failed(desk: Client) -> None:
    about = make_organisation(name_fr="ZELA")
    delivery = make_delivery("failed", about=about, problem="550 no such mailbox")
    html = desk.get(LIST).content.decode()
    page = reverse("admin:organisations_organisation_change", args=[about.pk])
    assert delivery.person.name in html
    assert '<td class="field-kind">Greeting</td>' in html
    assert f'<a href="{page}">ZELA</a>' in html
    assert '<span lang="">550 no such mailbox</span>' in html


def test_what_the_portal_says_itself_is_in_the_pages_language(desk: Client) -> None:
    make_delivery("dropped", problem="The person wants no messages.")
    assert "The person wants no messages." in desk.get(LIST).content.decode()


def test_a_message_about_what_is_gone_is_listed(desk: Client) -> None:
    delivery = make_delivery("sent")
    Organisation.objects.all().delete()
    assert f"{delivery.person}" in desk.get(LIST).content.decode()
    assert (
        desk.get(reverse("admin:foundation_delivery_change", args=[delivery.pk])).status_code == 200
    )


def test_the_list_asks_as_often_for_many_as_for_few(
    desk: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    make_delivery("sent")
    with django_assert_max_num_queries(12) as few:
        desk.get(LIST)
    for _ in range(10):
        make_delivery("failed")
    with django_assert_num_queries(len(few)):
        desk.get(LIST)


def test_the_filter_leaves_what_did_not_arrive(desk: Client) -> None:
    for status in ("queued", "sent", "dropped"):
        make_delivery(status)
    make_delivery("sending")
    lost = {make_delivery("failed"), make_delivery("unknown")}
    left_lying = make_delivery("queued", due_at=timezone.now() - timedelta(minutes=16))
    found = desk.get(LIST, {"wanting": "arrival"}).context["cl"].result_list
    assert {*found} == lost | {left_lying}


def test_what_did_not_arrive_is_sent_again_after_a_question(desk: Client) -> None:
    failed, unknown, sent = (make_delivery(status) for status in ("failed", "unknown", "sent"))
    question = desk.post(LIST, asked("send_again", failed, unknown, sent)).content.decode()
    assert "3 messages will be sent again if they failed" in question
    assert Delivery.objects.filter(status="queued").count() == 0
    response = desk.post(LIST, confirmed("send_again", failed, unknown, sent), follow=True)
    assert messages(response) == [
        "2 messages are to be sent again.",
        "The other records are so already: nothing was changed in them.",
    ]
    assert set(Delivery.objects.filter(status="queued")) == {failed, unknown}


def test_nothing_is_added_changed_or_deleted_by_hand(desk: Client) -> None:
    delivery = make_delivery("failed")
    page = reverse("admin:foundation_delivery_change", args=[delivery.pk])
    assert desk.get(page).status_code == 200
    assert b'name="_save"' not in desk.get(page).content
    for address in (
        reverse("admin:foundation_delivery_add"),
        reverse("admin:foundation_delivery_delete", args=[delivery.pk]),
    ):
        assert desk.get(address).status_code == 403
    assert desk.post(page, {"status": "sent"}).status_code == 403
    assert b"delete_selected" not in desk.get(LIST).content


def test_staff_without_the_permission_see_none(client: Client, db: None) -> None:
    delivery = make_delivery("failed")
    client.force_login(make_user(is_staff=True))
    assert client.post(LIST, confirmed("send_again", delivery)).status_code == 403
    delivery.refresh_from_db()
    assert delivery.status == "failed"

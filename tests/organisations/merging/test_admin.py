"""The pages on which the secretariat merges organisations: choose, look, confirm."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import FollowUp
from organisations.models import Organisation, User
from tests.factories import (
    make_meeting,
    make_member,
    make_organisation,
    make_participation,
    make_staff,
    make_user,
)
from tests.organisations.merging.test_actions import fill, make_agreeing

LIST = "admin:organisations_organisation_changelist"
CHANGE = "admin:organisations_organisation_change"


@pytest.fixture
def staff(client: Client, db: None) -> User:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    person = make_staff()
    client.force_login(person)
    return person


@pytest.fixture
def pair(db: None) -> tuple[Organisation, Organisation]:
    """Two that differ in name, acronym and website; the second stands on more."""
    keep = make_agreeing(name_fr="Gardée", acronym="G", slug="gardee")
    other = make_agreeing(
        "members", name_fr="Autre", acronym="A", slug="autre", website="https://example.org/"
    )
    meeting = make_meeting(title_en="Where both were")
    for organisation in (keep, other):
        make_participation(organisation=organisation, meeting=meeting)
    alone = make_meeting(title_en="Where one was")
    make_participation(organisation=other, meeting=alone)
    FollowUp.objects.create(meeting=alone, what_en="Publish the summary", owner=other)
    make_user(name="Anna Moyo", organisation=other)
    return keep, other


def merge_page(*organisations: Organisation) -> str:
    keys = [organisation.pk for organisation in organisations]
    return reverse("admin:organisations_organisation_merge", query={"organisation": keys})


def choices(keep: Organisation, other: Organisation) -> dict[str, Any]:
    """The kept one's name, the other's acronym and website."""
    return {"keep": keep.pk, "name_fr": keep.pk, "acronym": other.pk, "website": other.pk}


def confirmed(response: Any) -> dict[str, Any]:
    """What the confirmation sends back, with its first button."""
    form = response.context["form"]
    return {
        **{name: form.data[name] for name in form.fields if name in form.data},
        "previewed": response.context["plan"].fingerprint,
        "_merge": "Yes",
    }


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_the_list_leads_to_the_comparison(client: Client, staff: User, pair: Any) -> None:
    data = {"action": "merge_selected", "_selected_action": [one.pk for one in pair]}
    response = client.post(reverse(LIST), data)
    assert response["Location"] == merge_page(*pair)


@pytest.mark.parametrize("number", [1, 11])
def test_one_or_too_many_are_not_compared(client: Client, staff: User, number: int) -> None:
    organisations = [make_organisation() for _ in range(number)]
    data = {"action": "merge_selected", "_selected_action": [one.pk for one in organisations]}
    for response in (
        client.post(reverse(LIST), data, follow=True),
        client.get(merge_page(*organisations), follow=True),
    ):
        assert "Select between 2 and 10 organisations" in text(response)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?organisation=x",
        "?organisation=²&organisation=-1",
        f"?organisation={10**30}&organisation=1",
    ],
)
def test_an_address_that_makes_no_sense_leads_back(client: Client, staff: User, query: str) -> None:
    page = reverse("admin:organisations_organisation_merge") + query
    assert client.get(page)["Location"] == reverse(LIST)


def test_only_who_may_change_organisations_merges_them(client: Client, pair: Any) -> None:
    page = merge_page(*pair)
    for person in (make_member(), make_user(is_staff=True)):
        client.force_login(person)
        response = client.post(page, choices(*pair))
        assert response.status_code == (403 if person.is_staff else 302)
    client.force_login(make_staff())
    assert client.put(page).status_code == 405


def test_the_comparison_proposes_what_loses_least(client: Client, staff: User, pair: Any) -> None:
    keep, other = pair
    response = client.get(merge_page(other, keep))
    form = response.context["form"]
    assert form["keep"].initial == keep.pk  # its consent opens more, though less stands on it
    assert {field.name: form[field.name].initial for field in form.differing} == {
        "name_fr": keep.pk,
        "acronym": keep.pk,
        "website": other.pk,  # the kept one has none
    }
    assert form.agreeing == [("Kind", "non-governmental organisation"), ("Membership", "guest")]
    shown = text(response)
    for words in (
        *("Where both were", "Where one was", "Publish the summary", "Anna Moyo"),
        *("named to everyone", "named to members", "/gardee/", "/autre/", "https://example.org/"),
    ):
        assert words in shown
    assert Organisation.objects.unmerged().count() == 2


def test_it_asks_with_every_row_that_moves_and_then_merges(
    client: Client, staff: User, pair: Any
) -> None:
    keep, other = pair
    asked = client.post(merge_page(*pair), choices(*pair))
    shown = text(asked)
    for words in (
        "Merge into Gardée?",
        "Today: named to everyone. After the merge: <strong>named to members</strong>.",
        "It will be listed more strictly than today.",
        "<dt>New other names</dt><dd>G · Autre</dd>",
        "Autre · Where one was",
        "Gardée · Where both were + Autre · Where both were",
        "Publish the summary",
        "Anna Moyo",
    ):
        assert words in shown, words
    assert Organisation.objects.unmerged().count() == 2

    done = client.post(merge_page(*pair), confirmed(asked), follow=True)
    assert done.redirect_chain == [(reverse(CHANGE, args=[keep.pk]), 302)]
    assert "Autre: merged into this record." in text(done)
    keep.refresh_from_db()
    assert (keep.name_fr, keep.acronym, keep.website, keep.listing) == (
        *("Gardée", "A", "https://example.org/", "members"),
    )
    assert (keep.participations.count(), keep.people.count(), keep.merged.get()) == (2, 1, other)
    assert keep.history.latest().history_user == staff


def test_new_members_are_named_before(client: Client, staff: User, pair: Any) -> None:
    keep = pair[0]
    Organisation.objects.filter(pk=keep.pk).update(membership="member")
    asked = client.post(merge_page(*pair), choices(*pair) | {"membership": keep.pk})
    assert "1 person will be able to read what is for members: Anna Moyo" in text(asked)


def test_back_from_the_question_the_choices_are_kept(
    client: Client, staff: User, pair: Any
) -> None:
    other = pair[1]
    data = choices(*pair) | {"keep": other.pk, "_choose": "Back"}
    form = client.post(merge_page(*pair), data).context["form"]
    assert {name: form[name].value() for name in ("keep", "acronym")} == {
        "keep": str(other.pk),
        "acronym": str(other.pk),
    }


def test_what_changed_meanwhile_is_shown_anew_with_the_choices_kept(
    client: Client, staff: User, pair: Any
) -> None:
    keep, other = pair
    asked = client.post(merge_page(*pair), choices(*pair))
    other.advance(by=None)
    told = client.post(merge_page(*pair), confirmed(asked))
    assert "Somebody else changed these records after they were shown to you." in text(told)
    assert told.context["form"]["acronym"].value() == str(other.pk)
    assert Organisation.objects.unmerged().count() == 2
    again = client.post(merge_page(*pair), choices(*pair))
    assert client.post(merge_page(*pair), confirmed(again)).status_code == 302
    assert keep.merged.get() == other


@pytest.mark.parametrize("changed", [{"keep": "x"}, {"keep": "0"}, {"acronym": ""}])
def test_an_answer_that_is_none_is_asked_for_again(
    client: Client, staff: User, pair: Any, changed: dict[str, str]
) -> None:
    response = client.post(merge_page(*pair), choices(*pair) | changed)
    assert "Answer what is marked below." in text(response)
    assert [*response.context["form"].errors] == [*changed]


def test_values_that_do_not_fit_together_are_refused_in_words(
    client: Client, staff: User, pair: Any
) -> None:
    keep, other = pair
    Organisation.objects.filter(pk=keep.pk).update(member_since="2022-01-01")
    Organisation.objects.filter(pk=other.pk).update(member_until="2021-01-01")
    data = choices(*pair) | {"member_since": keep.pk, "member_until": other.pk}
    response = client.post(merge_page(*pair), data)
    assert "The membership cannot end before it starts." in text(response)


def test_a_merged_one_is_read_but_neither_changed_nor_offered(
    client: Client, staff: User, pair: Any
) -> None:
    keep, other = pair
    client.post(merge_page(*pair), confirmed(client.post(merge_page(*pair), choices(*pair))))
    page = reverse(CHANGE, args=[other.pk])
    assert "It is now Gardée" in text(client.get(page))
    assert client.post(page, {"name_fr": "Other"}).status_code == 403
    assert "Autre, " in text(client.get(reverse(CHANGE, args=[keep.pk])))  # its consent
    history = reverse("admin:organisations_organisation_history", args=[other.pk])
    assert client.get(history).status_code == 200

    assert [*client.get(reverse(LIST)).context["cl"].result_list] == [keep]
    assert client.get(merge_page(*pair))["Location"] == reverse(LIST)
    for model, field in [("participation", "organisation"), ("followup", "owner")]:
        asked = {"app_label": "meetings", "model_name": model, "field_name": field, "term": "a"}
        found = client.get(reverse("admin:autocomplete"), asked).json()["results"]
        assert [result["text"] for result in found] == ["Gardée"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_ask_as_often_for_three_rows_as_for_one(
    client: Client,
    staff: User,
    number: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    keep, other = make_agreeing(acronym="G"), make_agreeing(acronym="A")
    fill(keep, other, number)
    client.get(reverse("admin:index"))
    with django_assert_num_queries(12):
        client.get(merge_page(keep, other))
    data = {"keep": keep.pk, "name_fr": keep.pk, "acronym": keep.pk}
    with django_assert_num_queries(44):
        response = client.post(merge_page(keep, other), data)
    assert len(response.context["changes"]) == 3

"""Adding many at once: paste, look, write."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Meeting, Participation
from organisations.models import Country, Organisation, User
from tests.factories import make_meeting, make_organisation, make_staff, make_user

TWELVE = """Participants :
1. Zimbabwe Environmental Law Asociation (ZELA)
2. Center for Natural Resource Governance – CNRG
3. Human Rights Watch
4. IMPACT
5. Maluti Community Development Forum (Lesotho)
6. Groupe de Recherche et de Plaidoyer sur les Industries Extractives
7. Action Mines Guinée
8. Réseau des Femmes et des Mines (REFEM)
9. Action Mines Kindia
10. « Levin Sources »
11. NMJD
12. RELUFA
En ligne
"""


@pytest.fixture
def staff(client: Client, db: None) -> User:
    person = make_staff()
    client.force_login(person)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return person


def page(meeting: Meeting, what: str = "organisations") -> str:
    return reverse(f"admin:meetings_meeting_add_{what}", args=[meeting.pk])


def sent_back(response: Any) -> dict[str, Any]:
    """What a browser would send of the second page when nothing is touched."""
    context = response.context
    data: dict[str, Any] = {}
    for form in [context["form"], context["entries"].management_form, *context["entries"].forms]:
        for bound in form:
            data[bound.html_name] = bound.value() if bound.value() is not None else ""
    return data


def texts(response: Any) -> list[str]:
    """The sentences that the next page shows."""
    return [str(message) for message in response.context["messages"]]


def test_twelve_organisations_of_a_report(client: Client, staff: User, reference: Meeting) -> None:
    """A misspelt one, an unknown one, one that is near, and one that is there already."""
    meeting = make_meeting(title_en="Next meeting")
    zela, hrw = (Organisation.objects.get(acronym=acronym) for acronym in ["ZELA", "HRW"])
    Participation.objects.create(meeting=meeting, organisation=hrw, role="facilitator")

    listed = {"text": TWELVE, "role": "participant", "attended": "yes", "language": "fr"}
    response = client.post(page(meeting), listed)
    assert (response.status_code, meeting.participations.count()) == (200, 1)
    entries = response.context["entries"].forms
    assert [(entry.typed, entry.how) for entry in entries] == [
        ("Zimbabwe Environmental Law Asociation (ZELA)", "By a near spelling, 94 % alike"),
        ("Center for Natural Resource Governance – CNRG", "By its name"),
        ("Human Rights Watch", "By its name"),
        ("IMPACT", "By its name"),
        ("Maluti Community Development Forum (Lesotho)", "By its name"),
        ("Groupe de Recherche et de Plaidoyer sur les Industries Extractives", "By its name"),
        ("Action Mines Guinée", "By its name"),
        ("Réseau des Femmes et des Mines (REFEM)", "Not known."),
        ("Action Mines Kindia", "Not sure. It may be:"),
        ("Levin Sources", "By its name"),
        ("NMJD", "By its acronym"),
        ("RELUFA", "By its acronym"),
        ("En ligne", "Not known."),
    ]
    assert [entry.is_present for entry in entries].index(True) == 2

    # What was not recognised has no choice made for it, and nothing is written without one.
    data = sent_back(response)
    assert [entry["choice"].value() for entry in entries if not entry.match] == [None] * 3
    response = client.post(page(meeting), data | {"form-12-choice": "ignore"})
    assert response.status_code == 200
    assert meeting.participations.count() == 1
    html = unescape(response.content.decode())
    assert html.count("Choose what to do with this entry.") == 2
    assert response.context["entries"].forms[12]["choice"].value() == "ignore"

    data |= {"form-12-choice": "ignore", "form-7-choice": "new", "form-8-choice": "other"}
    data["form-8-other"] = "DDI"
    response = client.post(page(meeting), data, follow=True)
    assert texts(response) == [
        "11 organisations were added to the meeting.",
        "1 of them is new, and never named until it agrees: Réseau des Femmes et des Mines.",
        "1 was there already, and stays as it is: Human Rights Watch.",
        "1 entry was left out: En ligne.",
    ]
    new = Organisation.objects.get(acronym="REFEM")
    assert (new.name_fr, new.name_en, new.slug) == ("Réseau des Femmes et des Mines", None, "refem")
    assert (new.listing, new.history.get().history_user) == ("unlisted", staff)
    assert meeting.participations.filter(role="participant", attended=True).count() == 11
    assert meeting.participations.get(organisation=hrw).role == "facilitator"
    assert meeting.participations.get(organisation=zela).history.get().history_user == staff
    meeting.refresh_from_db()
    assert meeting.version == 2

    # Sent twice, nothing is made twice: the name is known by now, which is said.
    response = client.post(page(meeting), data)
    assert "There is an organisation of this name" in response.content.decode()
    assert Organisation.objects.filter(acronym="REFEM").count() == 1
    assert meeting.participations.count() == 12


def test_the_list_can_be_changed_without_typing_it_again(client: Client, staff: User) -> None:
    meeting = make_meeting()
    listed = {"text": "Café du Port", "role": "observer", "attended": "no", "language": "en"}
    data = sent_back(client.post(page(meeting), listed))
    response = client.post(page(meeting), data | {"edit": "Change the list"})
    form = response.context["form"]
    assert {field.name: field.value() for field in form} == listed
    assert not form.errors


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ({"text": " ,; - "}, "There is no name in this list."),
        ({"text": ""}, "This field is required."),
        ({"text": "Café\n" * 501}, "501 entries, and at most 500 can be added at once"),
        ({"text": "Café, " * 1001}, "1001 entries, and at most 500 can be added at once"),
        ({"text": "x" * 20_001}, "at most 20000 characters"),
        ({"text": "Café", "role": "king"}, "king is not one of the available choices"),
        ({"text": "Café\0"}, "Null characters are not allowed."),
    ],
)
def test_a_list_that_cannot_be_read_is_kept(
    client: Client, staff: User, listed: dict[str, str], said: str
) -> None:
    sent = {"role": "participant", "attended": "", "language": "fr"} | listed
    response = client.post(page(make_meeting()), sent)
    assert response.status_code == 200
    assert said in unescape(response.content.decode())
    assert response.context["form"]["text"].value() == sent["text"]


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"choice": "other", "other": "Nobody"}, "Choose one from the list"),
        ({"choice": "other", "other": ""}, "Choose one from the list"),
        ({"choice": "new", "name": ""}, "Give the new organisation a name."),
        ({"choice": "new", "name": "THE SENTRY"}, "There is an organisation of this name"),
        ({"choice": "999999"}, "Choose what to do with this entry."),
        ({"choice": "0x"}, "Choose what to do with this entry."),
    ],
)
def test_a_choice_that_cannot_be_made_is_said_beside_its_entry(
    client: Client, staff: User, choice: dict[str, str], said: str
) -> None:
    make_organisation(name_fr="The Sentry")
    meeting = make_meeting()
    listed = {"text": "Café du Port", "role": "participant", "attended": "", "language": "fr"}
    data = sent_back(client.post(page(meeting), listed))
    data |= {f"form-0-{name}": value for name, value in choice.items()}
    response = client.post(page(meeting), data)
    assert response.status_code == 200
    assert said in unescape(response.content.decode())
    assert (Organisation.objects.count(), Participation.objects.count()) == (1, 0)


def test_two_entries_do_not_create_the_same_organisation(client: Client, staff: User) -> None:
    meeting = make_meeting()
    listed = {"text": "Café du Port\nCafe du port", "role": "participant", "language": "fr"}
    data = sent_back(client.post(page(meeting), listed))
    data |= {"form-0-choice": "new", "form-1-choice": "new"}
    response = client.post(page(meeting), data)
    assert "An entry above creates it already" in response.content.decode()
    assert Organisation.objects.count() == 0


def test_one_named_twice_is_added_once(client: Client, staff: User) -> None:
    make_organisation(name_fr="The Sentry")
    meeting = make_meeting()
    listed = {"text": "Sentry, The Sentry", "role": "participant", "language": "fr"}
    client.post(page(meeting), sent_back(client.post(page(meeting), listed)))
    assert meeting.participations.count() == 1


def test_countries_of_a_report(client: Client, staff: User) -> None:
    meeting = make_meeting()
    meeting.countries.set(Country.objects.filter(code="US"))
    listed = {"text": "RCA, RDC, États-Unis, Zimbabwé, Wakanda et Congo"}
    response = client.post(page(meeting, "countries"), listed)
    data = sent_back(response) | {"form-4-choice": "ignore", "form-5-choice": "CG"}
    assert "form-0-name" not in data
    assert response.context["entries"].forms[5].near_names[:2] == [
        "Democratic Republic of the Congo (DRC)",
        "Republic of the Congo",
    ]
    response = client.post(page(meeting, "countries"), data, follow=True)
    assert texts(response) == [
        "4 countries were added to the meeting.",
        "1 was there already, and stays as it is: United States.",
        "1 entry was left out: Wakanda.",
    ]
    codes = meeting.countries.values_list("code", flat=True)
    assert sorted(codes) == ["CD", "CF", "CG", "US", "ZW"]
    meeting.refresh_from_db()
    assert meeting.version == 2
    assert meeting.history.first().history_user == staff


def test_nothing_new_leaves_the_meeting_as_it_was(client: Client, staff: User) -> None:
    meeting = make_meeting()
    meeting.countries.set(Country.objects.filter(code="ZW"))
    data = sent_back(client.post(page(meeting, "countries"), {"text": "Zimbabwe"}))
    client.post(page(meeting, "countries"), data)
    meeting.refresh_from_db()
    assert meeting.version == 1


def test_the_meeting_links_to_both_pages(client: Client, staff: User) -> None:
    meeting = make_meeting()
    change = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    html = client.get(change).content.decode()
    for what in ("organisations", "countries"):
        assert f'href="{page(meeting, what)}"' in html


@pytest.mark.parametrize("what", ["organisations", "countries"])
def test_only_who_may_change_the_meeting_comes_in(client: Client, db: None, what: str) -> None:
    meeting = make_meeting()
    assert client.get(page(meeting, what)).status_code == 302
    client.force_login(make_user(is_staff=True))
    assert client.get(page(meeting, what)).status_code == 403
    assert client.post(page(meeting, what), {"text": "ZELA"}).status_code == 403
    client.force_login(make_staff())
    assert client.get(page(meeting, what)).status_code == 200
    assert client.get(page(Meeting(pk=0), what)).status_code == 404
    assert client.get(page(meeting, what).replace(str(meeting.pk), "x")).status_code == 404


def test_the_queries_do_not_grow_with_the_list(
    client: Client, staff: User, django_assert_max_num_queries: Any
) -> None:
    meeting = make_meeting()
    names = [
        make_organisation(name_fr=f"Comité {word} Nord").name for word in "Alpha Bravo".split()
    ]
    with django_assert_max_num_queries(12) as few:
        client.post(page(meeting), {"text": names[0], "role": "participant", "language": "fr"})
    with django_assert_max_num_queries(len(few)):
        many = "\n".join(names * 10)
        client.post(page(meeting), {"text": many, "role": "participant", "language": "fr"})


def test_an_organisation_that_was_merged_is_not_offered(client: Client, staff: User) -> None:
    kept = make_organisation(name_fr="Voix du Fleuve")
    make_organisation(
        name_fr="Voix du fleuve", listing="unlisted", membership="former", merged_into=kept
    )
    response = client.post(
        page(make_meeting()), {"text": "Voix du Fleuve", "role": "participant", "language": "fr"}
    )
    [entry] = response.context["entries"].forms
    assert entry.match.key == str(kept.pk)
    assert list(response.context["labels"].values()) == ["Voix du Fleuve"]

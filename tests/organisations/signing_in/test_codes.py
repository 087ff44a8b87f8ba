"""Members sign in by a code; the secretariat sets passwords by one."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kpcsc.foundation.mail.models import Delivery
from kpcsc.foundation.sealed import decrypt
from organisations.models import SignInCode, User
from organisations.signing_in.actions import make_spoken_code
from organisations.signing_in.letters import code_to_sign_in
from tests.factories import make_member, make_staff, make_user

pytestmark = pytest.mark.django_db
ASK = "/fr/sign-in/"
CONFIRM = "/fr/sign-in/code/"


@pytest.fixture(autouse=True)
def no_limits_left_over() -> None:
    cache.clear()


def code_written_to(person: User) -> str:
    """The code in the letter that waits for this person."""
    delivery = Delivery.objects.get(person=person, letter=code_to_sign_in.name)
    letter = delivery.kind.write(delivery.about, person)
    assert letter is not None
    return re.findall(r"^[0-9]{4}-[0-9]{4}$", letter.text, re.MULTILINE)[0]


def test_a_member_signs_in_with_the_code_of_the_letter(client: Client) -> None:
    member = make_member(email="awa@example.org")
    asked = client.post(ASK, {"email": "Awa@Example.org"})
    assert (asked.status_code, asked.headers["Location"]) == (302, CONFIRM)
    entered = client.post(CONFIRM, {"code": code_written_to(member).replace("-", "")})
    assert (entered.status_code, entered.headers["Location"]) == (302, "/fr/my/")
    assert client.get("/fr/").wsgi_request.user == member


def test_a_code_stands_nowhere_in_the_database(client: Client) -> None:
    member = make_member()
    client.post(ASK, {"email": member.email})
    code = code_written_to(member)
    kept = SignInCode.objects.get().sealed
    assert decrypt(kept) == code
    session = str(dict(client.session))
    assert code not in kept
    assert code not in session
    assert kept in session


def test_a_code_is_good_for_one_browser_and_once(client: Client) -> None:
    member = make_member()
    client.post(ASK, {"email": member.email})
    code = code_written_to(member)
    other = Client()
    assert other.post(CONFIRM, {"code": code}).headers["Location"] == ASK
    client.post(CONFIRM, {"code": code})
    client.post(reverse("account_logout"))
    again = client.post(CONFIRM, {"code": code})
    assert again.headers["Location"] == ASK
    assert not client.get("/fr/").wsgi_request.user.is_authenticated


def test_three_wrong_codes_end_the_attempt(client: Client) -> None:
    member = make_member()
    client.post(ASK, {"email": member.email})
    code = code_written_to(member)
    statuses = [client.post(CONFIRM, {"code": "0000-0000"}).status_code for _ in range(3)]
    assert statuses == [200, 200, 302]
    assert client.post(CONFIRM, {"code": code}).headers["Location"] == ASK


def test_an_old_code_is_void(client: Client) -> None:
    member = make_member()
    client.post(ASK, {"email": member.email})
    code = code_written_to(member)
    session = client.session
    session["account_login"]["state"]["stages"]["login_by_code"]["data"]["at"] -= 16 * 60
    session.save()
    assert client.post(CONFIRM, {"code": code}).headers["Location"] == ASK


def test_a_letter_that_comes_too_late_is_not_sent(client: Client) -> None:
    member = make_member()
    client.post(ASK, {"email": member.email})
    SignInCode.objects.update(made_at=timezone.now() - timedelta(minutes=16))
    delivery = Delivery.objects.get()
    assert delivery.kind.write(delivery.about, member) is None


def test_an_unknown_address_is_answered_as_a_known_one(client: Client) -> None:
    member = make_member(email="known@example.org")
    former = make_user(email="former@example.org", is_active=False)
    staff = make_staff(email="staff@example.org")
    pages = []
    for email in (member.email, former.email, staff.email, "nobody@example.org"):
        browser = Client()
        asked = browser.post(ASK, {"email": email})
        page = browser.get(CONFIRM).content.decode().replace(email, "…")
        wrong = browser.post(CONFIRM, {"code": "1"}).content.decode().replace(email, "…")
        token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
        pages.append((asked.status_code, token.sub("", page), token.sub("", wrong)))
    assert pages == [pages[0]] * 4
    written = set(Delivery.objects.values_list("person__email", "letter"))
    assert written == {
        ("known@example.org", "organisations.signing_in.letters.code_to_sign_in"),
        ("staff@example.org", "organisations.signing_in.letters.use_your_password"),
    }


def test_an_unknown_address_is_as_much_work_and_leaves_nothing(client: Client) -> None:
    """What is written for nobody is taken back: as many statements, and no row."""
    member, staff = make_member(), make_staff()
    numbers = []
    for email in (member.email, staff.email, "nobody@example.org"):
        Client().post(ASK, {"email": email})  # what is prepared once is prepared now
        before = Delivery.objects.count()
        with CaptureQueriesContext(connection) as queries:
            Client().post(ASK, {"email": email})
        writes = [one for one in queries if "signincode" in one["sql"] or "delivery" in one["sql"]]
        numbers.append((len(writes), Delivery.objects.count() - before))
    assert [added for _number, added in numbers] == [1, 1, 0]
    assert len({number for number, _added in numbers}) == 1


def test_a_fourth_request_within_a_minute_is_refused(client: Client) -> None:
    member = make_member()
    statuses = [Client().post(ASK, {"email": member.email}).status_code for _ in range(4)]
    assert statuses == [302, 302, 302, 200]
    assert SignInCode.objects.count() == 3


def test_the_secretariat_tells_a_code_on_the_telephone(client: Client) -> None:
    member, staff = make_member(), make_staff()
    code = make_spoken_code(person=member, by=staff)
    client.post(ASK, {"email": member.email})
    assert client.post(CONFIRM, {"code": code}).status_code == 302
    assert client.get("/fr/").wsgi_request.user == member
    client.post(reverse("account_logout"))
    client.post(ASK, {"email": member.email})
    assert client.post(CONFIRM, {"code": code}).status_code == 200


def test_a_spoken_code_opens_nobody_elses_page_and_not_for_long(client: Client) -> None:
    member, other, staff = make_member(), make_member(), make_staff()
    code = make_spoken_code(person=member, by=staff)
    client.post(ASK, {"email": other.email})
    assert client.post(CONFIRM, {"code": code}).status_code == 200
    SignInCode.objects.filter(is_spoken=True).update(made_at=timezone.now() - timedelta(minutes=16))
    browser = Client()
    browser.post(ASK, {"email": member.email})
    assert browser.post(CONFIRM, {"code": code}).status_code == 200


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_signing_in_leads_to_no_other_host(client: Client, address: str) -> None:
    member = make_member()
    client.post(ASK, {"email": member.email, "next": address})
    code = code_written_to(member)
    entered = client.post(CONFIRM, {"code": code, "next": address})
    assert entered.headers["Location"] == "/fr/my/"


def test_the_session_has_another_key_after_signing_in(client: Client) -> None:
    member = make_member()
    client.post(ASK, {"email": member.email})
    before = client.session.session_key
    client.post(CONFIRM, {"code": code_written_to(member)})
    assert client.session.session_key not in (None, before)

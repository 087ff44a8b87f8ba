"""The desk opens to a second factor alone."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from kpcsc.foundation.mail.models import Delivery
from kpcsc.foundation.viewer import PUBLIC, STAFF, Viewer
from organisations.models import User
from organisations.signing_in.actions import remove_second_factors
from tests.factories import make_meeting, make_member, make_staff

pytestmark = pytest.mark.django_db
LOGIN = "/fr/sign-in/secretariat/"
PROVE = "/fr/sign-in/second-factor/authenticate/"
PASSWORD = "a long sentence of words"


@pytest.fixture(autouse=True)
def as_in_production(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()


@pytest.fixture
def staff() -> User:
    person = make_staff(email="desk@example.org")
    person.set_password(PASSWORD)
    person.save()
    return person


def give_phone(person: User) -> str:
    """Sets up an application on a phone; gives its secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def shown_by_phone(secret: str) -> str:
    """The code that the application shows now."""
    return format_hotp_value(hotp_value(secret, list(counters())[1]))


def sign_in(client: Client, password: str = PASSWORD) -> str:
    """Enters address and password; gives where that leads, empty where it is refused."""
    sent = {"login": "desk@example.org", "password": password}
    answer = client.post(f"{LOGIN}?next=/admin/", sent)
    return answer.headers.get("Location", "")


def test_a_password_alone_opens_no_page_of_the_desk(client: Client, staff: User) -> None:
    meeting = make_meeting(status="draft")
    assert sign_in(client) == "/admin/"
    assert client.get("/admin/", follow=True).redirect_chain == [
        ("/admin/login/?next=/admin/", 302),
        ("/fr/sign-in/second-factor/?next=/admin/", 302),
    ]
    assert client.get("/admin/meetings/meeting/").status_code == 302
    assert client.get("/admin/journal/").status_code == 302
    # Nor does it show on public pages what only the secretariat sees.
    assert client.get(meeting.get_absolute_url()).status_code == 404


def test_the_phones_code_opens_the_desk(client: Client, staff: User) -> None:
    secret = give_phone(staff)
    assert sign_in(client) == PROVE
    assert not client.get("/fr/").wsgi_request.user.is_authenticated
    proved = client.post(PROVE, {"code": shown_by_phone(secret)})
    assert (proved.status_code, proved.headers["Location"]) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200
    assert Viewer.of(client.get("/admin/").wsgi_request.user) == STAFF


def test_a_code_of_the_phone_is_good_once(client: Client, staff: User) -> None:
    secret = give_phone(staff)
    code = shown_by_phone(secret)
    sign_in(client)
    client.post(PROVE, {"code": code})
    other = Client()
    sign_in(other)
    assert other.post(PROVE, {"code": code}).status_code == 200
    assert other.get("/admin/").status_code == 302


def test_a_recovery_code_is_good_once(client: Client, staff: User) -> None:
    give_phone(staff)
    code = RecoveryCodes.activate(staff).generate_codes()[0]
    sign_in(client)
    assert client.post(PROVE, {"code": code}).status_code == 302
    assert client.get("/admin/").status_code == 200
    other = Client()
    sign_in(other)
    assert other.post(PROVE, {"code": code}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_setting_up_the_phone_is_the_proof(client: Client, staff: User) -> None:
    sign_in(client)
    asked = client.get("/fr/sign-in/second-factor/phone/")
    again = asked.headers["Location"]
    assert again.startswith("/fr/sign-in/again/")
    client.post(again, {"password": PASSWORD})
    client.get("/fr/sign-in/second-factor/phone/")
    secret = client.session["mfa.totp.secret"]
    done = client.post("/fr/sign-in/second-factor/phone/", {"code": shown_by_phone(secret)})
    assert done.headers["Location"] == "/fr/sign-in/second-factor/codes/"
    assert client.get("/admin/").status_code == 200
    told = Delivery.objects.get(person=staff)
    assert told.letter == "organisations.signing_in.letters.way_to_sign_in_changed"


def test_secrets_of_second_factors_are_kept_sealed(staff: User) -> None:
    secret = give_phone(staff)
    codes = RecoveryCodes.activate(staff).generate_codes()
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert not any(code in kept for code in codes)


def test_whoever_lost_the_phone_gets_another_chance_from_an_administrator(
    client: Client, staff: User
) -> None:
    secret = give_phone(staff)
    sign_in(client)
    client.post(PROVE, {"code": shown_by_phone(secret)})
    administrator = make_staff()
    assert remove_second_factors(person=staff, by=administrator) == 1
    assert not client.get("/fr/").wsgi_request.user.is_authenticated
    assert LogEntry.objects.get().user == administrator


def test_five_wrong_passwords_shut_the_door_for_the_right_one(client: Client, staff: User) -> None:
    assert [sign_in(client, "wrong") for _ in range(5)] == [""] * 5
    assert sign_in(client) == ""


def test_nobody_learns_whose_address_is_known(client: Client, staff: User) -> None:
    member = make_member(email="member@example.org")
    pages = set()
    for email in (staff.email, member.email, "nobody@example.org"):
        page = Client().post(LOGIN, {"login": email, "password": "wrong"}).content.decode()
        errors = page.partition('role="alert">')[2].partition("<")[0]
        pages.add(errors)
    assert pages == {"L’adresse e-mail ou le mot de passe sont incorrects."}


def test_a_new_password_is_set_by_a_code_and_does_not_replace_the_second_factor(
    client: Client, staff: User
) -> None:
    give_phone(staff)
    client.post("/fr/sign-in/password/forgotten/", {"email": staff.email})
    delivery = Delivery.objects.get(person=staff)
    letter = delivery.kind.write(delivery.about, staff)
    assert letter is not None
    code = next(line for line in letter.text.splitlines() if line[:1].isdigit())
    client.post("/fr/sign-in/password/forgotten/code/", {"code": code})
    new = "quite another sentence"
    client.post("/fr/sign-in/password/forgotten/new/", {"password1": new, "password2": new})
    assert sign_in(client, new) == PROVE
    assert client.get("/admin/").status_code == 302


def test_a_member_sets_no_password(client: Client) -> None:
    member = make_member()
    client.post("/fr/sign-in/password/forgotten/", {"email": member.email})
    assert not Delivery.objects.exists()


def test_a_member_who_is_signed_in_is_refused_at_the_desk(client: Client) -> None:
    client.force_login(make_member())
    assert client.get("/admin/", follow=True).status_code == 403


def test_without_second_factor_a_person_of_the_secretariat_is_the_public(staff: User) -> None:
    staff.lacks_second_factor = True
    assert Viewer.of(staff) == PUBLIC


def test_nobody_signs_up(client: Client) -> None:
    for path in ("/fr/sign-in/signup/", "/fr/accounts/signup/", "/fr/sign-in/email/"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("page", ["codes/", "codes/new/", "phone/off/", "passkeys/add/", ""])
def test_nothing_of_a_second_factor_is_shown_before_it_is_proved(
    client: Client, staff: User, page: str
) -> None:
    sign_in(client)  # before there was a second factor
    client.post("/fr/sign-in/again/", {"password": PASSWORD})
    give_phone(staff)
    RecoveryCodes.activate(staff)
    for method in (client.get, client.post):
        answer = method(f"/fr/sign-in/second-factor/{page}")
        assert answer.headers["Location"].startswith("/fr/sign-in/second-factor/again/")
    assert Authenticator.objects.filter(user=staff).count() == 2


@pytest.mark.parametrize("page", ["", "directory/", "organisation/", "choices/", "choices/data/"])
def test_ones_own_pages_want_the_second_factor_too(client: Client, staff: User, page: str) -> None:
    sign_in(client)
    for method in (client.get, client.post):
        answer = method(f"/fr/my/{page}")
        assert answer.headers["Location"].startswith("/fr/sign-in/second-factor/")


def test_whoever_joins_or_leaves_the_secretariat_signs_in_anew(client: Client) -> None:
    member = make_member(name="Awa")
    client.force_login(member)
    desk = Client()
    administrator = make_staff()
    desk.force_login(administrator)
    session = desk.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    session["account_authentication_methods_user"] = str(administrator.pk)
    session.save()
    sent = {
        "email": member.email,
        "name": "Awa",
        "language": "fr",
        "time_zone": "UTC",
        "is_active": "on",
        "groups": Group.objects.get(name="Editor").pk,
    }
    desk.post(f"/admin/organisations/user/{member.pk}/change/", sent)
    assert User.objects.get(pk=member.pk).is_staff
    assert not client.get("/fr/").wsgi_request.user.is_authenticated


@pytest.mark.parametrize(
    "credential", ["{}", '{"id": 1}', "[]", "null", "x", '{"response": {"userHandle": 7}}']
)
def test_a_passkeys_answer_that_no_browser_made_is_no_error(
    client: Client, staff: User, credential: str
) -> None:
    answer = client.post("/fr/sign-in/second-factor/passkeys/enter/", {"credential": credential})
    assert answer.status_code in {200, 302}
    assert not client.get("/fr/").wsgi_request.user.is_authenticated

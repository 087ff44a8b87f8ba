"""Who is looking, as every `visible_to` asks it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from kpcsc.foundation.viewer import MEMBER, PUBLIC, STAFF, Viewer
from tests.factories import make_member, make_organisation, make_staff, make_user


def test_whoever_is_not_signed_in_is_the_public() -> None:
    assert Viewer.of(AnonymousUser()) == PUBLIC == Viewer(is_member=False, is_staff=False)


@pytest.mark.parametrize(
    ("membership", "viewer"),
    [
        ("member", MEMBER),
        ("associate", MEMBER),
        ("partner", MEMBER),
        ("guest", PUBLIC),
        ("former", PUBLIC),
    ],
)
def test_a_person_sees_what_the_membership_of_the_organisation_opens(
    membership: str, viewer: Viewer, db: None
) -> None:
    user = make_user(organisation=make_organisation(membership=membership))
    assert Viewer.of(user) == viewer


def test_a_person_without_organisation_is_the_public(db: None) -> None:
    assert Viewer.of(make_user()) == PUBLIC


def test_staff_see_what_members_may(db: None) -> None:
    assert Viewer.of(make_staff()) == STAFF == Viewer(is_member=True, is_staff=True)


def test_who_may_no_longer_sign_in_is_the_public(db: None) -> None:
    """Someone may still be signed in from before."""
    assert Viewer.of(make_member(is_active=False)) == PUBLIC
    assert Viewer.of(make_staff(is_active=False)) == PUBLIC

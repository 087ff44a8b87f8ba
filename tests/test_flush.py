"""A test that commits leaves the database to the next as migrations made it."""

import pytest
from django.contrib.auth.models import Group

from kpcsc.roles import ROLES
from organisations.models import Country


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "after a flush"])
def test_countries_and_roles_are_there(time: str) -> None:
    assert Country.objects.count() == 249
    names = set(Group.objects.filter(permissions__isnull=False).values_list("name", flat=True))
    assert names == {role.name for role in ROLES}

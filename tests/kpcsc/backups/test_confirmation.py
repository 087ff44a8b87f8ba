"""After a restore without the ledger, an administrator says who may be named."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kpcsc.foundation.closed import Closure, close_portal, closure
from kpcsc.foundation.ledger import LedgerEntry, record_in_ledger
from organisations.listing.ledger import LedgerCheck
from tests.factories import make_member, make_organisation, make_staff

PAGE = "/admin/confirm-naming/"
ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def unconfirmed(transactional_db: None, settings: Any, tmp_path: Path) -> None:
    """The database knows of an entry, and the file is gone."""
    settings.CLOSED_FILE, settings.LEDGER = str(tmp_path / "closed"), str(tmp_path / "ledger")
    record_in_ledger(erased="0" * 64)
    (tmp_path / "ledger").unlink()
    close_portal(Closure.UNCONFIRMED)


def test_an_administrator_sees_who_is_named_and_opens_the_portal(client: Client) -> None:
    make_organisation(name_fr="Zela", listing="public")
    make_organisation(name_fr="Cachée", listing="unlisted")
    client.force_login(make_staff())
    home = client.get("/admin/", headers=ENGLISH).text
    assert f'<a href="{PAGE}">The portal is closed: confirm who is named.</a>' in home
    page = client.get(PAGE, headers=ENGLISH).text
    assert "Zela" in page
    assert "Cachée" not in page
    assert closure() == Closure.UNCONFIRMED
    assert client.post(PAGE).headers["Location"] == "/admin/"
    assert closure() is None
    assert LedgerCheck().is_in_order
    assert LedgerEntry.objects.count() == 1
    assert client.get(PAGE).headers["Location"] == "/admin/"  # there is nothing to confirm


def test_nobody_else_opens_it(client: Client) -> None:
    for person in (make_member(), None):
        client.logout()
        if person:
            client.force_login(person)
        assert client.post(PAGE).status_code in {302, 503}
        assert closure() == Closure.UNCONFIRMED

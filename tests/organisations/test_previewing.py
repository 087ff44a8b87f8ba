"""Previews of an organisation: as it is to each reader, and as somebody proposes it."""

import pytest
from django.test import Client
from django.urls import reverse

from organisations.models import Organisation
from tests.factories import make_organisation, make_proposal
from tests.kpcsc.test_roles import with_role

pytestmark = pytest.mark.django_db


def preview(client: Client, organisation: Organisation, reader: str, query: str = "") -> str:
    arguments = [organisation.pk, reader, "en"]
    address = reverse("admin:organisations_organisation_preview", args=arguments)
    return client.post(address + query).content.decode()


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(with_role("Editor"))
    return client


def test_each_reader_gets_the_page_that_is_for_them(desk: Client) -> None:
    organisation = make_organisation(name_en="Friends of the rivers", listing="members")
    seen = {
        reader: "<h1>Friends of the rivers</h1>" in preview(desk, organisation, reader)
        for reader in ("public", "member", "staff")
    }
    assert seen == {"public": False, "member": True, "staff": True}
    assert "No page for this reader" in preview(desk, organisation, "public")


def test_a_proposal_is_seen_as_it_would_be_and_nothing_changes(desk: Client) -> None:
    organisation = make_organisation(name_en="Friends", slug="friends")
    proposal = make_proposal(organisation, description_en="By the river.", slug="friends-of-rivers")
    page = preview(desk, organisation, "public", f"?proposal={proposal.pk}")
    assert "By the river." in page
    assert "By the river." not in preview(desk, organisation, "public")
    assert Client().get("/en/organisations/friends-of-rivers/").status_code == 404


def test_a_merged_organisation_has_no_page(desk: Client) -> None:
    kept = make_organisation()
    merged = make_organisation(listing="unlisted", membership="former", merged_into=kept)
    assert "No page for this reader" in preview(desk, merged, "public")

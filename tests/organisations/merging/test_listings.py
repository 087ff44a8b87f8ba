"""What a merge makes of two listings, with the consents behind them: a table written by hand.

A state is what an organisation agreed to last and how it is listed: "public, members" agreed to be
named to everyone, and is named to members. "–" never agreed to anything, nor refused.
"""

import pytest

from organisations.merging.plan import MergePlan
from organisations.models import ConsentRecord, Organisation
from tests.factories import make_organisation

STATES = (
    *("–", "public, public", "public, members", "public, unlisted"),
    *("members, members", "members, unlisted", "unlisted, unlisted"),
)
# How the kept one is listed, a row for each of its states, a column for each of the other's:
# p to everyone, m to members, u never.
TABLE = {
    "–": "u u u u u u u",
    "public, public": "p p m u m u u",
    "public, members": "m m m u m u u",
    "public, unlisted": "u u u u u u u",
    "members, members": "m m m u m u u",
    "members, unlisted": "u u u u u u u",
    "unlisted, unlisted": "u u u u u u u",
}
PAIRS = [
    (kept, other, letter)
    for kept, row in TABLE.items()
    for other, letter in zip(STATES, row.split(), strict=True)
]


def make(state: str) -> Organisation:
    agreed, _, listing = state.partition(", ")
    organisation = make_organisation(listing=listing or "unlisted")
    if listing:
        ConsentRecord.objects.create(
            organisation=organisation, agreed_listing=agreed, given_by="X", wording_version="1"
        )
    return organisation


@pytest.mark.parametrize(("kept", "other", "letter"), PAIRS)
def test_only_a_refusal_or_a_stricter_choice_on_record_outweighs(
    kept: str, other: str, letter: str, db: None
) -> None:
    plan = MergePlan(make(kept), [make(other)], {})
    assert plan.listing[0] == letter


def test_a_double_whose_naming_is_stopped_outweighs_without_a_consent(db: None) -> None:
    stopped = {"listing": "unlisted", "listing_limit": "unlisted"}
    double = make_organisation(naming_stopped_at="2026-01-01T00:00Z", **stopped)
    assert MergePlan(make("public, public"), [double], {}).listing == "unlisted"


def test_the_table_has_each_pair_once() -> None:
    assert len(PAIRS) == len(STATES) ** 2 == 49

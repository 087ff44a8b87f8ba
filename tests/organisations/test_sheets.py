"""Sheets of organisations: round trips, errors by row and column, and writing only what changes."""

from typing import Any

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from kpcsc.foundation.sheets.sheet_file import SheetData, SheetRow, read_sheet, write_sheet
from kpcsc.foundation.sheets.sheet_outcome import CellChange, CellProblem
from kpcsc.foundation.sheets.xlsx import UnreadableSheetError
from meetings.models import Meeting
from organisations.listing.actions import record_consent
from organisations.models import ConsentRecord, Organisation
from organisations.sheets import OrganisationSheet
from tests.factories import make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with translation.override("en"):
        yield


def sheet_of(*rows: dict[str, str]) -> SheetData:
    """A sheet whose first row names all columns."""
    return SheetData(
        list(rows[0]), [SheetRow(number, dict(row)) for number, row in enumerate(rows, 2)]
    )


def problems(*rows: dict[str, str]) -> list[CellProblem]:
    return OrganisationSheet().check(sheet_of(*rows)).problems


def exported(kind: str) -> bytes:
    sheet = OrganisationSheet()
    return write_sheet(kind, sheet.headings(), sheet.rows(Organisation.objects.all()))


def stored() -> list[dict[str, Any]]:
    return [dict(row) for row in Organisation.objects.order_by("slug").values()]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_round_trip_changes_nothing(reference: Meeting, kind: str) -> None:
    make_organisation(
        name_fr="=1+1", name_en=None, acronym="-", aliases="+a\r\n@b", description_fr=" '=x\x0b "
    )
    make_organisation(name_fr=None, name_en="'=A", description_en="", website="https://a.org/?=1")
    make_organisation(member_since="1899-12-31", member_until="2021-06-02", country_id="CD")
    before, histories = stored(), Organisation.history.count()

    outcome = OrganisationSheet().write(read_sheet(exported(kind)), source="a.csv")
    assert (outcome.problems, outcome.changes, outcome.unchanged) == ([], [], 28)
    assert stored() == before
    assert Organisation.history.count() == histories


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_exported_sheet_makes_the_same_organisations_elsewhere(kind: str) -> None:
    make_organisation(
        slug="all-fields",
        name_fr="=1+1",
        name_en="@Name",
        acronym="-x",
        aliases="'=a\nb",
        description_fr="+ texte",
        description_en="Two\nlines",
        kind="union",
        country_id="CD",
        website="https://example.org/",
        membership="former",
        member_since="2010-01-02",
        member_until="2020-01-02",
        listing="unlisted",
    )
    content, before = exported(kind), stored()
    Organisation.objects.all().delete()
    assert OrganisationSheet().write(read_sheet(content), source="a").problems == []
    old, new = before[0], stored()[0]
    own = {"id": 0, "ledger_id": None}  # which no other record has
    assert new | own == old | own


def test_a_row_changes_its_organisation_and_nothing_else() -> None:
    changed = make_organisation(
        slug="a", name_fr="Avant", acronym="ABC", website="https://a.org/", listing="unlisted"
    )
    other = make_organisation(slug="b", name_fr="Autre")
    sheet = sheet_of(
        {"slug": "a", "name_fr": "Après", "acronym": ""},
        {"slug": "b", "name_fr": "Autre", "acronym": ""},
    )
    checked = OrganisationSheet().check(sheet)
    assert [change.cells for change in checked.changes] == [
        [CellChange("name_fr", "Avant", "Après"), CellChange("acronym", "ABC", "")]
    ]
    changed.refresh_from_db()
    assert (changed.name_fr, changed.version) == ("Avant", 1)

    OrganisationSheet().write(sheet, source="members.xlsx")
    changed.refresh_from_db()
    other.refresh_from_db()
    assert (changed.name_fr, changed.acronym, changed.website) == ("Après", "", "https://a.org/")
    assert (changed.version, other.version) == (2, 1)
    assert changed.history.first().history_change_reason == "members.xlsx"
    assert (changed.history.count(), other.history.count()) == (2, 1)


def test_a_new_row_needs_only_what_the_model_needs() -> None:
    OrganisationSheet().write(sheet_of({"slug": "new", "name_en": "New", "kind": ""}), source="a")
    new = Organisation.objects.get()
    assert (new.slug, new.name_en, new.kind, new.listing) == ("new", "New", "ngo", "unlisted")


def test_each_bad_cell_is_named_with_what_is_wrong() -> None:
    make_organisation(slug="a", listing="unlisted")
    found = problems(
        {
            "slug": "a",
            "name_fr": "",
            "kind": "club",
            "country": "zz",
            "website": "x y",
            "member_since": "2020-02-30",
            "acronym": "x" * 31,
        },
    )
    found += problems(
        {"slug": "", "name_fr": "Sans adresse"}, {"slug": "à b", "name_fr": "Adresse fausse"}
    )
    kinds = "ngo, international_ngo, coalition, union, industry_initiative, research, other"
    too_long = "Ensure this value has at most 30 characters (it has 31)."
    assert found == [
        CellProblem(
            2, "name_fr, name_en", "Give the organisation’s name, in one language at least.", ""
        ),
        CellProblem(2, "acronym", too_long, "x" * 31),
        CellProblem(2, "kind", f"Write one of these: {kinds}.", "club"),
        CellProblem(2, "country", "“zz” is not known here. Write it as an export does.", "zz"),
        CellProblem(2, "website", "Enter a valid URL.", "x y"),
        CellProblem(2, "member_since", "Write the date as in “2021-06-02”.", "2020-02-30"),
        CellProblem(2, "slug", "This field is required.", ""),
        CellProblem(3, "slug", "Write letters without accents, digits and hyphens only.", "à b"),
    ]


def test_what_does_not_fit_together_names_all_the_columns() -> None:
    row = {"slug": "a", "name_fr": "A", "member_since": "02/06/2021", "member_until": "2021-06-01"}
    assert problems(row) == [
        CellProblem(
            2,
            "member_since, member_until",
            "The membership cannot end before it starts.",
            "02/06/2021, 2021-06-01",
        )
    ]


def test_what_a_sheet_leaves_out_is_checked_as_it_stands() -> None:
    make_organisation(slug="a", member_since="2021-06-02", listing="unlisted")
    found = problems({"slug": "a", "member_until": "2021-06-01"})
    assert [problem.columns for problem in found] == ["member_since, member_until"]


def test_a_listing_opens_by_a_recorded_consent_alone() -> None:
    organisation = make_organisation(slug="a", listing="unlisted")
    rows = [
        {"slug": "a", "name_fr": "A", "listing": "public"},
        {"slug": "b", "name_fr": "B", "listing": "members"},
    ]
    sentence = (
        "The organisation has not agreed to this. Record its consent on its page: "
        "the listing follows from it."
    )
    assert problems(*rows) == [
        CellProblem(2, "listing", sentence, "public"),
        CellProblem(3, "listing", sentence, "members"),
    ]
    consent = ConsentRecord(
        organisation=organisation, agreed_listing="public", given_by="A", wording_version="1"
    )
    record_consent(consent=consent, by=None)
    closed = sheet_of({"slug": "a", "listing": "unlisted"})
    assert OrganisationSheet().write(closed, source="a").problems == []
    assert problems({"slug": "a", "listing": "public"}) == []


def test_two_rows_on_one_organisation_are_refused() -> None:
    row = {"slug": "a", "name_fr": "A"}
    sentence = "Row 2 is on the same record: keep one of them."
    assert problems(row, row) == [CellProblem(3, "slug", sentence, "a")]


def test_an_unknown_column_is_refused() -> None:
    with pytest.raises(UnreadableSheetError, match="There is no column “version” here"):
        OrganisationSheet().check(sheet_of({"slug": "a", "version": "9"}))


def test_a_change_made_meanwhile_is_not_overwritten() -> None:
    organisation = make_organisation(slug="a", listing="unlisted")

    class Interrupted(OrganisationSheet):
        def validate_instance(self, *args: Any, **kwargs: Any) -> None:
            super().validate_instance(*args, **kwargs)
            Organisation.objects.get(pk=organisation.pk).advance(by=None)

    outcome = Interrupted().write(sheet_of({"slug": "a", "acronym": "X"}), source="a")
    sentence = "Somebody else changed this record meanwhile: check the sheet again."
    assert outcome.problems == [CellProblem(2, "", sentence, "")]
    assert Organisation.objects.get().acronym == ""


def test_a_sheet_that_takes_too_long_writes_nothing() -> None:
    class Slow(OrganisationSheet):
        seconds = -1

    with pytest.raises(UnreadableSheetError, match="split it before row 2"):
        Slow().write(sheet_of({"slug": "a", "name_fr": "A"}), source="a")


def test_queries_do_not_grow_with_rows_that_say_nothing_new(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(3):
        make_organisation(slug=f"a-{number}", country_id="CD")
    sheet = read_sheet(exported("csv"))
    for rows in (sheet.rows[:1], sheet.rows):
        with django_assert_num_queries(2):
            OrganisationSheet().check(SheetData(sheet.headings, rows))


def test_queries_for_a_row_that_changes_are_the_same_for_each(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    rows = [{"slug": f"a-{number}", "name_fr": "A", "country": "CD"} for number in range(3)]
    # Whether the address is taken, or the ledger's key; and each condition in a savepoint.
    per_row = 2 + 3 * (len(Organisation._meta.constraints) - 1)
    near = 2  # all organisations and countries, to be compared with
    with django_assert_num_queries(2 + near + per_row):
        OrganisationSheet().check(sheet_of(*rows[:1]))
    with django_assert_num_queries(2 + near + 3 * per_row):
        OrganisationSheet().check(sheet_of(*rows))


FAULTS = [
    {"country": "XX"},
    {"member_since": "hier"},
    {"listing": "public"},
    {"name_fr": ""},
    {"kind": "club"},
    {"website": "example"},
    {"member_until": "2019-12-31"},
    {"slug": "deux mots"},
]


@pytest.mark.thorough
def test_a_sheet_of_1_000_rows_with_40_bad_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OrganisationSheet, "seconds", 600)  # both cores may be busy
    good = [
        {
            "slug": f"organisation-{number}",
            "name_fr": f"Organisation {number}",
            "kind": "union",
            "country": "CD",
            "website": "https://example.org/",
            "member_since": "2020-01-01",
            "member_until": "",
            "listing": "unlisted",
        }
        for number in range(1_000)
    ]
    bad = [
        row | FAULTS[number // 25 % len(FAULTS)] if number % 25 == 0 else row
        for number, row in enumerate(good)
    ]
    checked = OrganisationSheet().check(sheet_of(*bad))
    assert [problem.row for problem in checked.problems] == list(range(2, 1_002, 25))
    columns = {problem.columns for problem in checked.problems}
    assert columns == {
        *("country", "member_since", "listing", "name_fr, name_en", "kind", "website", "slug"),
        "member_since, member_until",
    }
    assert OrganisationSheet().write(sheet_of(*bad), source="a").problems == checked.problems
    assert (Organisation.objects.count(), Organisation.history.count()) == (0, 0)

    written = OrganisationSheet().write(sheet_of(*good), source="a")
    assert (written.problems, len(written.created)) == ([], 1_000)
    before = stored()
    again = OrganisationSheet().write(sheet_of(*good), source="a")
    assert (again.changes, again.unchanged) == ([], 1_000)
    assert stored() == before
    assert Organisation.history.count() == 1_000


def test_a_new_row_that_is_near_others_says_which() -> None:
    make_organisation(slug="there", name_fr="Réseau de Lutte contre la Faim", country=None)
    make_organisation(slug="else", name_fr="Maison des Jeunes", listing="unlisted")
    rows = [
        {"slug": "new", "name_fr": "Reseau de lutte contre la faim"},
        {"slug": "other", "name_fr": "Amis du fleuve"},
        {"slug": "else", "name_fr": "Maison des Jeunes du Congo"},
    ]
    outcome = OrganisationSheet().check(sheet_of(*rows))
    warnings = [(change.row, change.warning) for change in outcome.changes]
    said = "The portal has organisations that it may be: Réseau de Lutte contre la Faim."
    assert warnings == [(2, said), (3, ""), (4, "")]
    assert outcome.has_warnings

"""Adding to a meeting."""

from meetings.models import Role
from meetings.participation.actions import add_countries, add_participations
from organisations.models import Country
from tests.factories import make_meeting, make_organisation, make_participation, make_staff


def test_organisations_are_added_once_and_the_rest_is_told(db: None) -> None:
    meeting, staff = make_meeting(), make_staff()
    there = make_participation(meeting=meeting, role="organiser", attended=None).organisation
    new = make_organisation()
    addition = add_participations(
        meeting=meeting,
        organisations=[new, there, new],
        role=Role.OBSERVER,
        attended=False,
        by=staff,
    )
    assert (addition.added, addition.present) == ((new,), (there,))
    rows = meeting.participations.order_by("pk").values_list("role", "attended", "named")
    assert [*rows] == [("organiser", None, "as_listed"), ("observer", False, "as_listed")]
    assert meeting.participations.get(organisation=new).history.get().history_user == staff
    meeting.refresh_from_db()
    assert meeting.version == 2


def test_nothing_added_is_no_new_version(db: None) -> None:
    meeting, zimbabwe = make_meeting(), Country.objects.get(pk="ZW")
    for version in (2, 2):
        add_countries(meeting=meeting, countries=[zimbabwe], by=make_staff())
        meeting.refresh_from_db()
        assert meeting.version == version
    assert [*meeting.countries.all()] == [zimbabwe]

"""What bringing a state back makes of the present, without opening anything."""

from typing import Any

from kpcsc.foundation.history.restoration import AccessFields, Restoration, build_restoration
from kpcsc.foundation.history.states import Key, ObjectState

ACCESS_FIELDS = {
    "section": AccessFields({"visibility": "staff"}),
    "participation": AccessFields({"named": "unnamed"}, revealing=["attended"]),
    "organisation": AccessFields(growing=["aliases"]),
}


def states(*kept: ObjectState) -> dict[Key, ObjectState]:
    return {state.key: state for state in kept}


def section(pk: int = 1, **values: Any) -> ObjectState:
    return ObjectState("section", pk, {"heading": "A", "visibility": "public"} | values)


def participation(**values: Any) -> ObjectState:
    return ObjectState(
        "participation", 1, {"role": "", "attended": True, "named": "as_listed"} | values
    )


def brought_back(
    then: dict[Key, ObjectState], now: dict[Key, ObjectState], *created: Key
) -> Restoration:
    return build_restoration(
        then, now, was_created=created.__contains__, access_fields=ACCESS_FIELDS
    )


def values(done: Restoration) -> list[dict[str, Any]]:
    return [dict(state.values) for state in done.target.values()]


def test_texts_come_back_and_openness_stays_whichever_way_it_went() -> None:
    for then, now in [("public", "staff"), ("staff", "public")]:
        done = brought_back(
            states(section(heading="Old", visibility=then)),
            states(section(heading="New", visibility=now)),
        )
        assert values(done) == [{"heading": "Old", "visibility": now}]
        (left,) = done.not_restored
        assert left.names == ("visibility",)
        assert left.before is not None
        assert left.before.values["visibility"] == then


def test_what_was_removed_comes_back_closed() -> None:
    done = brought_back(states(section()), {})
    assert values(done) == [{"heading": "A", "visibility": "staff"}]
    assert [left.names for left in done.not_restored] == [("visibility",)]


def test_what_came_since_goes_unless_history_does_not_know_it() -> None:
    now = states(section(1), section(2))
    assert brought_back({}, now, ("section", 1)).target == states(section(2))


def test_a_fact_that_makes_something_known_closes_it() -> None:
    done = brought_back(states(participation()), states(participation(attended=False)))
    assert values(done) == [{"role": "", "attended": True, "named": "unnamed"}]
    done = brought_back(states(participation(role="organiser")), states(participation()))
    assert values(done) == [{"role": "organiser", "attended": True, "named": "as_listed"}]


def test_names_are_added_and_none_is_forgotten() -> None:
    then = ObjectState("organisation", 1, {"aliases": "Amis\nAmis des rivières"})
    now = ObjectState("organisation", 1, {"aliases": "Amis\nAmis du Sud"})
    done = brought_back(states(then), states(now))
    assert values(done) == [{"aliases": "Amis\nAmis du Sud\nAmis des rivières"}]


def test_what_is_as_it_was_stays_untouched() -> None:
    done = brought_back(states(section()), states(section()))
    assert (done.differences, done.not_restored) == ([], ())

"""Which steps a record may take, by its status and by who asks."""

import pytest

from meetings.publishing.steps import Step, allowed_steps

EVERY_STEP = "submit return publish withdraw"


@pytest.mark.parametrize(
    ("status", "editors", "publishers"),
    [
        ("draft", "submit", "submit publish"),
        ("in_review", "return", "return publish"),
        ("published", "", "submit withdraw"),
        ("withdrawn", "submit", "submit publish"),
    ],
)
def test_an_editor_never_publishes_and_never_withdraws(
    status: str, editors: str, publishers: str
) -> None:
    assert allowed_steps(status, may_publish=False) == [Step(name) for name in editors.split()]
    assert allowed_steps(status, may_publish=True) == [Step(name) for name in publishers.split()]


def test_the_moment_of_a_scheduled_record_is_set_anew_by_a_publisher() -> None:
    again = allowed_steps("published", may_publish=True, is_scheduled=True)
    assert again == [Step.SUBMIT, Step.PUBLISH, Step.WITHDRAW]
    assert allowed_steps("published", may_publish=False, is_scheduled=True) == []

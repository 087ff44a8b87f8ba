"""What a survey that is open to all takes for a program, and what for a person."""

import time
from typing import Any

import pytest

from surveys.answering.bot_guard import LEAST_SECONDS, MOST_SECONDS, TRAP, looks_automatic, stamp

CODE = "K7QD-2MXR-9TBA-4HWC-8ZNE"
OTHER = "2MXR-9TBA-4HWC-8ZNE-K7QD"


def opened(monkeypatch: pytest.MonkeyPatch, seconds: float, code: str = CODE) -> dict[str, Any]:
    """What a form sends that was opened so many seconds ago."""
    now = 1_800_000_000.0
    monkeypatch.setattr(time, "time", lambda: now - seconds)
    data = {"code": code, "stamp": stamp(code), TRAP: ""}
    monkeypatch.setattr(time, "time", lambda: now)
    return data


@pytest.mark.parametrize(
    ("seconds", "is_automatic"),
    [
        (0, True),
        (LEAST_SECONDS - 1, True),
        (LEAST_SECONDS + 1, False),
        (MOST_SECONDS - 1, False),
        (MOST_SECONDS + 1, True),
    ],
)
def test_people_take_a_while_and_not_for_ever(
    monkeypatch: pytest.MonkeyPatch, seconds: float, is_automatic: bool
) -> None:
    assert looks_automatic(opened(monkeypatch, seconds)) is is_automatic


@pytest.mark.parametrize(
    "sent",
    [
        {"code": OTHER},
        {"code": ""},
        {"code": CODE.lower()},
        {"stamp": ""},
        {"stamp": CODE},
        {TRAP: "https://example.org"},
    ],
)
def test_a_stamp_is_for_one_answer_and_the_trap_stays_empty(
    monkeypatch: pytest.MonkeyPatch, sent: dict[str, str]
) -> None:
    data = opened(monkeypatch, 60)
    assert looks_automatic(data) is False
    assert looks_automatic(data | sent) is True
    del data["code"]
    assert looks_automatic(data) is True


def test_a_stamp_made_for_another_answer_does_not_help(monkeypatch: pytest.MonkeyPatch) -> None:
    other = opened(monkeypatch, 60, OTHER)
    assert looks_automatic(other) is False
    assert looks_automatic(other | {"code": CODE}) is True


def test_a_stamp_without_a_code_is_worth_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert looks_automatic(opened(monkeypatch, LEAST_SECONDS + 1, code=""))

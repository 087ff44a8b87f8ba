"""Cases of which `make test` tries a few, and `make test-all`, as CI does, all."""

import os
from collections.abc import Iterable
from typing import Any

import pytest

IS_THOROUGH = os.environ.get("THOROUGH") == "1"


def sampled(cases: Iterable[Any], number: int) -> list[Any]:
    """The cases of a test, those after the first so many marked as thorough."""
    values = [case if isinstance(case, tuple) else (case,) for case in cases]
    return [
        pytest.param(*value, marks=[pytest.mark.thorough] if place >= number else [])
        for place, value in enumerate(values)
    ]


def examples(number: int) -> int:
    """How many made-up examples hypothesis tries, of so many at full length."""
    return number if IS_THOROUGH else number // 5

"""What views make of what a request sends."""

import pytest

from kpcsc.foundation.http import keys_in


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ([], []),
        (["7", "12", "7"], [7, 12, 7]),
        (["007"], [7]),
        (["9" * 18], [10**18 - 1]),
        (["9" * 19, "9" * 30], []),  # more than a column of keys can hold
        (["", " 7", "7\n", "-7", "7.0", "x", "²", "٧", "\x00"], []),
        (["x", "3"], [3]),
    ],
)
def test_keys_are_what_can_be_one(sent: list[str], keys: list[int]) -> None:
    assert keys_in(sent) == keys

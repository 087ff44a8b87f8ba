"""Keys in addresses: who made them can read them, and nobody else can make one."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from kpcsc.foundation.links import SignedKeys

KEYS = SignedKeys("tests.links")


def test_a_token_gives_its_key_back() -> None:
    key = uuid4()
    token = KEYS.token("i", key)
    assert token.startswith(f"i{key.hex}.")
    assert KEYS.read(token) == ("i", key)


@pytest.mark.parametrize(
    "tampered",
    [
        lambda token: "",
        lambda token: token.partition(".")[0],
        lambda token: "s" + token[1:],
        lambda token: token + "A",
        lambda token: f"i{uuid4().hex}.{token.partition('.')[2]}",
        lambda token: SignedKeys("another").token("i", uuid4()),
        lambda token: "é\x00" + token,
    ],
)
def test_what_was_not_made_here_is_nothing(tampered: Callable[[str], str]) -> None:
    assert KEYS.read(tampered(KEYS.token("i", uuid4()))) is None

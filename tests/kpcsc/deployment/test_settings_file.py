"""The file of settings is written as django-environ reads it."""

from pathlib import Path

import environ
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpcsc.deployment.settings_file import read_settings, with_setting, written_settings

VALUES = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"])).filter(
    lambda value: not value.startswith("$")  # which django-environ takes for another's name
)


@given(VALUES)
def test_value_is_read_as_it_was_written(value: str) -> None:
    assert read_settings(written_settings({"NAME": value})) == {"NAME": value}


@pytest.mark.parametrize(
    "value",
    [
        "",
        "smtp+tls://portal:pa#ss'w\"ord@mail.example.org:587",
        "KP CSC <portal@example.org>",
        "a\\b",
    ],
)
def test_portal_reads_it_likewise(
    value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(written_settings({"REHEARSED": value}))
    monkeypatch.setattr(environ.Env, "ENVIRON", {})
    environ.Env.read_env(tmp_path / ".env")
    assert {"REHEARSED": value} == environ.Env.ENVIRON


def test_setting_is_changed_where_it_stands() -> None:
    text = "# ours\nA=1\nB='2'\n"
    assert with_setting(text, "A", "3") == "# ours\nA=\"3\"\nB='2'\n"
    assert with_setting(text, "B", "3") == '# ours\nA=1\nB="3"\n'
    assert with_setting(text, "C", "3") == text + 'C="3"\n'
    assert with_setting("A=1", "C", "3") == 'A=1\nC="3"\n'


def test_setting_of_two_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="A: a setting has one line"):
        written_settings({"A": "1\nB=2"})


@pytest.mark.parametrize("line", ["B = 2", "export B=2", " B=2", "what"])
def test_line_that_the_portal_would_not_read_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="Line 2 is no setting"):
        read_settings(f"A=1\n{line}\n")

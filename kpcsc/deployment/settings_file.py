"""The file of settings, a line NAME="value" each, as django-environ reads it."""

import re
from collections.abc import Mapping

LINE = re.compile(r"([A-Za-z_0-9]+)=(.*)")


def read_settings(text: str) -> dict[str, str]:
    """The values by their names. Raises ValueError where a line is neither a setting nor empty nor
    a comment."""
    settings = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if match := LINE.fullmatch(line):
            name, value = match.groups()
            settings[name] = _unquoted(value)
        elif line and not line.startswith("#"):
            raise ValueError(f'Line {number} is no setting, as in NAME="value", without blanks.')
    return settings


def written_settings(settings: Mapping[str, str]) -> str:
    """The text of a file that has these."""
    return "".join(_line(name, value) for name, value in settings.items())


def with_setting(text: str, name: str, value: str) -> str:
    """The text with one setting changed, or added at its end; the operator's comments stay."""
    kept = text.splitlines(keepends=True)
    lines = [number for number, line in enumerate(kept) if line.startswith(f"{name}=")]
    if not lines:
        return text + ("" if text.endswith("\n") or not text else "\n") + _line(name, value)
    kept[lines[-1]] = _line(name, value)  # of several, the last one counts
    return "".join(kept)


def _line(name: str, value: str) -> str:
    if "\n" in value or "\r" in value:
        raise ValueError(f"{name}: a setting has one line.")
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{name}="{escaped}"\n'


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == '"':
        return re.sub(r"\\(.)", r"\1", value[1:-1])
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1]
    return value

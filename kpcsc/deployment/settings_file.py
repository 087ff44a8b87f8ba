"""The file of settings, a line NAME="value" each, as django-environ reads it."""

import re
from collections.abc import Mapping

LINE = re.compile(r"\s*([A-Za-z_]\w*)\s*=\s*(.*?)\s*")


def read_settings(text: str) -> dict[str, str]:
    """The values by their names; comments and whatever is no setting are left out."""
    settings = {}
    for line in text.splitlines():
        if match := LINE.fullmatch(line):
            name, value = match.groups()
            settings[name] = _unquoted(value)
    return settings


def written_settings(settings: Mapping[str, str]) -> str:
    """The text of a file that has these."""
    return "".join(_line(name, value) for name, value in settings.items())


def with_setting(text: str, name: str, value: str) -> str:
    """The text with one setting changed, or added at its end; the operator's comments stay."""
    kept = text.splitlines(keepends=True)
    lines = [number for number, line in enumerate(kept) if name in read_settings(line)]
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

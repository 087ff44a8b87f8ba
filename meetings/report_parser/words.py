"""The words by which facts are known, from the TOML files of the folder `words`.

Of a file, `[lists]` are lists of words, which are found where they stand as words of their own;
`[patterns]` are regular expressions, their lines joined. `{{name}}` in either stands for the list
or pattern of this name, of the same file or of common.toml.
"""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from meetings.report_parser.patterns import any_of

FOLDER = Path(__file__).parent / "words"
_REFERENCE = re.compile(r"\{\{(\w+)\}\}")


class Words:
    """The lists and patterns of a file, each a compiled pattern by its name."""

    def __init__(self, name: str) -> None:
        entries = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
        self._lists: dict[str, str] = entries["lists"]
        self._patterns: dict[str, str] = entries.get("patterns", {})

    def __getattr__(self, name: str) -> re.Pattern[str]:
        source = self.source(name)
        found = re.compile(rf"\b{source}\b" if name in self._lists else source)
        setattr(self, name, found)
        return found

    def source(self, name: str) -> str:
        """The pattern of this name as text, to be put into another; raises AttributeError."""
        if name in self._lists:
            text = any_of(self._lists[name])
        elif name in self._patterns:
            text = "".join(self._patterns[name].splitlines())
        elif self is common():
            raise AttributeError(name)
        else:
            return common().source(name)
        return _REFERENCE.sub(lambda found: self.source(found[1]), text)


@cache
def common() -> Words:
    """The words that several kinds of facts are known by."""
    return Words("common")


@lru_cache(4096)
def finds(pattern: re.Pattern[str], plain: str) -> bool:
    """Whether a pattern is found in a text, which many rules ask of one sentence."""
    return pattern.search(plain) is not None


def finds_any(plain: str, *patterns: re.Pattern[str]) -> bool:
    """Whether any of these patterns is found in a text."""
    return any(finds(pattern, plain) for pattern in patterns)

"""The characters of a text file that does not say how it is written."""

import codecs
import re
from collections import Counter

from django.utils.translation import gettext as _

from meetings.documents.kinds import RefusedFileError

MARKS = {  # the longer ones first, which begin as others do
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
BYTES_LOOKED_AT = 4096
DECLARED = re.compile(
    rb"""<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)"""
    rb"""|\A\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)
# Not every codec of Python is one of texts, and pages in UTF-16 have been told before.
OF_PAGES = re.compile(r"ascii|cp\d+|iso8859-\d+|mac-\w+|koi8-\w|euc_\w+|gb\w+|big5\w*|shift_jis\w*")
# As browsers take these names (WHATWG, Encoding, 4.2)
TAKEN_AS = {"ascii": "cp1252", "iso8859-1": "cp1252"}
# The first is taken in doubt. The Euro sign and “œ” set the second apart.
GUESSED = ("cp1252", "iso8859-15", "cp850", "mac-roman")
LETTERS = set("àáâãäåæçèéêëìíîïñòóôõöøœùúûüýÿß")
COMMON = set("éèàçêãáíóúñâ")  # in French, Portuguese and Spanish
SIGNS = set("\N{NO-BREAK SPACE}’‘“”«»–—…°ºª€•·§©®™¿¡")
OTHER_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
MOST_CONTROLS = 0.01  # of the characters; a text that was copied from a PDF can have a few


def decoded(content: bytes) -> str:
    """The text of a file, with line feeds at the ends of lines, and without a mark before it.

    Raises RefusedFileError for what is no text.
    """
    text = OTHER_LINE_ENDS.sub("\n", _decoded(content).removesuffix("\x1a"))  # the end, in DOS
    if "\0" in text or len(CONTROLS.findall(text)) > MOST_CONTROLS * len(text):
        raise no_text()
    return text


def no_text() -> RefusedFileError:
    """For a file that is named as text, and is none."""
    return RefusedFileError(
        _(
            "The name of this file says that it is a text, but it holds something else or is "
            "damaged: choose the report itself, or copy its text and paste it."
        )
    )


def _decoded(content: bytes) -> str:
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                continue  # UTF-32 begins as UTF-16 does
    if b"\0" in content:
        return _in_two_bytes(content)
    for encoding in ("utf-8", _declared(content)):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return _guessed(content)


def _in_two_bytes(content: bytes) -> str:
    """The text in UTF-16 without a mark: where every other byte of Latin letters is nothing."""
    start = content[:BYTES_LOOKED_AT]
    half = len(start) / 2
    first, second = start[::2].count(0), start[1::2].count(0)
    for encoding, many, few in (("utf-16-le", second, first), ("utf-16-be", first, second)):
        if many > 0.5 * half and few < 0.05 * half:
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                break
    raise no_text()


def _declared(content: bytes) -> str:
    """The encoding that a page names, where it can be that; otherwise UTF-8."""
    found = DECLARED.search(content[:BYTES_LOOKED_AT])
    if not found:
        return "utf-8"
    try:
        name = codecs.lookup((found[1] or found[2]).decode()).name
    except (LookupError, UnicodeError):
        return "utf-8"
    return TAKEN_AS.get(name, name) if OF_PAGES.fullmatch(name) else "utf-8"


def _guessed(content: bytes) -> str:
    """The text as it makes most sense in a language of Western Europe."""
    texts = (content.decode(encoding, "replace") for encoding in GUESSED)
    return max(texts, key=_sense)


def _sense(text: str) -> int:
    """How well the letters beyond ASCII stand where they do."""
    around = Counter(
        (before, character, after)
        for before, character, after in zip(f" {text}", text, f"{text[1:]} ", strict=False)
        if not character.isascii()
    )
    return sum(number * _sense_of(*characters) for characters, number in around.items())


def _sense_of(before: str, character: str, after: str) -> int:
    if character in LETTERS:
        if before.isupper() and after.isupper():
            return -2
        return 3 if character in COMMON else 2
    if character.lower() in LETTERS:  # a capital amid small letters is what betrays a wrong guess
        return -2 if before.islower() else 2
    if character == "’":
        return 2 if before.isalpha() and after.isalpha() else 1
    if character in SIGNS:
        return -2 if before.islower() and after.islower() else 1
    return -3

"""What a letter is, and the kinds of letters that the apps write.

A letter is written when it is sent, in the recipient's language, and is never stored: its links
may be personal. Its text is the one source of both parts of the message. In it, a blank line ends
a paragraph, lines that begin with "- " are a list, an address alone on its line is a link, and one
after a few words and a colon ("Reply: https://…") is a button with these words.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

# Its name, its content, its media type.
type Attachment = tuple[str, bytes | str, str]
type Write = Callable[[Any, Any], Letter | None]
type Owed = Callable[[Any, Any], bool]

# As plain text marks what follows as no part of the letter itself (RFC 3676, 4.3).
RULE = "-- "
ADDRESS = re.compile(r"https?://\S+")
BUTTON = re.compile(r"(?P<words>[^:]+?)\s?: (?P<address>https?://\S+)")


@dataclass(frozen=True)
class Letter:
    """One message to one person: plain words, as the module says."""

    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()


def owed_to_nobody(_about: Any, _person: Any) -> bool:
    """Most letters are for those alone who want letters."""
    return False


@dataclass(frozen=True)
class LetterKind:
    """A kind of letter: the function that writes it, and what the secretariat calls it.

    `write` takes the record that the letter is about and the person to whom it goes, whose
    language is active. It returns None where the letter is no longer wanted. `is_owed` takes the
    same, and says whether the letter goes even to somebody who wants none.
    """

    write: Write
    label: str | Promise
    asked_for: bool = False
    is_owed: Owed = owed_to_nobody

    @property
    def name(self) -> str:
        """Where it is found, as `import_string` takes it."""
        return f"{self.write.__module__}.{self.write.__qualname__}"


def letter_kind(
    label: str | Promise, *, asked_for: bool = False, is_owed: Owed = owed_to_nobody
) -> Callable[[Write], LetterKind]:
    """Makes a function at the top of a module a kind of letter.

    What its recipient asked for and waits for, such as a code to sign in, goes before all others,
    and also to those who want no letters. So does what is owed to a person about a record: that a
    meeting is off to which they said they come.
    """

    def made(write: Write) -> LetterKind:
        return LetterKind(write, label, asked_for, is_owed)

    return made


def letter_from(
    template: str, context: dict[str, Any], attachments: tuple[Attachment, ...] = ()
) -> Letter:
    """The letter that a text template makes: its first line is the subject."""
    subject, _, text = rendered(template, context).partition("\n")
    return Letter(subject.strip(), text.strip(), attachments)


def rendered(template: str, context: dict[str, Any]) -> str:
    """What a template of plain text gives: nothing is escaped, for HTML is made from it later."""
    source: Any = get_template(template)
    return source.template.render(Context(context, autoescape=False)).strip()


def portal_url(path: str) -> str:
    """The whole address of one of the portal's paths, where no request tells it."""
    return urljoin(settings.PORTAL_URL, path)


def letter_html(text: str) -> SafeString:
    """The elements that a letter's text stands for, as the module says; every word is escaped."""
    blocks = []
    for kind, lines in groupby(text.splitlines(), _kind_of):
        if kind == "rule":
            blocks.append(mark_safe("<hr>"))
        elif kind == "item":
            items = format_html_join("\n", "<li>{}</li>", ([line[2:]] for line in lines))
            blocks.append(format_html("<ul>\n{}\n</ul>", items))
        elif kind == "link":
            blocks += [format_html('<p><a href="{}">{}</a></p>', line, line) for line in lines]
        elif kind == "button":
            blocks += [_button(line) for line in lines]
        elif kind == "words":
            words = format_html_join(mark_safe("<br>\n"), "{}", ([line] for line in lines))
            blocks.append(format_html("<p>{}</p>", words))
    return format_html_join("\n", "{}", ([block] for block in blocks))


def _button(line: str) -> SafeString:
    """The words as a button, and the address as text, for whoever cannot press it."""
    found = BUTTON.fullmatch(line)
    parts = found.groupdict() if found else {}
    button = format_html('<p class="letter-button"><a href="{address}">{words}</a></p>', **parts)
    return button + format_html('\n<p class="letter-address">{address}</p>', **parts)


def _kind_of(line: str) -> str:
    """What a line of a letter's text is; empty for one that only parts others."""
    if line == RULE:
        return "rule"
    if line.startswith("- "):
        return "item"
    if ADDRESS.fullmatch(line):
        return "link"
    if BUTTON.fullmatch(line):
        return "button"
    return "words" if line.strip() else ""

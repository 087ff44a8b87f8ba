"""The ways in which somebody is named in a text, made of what the directory holds."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

from organisations.country_names import country_codes, names_met
from organisations.names_in_texts.words import WORD, bare, words_in

ARTICLES = frozenset({"the", "le", "la", "les", "l"})
ANDS = ("and", "et", "e", "y")
AND = re.compile(r"(?<=\s)(?:and|et)(?=\s)", re.IGNORECASE)
LEGAL_FORM = re.compile(r"^\s*(?:ONG|NGO)\s+|\s+(?:ONG|NGO|ASBL|A\.S\.B\.L\.?)\s*$")
APART = re.compile(r"(?P<name>.*\S)\s+[-–—|/]\s+(?P<acronym>[^\W\d_]+)\s*")
LEAST_LETTERS = 2
LONGEST_RUN_TOGETHER = 3  # words that somebody may write as one
# Hosts that many share: there, an address is of one only with its path.
SHARED_HOSTS = frozenset(
    "facebook.com fb.com twitter.com x.com linkedin.com instagram.com youtube.com tiktok.com "
    "github.com medium.com sites.google.com wa.me t.me".split()
)
BRACKETED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


# The kinds of those named, as their models are called.
ORGANISATION, PERSON = "organisation", "user"


class Subject(NamedTuple):
    """Who is named: an organisation or a person, by key."""

    kind: str  # ORGANISATION or PERSON
    key: int


@dataclass(frozen=True)
class Name:
    """One way to name somebody: its words, and what a text must have beside them.

    `words` are folded. `spellings` are the ways to write a name of one word; empty where any case
    will do. `gaps` are what stands between the words as the name was written, stripped. Where it
    is an `address`, nothing else may stand between them, and what is around it belongs to it.
    """

    words: tuple[str, ...]
    gaps: tuple[str, ...] = ()
    spellings: frozenset[str] = frozenset()
    wants_capital: bool = False
    is_address: bool = False


@dataclass(frozen=True)
class KnownSubject:
    """Somebody whom texts may name, with the names and addresses on record."""

    subject: Subject
    names: tuple[str, ...]
    addresses: tuple[str, ...] = ()  # websites and e-mail addresses


@lru_cache(maxsize=20_000)
def names_of(known: KnownSubject) -> frozenset[Name]:
    """Every way to name them; remembered, for most stay the same when one is changed."""
    return frozenset(_names_of(known))


def _names_of(known: KnownSubject) -> Iterator[Name]:
    for name in known.names:
        if known.subject.kind == PERSON:
            for order in orders_of(name):
                yield from _names_written_as(order)
        else:
            for variant in variants_of(name):
                yield from _names_written_as(variant)
    for address in known.addresses:
        yield from _address_names(address)


def variants_of(name: str) -> Iterator[str]:
    """An organisation's name as people write it: with and without the acronym beside it, its legal
    form, and "&" for "and"."""
    alone, beside = BRACKETED.sub(" ", name), BRACKETED.findall(name)
    if apart := APART.fullmatch(name):
        alone, beside = apart["name"], [apart["acronym"]]
    written = {name, alone, *filter(is_acronym, beside)}
    written |= {LEGAL_FORM.sub("", one) for one in written}
    for one in written:
        yield one
        yield AND.sub("&", one)
        yield from (one.replace("&", f" {word} ") for word in ANDS if "&" in one)


def is_acronym(text: str) -> bool:
    """Whether what stands beside a name is its acronym, and not the country that it is of."""
    return text.strip().isupper() and len(words_in(text)) == 1 and text.strip() not in countries()


@cache
def countries() -> frozenset[str]:
    """The acronyms and codes by which countries are called."""
    names = (name for code in country_codes() for name in (code, *names_met(code)))
    return frozenset(name for name in names if name.isupper())


def orders_of(name: str) -> Iterator[str]:
    """A person's name with what may be the family name at its beginning or at its end.

    What stands in brackets is an organisation's.
    """
    words = BRACKETED.sub(" ", name).split()
    yield " ".join(words)
    yield " ".join(words[-1:] + words[:-1])
    yield " ".join(words[1:] + words[:1])


def _names_written_as(text: str) -> Iterator[Name]:
    found = [match for match in WORD.finditer(text) if bare(match[0])]
    while len(found) > 1 and bare(found[0][0]).casefold() in ARTICLES:
        found = found[1:]
    words = [bare(match[0]) for match in found]
    if len("".join(words)) < LEAST_LETTERS:
        return
    compact = "".join(words)
    if len(words) == 1:
        yield _single(words[0])
        return
    gaps = tuple(text[one.end() : other.start()].strip() for one, other in pairwise(found))
    has_case = any(word.lower() != word.upper() for word in words)
    yield Name(
        tuple(word.casefold() for word in words),
        gaps=gaps,
        wants_capital=len(words) == 2 and has_case,
    )
    if len(words) <= LONGEST_RUN_TOGETHER or all(len(word) == 1 for word in words):
        yield _single(compact)


def _single(word: str) -> Name:
    """A name of one word, by exact case; one that is no acronym also in capitals throughout."""
    return Name((word.casefold(),), spellings=frozenset({word, word.upper()}))


def _address_names(address: str) -> Iterator[Name]:
    """The host of a website, with its path where many share the host; an e-mail address whole."""
    if "@" in address or "//" not in address:
        yield _literal(address)
        return
    split = urlsplit(address)
    host = (split.hostname or "").removeprefix("www.")
    path = split.path.rstrip("/") + (f"?{split.query}" if split.query else "")
    if shared := next((one for one in SHARED_HOSTS if f".{host}".endswith(f".{one}")), None):
        if path:
            yield _literal(shared + path)
    elif "." in host or not host:
        yield _literal(host or path)


def _literal(text: str) -> Name:
    found = list(WORD.finditer(text))
    return Name(
        tuple(bare(match[0]).casefold() for match in found),
        gaps=tuple(text[one.end() : other.start()] for one, other in pairwise(found)),
        is_address=True,
    )


def with_subjects(known: Iterable[KnownSubject]) -> dict[Name, frozenset[Subject]]:
    """Every name with those whom it may mean."""
    found: dict[Name, set[Subject]] = {}
    for one in known:
        for name in names_of(one):
            found.setdefault(name, set()).add(one.subject)
    return {name: frozenset(subjects) for name, subjects in found.items()}


def letters_of_names(names: Iterable[str]) -> frozenset[str]:
    """The letters of an organisation's names in every way to write them, without anything between:
    where a text has one of them, it may name it; where it has none, it does not."""
    known = KnownSubject(Subject(ORGANISATION, 0), tuple(names))
    return frozenset("".join(name.words) for name in names_of(known))

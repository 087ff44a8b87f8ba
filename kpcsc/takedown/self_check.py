"""The portal checks itself: do its pages still name an organisation whose naming was stopped?"""

from collections.abc import Collection, Sequence
from http import HTTPStatus
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kpcsc.foundation.site_revision import revision_read
from kpcsc.foundation.translated_text import LANGUAGES
from kpcsc.takedown.addresses import (
    address,
    concerned_addresses,
    members_addresses,
    portal_addresses,
    search_addresses,
)
from kpcsc.takedown.models import NamingCheck, organisations_to_check
from kpcsc.takedown.page_reading import PageToRead, ReadPage, read_pages
from kpcsc.takedown.reader_sessions import members_session
from organisations.models import DismissedMention, Listing, Organisation
from organisations.names_in_texts.mentions import NameIndex
from organisations.names_in_texts.names import ORGANISATION, Subject
from organisations.naming.directory import index_of, named_directory

STRANGER, MEMBER = "stranger", "member"
SECONDS_A_TURN = 3  # then letters that wait are sent
PAGES_AT_ONCE = 40
MOST_KEPT = 200  # of what was found
FIRST = f"/{LANGUAGES[0]}/"


def begin_checks() -> None:
    """Begins one for each organisation whose naming was stopped since the last."""
    for organisation in organisations_to_check():
        begin_check(organisation)


@transaction.atomic
def begin_check(organisation: Organisation) -> NamingCheck:
    """Begins to read all pages, those first that named the organisation; ends an earlier reading.

    A stranger reads them, and a member where members may not see it named either.
    """
    now = timezone.now()
    NamingCheck.objects.filter(organisation=organisation).unfinished().update(finished_at=now)
    with revision_read():
        names = named_directory().names.get(Subject(ORGANISATION, organisation.pk), ())
        concerned = [*concerned_addresses(organisation), *search_addresses(names)]
        others = [one for one in portal_addresses() if one not in set(concerned)]
    readers = [STRANGER]
    if organisation.listing_limit == Listing.UNLISTED:
        readers.append(MEMBER)
    first = [(path, reader) for path in concerned for reader in readers]
    if MEMBER in readers:
        first += [(path, MEMBER) for path in members_addresses()]
    rest = [(path, reader) for path in others for reader in readers]
    return NamingCheck.objects.create(
        organisation=organisation,
        stopped_at=organisation.naming_stopped_at or now,
        to_read=[*first, *rest],
        total=len(first) + len(rest),
        concerned=len(first),
    )


def run_a_turn(check: NamingCheck) -> None:
    """Reads pages for a few seconds, and keeps what was found; what was read is not read again.

    Where the portal's address leads to no portal, it says so, and reads nothing.
    """
    turn_ends = monotonic() + SECONDS_A_TURN
    index = index_of(check.organisation)
    common = _common_words(check.organisation)
    with members_session() as cookie:
        cookies = {STRANGER: "", MEMBER: cookie}
        if not _portal_answers(cookie, index):
            check.is_silent = check.advance(check.read, is_silent=True)
            return
        is_over = False
        while not is_over:
            rows = check.to_read[check.read : check.read + PAGES_AT_ONCE]
            pages = [PageToRead(path, cookies[reader]) for path, reader in rows]
            read = read_pages(settings.PORTAL_URL, pages, index)
            is_kept = _keep(check, rows, read, common)
            is_over = not is_kept or bool(check.finished_at) or monotonic() > turn_ends


def _portal_answers(cookie: str, index: NameIndex) -> bool:
    """Whether the portal's address leads to it, and the session of a member opens what it should:
    whatever else answers there may well name nobody."""
    home, directory = (address(name, language=LANGUAGES[0]) for name in ("home", "my_directory"))
    pages = [PageToRead(home), PageToRead(directory, cookie)]
    return all(
        page.status == HTTPStatus.OK for page in read_pages(settings.PORTAL_URL, pages, index)
    )


def _common_words(organisation: Organisation) -> list[tuple[str, str]]:
    """The words that staff said are no name of it, each with the beginning of its sentence."""
    dismissed = DismissedMention.objects.filter(organisation=organisation)
    return list(dismissed.values_list("words", "sentence"))


def _keep(
    check: NamingCheck,
    rows: Sequence[tuple[str, str]],
    read: list[ReadPage],
    common: Collection[tuple[str, str]],
) -> bool:
    """Keeps what some pages said, unless another worker has; says whether it did."""
    found, unanswered, unreadable = [*check.found], [*check.unanswered], check.unreadable
    for (path, reader), page in zip(rows, read, strict=True):
        # Once a file, which is the same for each reader and in each language.
        unreadable += not page.is_readable and reader == STRANGER and path.startswith(FIRST)
        if not page.is_answered:
            unanswered.append({"path": path, "reader": reader})
        found += [
            {
                "path": path,
                "reader": reader,
                "words": words,
                "sentence": sentence,
                "is_common": any(
                    words == word and beginning in sentence for word, beginning in common
                ),
            }
            for words, sentence in page.named
        ]
    start, end, now = check.read, check.read + len(rows), timezone.now()
    values: dict[str, Any] = {
        "is_silent": False,
        "read": end,
        "found": found[:MOST_KEPT],
        "unanswered": unanswered,
        "unreadable": unreadable,
    }
    if check.concerned_read_at is None and end >= check.concerned:
        values["concerned_read_at"] = now
    if end >= check.total:
        values["finished_at"] = now
    if not check.advance(start, **values):
        return False
    for name, value in values.items():
        setattr(check, name, value)
    return True

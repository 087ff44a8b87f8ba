"""Whom texts may name, and who may read that: in memory for as long as nothing public changes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any

from kpcsc.foundation.site_revision import Kept, revision_by_token
from kpcsc.foundation.translated_text import columns
from kpcsc.foundation.viewer import MEMBER, PUBLIC, Viewer
from organisations.models import DismissedMention, Listing, Organisation, User
from organisations.models.listing import listings_shown_to
from organisations.names_in_texts.mentions import Mention, NameIndex
from organisations.names_in_texts.names import ORGANISATION, PERSON, KnownSubject, Subject
from organisations.names_in_texts.words import words_in

READERS = (PUBLIC, MEMBER)

# A model, the key of a record, and an organisation that words in its texts do not name.
type Place = tuple[str, int, int]


@dataclass(frozen=True)
class NamedDirectory:
    """The names of organisations and people, and from whom each is hidden."""

    index: NameIndex
    hidden: dict[Viewer, frozenset[Subject]]
    # By meeting: those that are not named there, whatever their listing.
    unnamed: dict[Viewer, dict[int, frozenset[Subject]]]
    dismissed: dict[Place, set[str]]  # the digests of mentions
    names: dict[Subject, tuple[str, ...]]
    # By organisation, the names of others that became it, folded: what these had agreed to.
    merged_names: dict[Subject, dict[str, Listing]]

    @cached_property
    def organisations_digest(self) -> str:
        """What is another one whenever an organisation has another name."""
        named = sorted(item for item in self.names.items() if item[0].kind == ORGANISATION)
        return sha256(repr(named).encode()).hexdigest()

    def hides(self, mention: Mention, record: Any, viewer: Viewer) -> bool:
        """Whether a text of this record must not name them to this viewer.

        Where a name may mean several, it is hidden if one of them is. An organisation's own texts
        may name it: whoever may not see it named does not get them.
        """
        own = Subject(ORGANISATION, record.pk)
        if record._meta.model_name == ORGANISATION and own in mention.subjects:
            return False
        return any(
            self.is_hidden(subject, record, viewer)
            and not self.is_dismissed(subject, mention, record)
            for subject in mention.subjects
        )

    def is_hidden(self, subject: Subject, record: Any, viewer: Viewer) -> bool:
        """Whether this viewer may not see somebody named: at all, or at the record's meeting."""
        if subject in self.hidden[viewer]:
            return True
        return subject in self.unnamed[viewer].get(getattr(record, "meeting_id", None) or 0, ())

    def names_nobody(self, mention: Mention, record: Any) -> bool:
        """Whether staff have said so of all whom it might name."""
        return all(self.is_dismissed(subject, mention, record) for subject in mention.subjects)

    def is_dismissed(self, subject: Subject, mention: Mention, record: Any) -> bool:
        """Whether staff have said that this sentence does not name the organisation."""
        if not self.dismissed or subject.kind != ORGANISATION:
            return False
        digests = self.dismissed.get((record._meta.label_lower, record.pk, subject.key))
        return digests is not None and mention.digest in digests


@dataclass(frozen=True)
class ListedNames:
    """An organisation's names and websites, and who may read them."""

    subject: Subject
    names: tuple[str, ...]
    slug: str
    website: str
    listing: Listing
    became: Subject | None = None
    agreed: Listing = Listing.UNLISTED  # what the organisation agreed to that bore the names

    @property
    def known(self) -> KnownSubject:
        """The same, to be looked for in texts."""
        own_page = f"organisations/{self.slug}"
        return KnownSubject(self.subject, self.names, (own_page, *filter(None, [self.website])))


def read_directory() -> NamedDirectory:
    """The directory as it is in the database, in six queries."""
    organisations = list(_organisations())
    taken = {name.casefold() for one in organisations for name in one.names}
    known = ["pk", "name", "email", "is_active", "is_staff", "shown_to_members"]
    everybody: Any = User.objects.values_list(*known, named=True)
    people = list(everybody)
    former = _former_names()
    hidden = {
        viewer: frozenset(
            [one.subject for one in organisations if one.listing not in listings_shown_to(viewer)]
            + [Subject(PERSON, person.pk) for person in people if not _may_be_named(person, viewer)]
        )
        for viewer in READERS
    }
    subjects = [
        *(one.known for one in organisations),
        *(_known_person(person, taken, former[person.pk]) for person in people),
    ]
    merged: defaultdict[Subject, dict[str, Listing]] = defaultdict(dict)
    for one in organisations:
        if one.became:
            merged[one.became] |= {name.casefold(): one.agreed for name in one.names}
    return NamedDirectory(
        _index(tuple(subjects)),
        hidden,
        {viewer: _unnamed(viewer) for viewer in READERS},
        _dismissed(),
        {one.subject: (*one.names, *one.addresses) for one in subjects},
        dict(merged),
    )


@lru_cache(maxsize=1)
def _index(subjects: tuple[KnownSubject, ...]) -> NameIndex:
    """The index of these names, with what it found in texts: most changes leave all names alone."""
    return NameIndex(subjects)


def _dismissed() -> dict[Place, set[str]]:
    found: defaultdict[Place, set[str]] = defaultdict(set)
    shown = ("model", "record_id", "organisation", "digest")
    for *place, digest in DismissedMention.objects.values_list(*shown):
        found[tuple(place)].add(digest)
    return dict(found)


def _organisations() -> Iterator[ListedNames]:
    """All organisations; one that was merged under the names that it does not share.

    Consent is given under one name and opens no other: the names of a merged organisation may be
    read by those to whom it had agreed to be named itself, however open the one that it became.
    """
    shown = [
        "pk",
        *columns("name"),
        "acronym",
        "aliases",
        "slug",
        "website",
        "listing",
        "listing_limit",
        "merged_into",
    ]
    rows: Any = Organisation.objects.with_agreed_listing().values(*shown, "agreed")
    every: dict[int, dict[str, Any]] = {row["pk"]: row for row in rows}
    for row in every.values():
        became = row
        while became["merged_into"]:
            became = every[became["merged_into"]]
        subject, names, listing = _organisation(row), _names(row), Listing(row["listing"])
        if became is row:
            yield ListedNames(subject, names, row["slug"], row["website"], listing)
            continue
        own = {name.casefold() for name in _own_names(became)}
        yield ListedNames(
            subject,
            tuple(name for name in names if name.casefold() not in own),
            row["slug"],
            "" if row["website"] == became["website"] else row["website"],
            Listing.strictest([row["agreed"], row["listing_limit"], became["listing"]]),
            became=_organisation(became),
            agreed=Listing.strictest([row["agreed"], row["listing_limit"]]),
        )


def _organisation(row: Mapping[str, Any]) -> Subject:
    return Subject(ORGANISATION, row["pk"])


def _names(row: Mapping[str, Any]) -> tuple[str, ...]:
    aliases = (line.strip() for line in row["aliases"].splitlines())
    return tuple(filter(None, [*_own_names(row), *aliases]))


def _own_names(row: Mapping[str, Any]) -> list[str]:
    return list(filter(None, [*(row[column] for column in columns("name")), row["acronym"]]))


def _known_person(person: Any, taken: Set[str], former: Set[tuple[str, str]]) -> KnownSubject:
    """A person by names and addresses, also those of before, for texts still mean them by those.

    By the addresses alone staff of one word, "Secretariat", and an account that is called like an
    organisation.
    """
    names = dict.fromkeys([person.name, *sorted(name for name, _email in former)])
    emails = dict.fromkeys([person.email, *sorted(email for _name, email in former)])
    told = [
        name
        for name in names
        if not (person.is_staff and len(words_in(name)) < 2) and name.casefold() not in taken
    ]
    return KnownSubject(Subject(PERSON, person.pk), tuple(told), tuple(emails))


def _former_names() -> defaultdict[int, set[tuple[str, str]]]:
    """What people were called and where they had their letters, as history keeps it, by key."""
    found: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    kept = User.history.order_by().values_list("id", "name", "email")
    for key, name, email in kept.distinct():
        found[key].add((name, email))
    return found


def _may_be_named(person: Any, viewer: Viewer) -> bool:
    """Whether a person chose to be shown to such readers; nobody is to the public."""
    return viewer.is_member and person.is_active and person.shown_to_members


def _unnamed(viewer: Viewer) -> dict[int, frozenset[Subject]]:
    """By meeting, the organisations that this viewer may not see named there."""
    # Participations lie to the right of this app: they are reached by the reverse accessor alone.
    participation: Any = Organisation._meta.get_field("participations").related_model
    found: defaultdict[int, set[Subject]] = defaultdict(set)
    for meeting, organisation in participation.objects.unnamed_to(viewer).values_list(
        "meeting", "organisation"
    ):
        found[meeting].add(Subject(ORGANISATION, organisation))
    return {meeting: frozenset(subjects) for meeting, subjects in found.items()}


named_directory = Kept(read_directory, revision=revision_by_token)


def index_of(organisation: Organisation) -> NameIndex:
    """The index of one organisation's names alone, and of those of what became it."""
    own = _organisation({"pk": organisation.pk})
    return NameIndex(one.known for one in _organisations() if own in {one.subject, one.became})


def index_of_person(person: User) -> NameIndex:
    """The index of one person's names alone, also of those of before."""
    return NameIndex([_known_person(person, frozenset(), _former_names()[person.pk])])

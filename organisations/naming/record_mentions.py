"""Which organisations and people the texts of a record name, where, and who reads that."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

from kpcsc.foundation.translated_text import columns, is_rich, label_of
from kpcsc.foundation.translations.texts import models_with_texts, root_lookup, translated_fields
from kpcsc.foundation.viewer import MEMBER, PUBLIC
from organisations.models import DismissedMention, Organisation, User
from organisations.names_in_texts.mentions import Mention
from organisations.names_in_texts.names import ORGANISATION, PERSON, Subject
from organisations.names_in_texts.words import words_in
from organisations.naming.directory import named_directory

MOST_COMMON_WORDS = 2  # a longer name is no common word
READERS = {
    "everyone": gettext_lazy("everyone reads the name"),
    "members": gettext_lazy("members alone read the name"),
    "nobody": gettext_lazy("nobody but the secretariat reads the name"),
}


@dataclass(frozen=True)
class NamingPassage:
    """A sentence of a text that names somebody, or may."""

    subject: Subject
    record: Model
    field: Any
    mention: Mention
    is_dismissed: bool
    readers: str  # a key of READERS

    @property
    def key(self) -> str:
        """What tells it from the others of its record, as a form sends it."""
        place = (self.record._meta.label, self.record.pk, *self.subject, self.mention.digest)
        return sha256(repr(place).encode()).hexdigest()[:20]

    @property
    def place(self) -> str:
        """The text in which it stands, in words."""
        return f"{capfirst(str(self.record._meta.verbose_name))} · {label_of(self.field)}"

    @property
    def dismissal(self) -> DismissedMention | None:
        """Who said that it is a common word, and when; None where nobody did."""
        said = DismissedMention.objects.filter(
            organisation=self.subject.key,
            model=self.record._meta.label_lower,
            record_id=self.record.pk,
            digest=self.mention.digest,
        )
        return said.select_related("by").first()

    @property
    def can_be_dismissed(self) -> bool:
        """Whether it hides a word of a sentence, or did, that may be no name."""
        is_organisation = self.subject.kind == ORGANISATION
        is_hidden = self.is_dismissed or self.readers != "everyone"
        is_short = len(words_in(self.mention.words)) <= MOST_COMMON_WORDS
        return is_organisation and is_hidden and is_short and bool(self.mention.sentence)


@dataclass(frozen=True)
class NamedSubject:
    """Somebody whom the texts of a record name."""

    record: Organisation | User
    passages: tuple[NamingPassage, ...]

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"{self.record._meta.model_name}-{self.record.pk}"

    @property
    def is_organisation(self) -> bool:
        """Whether it is no person."""
        return isinstance(self.record, Organisation)

    @property
    def standing(self) -> list[NamingPassage]:
        """The passages that name it: those that staff said do not are left out."""
        return [passage for passage in self.passages if not passage.is_dismissed]

    @property
    def shown_anyway(self) -> int:
        """In how many places readers see the word, which is said to be a common one."""
        return len(self.passages) - len(self.standing)

    @property
    def readers(self) -> str:
        """Who reads the name in these texts, in words."""
        standing = {passage.readers for passage in self.standing}
        if not standing:
            return gettext("a common word, which readers see")
        return str(READERS[max(standing, key=list(READERS).index)])


@dataclass(frozen=True)
class RecordMentions:
    """All whom the texts of a record name."""

    record: Model

    @cached_property
    def subjects(self) -> list[NamedSubject]:
        """Organisations before people, each by its name; in a query for each model with texts."""
        found: dict[Subject, list[NamingPassage]] = {}
        for passage in self._passages():
            found.setdefault(passage.subject, []).append(passage)
        records = _records_of(found)
        named = [
            NamedSubject(records[subject], tuple(passages))
            for subject, passages in found.items()
            if subject in records
        ]
        return sorted(named, key=lambda one: (not one.is_organisation, str(one.record)))

    @cached_property
    def named_in_address(self) -> list[Organisation | User]:
        """Those whom the address of the page may name, and the public may not see named there."""
        directory = named_directory()
        found = directory.index.named_in_address(getattr(self.record, "slug", "")) - {self._own}
        hidden = [one for one in found if directory.is_hidden(one, self.record, PUBLIC)]
        return sorted(_records_of(hidden).values(), key=str)

    @property
    def _own(self) -> Subject:
        return Subject(self.record._meta.model_name or "", self.record.pk)

    def passage(self, key: str) -> NamingPassage | None:
        """The passage with this key; None where it is no longer there."""
        every = (passage for one in self.subjects for passage in one.passages)
        return next((passage for passage in every if passage.key == key), None)

    def _passages(self) -> Iterator[NamingPassage]:
        directory = named_directory()
        for record, field, text in texts_of(self.record):
            is_html = is_rich(record._meta.model, field.translated_field.name)
            for mention in directory.index.mentions_in(text, is_html):
                hidden = [directory.hides(mention, record, viewer) for viewer in (PUBLIC, MEMBER)]
                for subject in mention.subjects - {self._own}:
                    yield NamingPassage(
                        subject,
                        record,
                        field,
                        mention,
                        directory.is_dismissed(subject, mention, record),
                        list(READERS)[sum(hidden)],
                    )


def _records_of(subjects: Iterable[Subject]) -> dict[Subject, Organisation | User]:
    models: dict[str, Any] = {ORGANISATION: Organisation, PERSON: User}
    return {
        Subject(kind, record.pk): record
        for kind, model in models.items()
        if (keys := [subject.key for subject in subjects if subject.kind == kind])
        for record in model.objects.filter(pk__in=keys)
    }


def texts_of(record: Model) -> Iterator[tuple[Any, Any, str]]:
    """Each text of a record and its parts, with the row and the column in which it stands."""
    for model in models_with_texts(type(record)):
        names = [column for name in translated_fields(model) for column in columns(name)]
        fields: list[Any] = [model._meta.get_field(name) for name in names]
        rows: Iterable[Any] = model._base_manager.filter(**{root_lookup(model): record.pk})
        for row in rows:
            for field in fields:
                if text := getattr(row, field.attname):
                    yield row, field, text


def keys_naming(subject: Subject, records: QuerySet[Any]) -> set[int]:
    """The keys of those records whose texts name somebody; in a query for each model with texts."""
    index = named_directory().index
    found: set[int] = set()
    root_model: Any = records.model
    for model in models_with_texts(root_model):
        root = root_lookup(model)
        texts = [(name, is_rich(model, name)) for name in translated_fields(model)]
        names = [(column, is_html) for name, is_html in texts for column in columns(name)]
        rows = model._base_manager.filter(**{f"{root}__in": records.values("pk")})
        for key, *row in rows.values_list(root, *(column for column, _is_html in names)):
            found |= {
                key
                for text, (_column, is_html) in zip(row, names, strict=True)
                for mention in index.mentions_in(text or "", is_html)
                if subject in mention.subjects
            }
    return found

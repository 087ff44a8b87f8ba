"""What the record of a meeting still lacks, for its stage and before it is published.

An issue is shown, never corrected: declared and listed figures may differ for good reasons.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from django.utils.translation import gettext, ngettext

NAMES_ANCHOR = "#names-in-texts"


class Severity(StrEnum):
    BLOCKS = "blocks"  # to be put right before the record is published
    NOTES = "notes"  # worth a look; some records stay so


@dataclass(frozen=True)
class Issue:
    """Something missing: what is said of it, and where in the edit form it is put right."""

    code: str
    sentence: str  # in the page's language
    severity: Severity
    anchor: str

    @property
    def blocks(self) -> bool:
        """Whether it is to be put right before the record is published."""
        return self.severity is Severity.BLOCKS


@dataclass(frozen=True)
class FigureComparison:
    """A figure as the report declares it, and as the record lists it."""

    declared: int | None = None
    listed: int = 0

    @property
    def differs(self) -> bool:
        """Whether the report says another number than the list holds."""
        return self.declared is not None and self.declared != self.listed


@dataclass(frozen=True)
class Untranslated:
    """Parts of the record that say something in the other language alone."""

    language: str
    number: int
    anchor: str


@dataclass(frozen=True)
class RecordFacts:
    """What the record of a meeting holds, without what it says."""

    stage: Literal["planned", "held", "off"]  # off: postponed or cancelled
    is_for_staff_alone: bool = False
    is_over: bool = False
    day_is_known: bool = True
    has_format: bool = True
    is_in_a_place: bool = False
    is_online: bool = False
    has_place: bool = False
    has_joining_link: bool = False
    has_introduction: bool = True
    objectives: int = 0
    agenda_items: int = 0
    agenda_items_for_staff: int = 0
    sections: int = 0
    organisations_on_list: int = 0
    invitations: int = 0
    attendance_unknown: int = 0
    named_without_consent: int = 0
    unconsented_in_texts: int = 0
    hidden_in_texts: int = 0
    documents_without_file: int = 0
    pictures_without_text: int = 0
    participants_declared: bool = True
    organisations: FigureComparison = field(default_factory=FigureComparison)
    countries: FigureComparison = field(default_factory=FigureComparison)
    untranslated: tuple[Untranslated, ...] = ()


def issues(facts: RecordFacts) -> list[Issue]:
    """What is missing, the weightiest first, otherwise in the order of the edit form."""
    found = [*_in_any_record(facts), *_for_the_stage(facts), *_texts(facts)]
    return sorted(found, key=lambda issue: not issue.blocks)


def _in_any_record(facts: RecordFacts) -> Iterator[Issue]:
    if facts.named_without_consent:
        sentence = ngettext(
            "%(number)d organisation would be named without a consent that allows it.",
            "%(number)d organisations would be named without a consent that allows it.",
            facts.named_without_consent,
        )
        numbers = {"number": facts.named_without_consent}
        yield _blocks("consent", sentence % numbers, "#participations-group")
    yield from names_in_texts(facts.unconsented_in_texts, facts.hidden_in_texts)
    if not facts.has_introduction:
        yield _blocks("introduction", gettext("The introduction is empty."), "#id_introduction_fr")
    if number := facts.agenda_items_for_staff:
        sentence = ngettext(
            "%(number)d agenda item is shown to the secretariat alone.",
            "%(number)d agenda items are shown to the secretariat alone.",
            number,
        )
        yield _notes("agenda_for_staff", sentence % {"number": number}, "#agenda_items-group")
    yield from _documents(facts)
    if facts.is_for_staff_alone:
        sentence = gettext("Only the secretariat would see it: choose who may.")
        yield _blocks("visibility", sentence, "#id_visibility")


def names_in_texts(unconsented: int, hidden: int) -> Iterator[Issue]:
    """What is to be said of the organisations that a record's texts name."""
    if unconsented:
        sentence = ngettext(
            "The texts name %(number)d organisation without a consent that allows it.",
            "The texts name %(number)d organisations without a consent that allows it.",
            unconsented,
        )
        yield _blocks("consent_in_texts", sentence % {"number": unconsented}, NAMES_ANCHOR)
    if hidden:
        sentence = ngettext(
            "The texts name %(number)d organisation that the public does not see named: "
            "a phrase stands in its place.",
            "The texts name %(number)d organisations that the public does not see named: "
            "a phrase stands in their place.",
            hidden,
        )
        yield _notes("hidden_in_texts", sentence % {"number": hidden}, NAMES_ANCHOR)


def name_in_address(names: list[str]) -> Iterator[Issue]:
    """What is to be said of an address that may name somebody whom the public does not see named.

    A note: in small letters, a name cannot be told from a common word.
    """
    if names:
        sentence = gettext("The address of the page may name %(names)s, and cannot be masked.")
        yield _notes("name_in_address", sentence % {"names": ", ".join(names)}, "#id_slug")


def _documents(facts: RecordFacts) -> Iterator[Issue]:
    if number := facts.pictures_without_text:
        sentence = ngettext(
            "%(number)d picture has no description.",
            "%(number)d pictures have no description.",
            number,
        )
        yield _blocks("pictures", sentence % {"number": number}, "#documents-group")
    if number := facts.documents_without_file:
        sentence = ngettext(
            "%(number)d document has no file that was checked: choose it again.",
            "%(number)d documents have no file that was checked: choose them again.",
            number,
        )
        yield _blocks("documents", sentence % {"number": number}, "#documents-group")


def _for_the_stage(facts: RecordFacts) -> Iterator[Issue]:
    if facts.stage == "off":
        return
    if not facts.objectives:
        yield _notes("objectives", gettext("No objective is given."), "#objectives-group")
    yield from _planned(facts) if facts.stage == "planned" else _held(facts)


def _planned(facts: RecordFacts) -> Iterator[Issue]:
    if facts.is_over:
        yield _notes("over", gettext("Its date has passed: was it held?"), "#id_state")
    if not facts.day_is_known:
        yield _notes("day", gettext("The day is not known yet."), "#id_starts_on")
    if not facts.has_format:
        yield _notes("format", gettext("Online or in person? Not said yet."), "#id_format")
    if facts.is_in_a_place and not facts.has_place:
        yield _blocks("place", gettext("The place is missing."), "#id_place_fr")
    if facts.is_online and not facts.has_joining_link:
        yield _notes("joining_link", gettext("The joining link is missing."), "#id_joining_link")
    if not facts.organisations_on_list and not facts.invitations:
        sentence = gettext("No organisation is invited yet.")
        yield _notes("invitations", sentence, "#participations-group")
    if not facts.agenda_items:
        yield _notes("agenda", gettext("The agenda is empty."), "#agenda_items-group")


def _held(facts: RecordFacts) -> Iterator[Issue]:
    if facts.attendance_unknown:
        sentence = ngettext(
            "%(number)d organisation: did it take part?",
            "%(number)d organisations: did they take part?",
            facts.attendance_unknown,
        )
        numbers = {"number": facts.attendance_unknown}
        yield _blocks("attendance", sentence % numbers, "#participations-group")
    if not facts.sections:
        yield _blocks("report", gettext("The report has no section yet."), "#sections-group")
    yield from _figures(facts)


def _figures(facts: RecordFacts) -> Iterator[Issue]:
    organisations, countries = facts.organisations, facts.countries
    if organisations == FigureComparison():
        sentence = gettext("No organisation that took part is listed.")
        yield _notes("organisations", sentence, "#participations-group")
    if countries == FigureComparison():
        yield _notes("countries", gettext("No country is listed."), "#id_countries")
    declared = {
        "participants": facts.participants_declared,
        "countries": countries.declared is not None,
        "organisations": organisations.declared is not None,
    }
    if missing := [name for name, is_declared in declared.items() if not is_declared]:
        sentence = gettext("Not all figures of the report are entered.")
        yield _notes("figures_missing", sentence, f"#id_{missing[0]}_count")
    yield from differences(organisations, countries)


def differences(organisations: FigureComparison, countries: FigureComparison) -> Iterator[Issue]:
    """Where the report declares another number than the record lists."""
    if organisations.differs:
        sentence = gettext("Organisations: %(declared)d declared, %(listed)d listed.")
        numbers = {"declared": organisations.declared, "listed": organisations.listed}
        yield _notes("organisations_differ", sentence % numbers, "#id_organisations_count")
    if countries.differs:
        sentence = gettext("Countries: %(declared)d declared, %(listed)d listed.")
        numbers = {"declared": countries.declared, "listed": countries.listed}
        yield _notes("countries_differ", sentence % numbers, "#id_countries_count")


def _texts(facts: RecordFacts) -> Iterator[Issue]:
    """One line for each language, which leads to the first of the texts."""
    for language in ("fr", "en"):
        places = [place for place in facts.untranslated if place.language == language]
        if number := sum(place.number for place in places):
            sentence = untranslated_words(language, number)
            yield _notes(f"untranslated_{language}", sentence, places[0].anchor)


def untranslated_words(language: str, number: int) -> str:
    """How many parts of a record wait for a translation into the language."""
    sentences = {
        "fr": ngettext(
            "%(number)d part lacks its French text.",
            "%(number)d parts lack their French text.",
            number,
        ),
        "en": ngettext(
            "%(number)d part lacks its English text.",
            "%(number)d parts lack their English text.",
            number,
        ),
    }
    return sentences[language] % {"number": number}


def _blocks(code: str, sentence: str, anchor: str) -> Issue:
    return Issue(code, sentence, Severity.BLOCKS, anchor)


def _notes(code: str, sentence: str, anchor: str) -> Issue:
    return Issue(code, sentence, Severity.NOTES, anchor)

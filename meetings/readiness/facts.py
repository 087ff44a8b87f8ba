"""The facts that `readiness` judges, asked for any number of meetings in one query."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from kpcsc.foundation.translated_text import LANGUAGES, has_text
from kpcsc.foundation.translations.missing_text import translated_parts, untranslated
from kpcsc.foundation.translations.texts import translated_fields
from kpcsc.foundation.viewer import PUBLIC
from meetings.documents.kinds import PICTURES
from meetings.models import (
    AgendaItem,
    Document,
    Format,
    Invitation,
    Meeting,
    Naming,
    Participation,
    State,
    Visibility,
)
from meetings.models.meeting import MeetingQuerySet, count_of
from meetings.readiness.rules import FigureComparison, Issue, RecordFacts, Untranslated, issues
from organisations.models import Listing, Organisation

COUNTED = ("objectives", "agenda_items", "sections")


def with_readiness(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """The meetings with the numbers that `issues_of` needs."""
    came = Participation.objects.exclude(attended=False)
    unconsented = Organisation.objects.named_without_consent().values("pk")
    documents = Document._base_manager.all()
    shown_pictures = documents.filter(kind__in=PICTURES).exclude(visibility=Visibility.STAFF)
    counts: dict[str, Any] = {
        "organisations_on_list": count_of(came),
        "invitations_in_force": count_of(Invitation.objects.in_force()),
        "attendance_unknown": count_of(came.filter(attended=None)),
        "named_without_consent": count_of(
            came.filter(organisation__in=unconsented).exclude(named=Naming.UNNAMED)
        ),
        **counts_of_text_mentions("meeting"),
        "agenda_items_for_staff": count_of(
            AgendaItem._base_manager.filter(visibility=Visibility.STAFF)
        ),
        "documents_without_file": count_of(documents.filter(kind="")),
        "pictures_without_text": count_of(shown_pictures.exclude(has_text("alternative_text"))),
    }
    for relation in translated_parts(Meeting):
        part, name = relation.related_model, relation.name
        if name in COUNTED:
            counts[f"number_of_{name}"] = count_of(part._base_manager.all())
        for language in LANGUAGES:
            incomplete = part._base_manager.filter(untranslated(translated_fields(part), language))
            counts[f"{name}_without_{language}"] = count_of(incomplete)
    return meetings.with_listed_counts().annotate(**counts)


def counts_of_text_mentions(kind: str) -> dict[str, Any]:
    """How many organisations the texts of a record of this kind name that did not agree to it, and
    how many readers may not see named there, as subqueries."""
    # Mentions are found by the index, to the right of this app: by the reverse accessor alone.
    mention: Any = Organisation._meta.get_field("text_mentions").related_model
    mentions = mention.objects.filter(**{f"entry__{kind}": OuterRef("pk")})
    unconsented = Organisation.objects.named_without_consent().values("pk")
    unnamed = Participation.objects.unnamed_to(PUBLIC).filter(
        meeting=OuterRef("entry__meeting"), organisation=OuterRef("organisation")
    )
    hidden = mentions.filter(~Q(organisation__listing=Listing.PUBLIC) | Exists(unnamed))
    groups = {
        "unconsented_in_texts": mentions.filter(organisation__in=unconsented),
        "hidden_in_texts": hidden,
    }
    return {
        name: Coalesce(
            Subquery(
                rows.order_by()
                .values(f"entry__{kind}")
                .annotate(number=Count("pk"))
                .values("number")
            ),
            0,
        )
        for name, rows in groups.items()
    }


def issues_of(meeting: Any) -> list[Issue]:
    """What a meeting lacks, which comes from `with_readiness`."""
    return issues(facts(meeting))


def compared_figures(meeting: Meeting) -> tuple[FigureComparison, FigureComparison]:
    """A meeting's organisations and countries; it comes `with_listed_counts`."""
    return (
        FigureComparison(meeting.organisations_count, meeting.listed_organisations),
        FigureComparison(meeting.countries_count, meeting.listed_countries),
    )


def facts(meeting: Any) -> RecordFacts:
    """What the record of a meeting holds, that comes from `with_readiness`."""
    organisations, countries = compared_figures(meeting)
    stages = {State.PLANNED: "planned", State.HELD: "held"}
    return RecordFacts(
        stage=stages.get(meeting.state, "off"),  # type: ignore[arg-type]  # a plain str
        is_for_staff_alone=meeting.visibility == Visibility.STAFF,
        is_over=(meeting.ends_on or meeting.starts_on) < timezone.localdate(),
        day_is_known=meeting.has_calendar_date,
        has_format=bool(meeting.format),
        is_in_a_place=meeting.format in {Format.IN_PERSON, Format.HYBRID},
        is_online=meeting.format in {Format.ONLINE, Format.HYBRID},
        has_place=bool(meeting.place),
        has_joining_link=bool(meeting.joining_link),
        has_introduction=bool(meeting.introduction),
        objectives=meeting.number_of_objectives,
        agenda_items=meeting.number_of_agenda_items,
        agenda_items_for_staff=meeting.agenda_items_for_staff,
        sections=meeting.number_of_sections,
        organisations_on_list=meeting.organisations_on_list,
        invitations=meeting.invitations_in_force,
        attendance_unknown=meeting.attendance_unknown,
        named_without_consent=meeting.named_without_consent,
        unconsented_in_texts=meeting.unconsented_in_texts,
        hidden_in_texts=meeting.hidden_in_texts,
        documents_without_file=meeting.documents_without_file,
        pictures_without_text=meeting.pictures_without_text,
        participants_declared=meeting.participants_count is not None,
        organisations=organisations,
        countries=countries,
        untranslated=tuple(_untranslated(meeting)),
    )


def _untranslated(meeting: Meeting) -> Iterator[Untranslated]:
    for language in LANGUAGES:
        for field in translated_fields(Meeting):
            texts = {code: getattr(meeting, f"{field}_{code}") for code in LANGUAGES}
            if any(texts.values()) and not texts[language]:
                yield Untranslated(language, 1, f"#id_{field}_{language}")
        for relation in translated_parts(Meeting):
            if number := getattr(meeting, f"{relation.name}_without_{language}"):
                yield Untranslated(language, number, f"#{relation.name}-group")

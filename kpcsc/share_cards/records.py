"""The cards of public records: what anyone may read of them, whoever asks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kpcsc.foundation.reader import ANYONE, reading_as
from kpcsc.foundation.short_title import short_title
from kpcsc.foundation.translated_text import page_language, translated
from kpcsc.foundation.viewer import PUBLIC
from kpcsc.share_cards.card import Card
from meetings.models import Campaign, Meeting
from organisations.country_names import short_name
from organisations.models import Organisation
from surveys.models import Survey


@dataclass(frozen=True)
class CardKind:
    """The records of a kind that have cards, and what theirs say."""

    records: Callable[[], QuerySet[Any]]
    card_of: Callable[[Any], Card]


def card_of(record: Any) -> Card:
    """The card of a record, in the page's language."""
    with reading_as(ANYONE):
        return KINDS[record._meta.model_name].card_of(record)


def portal_card() -> Card:
    """The card of the pages that are about no record."""
    return Card(
        publisher=publisher(),
        title=_("Where diamonds come from, people live."),
        line=_("Meetings and campaigns of the Kimberley Process Civil Society Coalition."),
    )


def publisher() -> str:
    """Whose portal it is."""
    return _("Kimberley Process Civil Society Coalition")


def campaign_card(campaign: Campaign) -> Card:
    """Its title and tagline, and the first of its key figures."""
    first = next(iter(campaign.key_figures.all()), None)
    return Card(
        publisher=publisher(),
        kicker=_("Campaign"),
        title=short_title(campaign).text,
        line=translated(campaign, "tagline").text,
        figure=translated(first, "figure").text if first else "",
        figure_label=translated(first, "label").text if first else "",
    )


def meeting_card(meeting: Meeting) -> Card:
    """Its title, date, place and introduction, and how many took part.

    Needs `with_listed_counts`.
    """
    figure = next(iter(meeting.figures), None)
    facts = [
        _("Meeting"),
        meeting.period.formatted(page_language()),
        meeting.get_state_display() if meeting.is_postponed_or_cancelled else "",
        meeting.get_format_display(),
        translated(meeting, "place").text,
    ]
    return Card(
        publisher=publisher(),
        kicker=" · ".join(filter(None, facts)),
        title=short_title(meeting).text,
        line=translated(meeting, "introduction").text,
        figure=str(figure.number) if figure else "",
        figure_label=figure.label if figure else "",
    )


def survey_card(survey: Survey) -> Card:
    """Its title, and the meeting that it was asked before."""
    return Card(
        publisher=publisher(),
        kicker=_("Results of a survey"),
        title=translated(survey, "title").text,
        line=short_title(survey.meeting).text,
    )


def organisation_card(organisation: Organisation) -> Card:
    """Its name, kind and country."""
    country = organisation.country_id
    return Card(
        publisher=publisher(),
        kicker=capfirst(organisation.get_kind_display()),
        title=translated(organisation, "name").text,
        line=short_name(country, page_language()) if country else "",
    )


KINDS = {
    "campaign": CardKind(
        lambda: Campaign.objects.visible_to(PUBLIC).prefetch_related("key_figures"), campaign_card
    ),
    "meeting": CardKind(
        lambda: Meeting.objects.visible_to(PUBLIC).with_listed_counts(), meeting_card
    ),
    "organisation": CardKind(lambda: Organisation.objects.visible_to(PUBLIC), organisation_card),
    "survey": CardKind(
        lambda: Survey.objects.visible_to(PUBLIC).select_related("meeting"), survey_card
    ),
}

"""What stands on the page of a campaign, block by block, for one viewer."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.site_revision import Kept
from kpcsc.foundation.translated_text import page_language
from kpcsc.foundation.viewer import Viewer
from meetings.models import (
    BlockKind,
    Campaign,
    CampaignBlock,
    CampaignPicture,
    Participation,
    Quotation,
    Resource,
)
from meetings.models.campaign_parts import USUAL_BLOCKS
from meetings.models.picture import OPENING
from meetings.timeline import Event, timeline
from organisations.country_groups import CountryGroup, by_country
from organisations.country_map import CountryMap, drawing
from organisations.models import Country, Organisation
from organisations.models.country import in_alphabetical_order
from surveys.models import Survey
from surveys.results.evidence import Evidence, evidence_of

HEADINGS = {
    BlockKind.FIGURES: _("In figures"),
    BlockKind.STORY: _("Why this campaign"),
    BlockKind.DEMANDS: _("What we ask"),
    BlockKind.MESSAGES: _("Key messages"),
    BlockKind.EVIDENCE: _("What we know"),
    BlockKind.TIMELINE: _("Progress so far"),
    BlockKind.ACTIONS: _("What you can do"),
    BlockKind.ORGANISATIONS: _("Who takes part"),
    BlockKind.MAP: _("Where it comes from"),
    BlockKind.RESOURCES: _("To read further"),
    BlockKind.PRESS: _("Press"),
}


@dataclass(frozen=True)
class Block:
    """A block with what it shows: rows, a drawing, or nothing but its text."""

    row: CampaignBlock
    content: Any
    pictures: list[CampaignPicture]

    @property
    def usual_heading(self) -> str:
        """What stands over it where staff wrote nothing else."""
        return str(HEADINGS.get(BlockKind(self.row.kind), ""))

    @property
    def anchor(self) -> str:
        """Its address on the page."""
        return f"text-{self.row.pk}" if self.row.kind == BlockKind.TEXT else self.row.kind

    @property
    def template(self) -> str:
        """Draws what it shows."""
        return f"meetings/campaign_blocks/{self.row.kind}.html"

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.content or self.row.text or self.pictures)


@Kept
def countries_of(campaign: int, viewer: Viewer) -> list[Country]:
    """The countries represented at a campaign's meetings, as far as that may be shown there."""
    meetings = Campaign(pk=campaign).meetings.visible_to(viewer)
    shown = Participation.objects.representations_shown_to(viewer).filter(meeting__in=meetings)
    return list(Country.objects.filter(pk__in=shown.values("country")))


def participations_of(campaign: int, viewer: Viewer) -> Any:
    """Who took part in those of a campaign's meetings that this viewer may see, named or not."""
    meetings = Campaign(pk=campaign).meetings.visible_to(viewer)
    return Participation.objects.attended().filter(meeting__in=meetings)


@Kept
def organisations_total(campaign: int, viewer: Viewer) -> int:
    """How many organisations took part in a campaign's meetings, named or not."""
    return participations_of(campaign, viewer).values("organisation").distinct().count()


@Kept
def named_of(campaign: int, viewer: Viewer, _language: str) -> list[CountryGroup]:
    """The organisations that took part in a campaign's meetings and may be named, by country and
    name in the page's language, under which they are kept."""
    named = participations_of(campaign, viewer).visible_to(viewer).values("organisation")
    return by_country(Organisation.objects.filter(pk__in=named).in_alphabetical_order())


def campaigns_with_parts(viewer: Viewer) -> Any:
    """The campaigns that this viewer may see, with all that their pages say themselves."""
    return Campaign.objects.visible_to(viewer).prefetch_related(
        *("blocks", "key_figures", "demands", "key_messages", "milestones", "calls_to_action"),
        Prefetch("quotations", Quotation.objects.defer("agreed_by", "agreed_on", "agreed_how")),
        Prefetch("pictures", CampaignPicture.objects.visible_to(viewer).defer("consent")),
        Prefetch("resources", Resource.objects.visible_to(viewer).select_related("document")),
    )


class CampaignPage:
    """The blocks of a campaign's page in their order, those that show nothing left out."""

    def __init__(self, campaign: Campaign, viewer: Viewer) -> None:
        self.campaign, self.viewer = campaign, viewer

    @cached_property
    def blocks(self) -> list[Block]:
        """What the page shows under its opening."""
        rows = list(self.campaign.blocks.all()) or [
            CampaignBlock(campaign=self.campaign, kind=kind) for kind in USUAL_BLOCKS
        ]
        every = (Block(row, getattr(self, row.kind), self.pictures_at(row.kind)) for row in rows)
        return [block for block in every if block.is_shown]

    def pictures_at(self, place: str) -> list[CampaignPicture]:
        """Its pictures at a place of the page."""
        return [one for one in self.campaign.pictures.all() if one.place == place]

    @property
    def opening_picture(self) -> CampaignPicture | None:
        """The picture under its opening, if it has one."""
        return next(iter(self.pictures_at(OPENING)), None)

    # What the blocks show, each under the name of its kind.

    @property
    def figures(self) -> Any:
        """Its key figures."""
        return self.campaign.key_figures.all()

    @property
    def story(self) -> str:
        """Its story, which the template asks for in the reader's language."""
        return self.campaign.story

    @property
    def demands(self) -> Any:
        """What it asks for."""
        return self.campaign.demands.all()

    @property
    def messages(self) -> Any:
        """What it wants understood."""
        return self.campaign.key_messages.all()

    @property
    def evidence(self) -> bool:
        """Whether there are findings, quotations or documents."""
        return bool(self.findings or self.campaign.quotations.all() or self.documents)

    @cached_property
    def findings(self) -> list[Evidence]:
        """What published results of its surveys say."""
        return evidence_of(self.campaign.pk, self.viewer, page_language())

    @property
    def demonstration_survey(self) -> Survey | None:
        """One of the surveys whose answers were invented, if there is one."""
        surveys = (one.survey for one in self.findings)
        return next((survey for survey in surveys if survey.is_demonstration), None)

    @property
    def documents(self) -> list[Resource]:
        """The documents of its meetings that it recommends."""
        return [one for one in self.campaign.resources.all() if one.document_id]

    @cached_property
    def timeline(self) -> list[Event]:
        """Its milestones and meetings, from the earliest on."""
        meetings = self.campaign.meetings.visible_to(self.viewer)
        return timeline(self.campaign.milestones.all(), meetings)

    @property
    def actions(self) -> Any:
        """What its readers can do."""
        return self.campaign.calls_to_action.all()

    @property
    def organisations(self) -> bool:
        """Whether any took part, be it unnamed."""
        return self.organisations_total > 0

    @cached_property
    def organisations_total(self) -> int:
        """How many took part in its meetings, those that may not be named included."""
        return organisations_total(self.campaign.pk, self.viewer)

    @cached_property
    def named(self) -> list[CountryGroup]:
        """Those that took part in its meetings and may be named, by country."""
        return named_of(self.campaign.pk, self.viewer, page_language())

    @cached_property
    def countries(self) -> list[Country]:
        """Where those come from who took part."""
        return in_alphabetical_order(countries_of(self.campaign.pk, self.viewer))

    @property
    def map(self) -> CountryMap | None:
        """These countries, drawn."""
        return drawing(country.code for country in self.countries) if self.countries else None

    @property
    def resources(self) -> list[Resource]:
        """The pages elsewhere that it recommends."""
        return [one for one in self.campaign.resources.all() if not one.document_id]

    press = True  # the ways to reach the coalition are there in any case
    text = False  # a free text is the block's own

from meetings.models.campaign import Campaign
from meetings.models.campaign_parts import (
    BlockKind,
    CallToAction,
    CampaignBlock,
    Demand,
    KeyFigure,
    KeyMessage,
    Milestone,
    Quotation,
    Resource,
)
from meetings.models.document import Document, DocumentMention, DocumentText
from meetings.models.invitation import Invitation
from meetings.models.meeting import Format, Meeting, State
from meetings.models.outcomes import Decision, DigestWeek, FollowUp, FollowUpState, ProgressReport
from meetings.models.participation import Naming, Participation, Reply, Role
from meetings.models.parts import AgendaItem, Objective, Section
from meetings.models.picture import CampaignPicture
from meetings.models.publication import Status, Visibility
from meetings.models.publication_step import PublicationStep
from meetings.models.shown_country import ShownAs, ShownCountry

__all__ = [
    "AgendaItem",
    "BlockKind",
    "CallToAction",
    "Campaign",
    "CampaignBlock",
    "CampaignPicture",
    "Decision",
    "Demand",
    "DigestWeek",
    "Document",
    "DocumentMention",
    "DocumentText",
    "FollowUp",
    "FollowUpState",
    "Format",
    "Invitation",
    "KeyFigure",
    "KeyMessage",
    "Meeting",
    "Milestone",
    "Naming",
    "Objective",
    "Participation",
    "ProgressReport",
    "PublicationStep",
    "Quotation",
    "Reply",
    "Resource",
    "Role",
    "Section",
    "ShownAs",
    "ShownCountry",
    "State",
    "Status",
    "Visibility",
]

from meetings.models.campaign import CallToAction, Campaign, KeyMessage, Milestone, Resource
from meetings.models.invitation import Invitation
from meetings.models.meeting import Format, Meeting, State
from meetings.models.outcomes import Decision, DigestWeek, FollowUp, FollowUpState, ProgressReport
from meetings.models.participation import Naming, Participation, Reply, Role
from meetings.models.parts import AgendaItem, Document, Objective, Section
from meetings.models.publication import Status, Visibility
from meetings.models.publication_step import PublicationStep

__all__ = [
    "AgendaItem",
    "CallToAction",
    "Campaign",
    "Decision",
    "DigestWeek",
    "Document",
    "FollowUp",
    "FollowUpState",
    "Format",
    "Invitation",
    "KeyMessage",
    "Meeting",
    "Milestone",
    "Naming",
    "Objective",
    "Participation",
    "ProgressReport",
    "PublicationStep",
    "Reply",
    "Resource",
    "Role",
    "Section",
    "State",
    "Status",
    "Visibility",
]

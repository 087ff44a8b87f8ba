from meetings.admin.campaign import CampaignAdmin
from meetings.admin.meeting import MeetingAdmin
from meetings.participation.admin import ParticipationAdmin

__all__ = ["CampaignAdmin", "MeetingAdmin", "ParticipationAdmin"]

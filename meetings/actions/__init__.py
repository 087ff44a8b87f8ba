from meetings.actions.attending import record_attendance
from meetings.actions.inviting import (
    invite,
    remind,
    send_invitations,
    stop_telling,
    tell_of_change,
    withdraw,
)
from meetings.actions.recording import Addition, add_countries, add_participations
from meetings.actions.replying import RepliesClosedError, reply_to, take_over_replies

__all__ = [
    "Addition",
    "RepliesClosedError",
    "add_countries",
    "add_participations",
    "invite",
    "record_attendance",
    "remind",
    "reply_to",
    "send_invitations",
    "stop_telling",
    "take_over_replies",
    "tell_of_change",
    "withdraw",
]

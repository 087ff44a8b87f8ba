from surveys.actions.answering import AnsweredAlreadyError, ClosedError, StaleAnswerError, hand_in
from surveys.actions.closing import close_survey
from surveys.actions.inviting import invite, remind, revoke, send_invitations

__all__ = [
    "AnsweredAlreadyError",
    "ClosedError",
    "StaleAnswerError",
    "close_survey",
    "hand_in",
    "invite",
    "remind",
    "revoke",
    "send_invitations",
]

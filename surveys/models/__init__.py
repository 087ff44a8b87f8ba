from surveys.models.agenda_origin import AgendaOrigin
from surveys.models.invitation import AnsweredMark, Invitation
from surveys.models.question import Choice, Condition, Crossing, Question
from surveys.models.response import Answer, RecordedFrom, Response
from surveys.models.survey import Confidentiality, Survey, Unit

__all__ = [
    "AgendaOrigin",
    "Answer",
    "AnsweredMark",
    "Choice",
    "Condition",
    "Confidentiality",
    "Crossing",
    "Invitation",
    "Question",
    "RecordedFrom",
    "Response",
    "Survey",
    "Unit",
]

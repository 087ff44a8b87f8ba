"""The guide for staff: task by task, with the words that stand on the links and buttons.

Those words are asked of the same translations as the pages themselves, and a test follows the
guide in a browser, so that it stays true.
"""

from kpcsc.guide.any_record import tasks_on_any_record
from kpcsc.guide.campaigns import tasks_on_campaigns
from kpcsc.guide.meetings import tasks_on_meetings
from kpcsc.guide.organisations import tasks_on_organisations
from kpcsc.guide.people import tasks_on_people
from kpcsc.guide.steps import GuideStep, GuideTask
from kpcsc.guide.surveys import tasks_on_surveys

__all__ = ["GuideStep", "GuideTask", "tasks"]


def tasks() -> list[GuideTask]:
    """The guide, in the page's language, in the order of the work."""
    return [
        *tasks_on_meetings(),
        *tasks_on_campaigns(),
        *tasks_on_surveys(),
        *tasks_on_organisations(),
        *tasks_on_people(),
        *tasks_on_any_record(),
    ]

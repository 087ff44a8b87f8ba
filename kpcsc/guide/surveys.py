"""The guide's tasks on surveys."""

from django.utils.translation import gettext as _

from kpcsc.guide.steps import GuideTask, step


def tasks_on_surveys() -> list[GuideTask]:
    """In the order of the work."""
    return [
        GuideTask(
            "invite",
            _("Invite people to a survey"),
            [
                step(
                    _("On the page of the survey, choose %(invitations)s."),
                    invitations=_("Invitations"),
                ),
                step(
                    _("Choose organisations or people, then %(invite)s: no message goes yet."),
                    invite=_("Invite"),
                ),
                step(
                    _(
                        "Tick those who are to get a message, then %(send)s. Look at the letter, "
                        "then %(confirm)s. The links in the list can be sent by other means as "
                        "well."
                    ),
                    send=_("Send a letter to those chosen"),
                    confirm=_("Send a letter to those chosen"),
                ),
            ],
        ),
        GuideTask(
            "results",
            _("Close a survey and publish its results"),
            [
                step(
                    _("On the page of the survey, choose %(close)s and read what that does."),
                    close=_("Close"),
                ),
                step(_("Then %(close)s."), close=_("Close the survey")),
                step(
                    _("Choose %(results)s, and say of each question who may see its results."),
                    results=_("Results"),
                ),
                step(
                    _(
                        "Then %(publish)s, read what others will get, and %(confirm)s: once "
                        "published, they stay as they are."
                    ),
                    publish=_("Save and publish the results, for good"),
                    confirm=_("Publish the results, for good"),
                ),
            ],
        ),
        GuideTask(
            "dates",
            _("Find a date with a survey"),
            [
                step(
                    _(
                        "Add a question of the kind “date poll” to the survey, and write a slot a "
                        "line: “14 October 2026, 9h–12h”."
                    )
                ),
                step(
                    _("Once people have answered, choose %(dates)s on the page of the survey."),
                    dates=_("Date of the meeting"),
                ),
                step(
                    _("Beside the best slot, %(choose)s; read what that does, and %(confirm)s."),
                    choose=_("Make this the date"),
                    confirm=_("Make this the date"),
                ),
            ],
        ),
        GuideTask(
            "agenda",
            _("Draft an agenda from a survey"),
            [
                step(
                    _("On the page of the survey, choose %(agenda)s."),
                    agenda=_("Draft of the agenda"),
                ),
                step(
                    _("Read how the order was found, then %(draft)s: nobody else sees it yet."),
                    draft=_("Draft the agenda"),
                ),
            ],
        ),
    ]

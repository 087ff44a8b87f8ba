"""The guide's tasks on campaigns."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kpcsc.guide.steps import GuideTask, step
from meetings.models import Campaign, CampaignPicture, Demand


def tasks_on_campaigns() -> list[GuideTask]:
    """In the order of the work."""
    add_demand = _("Add another %(verbose_name)s") % {
        "verbose_name": capfirst(str(Demand._meta.verbose_name))
    }
    add_picture = _("Add another %(verbose_name)s") % {
        "verbose_name": capfirst(str(CampaignPicture._meta.verbose_name))
    }
    return [
        GuideTask(
            "campaign",
            _("Compose a campaign’s page"),
            [
                step(
                    _("Above the list of campaigns, choose %(add)s, and give the title."),
                    add=_("Add %(name)s") % {"name": Campaign._meta.verbose_name},
                ),
                step(
                    _(
                        "Fill in what you have: figures with their source, demands (%(demand)s), "
                        "messages, what readers can do. What is empty is not shown."
                    ),
                    demand=add_demand,
                ),
                step(
                    _(
                        "With %(picture)s a picture is added. Where people can be recognised on "
                        "it, the portal asks who agreed; without their consent, take another one."
                    ),
                    picture=add_picture,
                ),
                step(
                    _(
                        "The order of the page stands at the end of the form, in its blocks: it "
                        "can stay as it is. Then %(save)s."
                    ),
                    save=_("Save and continue editing"),
                ),
            ],
        ),
    ]

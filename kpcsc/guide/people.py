"""The guide's tasks on people: who signs in, and who works at the desk."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kpcsc.guide.steps import GuideTask, step
from organisations.models import User


def tasks_on_people() -> list[GuideTask]:
    """In the order of the work."""
    return [
        GuideTask(
            "add-person",
            _("Add a person"),
            [
                step(
                    _("On the home, under the records, choose %(people)s, then %(add)s."),
                    people=capfirst(str(User._meta.verbose_name_plural)),
                    add=_("Add %(name)s") % {"name": User._meta.verbose_name},
                ),
                step(
                    _(
                        "Write the address and the name. Choose the organisation of a member; tick "
                        "a role under %(role)s for somebody of the secretariat, which an "
                        "administrator does."
                    ),
                    role=_("Role"),
                ),
                step(
                    _("%(save)s, read the letter, then %(send)s."),
                    save=_("Save and invite"),
                    send=_("Send the letter"),
                ),
                step(
                    _(
                        "A member asks for a code with the address. Somebody of the secretariat "
                        "chooses a password and sets up a second factor, as the letter says."
                    )
                ),
            ],
        ),
        GuideTask(
            "help-to-sign-in",
            _("Somebody cannot sign in"),
            [
                step(
                    _(
                        "On the page of the person, choose %(help)s: a code for a member to whom "
                        "no mail comes; for the secretariat, the removal of a lost second factor."
                    ),
                    help=_("Help to sign in"),
                ),
                step(_("Call back at a number that you know before you tell anything.")),
            ],
        ),
    ]

"""The guide's tasks on organisations and their people."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kpcsc.guide.steps import GuideTask, step
from organisations.models import ConsentRecord, Listing


def tasks_on_organisations() -> list[GuideTask]:
    """In the order of the work."""
    consent = capfirst(str(ConsentRecord._meta.verbose_name))
    return [
        GuideTask(
            "danger",
            _("An organisation is in danger"),
            [
                step(
                    _("On the home, write its name beside %(danger)s, then %(find)s."),
                    danger=_("An organisation is in danger?"),
                    find=_("Find it"),
                ),
                step(_("Below its name, choose %(stop)s."), stop=_("Stop naming")),
                step(
                    _(
                        "Say who may still see it named, then %(now)s. From this moment on, no "
                        "page, list or text names it to others, and files that may name it are "
                        "withheld."
                    ),
                    now=_("Stop naming it, now"),
                ),
                step(
                    _(
                        "Stay on the page: under %(check)s the portal counts the pages that it has "
                        "read, and says where the organisation is named still. Then call back "
                        "whoever told you."
                    ),
                    check=_("The portal reads itself"),
                ),
                step(
                    _(
                        "Look at the documents withheld there: put a version without the name in "
                        "their place, or say of those that do not name it that they do not."
                    )
                ),
                step(
                    _("Open %(reach)s: ask for the rest to be removed where it matters."),
                    reach=_("What this cannot reach"),
                ),
                step(
                    _(
                        "When the danger is over, open the page again from the desk's home, choose "
                        "who may see it named, and %(again)s."
                    ),
                    again=_("Name it again"),
                ),
            ],
        ),
        GuideTask(
            "consent",
            _("Withdraw a consent"),
            [
                step(
                    _("On the page of the organisation, choose %(add)s."),
                    add=_("Add another %(verbose_name)s") % {"verbose_name": consent},
                ),
                step(
                    _(
                        "Choose “%(never)s” as what was agreed, and say who told you and which "
                        "version of the wording that person had read."
                    ),
                    never=str(Listing.UNLISTED.label),
                ),
                step(
                    _("%(save)s: from this moment on, no page names the organisation."),
                    save=_("Publish now"),
                ),
            ],
        ),
        GuideTask(
            "names",
            _("See whom a text names"),
            [
                step(
                    _(
                        "Beside the form of a record, %(named)s lists the organisations and people "
                        "whom its texts name, and who reads that."
                    ),
                    named=_("Named in the texts"),
                ),
                step(
                    _(
                        "Choose one to read each sentence. Of a hidden name that is a common word "
                        "there, a publisher opens %(question)s and chooses %(show)s."
                    ),
                    question=_("A common word here?"),
                    show=_("Show the word"),
                ),
            ],
        ),
        GuideTask(
            "merge",
            _("Merge organisations that are one"),
            [
                step(
                    _("In the list of organisations, tick them, choose %(merge)s, then %(run)s."),
                    merge=_("Merge those selected"),
                    run=_("Run"),
                ),
                step(
                    _("Say which record is kept, then %(show)s."), show=_("Show what will change")
                ),
                step(
                    _("Read what moves. If it is right, %(merge)s: no click undoes it."),
                    merge=_("Yes, merge them"),
                ),
            ],
        ),
    ]

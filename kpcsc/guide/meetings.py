"""The guide's tasks on meetings and campaigns."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kpcsc.guide.steps import GuideTask, step
from meetings.models import Document
from organisations.previewing.previews import READER_KINDS


def tasks_on_meetings() -> list[GuideTask]:
    """In the order of the work."""
    document = capfirst(str(Document._meta.verbose_name))
    preview = _("Preview as %(reader)s") % {"reader": READER_KINDS["public"][0]}
    return [
        GuideTask(
            "record",
            _("Record a meeting from its report"),
            [
                step(_("On the home page, choose %(record)s."), record=_("Record a meeting")),
                step(_("Give the title, in one language at least, and the first day.")),
                step(
                    _("%(save)s: from now on, what is still missing stands beside the form."),
                    save=_("Save and continue editing"),
                ),
            ],
        ),
        GuideTask(
            "import",
            _("Take over a report that exists already"),
            [
                step(
                    _("Above the list of meetings, choose %(import_it)s."),
                    import_it=_("Import a report"),
                ),
                step(
                    _("Choose the file or paste the text, then %(read)s: nothing is saved yet."),
                    read=_("Read the report"),
                ),
                step(
                    _(
                        "Look at each fact beside the words that say it. What is sure is taken "
                        "unless you change, empty or untick it; of what is not sure, choose what "
                        "is right. Then %(save)s."
                    ),
                    save=_("Save as a draft"),
                ),
                step(
                    _(
                        "For the other language, import that text as well, and choose the same "
                        "meeting: only what it lacks is filled."
                    )
                ),
            ],
        ),
        GuideTask(
            "paste",
            _("Add organisations from a list"),
            [
                step(
                    _("On the page of the meeting, choose %(add)s."),
                    add=_("Add organisations from a list"),
                ),
                step(
                    _("Paste the list as it stands in the report, then %(compare)s."),
                    compare=_("Compare with the directory"),
                ),
                step(
                    _(
                        "Look at each match, and say of each name that was not recognised which "
                        "organisation it is, or that it is new. Then %(add)s."
                    ),
                    add=_("Add to the meeting"),
                ),
            ],
        ),
        GuideTask(
            "meeting-invitations",
            _("Invite to a meeting"),
            [
                step(
                    _("On the page of the meeting, choose %(invitations)s."),
                    invitations=_("Invitations"),
                ),
                step(
                    _("Choose organisations or people, then %(invite)s: no message goes yet."),
                    invite=_("Invite"),
                ),
                step(
                    _("Tick those who are to get it, then %(send)s. Read to whom it goes."),
                    send=_("Send the invitations"),
                ),
                step(_("Then %(send)s."), send=_("Send the invitations")),
                step(
                    _(
                        "Whoever replies by phone or by message is written down in the list. When "
                        "the replies are there, %(bring)s, and read what that does."
                    ),
                    bring=_("Bring the replies to the meeting’s list"),
                ),
                step(_("Then %(bring)s."), bring=_("Bring the replies to the meeting’s list")),
            ],
        ),
        GuideTask(
            "run",
            _("Take notes at a meeting"),
            [
                step(
                    _("On the page of the meeting, choose %(notes)s."),
                    notes=_("Notes, decisions, follow-ups and who came"),
                ),
                step(
                    _(
                        "Under each item of the agenda, write what was said, what was decided, and "
                        "who does what until when; then %(save)s. Others may write at once."
                    ),
                    save=_("Save"),
                ),
                step(
                    _("Afterwards, %(progress)s shows what the organisations report."),
                    progress=_("How far follow-ups are"),
                ),
            ],
        ),
        GuideTask(
            "figures",
            _("Mend figures that differ"),
            [
                step(
                    _("The home page lists such meetings under %(differ)s: choose one."),
                    differ=_("Declared and listed figures differ"),
                ),
                step(
                    _(
                        "Beside the form, %(figures)s shows what the report declares and what is "
                        "listed. Put right whichever is wrong. If the report itself says both, "
                        "leave both: readers get the declared figure."
                    ),
                    figures=_("Figures"),
                ),
                step(_("Then %(save)s."), save=_("Save")),
            ],
        ),
        GuideTask(
            "document",
            _("Add a document"),
            [
                step(
                    _("On the page of the meeting, below its report, choose %(add)s."),
                    add=_("Add another %(verbose_name)s") % {"verbose_name": document},
                ),
                step(
                    _(
                        "Give its title, choose the file and who may see it. Everyone can get PDF "
                        "files and pictures, whose copies name no author. Other files stay as they "
                        "are: take the author’s name out first."
                    )
                ),
                step(
                    _("Of a picture, say in %(sees)s what it shows, for those who do not see it."),
                    sees=capfirst(str(Document._meta.get_field("alternative_text").verbose_name)),
                ),
                step(_("Then %(save)s."), save=_("Save")),
            ],
        ),
        GuideTask(
            "preview",
            _("Preview a page as the public"),
            [
                step(
                    _(
                        "On the page of the meeting or campaign, choose %(preview)s: this is the "
                        "page as it will be once published, and who would be named on it."
                    ),
                    preview=preview,
                ),
            ],
        ),
        GuideTask(
            "publish",
            _("Publish"),
            [
                step(
                    _("Read %(missing)s beside the form: what is marked comes first."),
                    missing=_("Before publication"),
                ),
                step(
                    _(
                        "Under %(publication)s, choose who may see the record; then %(save)s leads "
                        "to the page of its publication."
                    ),
                    publication=_("Publication"),
                    save=_("Save and publish…"),
                ),
                step(
                    _(
                        "There, %(publish)s: at once, or at the moment that you give. Whoever does "
                        "not publish sends the record for review instead."
                    ),
                    publish=_("Publish"),
                ),
            ],
        ),
    ]

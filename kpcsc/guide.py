"""The guide for staff: task by task, with the words that stand on the links and buttons.

Those words are asked of the same translations as the pages themselves, and a test follows the
guide in a browser, so that it stays true.
"""

from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kpcsc.foundation.models import TranslationReview
from meetings.models import Document
from meetings.preview import READERS
from organisations.models import ConsentRecord, Listing


@dataclass(frozen=True)
class Step:
    """One thing to do; `labels` are the words on the screen that its sentence names."""

    sentence: str
    labels: dict[str, str]

    @property
    def html(self) -> SafeString:
        """The sentence, with the labels marked."""
        marked = {name: format_html("<b>{}</b>", label) for name, label in self.labels.items()}
        return mark_safe(escape(self.sentence) % marked)  # noqa: S308 (escaped on this line)


@dataclass(frozen=True)
class Task:
    """Something that the secretariat does, step by step."""

    code: str
    title: str
    steps: list[Step]


def step(sentence: str, **labels: str) -> Step:
    """A step; its sentence names each label as "%(name)s"."""
    return Step(sentence, labels)


def tasks() -> list[Task]:
    """The guide, in the page's language, in the order of the work."""
    return [*_on_meetings(), *_on_surveys(), *_on_organisations(), *_on_any_record()]


def _on_meetings() -> list[Task]:
    document = capfirst(str(Document._meta.verbose_name))
    preview = _("Preview as %(reader)s") % {"reader": READERS["public"][0]}
    return [
        Task(
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
        Task(
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
                        "Look at each fact beside the words that say it. Change what is wrong, "
                        "empty or untick what is not to be taken, and say of each name that was "
                        "not recognised which organisation it is. Then %(save)s."
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
        Task(
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
        Task(
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
        Task(
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
        Task(
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
        Task(
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
        Task(
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
        Task(
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


def _on_surveys() -> list[Task]:
    return [
        Task(
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
                        "Tick those who are to get a message, then %(send)s. The links in the list "
                        "can be sent by other means as well."
                    ),
                    send=_("Send a letter to those chosen"),
                ),
            ],
        ),
        Task(
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
                    _("Then %(publish)s: once published, they stay as they are."),
                    publish=_("Save and publish the results, for good"),
                ),
            ],
        ),
        Task(
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


def _on_organisations() -> list[Task]:
    consent = capfirst(str(ConsentRecord._meta.verbose_name))
    return [
        Task(
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
                    save=_("Save"),
                ),
            ],
        ),
        Task(
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


def _on_any_record() -> list[Task]:
    return [
        Task(
            "find",
            _("Find a record"),
            [
                step(
                    _(
                        "Write a few words in the box at the top of any page, then %(search)s. "
                        "Drafts are found too, and organisations that are never named."
                    ),
                    search=_("Search"),
                )
            ],
        ),
        Task(
            "translate",
            _("Translate"),
            [
                step(
                    _(
                        "On the home page, under the records, choose %(translations)s: the texts "
                        "that one language lacks, and those whose twin was changed."
                    ),
                    translations=capfirst(str(TranslationReview._meta.verbose_name_plural)),
                ),
                step(
                    _(
                        "Choose a record and write, or give %(sheet)s to somebody without an "
                        "account."
                    ),
                    sheet=_("Sheet for a translator"),
                ),
            ],
        ),
        Task(
            "restore",
            _("Bring an earlier state back"),
            [
                step(_("On the page of the record, choose %(history)s."), history=_("History")),
                step(
                    _("Beside the state is %(back)s: choose it."), back=_("Bring this state back …")
                ),
                step(
                    _("Read what changes, then %(back)s. Nothing is shown to more people by it."),
                    back=_("Bring this state back"),
                ),
            ],
        ),
    ]

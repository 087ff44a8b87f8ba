"""The guide's tasks on whatever record: search, translation, proposals, bin and history."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kpcsc.foundation.bin.models import DeletedRecord
from kpcsc.foundation.translations.models import TranslationReview
from kpcsc.guide.steps import GuideTask, step


def tasks_on_any_record() -> list[GuideTask]:
    """In the order of the work."""
    return [
        GuideTask(
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
        GuideTask(
            "translate",
            _("Translate"),
            [
                step(
                    _(
                        "On the home page, under the records, choose %(translations)s: the "
                        "texts missing in one language, and those whose other version was "
                        "changed."
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
        GuideTask(
            "propose",
            _("Change what is published"),
            [
                step(
                    _(
                        "Change the record on its page, then %(propose)s: readers see it as before "
                        "until a publisher accepts the change. Sheets, lists, reports and "
                        "translations propose in the same way."
                    ),
                    propose=_("Propose the change"),
                ),
                step(
                    _(
                        "A publisher finds it on the home page, compares, and chooses %(accept)s, "
                        "or gives it back with a comment."
                    ),
                    accept=_("Accept and publish"),
                ),
            ],
        ),
        GuideTask(
            "bin",
            _("Bring back what was deleted"),
            [
                step(
                    _("On the home page, under the records, choose %(bin)s."),
                    bin=capfirst(str(DeletedRecord._meta.verbose_name_plural)),
                ),
                step(
                    _("Beside the record, %(back)s. After 30 days it is gone for good."),
                    back=_("Bring back"),
                ),
            ],
        ),
        GuideTask(
            "restore",
            _("Bring an earlier state back"),
            [
                step(_("On the page of the record, choose %(history)s."), history=_("History")),
                step(
                    _("Beside the state is %(back)s: choose it."), back=_("Bring this state back …")
                ),
                step(
                    _("Read what changes, then %(back)s: readers see it at once."),
                    back=_("Bring this state back and publish it"),
                ),
            ],
        ),
    ]

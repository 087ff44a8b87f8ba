"""What looks like an organisation's name in a text, and is not."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.models.organisation import Organisation

LONGEST_SHOWN = 300


class DismissedMention(models.Model):
    """That a word in a sentence of a text does not name an organisation: it is a common word too.

    It holds for this word, as it is written, in this sentence alone. Where somebody writes another,
    the question is asked again.
    """

    stays_at_merge: ClassVar = True  # the names of the other one are another question

    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        related_name="dismissed_mentions",
        verbose_name=_("organisation"),
    )
    model = models.CharField(_("kind of text"), max_length=100)
    record_id = models.PositiveBigIntegerField(_("text"))
    words = models.CharField(_("word"), max_length=LONGEST_SHOWN)
    sentence = models.CharField(_("sentence"), max_length=LONGEST_SHOWN)  # as far as it is shown
    digest = models.CharField(max_length=64, editable=False)  # of the word and all of the sentence
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("word that is not the organisation")
        verbose_name_plural = _("words that are not the organisation")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "model", "record_id", "digest"],
                name="dismissed_mention_once",
                violation_error_message=_("This is marked already."),
            )
        ]

    def __str__(self) -> str:
        return self.words

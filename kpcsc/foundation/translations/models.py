"""Texts whose translation is to be looked at again."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.translated_text import LANGUAGES
from kpcsc.foundation.translations.texts import Key, root_of
from kpcsc.foundation.versioned import Versioned


class TranslationReviewQuerySet(models.QuerySet["TranslationReview"]):
    def of(self, record: models.Model) -> Self:
        """The reviews of this record's own texts, not of its parts'."""
        return self.filter(model=record._meta.label_lower, record_id=record.pk)

    def below(self, root: models.Model) -> Self:
        """The reviews of a record's texts and of its parts'."""
        return self.filter(root_model=root._meta.label_lower, root_id=root.pk)


class TranslationReview(models.Model):
    """A text to be looked at again: what it translates was changed, and it was not.

    It names its record by label ("meetings.section") and key, as sheets and addresses do, and
    the record's root likewise: pages and lists ask for reviews by root.
    """

    model = models.CharField(_("model"), max_length=100)
    record_id = models.PositiveBigIntegerField(_("record"))
    root_model = models.CharField(_("model of the whole record"), max_length=100)
    root_id = models.PositiveBigIntegerField(_("whole record"))
    field = models.CharField(_("field"), max_length=50)
    language = models.CharField(
        _("language to review"), max_length=2, choices=[(code, code) for code in LANGUAGES]
    )
    source_before = models.TextField(
        _("source text before"), help_text=_("As it was when the two languages last agreed.")
    )
    since = models.DateTimeField(_("since"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("changed by"),
    )

    objects = TranslationReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("text to translate")
        verbose_name_plural = _("translations")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "record_id", "field", "language"],
                name="translation_review_once_a_text",
                violation_error_message=_("This text is to be reviewed already."),
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=LANGUAGES),
                name="translation_review_language_known",
                violation_error_message=_("Choose one of the portal’s languages."),
            ),
        ]
        indexes = [models.Index(fields=["root_model", "root_id"], name="review_of_a_record")]

    def __str__(self) -> str:
        return str(self.key)

    @classmethod
    def for_text(cls, record: models.Model, field: str, language: str, **facts: Any) -> Self:
        """The review that a record's text wants, not yet saved."""
        root: Versioned = root_of(record)
        return cls(
            model=record._meta.label_lower,
            record_id=record.pk,
            root_model=root._meta.label_lower,
            root_id=root.pk,
            field=field,
            language=language,
            **facts,
        )

    @property
    def key(self) -> Key:
        """The name of the text."""
        return Key(self.model, self.record_id, self.field, self.language)

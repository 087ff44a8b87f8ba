"""Two languages side by side in the secretariat's pages, with the mark of what is out of date."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField

from kpcsc.foundation.http import keys_in
from kpcsc.foundation.translated_text import LANGUAGES, columns, label_of
from kpcsc.foundation.translations.completeness import percentages
from kpcsc.foundation.translations.models import TranslationReview
from kpcsc.foundation.translations.pending_texts import changes_since
from kpcsc.foundation.translations.texts import Key, expected_fields, translated_fields

STILL_RIGHT = "still_right"
NO_BREAK = "\N{NO-BREAK SPACE}"


class SideBySide:
    """Puts the columns of a translated field into one row of the form; for inlines too."""

    model: type[models.Model]

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """The library's label has the language's code."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if isinstance(db_field, TranslationField):
            field.label = label_of(db_field)
        return field

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """The declared ones, in which the languages of a field share a row."""
        first = {f"{field}_{LANGUAGES[0]}": field for field in translated_fields(self.model)}
        others = {column for field in first.values() for column in columns(field)[1:]}
        return [
            (
                heading,
                options
                | {
                    "fields": [
                        tuple(columns(first[name])) if name in first else name
                        for name in options["fields"]
                        if name not in others
                    ]
                },
            )
            for heading, options in super().get_fieldsets(request, obj)  # type: ignore[misc]
        ]


class TranslatedRecordAdmin(SideBySide):
    """A record whose form says at each field what waits there, and whose list says how much."""

    @property
    def media(self) -> forms.Media:
        styles = ["css/admin/translations.css", "css/admin/text_difference.css"]
        media: forms.Media = super().media  # type: ignore[misc]
        return media + forms.Media(css={"all": styles})

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """The library asks for French; each record asks, by a constraint, for either language."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, TranslationField):
            field.required = False
        return field

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """The declared columns, after whose first are the percentages of the languages."""
        name, *others = super().get_list_display(request)  # type: ignore[misc]
        return [name, "languages_filled", *others]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The page of the list, whose records know their percentages: one query for all."""
        changelist = super().get_changelist_instance(request)  # type: ignore[misc]
        records = list(changelist.result_list)
        filled = percentages(self.model, [record.pk for record in records])
        for record in records:
            record.percentages = filled[record.pk]
        changelist.result_list = records
        return changelist

    @admin.display(description=_("languages"))
    def languages_filled(self, record: Any) -> str:
        """The share of the record's texts, its parts' included, that exists in each language."""
        shares = record.percentages.items()
        return ", ".join(f"{language}{NO_BREAK}{share}{NO_BREAK}%" for language, share in shares)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form, marked at each text that waits: one query for the record and its parts."""
        record = kwargs.get("obj")
        # In a working copy, what was changed is the person's own text, and nobody else's.
        if record is not None and record.pk and not record.is_working_copy:
            inlines = (inline.formset.forms for inline in context["inline_admin_formsets"])
            ticked = request.POST.getlist(STILL_RIGHT)
            mark(record, [context["adminform"].form, *chain.from_iterable(inlines)], ticked)
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        """The form; once it is saved, or kept as a proposal, what is still right waits no more."""
        response = super().changeform_view(request, object_id, *args, **kwargs)  # type: ignore[misc]
        ticked = keys_in(request.POST.getlist(STILL_RIGHT))
        if ticked and object_id and getattr(request, "is_saved", False):
            record = self.model(pk=unquote(object_id))
            TranslationReview.objects.below(record).filter(pk__in=ticked).delete()
        return response


def mark(record: models.Model, bound_forms: Iterable[Any], ticked: Iterable[str]) -> None:
    """Writes into the forms of a record and its parts, at each text that waits, what it wants."""
    waiting = TranslationReview.objects.below(record).select_related("by")
    reviews = {review.key: review for review in waiting}
    for form in bound_forms:
        for key in keys_of(form):
            note = ""
            if review := reviews.get(key):
                note = render_to_string(
                    "admin/foundation/translation_mark.html",
                    {
                        "review": review,
                        "pieces": changes_since(review, form.initial.get(key.source_column) or ""),
                        "name": STILL_RIGHT,
                        "ticked": str(review.pk) in ticked,
                    },
                )
            elif is_missing(form, key):
                note = missing_note(key)
            if note:
                form.texts_waiting = getattr(form, "texts_waiting", 0) + 1
                field = form[key.column]
                field.help_text = format_html("{}{}", field.help_text, note)


def keys_of(form: Any) -> Iterator[Key]:
    """The texts that a form edits, of a record that exists."""
    record: models.Model = form.instance
    if record.pk is None:
        return
    for field in translated_fields(type(record)):
        for language in LANGUAGES:
            key = Key(record._meta.label_lower, record.pk, field, language)
            if key.column in form.fields:
                yield key


def is_missing(form: Any, key: Key) -> bool:
    """Whether the text lacks this language, and has the other, as the database has it."""
    record: models.Model = form.instance
    source, text = form.initial.get(key.source_column), form.initial.get(key.column)
    return bool(source) and not text and key.field in expected_fields(type(record))


def missing_note(key: Key) -> str:
    """The mark of a missing text, to which lists of them lead."""
    notes = {"fr": _("The French is missing."), "en": _("The English is missing.")}
    return format_html(
        '<span class="translation-missing" id="{}">{}</span>', key, notes[key.language]
    )

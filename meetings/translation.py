"""Which texts of this app exist in French and in English, and whose history is kept."""

from modeltranslation.translator import TranslationOptions, translator
from simple_history import register as keep_history

from meetings import models

TRANSLATED = {
    models.Campaign: ("title", "short_title", "tagline", "story"),
    models.CampaignBlock: ("heading", "text"),
    models.KeyFigure: ("figure", "label", "source"),
    models.Demand: ("title", "text", "addressed_to"),
    models.Quotation: ("text", "said_by"),
    models.KeyMessage: ("title", "text"),
    models.Milestone: ("title", "text"),
    models.CallToAction: ("audience", "text", "link_label", "message"),
    models.Resource: ("title",),
    models.CampaignPicture: ("alternative_text", "credit"),
    models.Meeting: ("title", "short_title", "introduction", "place"),
    models.Objective: ("text",),
    models.AgendaItem: ("title", "notes"),
    models.Section: ("heading", "body"),
    models.Document: ("title", "alternative_text"),
    models.Decision: ("text",),
    models.FollowUp: ("what", "evidence"),
}

# History is kept after the registration: it needs to know the columns of both languages.
# A joining link is a secret, and history is for ever. A file that was taken away is gone for good:
# an earlier state brings back what was said of it, and not the file.
LEFT_OUT = {
    models.Meeting: ["joining_link"],
    models.Document: ["file", "cleaned"],
    models.CampaignPicture: ["file", "width", "height", "preview"],
}
for model, fields in TRANSLATED.items():
    translator.register(model, type("Translation", (TranslationOptions,), {"fields": fields}))
    keep_history(
        model,
        app="meetings",
        m2m_fields=[field.name for field in model._meta.many_to_many],
        excluded_fields=LEFT_OUT.get(model, []),
    )
keep_history(models.Participation, app="meetings", m2m_fields=["people"])

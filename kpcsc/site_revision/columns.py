"""Which columns public pages read: all but those that are named here, each with its reason.

What is forgotten here counts as public. So a new column renews the site revision when it changes,
until somebody says why it need not.
"""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db.models import Field, Model
from simple_history.models import HistoricalChanges

# Apps of the libraries, whose tables no public page reads.
PRIVATE_APPS: dict[str, str] = {
    "account": "who signs in, and how",
    "admin": "the journal, for the secretariat",
    "auth": "what the secretariat may do",
    "contenttypes": "says what models there are; changes with the code alone",
    "django_tasks_database": "what the worker has to do",
    "mfa": "who signs in, and how",
    "sessions": "who is signed in",
}
PRIVATE_MODELS: dict[str, str] = {
    "foundation.DeletedRecord": "what was deleted, for whoever may delete",
    "foundation.Delivery": "letters, for the secretariat",
    "foundation.LedgerEntry": "what the ledger has, for whoever runs the server",
    "foundation.MailRefusal": "who wants no letters",
    "foundation.PeriodicRun": "what the worker did, for whoever runs the server",
    "foundation.ProposedChange": "what waits for a publisher, who has it written to its record",
    "foundation.SiteRevision": "the revision itself",
    "foundation.TranslationReview": "which translations wait for a review, for the secretariat",
    "kpcsc.KnownFault": "what is wrong with the portal, for administrators",
    "kpcsc.NamingCheck": "what the portal found in itself, for the secretariat",
    "kpcsc.SearchEntry": "follows its record; what a search finds is asked anew each time",
    "kpcsc.TextMention": "follows the texts, for the secretariat",
    "meetings.DigestWeek": "which letters were sent",
    "meetings.Invitation": "who is invited, for the secretariat and the person",
    "meetings.Participation_people": "who came for an organisation, for the secretariat",
    "meetings.PublicationStep": "who published what, for the secretariat",
    "organisations.SignIn": "who signs in, and how",
    "organisations.SignInCode": "who signs in, and how",
    "organisations.User_groups": "what the secretariat may do",
    "organisations.User_user_permissions": "what the secretariat may do",
    "surveys.AgendaOrigin": "where a draft of the agenda came from, for the secretariat",
}
# Models whose new rows no page shows yet; what is changed or deleted later may have been shown.
PRIVATE_INSERTS: dict[str, str] = {
    "surveys.Answer": "shown once the survey is closed, which renews the revision",
    "surveys.AnsweredMark": "counted once the survey is closed, which renews the revision",
    "surveys.Response": "shown once the survey is closed, which renews the revision",
}
PRIVATE_COLUMNS: dict[str, dict[str, str]] = {
    "meetings.AgendaItem": {"discussion": "for the secretariat and facilitators"},
    "meetings.DocumentMention": {"by_id": "for the secretariat"},
    "meetings.DocumentText": {
        "text": "names are looked for in it, and kept apart",
        "letters": "likewise",
    },
    "meetings.Quotation": {
        "agreed_by": "for the secretariat",
        "agreed_on": "for the secretariat",
        "agreed_how": "for the secretariat",
    },
    "meetings.CampaignPicture": {"consent": "for the secretariat"},
    "meetings.Campaign": {"version": "tells editors of each other"},
    "meetings.Meeting": {
        "version": "tells editors of each other",
        "joining_link": "for those who come",
        "invitation_text_fr": "for those invited",
        "invitation_text_en": "for those invited",
        "reply_by": "for those invited",
        "places": "for those invited",
        "announced_at": "whether members were told",
    },
    "meetings.ShownCountry": {"by_id": "for the secretariat"},
    "meetings.Participation": {"reply": "to the invitation, for the secretariat"},
    "organisations.ConsentRecord": {
        "given_by": "for the secretariat",
        "given_on": "for the secretariat and the organisation",
        "wording_version": "for the secretariat",
        "note": "for the secretariat",
        "recorded_by_id": "for the secretariat",
    },
    "organisations.DismissedMention": {
        "by_id": "for the secretariat",
        "at": "for the secretariat",
    },
    "organisations.Organisation": {
        "version": "tells editors of each other",
        "ledger_id": "for the ledger",
    },
    # Of people, pages read whom texts may name: a name, an address, whether they are staff, and the
    # choice to be shown.
    "organisations.User": {
        "password": "who signs in, and how",
        "last_login": "who signs in, and how",
        "is_superuser": "what the person may do",
        "organisation_id": "for members and the secretariat",
        "role": "for members and the secretariat",
        "language": "for the person",
        "time_zone": "for the person",
        "wants_digest": "for the person",
        "speaks_for_organisation": "what the person may do",
        "calendar_key": "for the person",
        "erasure_asked_at": "for the secretariat and the person",
    },
    "surveys.Invitation": {
        "key": "makes the private link",
        "person_id": "for the secretariat and the person",
        "organisation_id": "for the secretariat and the organisation",
    },
    "surveys.Survey": {
        "version": "tells editors of each other",
        "key": "makes the link for everyone",
        "remind_at": "when those invited are reminded",
    },
}


def public_columns() -> dict[type[Model], list[str]]:
    """The columns that public pages read, by model."""
    found = {
        model: [str(field.column) for field in model._meta.concrete_fields if is_public(field)]
        for model in apps.get_models(include_auto_created=True)
        if not is_private(model)
    }
    return {model: columns for model, columns in found.items() if columns}


def public_events(model: type[Model]) -> tuple[str, ...]:
    """What happens to a row of a model that is not private, for public pages to see."""
    always = ("update", "delete")
    return always if model._meta.label in PRIVATE_INSERTS else ("insert", *always)


def is_private(model: type[Model]) -> bool:
    """Whether no public page reads the model at all; history is for the secretariat."""
    return (
        model._meta.app_label in PRIVATE_APPS
        or model._meta.label in PRIVATE_MODELS
        or issubclass(model, HistoricalChanges)
    )


def is_public(field: Field[Any, Any]) -> bool:
    """Whether a public page may read a column of a model that is not private."""
    private: Mapping[str, str] = PRIVATE_COLUMNS.get(field.model._meta.label, {})
    return field.attname not in private

"""All that the portal keeps of a person, to be taken along (GDPR, articles 15 and 20)."""

from typing import Any

from django.db.models import QuerySet

from kpcsc.foundation.mail.models import Delivery, MailRefusal
from kpcsc.foundation.translated_text import translated
from kpcsc.foundation.viewer import Viewer
from meetings.models import Invitation as MeetingInvitation
from meetings.models import Meeting, Participation, ProgressReport, PublicationStep
from organisations.models import ConsentRecord, SignIn, User
from surveys.models import Invitation, Response

OWN = (
    *("email", "name", "role", "language", "time_zone", "is_active", "is_staff"),
    *("speaks_for_organisation", "shown_to_members", "wants_digest"),
    *("erasure_asked_at", "last_login"),
)


def personal_data(person: User) -> dict[str, Any]:
    """What is kept, by its kind, as values that JSON can hold; no key that opens anything.

    Of surveys, the answers where the person is known to have given them: in named ones alone.
    """
    invitations = Invitation.objects.filter(person=person)
    # What the person may not know of is nobody's to tell them, by whatever way.
    visible = Meeting.objects.visible_to(Viewer.of(person))
    return {
        "person": {name: getattr(person, name) for name in OWN}
        | {"organisation": person.organisation and translated(person.organisation, "name").text},
        "earlier_values": rows(person.history.all(), "history_date", *OWN[:5]),
        "signed_in": rows(SignIn.objects.filter(person=person), "began_at", "name"),
        "wants_no_letters": MailRefusal.objects.filter(person=person).exists(),
        "letters": rows(
            Delivery.objects.filter(person=person), "letter", "status", "due_at", "finished_at"
        ),
        "meetings": rows(
            Participation.objects.filter(people=person, meeting__in=visible),
            *("meeting__title", "meeting__starts_on", "role", "reply", "attended"),
        ),
        "invitations": rows(
            MeetingInvitation.objects.filter(person=person, notified__isnull=False),
            *("meeting__title", "reply", "coming", "remarks", "replied_at", "is_revoked"),
        ),
        "reports_of_progress": rows(
            ProgressReport.objects.filter(by=person), "follow_up__what", "kind", "text", "at"
        ),
        "surveys": rows(invitations, "survey__title", "is_revoked"),
        "answers": [_answers(response) for response in _responses(invitations)],
        "consents_recorded": rows(
            ConsentRecord.objects.filter(recorded_by=person),
            *("organisation__name", "agreed_listing", "given_by", "given_on", "recorded_at"),
        ),
        "publications": rows(
            PublicationStep.objects.filter(by=person),
            *("meeting__title", "campaign__title", "kind", "comment", "at"),
        ),
    }


def rows(found: QuerySet[Any], *columns: str) -> list[dict[str, Any]]:
    """These columns of the rows, in the order in which the rows were made.

    What the person wrote is as they wrote it; a text of another record, reached by a relation, is
    as they may read it there.
    """
    relations = {column.rpartition("__")[0] for column in columns} - {""}
    records = found.order_by("pk").select_related(*relations) if relations else found.order_by("pk")
    return [{column: _value(record, column) for column in columns} for record in records]


def _value(record: Any, column: str) -> Any:
    *relations, name = column.split("__")
    for relation in relations:
        record = record and getattr(record, relation)
    if record is None:
        return None
    value = getattr(record, record._meta.get_field(name).attname)
    return translated(record, name).text if relations and isinstance(value, str) else value


def _responses(invitations: QuerySet[Invitation]) -> QuerySet[Response]:
    return Response.objects.filter(invitation__in=invitations).select_related("survey")


def _answers(response: Response) -> dict[str, Any]:
    given = response.answers.select_related("question__survey", "choice__question__survey")
    return {
        "survey": translated(response.survey, "title").text,
        "handed_in": response.submitted_at,
        "answers": rows(
            given, "question__text", "choice__text", "rank", "number", "text", "country"
        ),
    }

"""What inviting means, to whatever somebody is invited."""

from collections.abc import Iterable
from uuid import uuid4

from django.db.models import Model

from organisations.models import Organisation, User
from organisations.models.invitation import InvitationQuerySet, PersonalInvitation


def invite_each[Row: PersonalInvitation](
    model: type[Row],
    *,
    people: Iterable[User],
    organisations: Iterable[Organisation],
    **subject: Model,
) -> list[Row]:
    """Invites people, and organisations as such; gives the new invitations and those renewed.

    `subject` is what they are invited to, by its field; the caller has locked it, so that of two
    who invite at once the second finds whom the first invited. Whose invitation was withdrawn gets
    a new link and is asked anew; who is invited already stays so. No letter goes.
    """
    wanted = [
        *(model(person=one, **subject) for one in dict.fromkeys(people)),
        *(model(organisation=one, **subject) for one in dict.fromkeys(organisations)),
    ]
    rows = model._default_manager
    present = {(one.person_id, one.organisation_id): one for one in rows.filter(**subject)}
    new, renewed = [], []
    for one in wanted:
        known = present.get((one.person_id, one.organisation_id))
        if known is None:
            new.append(one)
        elif known.is_revoked:
            known.ask_anew()
            renewed.append(known)
    rows.bulk_update(renewed, model.ASKED_ANEW)
    return [*rows.bulk_create(new), *renewed]


def recipients[Row: PersonalInvitation](
    invitations: InvitationQuerySet[Row],
) -> list[tuple[Row, User]]:
    """Who gets a letter about which invitation; in two queries, however many there are."""
    found = invitations.with_people()
    return [(invitation, person) for invitation in found for person in invitation.people()]


def recipients_once[Row: PersonalInvitation](
    invitations: InvitationQuerySet[Row],
) -> list[tuple[Row, User]]:
    """The same, for letters that name both links: whoever is invited in person, and with their
    organisation as well, gets one, on their own invitation."""
    found = recipients(invitations)
    in_person = {invitation.person_id for invitation, _person in found}
    return [
        (invitation, person)
        for invitation, person in found
        if invitation.person_id or person.pk not in in_person
    ]


def forget_people[Row: PersonalInvitation](
    invitations: InvitationQuerySet[Row], *, subject: str
) -> None:
    """Takes people out of invitations, whose links then open nothing.

    Each becomes one of the person's organisation. Where that is invited itself to the same
    `subject`, by its field, or there is none, the invitation is deleted.
    """
    for invitation in invitations.exclude(person=None).select_related("person").order_by("pk"):
        organisation = invitation.person.organisation_id if invitation.person else None
        same = invitations.model._default_manager.filter(
            **{subject: getattr(invitation, subject)}, organisation=organisation
        )
        if organisation is None or same.exists():
            invitation.delete()
        else:
            row = invitations.model._default_manager.filter(pk=invitation.pk)
            row.update(person=None, organisation=organisation, key=uuid4())

"""The desk's page on invitations: who is invited, by which link and letter, and what is done."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from kpcsc.foundation.http import keys_in
from kpcsc.foundation.mail.letters import LetterKind, letter_html
from kpcsc.foundation.mail.models import Delivery
from kpcsc.foundation.mail.outbox import letters_taken
from kpcsc.foundation.proposals.messages import tell_of_proposal
from kpcsc.foundation.proposals.working_copy import Proposing
from kpcsc.foundation.reader import Reader, reading_as
from kpcsc.foundation.record_pages import page_context, redirect_to_page
from organisations.invitations.actions import recipients
from organisations.models import User
from organisations.models.invitation import InvitationQuerySet, PersonalInvitation
from organisations.signed_in import signed_in_user

LETTERS_ON_THEIR_WAY = ngettext_lazy(
    "%(number)d letter is on its way.", "%(number)d letters are on their way.", "number"
)

type Invitations = InvitationQuerySet[Any]


@dataclass(frozen=True)
class BulkAction:
    """Something done with several invitations; asked about first, where it has a question.

    `do` gives how many were concerned, how many letters it `writes`, or the proposal that was made
    of it. `concerned` takes what
    they invite to and those that were ticked; the question and `done` are
    made by `ngettext_lazy` on "number".
    """

    label: Any
    done: Any
    concerned: Callable[[Any, Invitations], Invitations]
    do: Callable[[Any, Invitations, User], int | Proposing]
    question: Any = None
    writes: LetterKind | None = None  # the letter that goes to the people of those concerned
    stands_apart: bool = False  # from the others, with nothing ticked: it cannot be undone


@dataclass(frozen=True)
class LinkToShare:
    """A link that staff pass on themselves, with what it leads to."""

    address: str
    title: str

    @property
    def whatsapp(self) -> str:
        """What opens WhatsApp with the link as a message: no server of a third party sees it."""
        return f"whatsapp://send?text={quote(f'{self.title}\n{self.address}')}"


@dataclass(frozen=True)
class InvitedRow:
    """A line of the list of those invited."""

    invitation: Any
    link: LinkToShare
    letter: Delivery | None

    @property
    def is_to_send(self) -> bool:
        """Whether a letter would go, and say something new."""
        return self.letter is None and self.invitation.is_awaited


def invited_rows(
    invitations: Invitations, link_to: Callable[[Any], LinkToShare]
) -> tuple[list[InvitedRow], list[Delivery]]:
    """Those invited, by name, with the latest letter of each; and all their letters.

    `link_to` gives the link of one of them, in the language that is active.
    """
    rows = list(invitations.with_people().by_name())
    about = {"about_model": invitations.model._meta.label_lower}
    keys = [str(row.pk) for row in rows]
    letters = list(Delivery.objects.filter(about_id__in=keys, **about).order_by("pk"))
    latest = {int(letter.about_id): letter for letter in letters}
    found = [InvitedRow(row, _link_of(row, link_to), latest.get(row.pk)) for row in rows]
    return found, letters


def _link_of(invitation: PersonalInvitation, link_to: Callable[[Any], LinkToShare]) -> LinkToShare:
    """The personal link, in the language of those whose it is."""
    people = invitation.people()
    with translation.override(people[0].language if people else translation.get_language()):
        return link_to(invitation)


@dataclass(frozen=True)
class SampleLetter:
    """The letter to one of those concerned, as it would go now."""

    person: User
    subject: str
    content: SafeString


def sample_letters(kind: LetterKind, invitations: Invitations) -> list[SampleLetter]:
    """Of each language, the letter to the first of those to whom one would go."""
    found: dict[str, SampleLetter] = {}
    for invitation, person in letters_taken(kind, recipients(invitations)):
        if person.language in found:
            continue
        with translation.override(person.language), reading_as(Reader.of(person)):
            if letter := kind.write(invitation, person):
                content = letter_html(letter.text)
                found[person.language] = SampleLetter(person, letter.subject, content)
    return list(found.values())


def run_bulk_action(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    subject: Any,
    actions: dict[str, BulkAction],
    other_buttons: Collection[str],
) -> HttpResponse | None:
    """Does the action whose button was pressed, or asks first; None where it was another button."""
    name = next((name for name in actions if name in request.POST), "")
    if request.method != "POST" or not set(other_buttons).isdisjoint(request.POST):
        return None
    if not name:
        messages.warning(request, _("Nothing was done: this page has changed. Press again."))
        return redirect_to_page(subject, "invitations")
    action = actions[name]
    ticked = keys_in(request.POST.getlist("invitation"))
    chosen = subject.invitations.filter(pk__in=ticked)
    found = action.concerned(subject, chosen).with_people()
    samples = sample_letters(action.writes, found) if action.writes else []
    nobody = [str(one) for one in found if not one.people()]
    if not found:
        messages.warning(request, _("There is no such invitation: choose some in the list."))
    elif action.question and "confirmed" not in request.POST and (samples or not action.writes):
        context = page_context(model_admin, request, subject, str(action.label)) | {
            "action": name,
            "question": action.question
            % {"number": len(found) - (len(nobody) if action.writes else 0)},
            "invitations": found,
            "writes": action.writes is not None,
            "samples": samples,
        }
        template = "admin/organisations/invitations/confirmation.html"
        return TemplateResponse(request, template, context)
    elif action.writes and not samples:
        if len(nobody) < len(found):
            problem = _("No letter goes: dates are missing or over, or nobody takes letters.")
            messages.warning(request, problem)
        _warn_of_nobody(request, nobody)
    else:
        done = action.do(subject, found, signed_in_user(request))
        if isinstance(done, Proposing):
            tell_of_proposal(request, done)
        else:
            messages.success(request, action.done % {"number": done})
        if action.writes:
            _warn_of_nobody(request, nobody)
    return redirect_to_page(subject, "invitations")


def _warn_of_nobody(request: HttpRequest, names: list[str]) -> None:
    if names:
        problem = _(
            "Nobody to write to: %(names)s. Copy their links below, and send them yourself."
        )
        messages.warning(request, problem % {"names": ", ".join(names)})

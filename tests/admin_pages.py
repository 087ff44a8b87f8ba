"""Reading the whole desk as a member of staff: every address below /admin/, every link there."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.test import Client
from django.urls import resolve, reverse
from django.utils.translation import get_language

from kpcsc.demonstration.survey import load_survey
from kpcsc.foundation.bin.actions import move_to_bin
from kpcsc.foundation.mail.outbox import NO_SERVER
from kpcsc.foundation.proposals.models import ProposedChange
from kpcsc.foundation.versioned import Versioned
from meetings.models import AgendaItem, Campaign, Decision, FollowUp, Meeting, Resource
from meetings.models import Invitation as MeetingInvitation
from organisations.models import Country, Organisation, User
from surveys.invitations.letters import survey_invitation
from surveys.kinds import KINDS
from surveys.models import Choice, Invitation, Survey
from tests.crawl import HOST, Page, all_patterns, visit
from tests.factories import (
    make_invitation,
    make_meeting,
    make_meeting_invitation,
    make_proposal,
    make_question,
    make_staff,
    make_survey,
    make_user,
)
from tests.factories.files import make_document, make_picture
from tests.foundation.mail.deliveries import make_delivery

DESK = "/admin/"
LINK = re.compile(r'<a\b[^>]*\shref="([^"]*)"')
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\((?!\?)")

# The two patterns of Django that have no name: an old address of a record, and any other address.
NAMELESS = re.compile(r"admin/(\w+/\w+/<path:object_id>/|\(\?P<url>\.\*\)\$)")
# What answers a member of staff with something else than a page.
STATUS = {
    "admin:login": 302,  # signed in already
    "admin:logout": 405,  # signing out is a POST
    "admin:password_change": 302,  # on the portal's own page
    "admin:organisations_country_add": 403,  # countries are what they are
    "admin:organisations_country_delete": 403,
    "admin:foundation_deletedrecord_bring_back": 405,  # a POST
    "admin:foundation_delivery_add": 403,  # the outbox writes them
    "admin:foundation_delivery_delete": 403,
    "admin:foundation_translationreview_still_right": 405,
    "admin:foundation_translationreview_write": 405,
    "admin:meetings_campaign_preview": 405,  # made when asked for, by POST
    "admin:meetings_meeting_preview": 405,
    "admin:organisations_organisation_preview": 405,
    "admin:meetings_participation_add": 403,  # on the meeting's page
    "admin:organisations_user_delete": 403,  # people are erased
    "admin:surveys_survey_duplicate": 405,  # a POST
    "admin:surveys_survey_restore": 403,  # answers hang on its questions
    "admin:view_on_site": 302,
    "confirm_naming": 302,  # there is something to confirm after a restore alone
}


# A message that has a name in both languages, as the samples of the mail's tests have not.
MESSAGE = {"letter": survey_invitation.name, "problem": NO_SERVER}


PROPOSED: dict[type[Versioned], dict[str, str]] = {
    Meeting: {"place_en": "Kinshasa"},
    Campaign: {"title_fr": "Un texte en français"},
    Organisation: {"website": "https://example.org/"},
    Survey: {"introduction_en": "A text in English"},
}


class UncoveredPageError(Exception):
    """An address of the desk that nobody told the crawl how to make."""


def fill_desk(meeting: Meeting) -> User:
    """Gives the reference meeting what its report lacks, so that each page has something to show.

    Returns the member of staff who did it.
    """
    staff = make_staff(email="staff@example.org", name="Awa Sarr")
    organisation = Organisation.objects.get(slug="zela")
    make_user(email="person@example.org", name="Tendai Moyo", organisation=organisation)
    AgendaItem.objects.create(meeting=meeting, position=1, **texts("title", "notes"))
    Decision.objects.create(meeting=meeting, **texts("text"))
    FollowUp.objects.create(meeting=meeting, owner=organisation, **texts("what"))
    make_document(meeting=meeting, **texts("title", "alternative_text"))
    assert meeting.campaign
    make_picture(meeting.campaign, **texts("alternative_text", "credit"))
    Resource.objects.create(
        campaign=meeting.campaign, link="https://example.org/", **texts("title")
    )
    fill_surveys(meeting, organisation)
    make_meeting_invitation(
        meeting,
        organisation=organisation,
        reply="yes",
        coming="Tendai Moyo",
        remarks="Un fauteuil roulant",
        recorded_by=staff,
    )
    make_delivery("failed", about=meeting, person=staff, **MESSAGE)
    fill_proposals(meeting)
    move_to_bin(record=make_meeting(title_fr="Réunion", title_en=""), by=staff)
    meeting.place_fr = "Kinshasa"
    meeting.introduction_fr = "Une introduction dont l’anglais attend une relecture."
    meeting.save()
    return staff


def fill_proposals(meeting: Meeting) -> None:
    """A proposal for each kind of record; the meeting's is in conflict with what came after it."""
    for model, value in PROPOSED.items():
        make_proposal(record(model), by=make_staff(name="Awa Diop"), **value)
    Meeting.objects.filter(pk=meeting.pk).update(place_en="Lubumbashi")


def fill_surveys(meeting: Meeting, organisation: Organisation) -> None:
    """The demonstration's survey, closed, and one that is open, with a question of each kind."""
    load_survey(meeting)
    survey = make_survey(
        meeting=meeting, slug="open-survey", confidentiality="confidential", **texts("title")
    )
    for kind in KINDS:
        question = make_question(survey, kind, **texts("text"))
        for position in range(2 if question.how.offers_choices else 0):
            Choice.objects.create(question=question, position=position, **texts("text"))
    make_invitation(survey, person=User.objects.get(organisation=organisation))


SOME = {"fr": "Un texte en français", "en": "A text in English"}


def texts(*fields: str) -> dict[str, str]:
    """A text in both languages for each of these translated fields."""
    return {f"{field}_{language}": text for field in fields for language, text in SOME.items()}


def record(model: type[Model]) -> Any:
    """The record of a model whose pages are opened: the one with the most to show."""
    chosen: dict[type[Model], dict[str, str]] = {
        Country: {"pk": "ZW"},
        Organisation: {"slug": "kp-csc"},
        User: {"email": "staff@example.org"},
    }
    found = model._default_manager.filter(**chosen.get(model, {})).first()
    if found is None:
        raise UncoveredPageError(f"fill_desk() leaves no {model._meta.label} to open")
    return found


type Arguments = list[list[object]]


def _of_record(model: type[Model]) -> Arguments:
    if model is Survey:  # of the open one, the questions can still change
        return [[survey.pk] for survey in Survey.objects.all()]
    return [[record(model).pk]]


def _of_invitation(model: type[Model]) -> Arguments:
    if model is Meeting:
        return [[record(Meeting).pk, MeetingInvitation.objects.get().pk]]
    invitation = Invitation.objects.get()
    return [[invitation.survey_id, invitation.pk]]


def _of_results(model: type[Model]) -> Arguments:
    return [[Survey.objects.exclude(results_published_at=None).get().pk, "csv"]]


def _of_proposal(model: type[Model]) -> Arguments:
    proposal = ProposedChange.objects.get(model=model._meta.label_lower)
    return [[proposal.record_id, proposal.pk]]


def _of_version(model: type[Model]) -> Arguments:
    row = record(model)
    return [[row.pk, row.history.first().pk]]


def _of_preview(model: type[Model]) -> Arguments:
    readers = ("public", "member", "staff")
    return [[record(model).pk, reader, get_language()] for reader in readers]


# What to put into the address of a model's page, by the names of its parameters ("" has none).
ARGUMENTS: dict[tuple[str, ...], Callable[[type[Model]], Arguments]] = {
    ("object_id",): _of_record,
    ("object_id", "invitation"): _of_invitation,
    ("object_id", "kind"): _of_results,
    ("object_id", "key"): _of_proposal,
    ("id",): _of_record,
    ("pk",): _of_record,
    ("key",): _of_record,
    ("key", "reader", "language"): _of_preview,
    ("", ""): _of_version,
}
# The same for the pages that are not about one model, by their names.
OTHER_ARGUMENTS: dict[str, Callable[[], Arguments]] = {
    "admin:app_list": lambda: [["meetings"], ["organisations"], ["surveys"]],
    "admin:foundation_translationreview_texts": lambda: [
        ["meetings.meeting", record(Meeting).pk, "fr"],
        ["organisations.organisation", record(Organisation).pk, "en"],
    ],
    "admin:view_on_site": lambda: [
        [ContentType.objects.get_for_model(Meeting).pk, record(Meeting).pk]
    ],
}


def _moments(model: type[Model]) -> list[str]:
    """The record's first save and its last."""
    saves = record(model).history.order_by("history_date", "pk")
    return [saves.first().history_date.isoformat(), saves.last().history_date.isoformat()]


# What a page is asked for beside its address, if it shows nothing without; by the end of its name.
QUESTIONS: dict[str, Callable[[type[Model]], dict[str, object]]] = {
    "_restore": lambda model: {"moment": _moments(model)[0]},
    "_compare": lambda model: dict(zip(["before", "after"], _moments(model), strict=True)),
    "organisation_merge": lambda model: {
        "organisation": list(model._default_manager.values_list("pk", flat=True)[:2])
    },
    "admin:autocomplete": lambda model: {
        "app_label": "meetings",
        "model_name": "meeting",
        "field_name": "countries",
    },
}


@dataclass(frozen=True)
class Route:
    """An entry of the URLconf below /admin/, its name as `reverse` wants it."""

    route: str
    name: str

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of what the address is made with, "" for one without a name."""
        return tuple(PARAMETER.findall(self.route))

    @property
    def model(self) -> type[Model] | None:
        """The model whose page this is, if it is one's."""
        for model in admin.site._registry:
            if self.route.startswith(f"admin/{model._meta.app_label}/{model._meta.model_name}/"):
                return model
        return None

    def addresses(self) -> list[str]:
        """Where the chosen record's pages are; raises UncoveredPageError if nobody said how."""
        if not self.parameters:
            each: Arguments = [[]]
        elif self.name in OTHER_ARGUMENTS:
            each = OTHER_ARGUMENTS[self.name]()
        elif self.model and self.parameters in ARGUMENTS:
            each = ARGUMENTS[self.parameters](self.model)
        else:
            raise UncoveredPageError(f"{self.name or 'a nameless page'}: {self.route}")
        asked = [
            ask(self.model or Meeting) for end, ask in QUESTIONS.items() if self.name.endswith(end)
        ]
        query = "".join(f"?{urlencode(questions, doseq=True)}" for questions in asked)
        return [reverse(self.name, args=arguments) + query for arguments in each]


def routes() -> list[Route]:
    """Every entry of the URLconf below /admin/, but the two of Django that have no name."""
    return [
        Route(route, name)
        for route, name in all_patterns()
        if f"/{route}".startswith(DESK) and not (NAMELESS.fullmatch(route) and not name)
    ]


def addresses() -> list[str]:
    """The address of each page; raises UncoveredPageError like Route."""
    return [address for route in routes() for address in route.addresses()]


def kind(address: str) -> tuple[str, frozenset[str]]:
    """What pages of one make have in common: the name, and which questions are asked."""
    parts = urlsplit(address)
    match = resolve(parts.path)
    asked = frozenset(name for name, _value in parse_qsl(parts.query, keep_blank_values=True))
    return match.view_name, asked


def links(page: Page) -> list[str]:
    """The addresses in the desk that a page leads to."""
    found = map(unescape, LINK.findall(page.source))
    whole = (urldefrag(urljoin(HOST + page.address, link)).url for link in found)
    return [link.removeprefix(HOST) for link in whole if link.startswith(HOST + DESK)]


def crawl(client: Client) -> dict[str, Page]:
    """Every page of the desk, and one of each kind that they lead to, by address."""
    pages = {address: visit(client, address) for address in addresses()}
    # Filters lead to filters without end, so what is behind these links is left alone.
    found = {kind(link): link for page in pages.values() for link in links(page)}
    known = {kind(address) for address in pages}
    more = [link for of_a_kind, link in found.items() if of_a_kind not in known]
    return pages | {address: visit(client, address) for address in more}


def previews(client: Client) -> list[Page]:
    """The previews of records, which are made by POST."""
    made = []
    for address in addresses():
        if kind(address)[0].endswith("_preview") and "surveys" not in address:
            answer = client.post(address)
            headers = tuple(sorted(answer.headers.items()))
            made.append(Page(address, answer.status_code, headers, answer.content, ()))
    return made


def is_page(page: Page) -> bool:
    """Whether this is a page to be read, not a script or an answer to one."""
    return page.status == 200 and dict(page.headers)["Content-Type"].startswith("text/html")

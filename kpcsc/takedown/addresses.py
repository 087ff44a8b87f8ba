"""Every address that the URLconf and the records give, for whoever reads the whole portal."""

from collections.abc import Callable, Iterable, Iterator
from math import ceil
from urllib.parse import quote_plus

from django.db.models import Model, Q
from django.urls import reverse
from django.utils import translation

from kpcsc.foundation.mail.refusal import token_of
from kpcsc.foundation.translated_text import LANGUAGES
from kpcsc.member_area.views import ORGANISATIONS_A_PAGE
from meetings.invitations import links as meeting_links
from meetings.models import Campaign, CampaignPicture, Document, Meeting
from meetings.models import Invitation as MeetingInvitation
from meetings.queries import MEETINGS_A_PAGE
from organisations.models import Country, Organisation, User
from surveys.invitations import links
from surveys.models import Invitation, Survey
from surveys.results.exports import FORMATS


def _once() -> list[tuple[()]]:
    return [()]


def _countries() -> list[tuple[str]]:
    used = Country.objects.filter(Q(meetings__isnull=False) | Q(organisations__isnull=False))
    return [(code.lower(),) for code in used.distinct().values_list("code", flat=True)]


def _pictures() -> list[tuple[str, int, str]]:
    pictures = CampaignPicture.objects.exclude(file="").values_list("file", "width")
    return [(file, width, "jpeg") for file, width in pictures]  # in one of its sizes and formats


def _with_share_cards() -> list[tuple[str, str]]:
    models: list[type[Model]] = [Campaign, Meeting, Organisation, Survey]
    return [
        (str(model._meta.model_name), slug)
        for model in models
        for slug in model._default_manager.values_list("slug", flat=True)
    ]


# Each name in the URLconf outside the desk and the pages of one person, and what to put into its
# address: every record, also those that nobody may see, for their addresses are the ones to try.
ADDRESSES: dict[str, Callable[[], Iterable[tuple[object, ...]]]] = {
    "home": _once,
    "organisation_list": _once,
    "meeting_list": _once,
    "campaign_list": _once,
    "search": _once,
    "sitemap": _once,
    "robots": _once,
    "about": _once,
    "accessibility": _once,
    "contact": _once,
    "privacy": _once,
    "campaign_detail": lambda: Campaign.objects.values_list("slug"),
    "campaign_handout": lambda: Campaign.objects.values_list("slug"),
    "campaign_poster": lambda: Campaign.objects.values_list("slug"),
    "country_detail": _countries,
    "document_detail": lambda: Document.objects.values_list("key"),
    "letter_refusal": lambda: [(token_of(person),) for person in User.objects.all()],
    "picture_file": _pictures,
    "portal_share_card": _once,
    "share_card": _with_share_cards,
    "meeting_calendar": lambda: Meeting.objects.values_list("slug"),
    "meeting_detail": lambda: Meeting.objects.values_list("slug"),
    "meeting_invitation": lambda: [
        (meeting_links.token_of(invitation),) for invitation in MeetingInvitation.objects.all()
    ],
    "organisation_detail": lambda: Organisation.objects.values_list("slug"),
    "survey_answer": lambda: [
        *((links.token_of(invitation),) for invitation in Invitation.objects.all()),
        *((links.token_of(survey),) for survey in Survey.objects.all()),
    ],
    "survey_export": lambda: [
        (slug, kind) for slug in Survey.objects.values_list("slug", flat=True) for kind in FORMATS
    ],
    "survey_results": lambda: Survey.objects.values_list("slug"),
}
# Private links, of one person each: nobody reads them for others, nor writes them down.
PRIVATE = {"letter_refusal", "meeting_invitation", "survey_answer"}
# Pictures of words that stand on the page beside them, where they are read.
DRAWN = {"portal_share_card", "share_card"}
# Pages for members that are the same for each of them.
MEMBERS_PAGES = ("my_directory",)


def address(name: str, *arguments: object, language: str) -> str:
    """The address of a page in a language."""
    with translation.override(language):
        return reverse(name, args=arguments)


def in_each_language(name: str, rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    """The addresses of a page with these arguments."""
    rows = list(rows)
    for language in LANGUAGES:
        with translation.override(language):
            yield from (reverse(name, args=arguments) for arguments in rows)


def portal_addresses() -> list[str]:
    """Every address that ADDRESSES makes, each once, apart from private links and what is drawn;
    with the further pages of lists."""
    found = [
        one
        for name, rows in ADDRESSES.items()
        if name not in PRIVATE | DRAWN
        for one in in_each_language(name, rows())
    ]
    meetings = further_pages("meeting_list", Meeting.objects.count(), MEETINGS_A_PAGE)
    return list(dict.fromkeys(["/", *found, *meetings]))


def further_pages(name: str, rows: int, size: int) -> list[str]:
    """The addresses of a list's second page and those after it."""
    return [
        f"{page}?page={number}"
        for page in in_each_language(name, _once())
        for number in range(2, ceil(rows / size) + 1)
    ]


def search_addresses(names: Iterable[str]) -> list[str]:
    """The addresses of searches for these names, among all records and in the list of meetings.

    A name of several words is asked for without its last one as well: the page repeats what was
    asked, and that is then no name.
    """
    asked = [words for name in names for words in (name.rpartition(" ")[0], name) if words]
    return [
        f"{page}?q={quote_plus(words)}"
        for words in dict.fromkeys(asked)
        for among in ("search", "meeting_list")
        for page in in_each_language(among, _once())
    ]


def concerned_addresses(organisation: Organisation) -> list[str]:
    """The pages and files where an organisation is named, or was: those to be read first.

    The calendars of meetings say less than their pages, and are read with the rest.
    """
    participations = organisation.participations.exclude(attended=False)
    in_texts = Q(search_entry__mentions__organisation=organisation)
    meetings = Meeting.objects.filter(
        Q(pk__in=participations.values("meeting"))
        | Q(pk__in=organisation.follow_ups.values("meeting"))
        | in_texts
    )
    documents = Document.objects.filter(
        Q(meeting__in=meetings) | Q(mentions__organisation=organisation)
    )
    campaigns = Campaign.objects.filter(in_texts | Q(meetings__in=meetings))
    surveys = Survey.objects.filter(meeting__in=meetings)
    concerned: dict[str, Iterable[tuple[object, ...]]] = {
        "organisation_detail": [(organisation.slug,), *organisation.merged.values_list("slug")],
        "home": _once(),
        "organisation_list": _once(),
        "meeting_list": _once(),
        "sitemap": _once(),
        "country_detail": [(str(organisation.country_id).lower(),)]
        if organisation.country_id
        else [],
        "campaign_detail": campaigns.distinct().values_list("slug"),
        "campaign_handout": campaigns.distinct().values_list("slug"),
        "campaign_poster": campaigns.distinct().values_list("slug"),
        "meeting_detail": meetings.distinct().values_list("slug"),
        "document_detail": documents.distinct().values_list("key"),
        "survey_results": surveys.values_list("slug"),
    }
    found = [one for name, rows in concerned.items() for one in in_each_language(name, rows)]
    return list(dict.fromkeys(["/", *found]))


def members_addresses() -> list[str]:
    """The addresses of the pages that members alone can open."""
    first = [one for name in MEMBERS_PAGES for one in in_each_language(name, _once())]
    organisations = Organisation.objects.count()
    return [*first, *further_pages("my_directory", organisations, ORGANISATIONS_A_PAGE)]

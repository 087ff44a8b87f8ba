"""Nobody is named against their will in any text: every text column, every way of writing a name.

The columns are found in the models: a new one is tried as soon as it is there. Names are looked for
by a reading of the pages of its own, which knows nothing of the mask.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Field
from django.test import Client
from pytest_django import DjangoDbBlocker
from simple_history.models import HistoricalChanges

from kpcsc.demonstration.load import load_reference
from kpcsc.demonstration.reference import RECORD
from kpcsc.demonstration.survey import load_survey
from kpcsc.foundation.rich_text import RichTextField
from kpcsc.foundation.translated_text import LANGUAGES
from kpcsc.member_area.calendar import calendar_path
from meetings.models import (
    AgendaItem,
    BlockKind,
    CampaignBlock,
    Decision,
    FollowUp,
    Meeting,
    ProgressReport,
    Quotation,
    Resource,
)
from organisations.actions import renew_calendar
from organisations.models import Listing, Organisation, SignIn, User
from surveys.models import Question
from tests.crawl import Page, address, crawl, searches, visit
from tests.factories import make_member, make_staff
from tests.factories.files import make_document, picture, upload
from tests.sampling import sampled

SLUGS = [entry["slug"] for entry in RECORD["organisations"]]
CRAWLED = 5  # of which the whole portal is read again once they are hidden, and named again
APPS = {"organisations", "meetings", "surveys", "kpcsc", "foundation"}

# Columns of text in which no name is put, each with its reason.
EXCEPTIONS = {
    **{
        f"organisations.Organisation.{name}": "what another one is called is its own affair"
        for name in ("name_fr", "name_en", "acronym", "aliases", "sort_fr", "sort_en", "website")
    },
    "kpcsc.SearchEntry.names": "what an organisation is called, for the index",
    "code": "the code of a country",
    "slug": "the address of a page, which staff choose; a form's sidebar reports it",
    "file": "where a file lies; no page shows it",
    "cleaned": "where a file lies; no page shows it",
    "email": "where letters go",
    "password": "a secret",
    "language": "a code",
    "time_zone": "a name of the IANA database",
    "code_hash": "a secret",
    "token": "the site revision",
    "sealed": "a secret",
    "session_id": "a secret",
    "model": "the name of a model",
    "root_model": "the name of a model",
    "about_model": "the name of a model",
    "letter": "the name of a kind of letter",
    "field": "the name of a column",
    "names_digest": "a digest",
    "foundation.LedgerEntry.key": "a random key",
}
# Public pages show no text of these, whatever stands there.
NEVER_SHOWN = {
    "meetings.AgendaItem.discussion",
    "meetings.Campaign.aliases",
    "meetings.DocumentText.letters",
    "meetings.DocumentText.text",
    "meetings.Meeting.invitation_text_en",
    "meetings.Meeting.invitation_text_fr",
    "meetings.Meeting.joining_link",
    "meetings.ProgressReport.text",
    "meetings.Quotation.agreed_by",
    "meetings.Quotation.agreed_how",
    "organisations.ConsentRecord.given_by",
    "organisations.ConsentRecord.note",
    "organisations.ConsentRecord.wording_version",
    "organisations.User.name",
    "organisations.User.role",
    "surveys.Answer.text",
    "surveys.Question.help_text_en",
    "surveys.Question.help_text_fr",
    "surveys.Question.section_en",
    "surveys.Question.section_fr",
}


# What a person calls themselves, and their browsers.
OWN_TEXTS: dict[Any, str] = {User: "pk", SignIn: "person"}


def text_columns() -> list[Field[Any, Any]]:
    """Every column that holds a text of a person's making, of rows that are there."""
    return [
        field
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in APPS and not issubclass(model, HistoricalChanges)
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.FileField)
        and not field.choices
        and EXCEPTIONS.keys().isdisjoint({field.name, label(field)})
        # The column of modeltranslation's own, beside those of each language, is read by nobody.
        and not hasattr(model, f"{field.name}_fr")
        and model._base_manager.exists()
    ]


def label(field: Field[Any, Any]) -> str:
    """What a column is called in this file."""
    return f"{field.model._meta.label}.{field.name}"


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The reference record with a row of everything, loaded once; what a test does is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_everything()
        yield
        transaction.set_rollback(True)


def load_everything() -> None:
    """A record of each kind, with each of its parts shown to everyone."""
    load_reference()
    meeting = Meeting.objects.get(slug=RECORD["meeting"]["slug"])
    survey = load_survey(meeting)
    Question.objects.filter(survey=survey, kind="scale").update(
        low_label_fr="Non", low_label_en="No", high_label_fr="Oui", high_label_en="Yes"
    )
    Question.objects.filter(survey=survey, kind="number").update(unit_fr="ans", unit_en="years")
    everyone = {"meeting": meeting, "visibility": "public"}
    AgendaItem.objects.create(
        title_fr="Point", title_en="Item", notes_fr="<p>Lire.</p>", **everyone
    )
    Decision.objects.create(text_fr="Écrire.", text_en="Write.", **everyone)
    promise = FollowUp.objects.create(what_fr="Publier.", evidence_fr="Ici.", **everyone)
    make_document(
        title_fr="Carte",
        file=upload(picture("JPEG"), "map.jpg"),
        alternative_text_fr="Une carte.",
        **everyone,
    )
    of_campaign: dict[str, Any] = {"campaign": meeting.campaign}
    Resource.objects.create(title_fr="Lire", link="https://example.org/", **of_campaign)
    for kind in (BlockKind.MESSAGES, BlockKind.RESOURCES, BlockKind.TEXT):
        heading = {"heading_fr": "Lire", "text_fr": "<p>Ici.</p>"}
        CampaignBlock.objects.create(kind=kind, **heading, **of_campaign)
    Quotation.objects.create(
        text_fr="La rivière est sèche.",
        said_by_fr="Une habitante",
        agreed_by="Elle-même",
        agreed_on=date(2021, 6, 2),
        **of_campaign,
    )
    ProgressReport.objects.create(follow_up=promise, kind="progress", text="En cours.")
    make_member()
    make_staff()


@pytest.fixture
def meeting(loaded: None, db: None) -> Meeting:
    """The reference meeting."""
    return Meeting.objects.get(slug=RECORD["meeting"]["slug"])


# --- Ways to write a name -------------------------------------------------------------------------


def names_of(organisation: Organisation) -> list[str]:
    """The names, the acronym and the other names of an organisation."""
    fixed = [organisation.name_fr, organisation.name_en, organisation.acronym]
    return [name for name in [*fixed, *organisation.aliases.splitlines()] if name]


def ways_to_write(name: str) -> list[str]:
    """The name in all the ways in which people type it in plain text."""
    words = name.split()
    ways = [name, f"l’{name}", f"d'{name}", f"({name}),", f"« {name} »", f"{name}’s", f"#{name}."]
    if len(words) > 1:
        ways += ["\u00a0".join(words), "-".join(words), "  ".join(words), "\n".join(words)]
        ways += [name.upper(), without_accents(name), name.replace("’", "'")]
        ways.append(unicodedata.normalize("NFD", name))
    if len(words) > 2:
        ways += [name.lower(), name.title()]
    if name.isupper():
        ways += [".".join(name) + ".", f"{name[0]}\u00ad{name[1:]}", f"{name[:2]}\u200b{name[2:]}"]
    return ways


def ways_to_mark_up(name: str) -> list[str]:
    """The name in rich text, cut by tags and written with entities."""
    half = len(name) // 2
    first, _, rest = name.partition(" ")
    return [
        f"<strong>{name}</strong>",
        f"{name[:half]}<em>{name[half:]}</em>",
        f"<strong>{first}</strong> <a href='https://example.org/'>{rest}</a>",
        name.replace(" ", "&nbsp;").replace("’", "&#x27;"),
        f'<a href="https://example.org/?q={name}">ici</a>',
    ]


def without_accents(text: str) -> str:
    return re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text))


def text_naming(organisation: Organisation, field: Field[Any, Any], marker: str) -> str:
    """A text of a column that names an organisation in every way, and begins with a marker.

    As much as the column can hold: PostgreSQL refuses more.
    """
    names = names_of(organisation)
    if isinstance(field, models.URLField):
        return f"{organisation.website}?{marker}"
    if isinstance(field, RichTextField):
        plain = [f"<p>{way}</p>" for name in names for way in ways_to_write(name)]
        marked = [f"<p>{way}</p>" for name in names for way in ways_to_mark_up(name)]
        link = f'<p><a href="{organisation.website}page">ici</a></p>'
        return f"<p>{marker}</p>{''.join([*plain, *marked, link])}"
    ways = [*(way for name in names for way in ways_to_write(name)), organisation.website]
    longest = getattr(field, "max_length", None)
    text = marker
    for way in ways:
        if connection.vendor == "sqlite" or longest is None or len(text) + len(way) + 3 <= longest:
            text += f" ; {way}"
    return text


def name_everywhere(organisation: Organisation, but: User | None = None) -> dict[str, str]:
    """Puts the organisation's names into every text column; gives the marker of each.

    `but` is a person whose own texts are left alone: whoever wrote a text reads it as it is.
    """
    markers = {}
    for number, field in enumerate(text_columns()):
        marker = markers[label(field)] = f"zq{number:03}"
        others: Any = field.model._base_manager.all()
        if field.model is Organisation:
            others = others.exclude(pk=organisation.pk)
        if but and field.model in OWN_TEXTS:
            others = others.exclude(**{OWN_TEXTS[field.model]: but.pk})
        text = text_naming(organisation, field, marker)
        others.update(**{field.name: text})
    return markers


# --- An own reading of the pages ------------------------------------------------------------------


def unpacked(page: Page) -> str:
    """The headers and the body of an answer; of a workbook, what lies in its archive."""
    if not page.body.startswith(b"PK"):
        return page.text
    with ZipFile(BytesIO(page.body)) as archive:
        names = [name for name in archive.namelist() if not name.startswith("docProps/")]
        parts = [archive.read(name).decode() for name in names]
    headers = [value for name, value in page.headers if name == "Content-Disposition"]
    return "\n".join([*headers, *map(unescape, parts)])


def readings(page: Page) -> Iterator[str]:
    """All that a page says, with and without its tags, its letters bare and its blanks one."""
    bare = without_accents(unpacked(page)).replace("\u00ad", "").replace("\u200b", "")
    for text in (bare, re.sub(r"<[^>]*>", "", bare), re.sub(r"<[^>]*>", " ", bare)):
        yield re.sub(r"[\W_]+", " ", text).strip()


def is_named(organisation: Organisation, page: Page) -> bool:
    """Whether any of its names can be read on the page, or its website."""
    host = organisation.website.removeprefix("https://").strip("/")
    if host in unpacked(page).casefold():
        return True
    for text in readings(page):
        spelled = re.sub(r"\b(\w) (?=\w\b)", r"\1", text)
        for name in names_of(organisation):
            words = " ".join(re.sub(r"[\W_]+", " ", without_accents(name)).split())
            flags = re.IGNORECASE if " " in words and not words.startswith("The ") else 0
            wanted = re.compile(rf"\b{re.escape(words.removeprefix('The '))}\b", flags)
            if wanted.search(text) or wanted.search(spelled):
                return True
    return False


def where_named(organisation: Organisation, pages: dict[str, Page]) -> list[str]:
    """The addresses whose answers name the organisation."""
    return [here for here, page in pages.items() if is_named(organisation, page)]


def give_website(organisation: Organisation) -> None:
    """An address of its own, as most have one."""
    organisation.website = f"https://{organisation.slug}.example/"
    organisation.save()


def list_as(organisation: Organisation, listing: Listing) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(listing=listing)


def asking(organisation: Organisation) -> list[str]:
    """Searches for each of its names, and for what stands beside them."""
    return searches(*names_of(organisation), "Kimberley")


def shown_in(pages: dict[str, Page], markers: dict[str, str]) -> set[str]:
    """The columns whose text can be read on one of the pages."""
    return {
        column
        for column, marker in markers.items()
        if any(marker in page.text for page in pages.values())
    }


def answers(pages: dict[str, Page]) -> dict[str, Any]:
    """What each address gives; a workbook without the moment at which it was made."""
    packed = b"PK"
    return {
        here: unpacked(page) if page.body.startswith(packed) else page.answer
        for here, page in pages.items()
    }


# --- What is shown --------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", sampled(SLUGS, 2))
def test_a_name_leaves_every_text_with_the_listing_and_comes_back_with_it(
    slug: str, meeting: Meeting, client: Client
) -> None:
    organisation = Organisation.objects.get(slug=slug)
    give_website(organisation)
    markers = name_everywhere(organisation)
    before = crawl(client, choices=0)
    shown = {
        here for here, marker in markers.items() for page in before.values() if marker in page.text
    }
    assert markers.keys() - shown == NEVER_SHOWN, "each other column is read somewhere"
    assert len(where_named(organisation, before)) > 20

    list_as(organisation, Listing.UNLISTED)
    if slug not in SLUGS[:CRAWLED]:  # of the others, the pages that named it are read again
        again = {here: visit(client, here) for here in where_named(organisation, before)}
        assert where_named(organisation, again) == []
        return
    hidden = crawl(client, *before, *asking(organisation), choices=0)
    # A search repeats what was typed into it.
    typed = set(asking(organisation))
    assert [here for here in where_named(organisation, hidden) if here not in typed] == []
    assert shown_in(hidden, markers) == shown - {
        here for here in shown if "link" in here or "website" in here
    }

    list_as(organisation, Listing.PUBLIC)
    after = crawl(client, *before, choices=0)
    assert answers(after) == answers(before)


OWN_PAGES = ("home", "directory", "choices", "data", "listing", "follow_ups")


def test_no_page_of_a_member_names_whom_members_may_not_see_named(
    meeting: Meeting, client: Client
) -> None:
    """The pages for everyone, and those for one person alone, their data and calendar included."""
    organisation = Organisation.objects.get(slug="cenadep")
    give_website(organisation)
    member = make_member(shown_to_members=True)
    FollowUp.objects.update(owner=member.organisation)
    renew_calendar(by=member)
    client.force_login(member)
    name_everywhere(organisation, but=member)
    own = [address(f"my_{name}", language=language) for name in OWN_PAGES for language in LANGUAGES]
    feed = calendar_path(member)
    for listing, is_named in [(Listing.MEMBERS, True), (Listing.UNLISTED, False)]:
        list_as(organisation, listing)
        pages = crawl(client, choices=0) | {here: visit(client, here) for here in [*own, feed]}
        assert {pages[here].status for here in own} == {200}
        assert (len(where_named(organisation, pages)) > 20) == is_named
        if not is_named:
            assert where_named(organisation, pages) == []

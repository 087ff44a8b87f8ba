"""Every place where an organisation is named, as far as somebody may know of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpcsc.foundation.addresses import change_address
from kpcsc.foundation.translated_text import TranslatedText, page_language, translated
from kpcsc.foundation.viewer import Viewer
from kpcsc.search.models import SearchEntry
from meetings.models import Campaign, Document, DocumentMention, FollowUp, Meeting, Participation
from organisations.models import Listing, Organisation
from organisations.names_in_texts.names import ORGANISATION, Subject
from organisations.naming.directory import named_directory
from organisations.naming.record_mentions import keys_naming
from surveys.models import Answer, Survey

MOST_SHOWN = 20  # of each kind; how many there are is said


@dataclass(frozen=True)
class Place:
    """One place: what it is called, where it is, and what else is said of it."""

    label: TranslatedText
    address: str
    note: str = ""


@dataclass(frozen=True)
class PlacesOfAKind:
    """The places of one kind: the first few, and how many there are."""

    heading: str
    places: list[Place]
    total: int
    note: str = ""

    @property
    def more(self) -> int:
        """How many there are beside those that are shown."""
        return self.total - len(self.places)


@dataclass(frozen=True)
class PlacesNaming:
    """The places that name an organisation, for one who asks."""

    organisation: Organisation
    viewer: Viewer

    def of_each_kind(self) -> list[PlacesOfAKind]:
        """All kinds of which there is one; the number of queries is the same for any number."""
        kinds = [
            self._own_pages(),
            self._meetings(),
            self._campaigns(),
            self._texts(),
            self._surveys(),
            self._follow_ups(),
            self._documents(),
            self._unreadable_documents(),
            self._addresses(),
            self._answers(),
        ]
        return [kind for kind in kinds if kind.total]

    @property
    def _subject(self) -> Subject:
        return Subject(ORGANISATION, self.organisation.pk)

    @property
    def _is_for_staff(self) -> bool:
        return self.viewer.is_staff

    def _where(self, record: Any) -> str:
        """The page of a record: where staff edit it, or where everybody reads it."""
        return change_address(record) if self._is_for_staff else record.get_absolute_url()

    def _kind(
        self, heading: str, rows: QuerySet[Any], place: Callable[[Any], Place], note: str = ""
    ) -> PlacesOfAKind:
        return PlacesOfAKind(heading, [place(row) for row in rows[:MOST_SHOWN]], rows.count(), note)

    def _titled(self, record: Any) -> Place:
        return Place(translated(record, "title"), self._where(record))

    def _own_pages(self) -> PlacesOfAKind:
        listing = Listing(self.organisation.listing)
        if listing == Listing.UNLISTED:
            return PlacesOfAKind("", [], 0)
        places = [
            (_("Its own page"), self.organisation.get_absolute_url()),
            (_("The list of organisations"), reverse("organisation_list")),
        ]
        if country := self.organisation.country:
            places.append(
                (_("The page of %(country)s") % {"country": country}, country.get_absolute_url())
            )
        found = [Place(_words(label), where) for label, where in places]
        note = (
            _("Everyone reads them.")
            if listing == Listing.PUBLIC
            else _("Members alone read its name there.")
        )
        return PlacesOfAKind(_("Its page, and lists"), found, len(found), note)

    def _participations(self) -> QuerySet[Participation]:
        here = Participation.objects.attended().at_meetings_visible_to(self.viewer)
        return here.filter(organisation=self.organisation)

    def _meetings(self) -> PlacesOfAKind:
        meetings = Meeting.objects.filter(pk__in=self._participations().values("meeting"))
        return self._kind(
            _("Meetings that it came to"),
            meetings.newest_first(),
            self._titled,
            _("Their pages, calendars and figures, and the lists of meetings."),
        )

    def _campaigns(self) -> PlacesOfAKind:
        meetings = self._participations().values("meeting")
        campaigns = Campaign.objects.visible_to(self.viewer).filter(meetings__in=meetings)
        return self._kind(_("Campaigns that list it"), campaigns.distinct(), self._titled)

    def _texts(self) -> PlacesOfAKind:
        if not self.viewer.is_member:  # it is not known in which part of a record a name stands
            return PlacesOfAKind("", [], 0)
        entries = SearchEntry.objects.visible_to(self.viewer).filter(
            mentions__organisation=self.organisation
        )
        shown = entries.select_related("meeting", "campaign", "organisation").newest_first()
        return self._kind(_("Records whose texts name it"), shown, self._text)

    def _text(self, entry: SearchEntry) -> Place:
        record: Any = entry.record
        label = translated(record, "name" if isinstance(record, Organisation) else "title")
        return Place(label, _names_page(record) if self._is_for_staff else self._where(record))

    def _surveys(self) -> PlacesOfAKind:
        """Surveys whose texts name it: they are in no index, and few."""
        keys = keys_naming(self._subject, Survey.objects.visible_to(self.viewer))

        def place(survey: Survey) -> Place:
            where = _names_page(survey) if self._is_for_staff else survey.get_absolute_url()
            return Place(translated(survey, "title"), where)

        surveys = Survey.objects.filter(pk__in=keys).order_by("pk")
        return self._kind(_("Surveys whose texts name it"), surveys, place)

    def _follow_ups(self) -> PlacesOfAKind:
        own = FollowUp.objects.visible_to(self.viewer).filter(owner=self.organisation)

        def place(follow_up: FollowUp) -> Place:
            what = translated(follow_up, "what")
            label = TranslatedText(
                Truncator(what.text).chars(90), what.language, is_fallback=what.is_fallback
            )
            return Place(label, self._where(follow_up.meeting))

        return self._kind(
            _("Follow-ups that are its own"),
            own.select_related("meeting").order_by("-meeting__starts_on", "pk"),
            place,
        )

    def _visible_documents(self) -> QuerySet[Document]:
        return Document.objects.visible_to(self.viewer).select_related("meeting").order_by("pk")

    def _documents(self) -> PlacesOfAKind:
        naming = DocumentMention.objects.filter(
            organisation=self.organisation, is_dismissed=False
        ).values("document")
        return self._kind(
            _("Documents that name it"),
            self._visible_documents().filter(pk__in=naming),
            self._document,
            _("They will be withheld from whoever may not see it named."),
        )

    def _unreadable_documents(self) -> PlacesOfAKind:
        came = Participation.objects.exclude(attended=False).filter(organisation=self.organisation)
        files = self._visible_documents().filter(
            Q(said__is_whole=False) | Q(said=None), meeting__in=came.values("meeting")
        )
        return self._kind(
            _("Files that no program reads, of meetings that it came to"),
            files,
            self._document,
            _(
                "Scans, recordings, files with pictures in them: they will be withheld until "
                "somebody looks at them."
            ),
        )

    def _document(self, document: Document) -> Place:
        note = translated(document.meeting, "title").text
        return Place(translated(document, "title"), document.get_absolute_url(), note)

    def _addresses(self) -> PlacesOfAKind:
        """Pages with its name in their address, which no mask changes: only staff can."""
        index = named_directory().index
        models: tuple[type[Any], ...] = (Meeting, Campaign, Survey)
        named = [
            (model, key)
            for model in models
            for key, slug in model.objects.visible_to(self.viewer).values_list("pk", "slug")
            if self._subject in index.named_in_address(slug)
        ]
        shown = named[:MOST_SHOWN]
        records = {
            model: model.objects.in_bulk([key for of, key in shown if of is model])
            for model in {of for of, _key in shown}
        }
        found = [
            Place(translated(records[model][key], "title"), self._where(records[model][key]))
            for model, key in shown
        ]
        return PlacesOfAKind(
            _("Pages whose address may name it"),
            found,
            len(named),
            _("Stopping does not change an address: staff change it on the record."),
        )

    def _answers(self) -> PlacesOfAKind:
        """Answers in words, which the secretariat alone reads."""
        names = [name for name in self._names() if len(name) > 2]
        if not (self._is_for_staff and names):
            return PlacesOfAKind("", [], 0)
        condition = Q()
        for name in names:
            condition |= Q(text__icontains=name)
        number = Answer.objects.filter(condition).count()
        said = ngettext("%(number)d answer", "%(number)d answers", number) % {"number": number}
        return PlacesOfAKind(
            _("Answers to surveys that may name it"),
            [Place(_words(said), reverse("admin:surveys_survey_changelist"))] * bool(number),
            bool(number),
            _("The secretariat alone reads them: quote none."),
        )

    def _names(self) -> Iterable[str]:
        return named_directory().names.get(self._subject, ())


def _names_page(record: Model) -> str:
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_names", args=[record.pk])


def _words(text: str) -> TranslatedText:
    return TranslatedText(text, page_language(), is_fallback=False)

"""What is said of a check: how far it is, what it found, and what it cannot tell."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpcsc.foundation.viewer import STAFF, Viewer
from kpcsc.takedown.models import NamingCheck
from organisations.models import Organisation

LONGEST_PAUSE = timedelta(minutes=1)  # of a worker that runs


@dataclass(frozen=True)
class FoundPlace:
    """A page that still names the organisation."""

    path: str
    reader: str  # in words
    words: str
    sentence: str


@dataclass(frozen=True)
class CheckReport:
    """The latest check since the naming was stopped; none where it is still to begin."""

    organisation: Organisation
    check: NamingCheck | None
    viewer: Viewer = STAFF  # who reads the report, and gets no sentence that is for others

    @property
    def is_running(self) -> bool:
        """Whether more is to come."""
        return self.check is None or self.check.finished_at is None

    @property
    def has_found(self) -> bool:
        """Whether it is named anywhere."""
        return bool(self.places)

    @property
    def is_clean(self) -> bool:
        """Whether all pages are read, and none names it."""
        is_silent = self.check is not None and self.check.is_silent
        return not (self.is_running or is_silent or self.has_found or self.unanswered)

    @property
    def places(self) -> list[FoundPlace]:
        """Where it is named still, each page once."""
        return _each_page_once(self._places(is_common=False))

    @property
    def common_words(self) -> list[FoundPlace]:
        """Where a word stands that staff said is a common one there."""
        return _each_page_once(self._places(is_common=True))

    @property
    def unanswered(self) -> list[str]:
        """The addresses that gave no answer, each once."""
        found = self.check.unanswered if self.check else []
        return list(dict.fromkeys(one["path"] for one in found if self._may_see(one)))

    @property
    def sentence(self) -> str:
        """How far it is, and what was found."""
        check = self.check
        if check is None:
            return self._not_begun()
        if check.is_silent:
            address = {"address": settings.PORTAL_URL}
            return _("The portal gives no answer at %(address)s: the check waits for it.") % address
        if self.is_running:
            return self._under_way(check)
        return self._finished(check)

    @property
    def sentence_on_concerned(self) -> str:
        """What is known of the pages that named it, while others are still read; empty before."""
        check = self.check
        if check is None or not check.concerned_read_at or not self.is_running or self.has_found:
            return ""
        said = ngettext(
            "%(number)d page that could name it is read: it does not.",
            "%(number)d pages that could name it are read: none does.",
            check.concerned,
        )
        return said % {"number": check.concerned}

    def _not_begun(self) -> str:
        if self._is_late(self.organisation.naming_stopped_at):
            return _("Nothing is checked: the portal’s worker does not run.")
        return _("The portal is about to read its own pages.")

    def _under_way(self, check: NamingCheck) -> str:
        figures = {"read": check.read, "total": check.total}
        if self._is_late(check.read_at or check.began_at):
            return _("%(read)d of %(total)d pages are read, and nobody reads on.") % figures
        return _("%(read)d of %(total)d pages are read.") % figures

    def _finished(self, check: NamingCheck) -> str:
        read = check.read - len(check.unanswered)
        if self.has_found:
            number = len({place.path for place in self.places})
            said = ngettext(
                "Of %(read)d pages read, %(number)d still names it.",
                "Of %(read)d pages read, %(number)d still name it.",
                number,
            )
            return said % {"read": read, "number": number}
        said = ngettext(
            "%(read)d page read: it does not name it.",
            "%(read)d pages read: none names it.",
            read,
        )
        return said % {"read": read}

    def _may_see(self, one: dict[str, Any]) -> bool:
        return self.viewer.is_member or one["reader"] == "stranger"

    def _is_late(self, moment: datetime | None) -> bool:
        return moment is not None and timezone.now() - moment > LONGEST_PAUSE

    def _places(self, *, is_common: bool) -> Iterable[FoundPlace]:
        readers = {"stranger": _("everyone sees it"), "member": _("members see it")}
        found: list[dict[str, Any]] = self.check.found if self.check else []
        for one in found:
            if one["is_common"] == is_common and self._may_see(one):
                reader = readers[one["reader"]]
                yield FoundPlace(one["path"], reader, one["words"], one["sentence"])


def check_reports(
    organisations: Iterable[Organisation], viewer: Viewer = STAFF
) -> list[CheckReport]:
    """A report on each of these organisations, whose naming is stopped; in one query."""
    organisations = list(organisations)
    checks = NamingCheck.objects.of_this_stop().filter(organisation__in=organisations)
    latest = {check.organisation_id: check for check in checks.defer("to_read").order_by("pk")}
    return [CheckReport(one, latest.get(one.pk), viewer) for one in organisations]


def _each_page_once(places: Iterable[FoundPlace]) -> list[FoundPlace]:
    """The first place on each page: a stranger's comes before a member's."""
    found: dict[str, FoundPlace] = {}
    for place in places:
        found.setdefault(place.path, place)
    return list(found.values())

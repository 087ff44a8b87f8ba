"""Who took part in a meeting, and whether that may be said."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.history.restoration import AccessFields
from kpcsc.foundation.ledger import LedgerEntry, record_in_ledger
from kpcsc.foundation.translated_text import columns, page_language
from kpcsc.foundation.viewer import Viewer
from meetings.models.meeting import Meeting
from meetings.models.publication import published_to
from meetings.models.shown_country import ShownAs, ShownCountry
from organisations.models import Organisation
from organisations.models.listing import listings_shown_to
from organisations.models.organisation import UNMERGED


class Role(models.TextChoices):
    """What the organisation did at the meeting, from most to least."""

    ORGANISER = "organiser", _("organiser")
    FACILITATOR = "facilitator", _("facilitator")
    PARTICIPANT = "participant", _("participant")
    OBSERVER = "observer", _("observer")


class Reply(models.TextChoices):
    NONE = "none", _("no reply yet")
    YES = "yes", _("yes")
    MAYBE = "maybe", _("perhaps")
    NO = "no", _("no")


class Naming(models.TextChoices):
    """Whether the organisation is named at this meeting: as it is listed, or ever more strictly."""

    AS_LISTED = "as_listed", _("as the organisation is listed")
    MEMBERS = "members", _("to members only")
    UNNAMED = "unnamed", _("not named")


def namings_shown_to(viewer: Viewer) -> list[Naming]:
    """The namings under which this viewer may learn who took part."""
    if viewer.is_staff:
        return list(Naming)
    return [Naming.AS_LISTED, Naming.MEMBERS] if viewer.is_member else [Naming.AS_LISTED]


def named_to(viewer: Viewer) -> Q:
    """The condition on participations that the organisation may be named there."""
    return Q(
        organisation__listing__in=listings_shown_to(viewer), named__in=namings_shown_to(viewer)
    )


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Where meeting, organisation and the fact that they met may all be shown."""
        return self.at_meetings_visible_to(viewer).filter(
            organisation__listing__in=listings_shown_to(viewer)
        )

    def at_meetings_visible_to(self, viewer: Viewer) -> Self:
        """Where the meeting and the fact that they met may be shown, if the organisation may.

        For a query of organisations that are `visible_to` the viewer by themselves: to ask that
        twice misleads PostgreSQL's planner, which expects few rows and joins all of them one by
        one.
        """
        return self.filter(
            published_to(viewer, prefix="meeting__"), named__in=namings_shown_to(viewer)
        )

    def unnamed_to(self, viewer: Viewer) -> Self:
        """Where this viewer may not learn who was there, however the organisation is listed."""
        return self.exclude(named__in=namings_shown_to(viewer))

    def representations_shown_to(self, viewer: Viewer) -> models.QuerySet[Any]:
        """The rows of "countries represented", of visible meetings, that tell nobody who came.

        A country is shown where an organisation from it is named to the viewer, which explains it,
        or where none from it is on record: then it is the report's own word. Otherwise a reader who
        knows the organisations of the country, or an earlier copy of the page, could tell who came:
        it is shown where staff decided so.
        """
        rows = Meeting.countries.through._default_manager.all()
        if viewer.is_staff:
            return rows
        from_there = self.exclude(attended=False).filter(
            meeting=OuterRef("meeting"), organisation__country=OuterRef("country")
        )
        explained = Exists(from_there.attended().filter(named_to(viewer)))
        decided = ShownCountry.objects.in_force().filter(
            meeting=OuterRef("meeting"), country=OuterRef("country"), shown_as=ShownAs.COUNTRY
        )
        return rows.filter(
            published_to(viewer, prefix="meeting__"),
            explained | ~Exists(from_there) | Exists(decided),
        )

    def attended(self) -> Self:
        """Those who came, not those who were only invited."""
        return self.filter(attended=True)

    def with_organisation_names(self) -> Self:
        """Brings what a list of names shows, and no other column."""
        shown = ["slug", "country", *columns("name")]
        paths = [f"organisation__{column}" for column in shown]
        return self.select_related("organisation").only("role", "meeting", *paths)

    def by_organisation_name(self) -> Self:
        """In the alphabetical order of the page's language."""
        return self.order_by(f"organisation__sort_{page_language()}", "pk")


class Participation(models.Model):
    """An organisation at a meeting: invited, replied, present."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="participations", verbose_name=_("meeting")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="participations",
        limit_choices_to=UNMERGED,
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.PARTICIPANT)
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="participations",
        verbose_name=_("people"),
        help_text=_("For the secretariat alone."),
    )
    reply = models.CharField(
        _("reply"),
        max_length=10,
        choices=Reply,
        default=Reply.NONE,
        help_text=_("To the invitation."),
    )
    attended = models.BooleanField(
        _("took part"), null=True, blank=True, help_text=_("Unknown until the meeting was held.")
    )
    named = models.CharField(
        _("named at this meeting"),
        max_length=20,
        choices=Naming,
        default=Naming.AS_LISTED,
        help_text=_("Can only be stricter than the organisation’s own listing."),
    )

    objects = ParticipationQuerySet.as_manager()
    access_fields = AccessFields(
        {"named": Naming.UNNAMED}, revealing=["organisation_id", "attended"]
    )

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["organisation__sort_fr", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "organisation"],
                name="participation_once_a_meeting",
                violation_error_message=_("This organisation is on the list already."),
            ),
            models.CheckConstraint(
                condition=Q(named__in=Naming.values),
                name="participation_naming_known",
                violation_error_message=_("Choose whether the organisation is named."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.meeting}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves; whether the organisation is named is also written to the ledger, where that
        changes, or where the ledger speaks of it already."""
        rows = Participation.objects.filter(pk=self.pk)
        before = rows.values_list("named", "organisation").first() if self.pk else None
        super().save(*args, **kwargs)
        now = self.named, self.organisation_id
        if before == now:
            return
        key = self.ledger_key
        if before or LedgerEntry.objects.filter(facts__participation=key).exists():
            record_in_ledger(participation=key, naming=self.named)

    @property
    def ledger_key(self) -> str:
        """What stands for the organisation at this meeting in the ledger."""
        return f"{self.organisation.ledger_id} {self.meeting_id}"

    def absorb(self, other: "Participation") -> None:
        """Takes in another participation in the meeting: two organisations are one after all.

        The stricter naming counts, and whichever of the two says more; the people come together.
        """
        self.named = max(self.named, other.named, key=Naming.values.index)
        self.role = min(self.role, other.role, key=Role.values.index)
        if self.reply == Reply.NONE:
            self.reply = other.reply
        if not self.attended and other.attended is not None:
            self.attended = other.attended
        self.people.add(*other.people.all())


def attended_by(organisation_slug: str, viewer: Viewer) -> Q:
    """The condition on meetings: this viewer may see that the organisation took part."""
    participations = Participation.objects.attended().visible_to(viewer)
    return Q(pk__in=participations.filter(organisation__slug=organisation_slug).values("meeting"))


def runnable_by(person: Any) -> Q:
    """The condition on meetings: this person may run them, as staff or as their facilitator."""
    viewer = Viewer.of(person)
    if viewer.is_staff and person.has_perm("meetings.change_meeting"):
        return Q()
    if not (viewer.is_member and person.has_perm("meetings.facilitate_meeting")):
        return Q(pk__in=[])
    facilitated = Participation.objects.filter(role=Role.FACILITATOR, people=person)
    return Q(pk__in=facilitated.values("meeting"))

"""Organisations: what they are called, who may see that, and whether they are members."""

from collections.abc import Iterable, Sequence
from typing import Any, Self
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.addresses import address
from kpcsc.foundation.history.restoration import AccessFields
from kpcsc.foundation.ledger import record_in_ledger
from kpcsc.foundation.sort_key import SortKeyField
from kpcsc.foundation.translated_text import columns, has_text, page_language
from kpcsc.foundation.versioned import Versioned
from kpcsc.foundation.viewer import Viewer
from organisations.models.consent_record import ConsentRecord
from organisations.models.country import Country
from organisations.models.listing import Listing, listings_shown_to


class Kind(models.TextChoices):
    NGO = "ngo", _("non-governmental organisation")
    INTERNATIONAL_NGO = "international_ngo", _("international non-governmental organisation")
    COALITION = "coalition", _("coalition")
    UNION = "union", _("trade union")
    INDUSTRY_INITIATIVE = "industry_initiative", _("industry initiative")
    RESEARCH = "research", _("research organisation")
    OTHER = "other", _("other")


class Membership(models.TextChoices):
    MEMBER = "member", _("member")
    ASSOCIATE = "associate", _("associate")
    PARTNER = "partner", _("partner")
    GUEST = "guest", _("guest")
    FORMER = "former", _("former member")


NAMING_IS_STOPPED = _(
    "The naming of this organisation is stopped. A publisher can have it named again, on the page "
    "“Stop naming”."
)
# What may be chosen or named: a merged organisation is another one now.
UNMERGED: dict[str, None] = {"merged_into": None}


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The organisations that may be named to this viewer."""
        return self.unmerged().filter(listing__in=listings_shown_to(viewer))

    def unmerged(self) -> Self:
        """Those that have not become another one."""
        return self.filter(**UNMERGED)

    def at_address(self, slug: str, viewer: Viewer) -> Self:
        """The organisation with this slug, or the one that the organisation with it became.

        The latter where it had agreed to be named to such viewers itself: consent is given under
        one name, and opens no other.
        """
        shown = listings_shown_to(viewer)
        merged: Any = Organisation.objects.with_agreed_listing().filter(slug=slug)
        became = merged.filter(agreed__in=shown, listing_limit__in=shown).values("merged_into")
        return self.filter(Q(slug=slug) | Q(pk__in=became))

    def with_agreed_listing(self) -> Self:
        """Adds `agreed`, the listing that the latest consent allows."""
        latest = ConsentRecord.objects.filter(organisation=OuterRef("pk"), is_accepted=True)
        agreed = Coalesce(Subquery(latest.values("agreed_listing")[:1]), Value(Listing.UNLISTED))
        return self.annotate(agreed=agreed)

    def named_without_consent(self) -> Self:
        """Those listed more openly than their latest consent allows, which is `agreed`."""
        return self.with_agreed_listing().filter(
            Q(listing=Listing.PUBLIC) & ~Q(agreed=Listing.PUBLIC)
            | Q(listing=Listing.MEMBERS, agreed=Listing.UNLISTED)
        )

    def with_naming_stopped(self) -> Self:
        """Those that are in danger: whatever they agreed to, the limit of their listing counts."""
        return self.filter(naming_stopped_at__isnull=False)

    visible_once_published_to = visible_to  # an organisation is not published first

    def current(self) -> Self:
        """Those that still take part."""
        return self.exclude(membership=Membership.FORMER)

    def in_alphabetical_order(self) -> Self:
        """By name in the page's language, accents and case apart."""
        return self.order_by(f"sort_{page_language()}", "pk")


class Organisation(Versioned):
    """A body that works with the coalition; unlisted, and so never named, until it agrees."""

    name = models.CharField(
        _("name"),
        max_length=200,
        help_text=_("As the organisation writes it. Fill the other language only if it has one."),
    )
    acronym = models.CharField(
        _("acronym"), max_length=30, blank=True, help_text=_("As people write it: “ZELA”.")
    )
    aliases = models.TextField(
        _("other names"),
        blank=True,
        help_text=_("One a line: former names, spellings met in reports. Used to recognise it."),
    )
    slug = models.SlugField(
        _("address"), max_length=100, unique=True, help_text=_("The same in both languages.")
    )
    description = models.TextField(
        _("description"), blank=True, help_text=_("Two or three sentences: who, where, for whom.")
    )
    kind = models.CharField(_("kind"), max_length=30, choices=Kind, default=Kind.NGO)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("home country"),
        help_text=_("Where it is based; none for one that works across borders."),
    )
    website = models.URLField(_("website"), blank=True)
    membership = models.CharField(
        _("membership"),
        max_length=20,
        choices=Membership,
        default=Membership.GUEST,
        help_text=_("The people of members, associates and partners see what is for members."),
    )
    member_since = models.DateField(_("member since"), null=True, blank=True)
    member_until = models.DateField(
        _("member until"), null=True, blank=True, help_text=_("Empty while it lasts.")
    )
    listing = models.CharField(
        _("listing"),
        max_length=20,
        choices=Listing,
        default=Listing.UNLISTED,
        help_text=_("Follows from the recorded consent; may be stricter, never wider."),
    )
    # More open than "named to everyone" there is nothing: then the naming is not stopped.
    listing_limit = models.CharField(
        _("most open listing"),
        max_length=20,
        choices=Listing,
        default=Listing.PUBLIC,
        editable=False,
    )
    naming_stopped_at = models.DateTimeField(
        _("naming stopped at"), null=True, blank=True, editable=False
    )
    # By which the ledger knows it: after a restore, another organisation may get the same key.
    ledger_id = models.UUIDField(default=uuid4, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    sort_fr = SortKeyField(sources=("name_fr", "name_en"))
    sort_en = SortKeyField(sources=("name_en", "name_fr"))

    # What it is called since it was last saved, and was not before.
    gained_names: Sequence[str] = ()

    objects = OrganisationQuerySet.as_manager()
    # Membership opens what is for members to the organisation's people.
    access_fields = AccessFields(
        {
            "listing": Listing.UNLISTED,
            "membership": Membership.GUEST,
            "member_since": None,
            "member_until": None,
        },
        growing=["aliases"],
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_fr"]
        permissions = [
            ("publish_organisation", _("May change what readers see of an organisation")),
            ("stop_naming", _("May stop naming an organisation, and name it again")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=has_text("name"),
                name="organisation_is_named",
                violation_error_message=_(
                    "Give the organisation’s name, in one language at least."
                ),
            ),
            models.CheckConstraint(
                condition=Q(member_since__isnull=True)
                | Q(member_until__isnull=True)
                | Q(member_until__gte=models.F("member_since")),
                name="organisation_membership_ends_after_start",
                violation_error_message=_("The membership cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(listing__in=Listing.values),
                name="organisation_listing_known",
                violation_error_message=_("Choose who may see the organisation named."),
            ),
            models.CheckConstraint(
                condition=Q(listing_limit=Listing.PUBLIC, naming_stopped_at__isnull=True)
                | Q(naming_stopped_at__isnull=False)
                & (
                    Q(
                        listing_limit=Listing.MEMBERS,
                        listing__in=[Listing.MEMBERS, Listing.UNLISTED],
                    )
                    | Q(listing_limit=Listing.UNLISTED, listing=Listing.UNLISTED)
                ),
                name="organisation_listing_within_limit",
                violation_error_message=NAMING_IS_STOPPED,
            ),
            models.UniqueConstraint(
                fields=["ledger_id"],
                name="organisation_ledger_id_unique",
                violation_error_message=_("The ledger knows another organisation by this key."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None)
                | Q(listing=Listing.UNLISTED, membership=Membership.FORMER),
                name="organisation_merged_is_not_named",
                violation_error_message=_(
                    "An organisation merged into another is neither named nor a member."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("organisation_detail", self.slug)

    def clean(self) -> None:
        super().clean()
        if Listing(self.listing).openness > Listing(self.listing_limit).openness:
            raise ValidationError({"listing": NAMING_IS_STOPPED})
        if not self.listing_is_agreed:
            raise ValidationError(
                {
                    "listing": _(
                        "The organisation has not agreed to this. Record its consent on its page: "
                        "the listing follows from it."
                    )
                }
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves; a former name stays among the other names, for texts still mean it by that.

        Who may see it named is also written to the ledger, where that changes.
        """
        listing = ["listing", "listing_limit"]
        names = [*columns("name"), "acronym"]
        found: Any = Organisation.objects.filter(pk=self.pk).values(*names, "aliases", *listing)
        before: dict[str, Any] = (found.first() if self.pk else None) or {}
        own = [before[name] for name in names if before.get(name)]
        aliases = before.get("aliases", "").splitlines()
        # While its naming is stopped, no text is to name it by a name that somebody takes out.
        if not self.is_working_copy:  # a name that was only proposed is no former one
            self._keep_former_names([*own, *(aliases if self.is_naming_stopped else [])])
        self.gained_names = sorted(self._all_names - {*own, *aliases})
        super().save(*args, **kwargs)
        is_changed = before and any(before[name] != getattr(self, name) for name in listing)
        if is_changed and not self.is_working_copy:
            record_in_ledger(
                organisation=str(self.ledger_id), listing=self.listing, limit=self.listing_limit
            )

    def _keep_former_names(self, before: Iterable[str]) -> None:
        former = [text for text in dict.fromkeys(before) if text.strip() not in self._all_names]
        self.aliases = "\n".join(filter(None, [self.aliases.strip(), *former]))

    @property
    def _all_names(self) -> set[str]:
        """All that it is called now."""
        own = (getattr(self, name) for name in [*columns("name"), "acronym"])
        aliases = (line.strip() for line in self.aliases.splitlines())
        return {name for name in (*own, *aliases) if name}

    @property
    def is_published(self) -> bool:
        """Whether readers see it named."""
        return self.listing != Listing.UNLISTED

    def needs_publisher(self, by: Any) -> bool:
        """Likewise where readers would learn what is hidden: a name or an address that is taken out
        is a word like any other, and where somebody came from shows at which meetings they were."""
        if super().needs_publisher(by):
            return True
        if by is None or self.pk is None or by.has_perm(self.publish_permission):
            return False
        stored = Organisation.objects.get(pk=self.pk)
        forgotten = {line.strip() for line in stored.aliases.splitlines()} - self._all_names
        forgotten |= {stored.website, stored.slug} - {self.website, self.slug}
        has_moved = stored.country_id != self.country_id
        participations: Any = self.participations
        return bool(forgotten - {""}) or (has_moved and participations.exists())

    @property
    def is_member_now(self) -> bool:
        """Whether what is for members is for its people, today."""
        inside = {Membership.MEMBER, Membership.ASSOCIATE, Membership.PARTNER}
        today = timezone.localdate()
        begun = self.member_since is None or self.member_since <= today
        over = self.member_until is not None and self.member_until < today
        return self.membership in inside and begun and not over

    @property
    def is_naming_stopped(self) -> bool:
        """Whether somebody stopped that it is named, whatever it agreed to."""
        return self.naming_stopped_at is not None

    @property
    def listing_is_agreed(self) -> bool:
        """Whether its latest consent goes as far as its listing."""
        return Listing(self.listing).openness <= self.agreed_listing().openness

    def agreed_listing(self) -> Listing:
        """The most open listing that its latest consent allows; unlisted where there is none."""
        latest = self.latest_consent
        return Listing(latest.agreed_listing) if latest else Listing.UNLISTED

    @property
    def latest_consent(self) -> ConsentRecord | None:
        """What it agreed to last; the database is not asked where its consents were prefetched."""
        records = self.consent_records.all() if self.pk else ()
        return next((consent for consent in records if consent.is_accepted), None)

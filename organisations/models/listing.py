"""Who may see an organisation named."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.viewer import Viewer


class Listing(models.TextChoices):
    """Who may learn that the organisation works with the coalition, from most open to least."""

    PUBLIC = "public", _("named to everyone")
    MEMBERS = "members", _("named to members")
    UNLISTED = "unlisted", _("never named")

    @property
    def openness(self) -> int:
        """How many may see the name: 0 for the secretariat alone, 2 for everyone."""
        return {"public": 2, "members": 1, "unlisted": 0}[self.value]

    @classmethod
    def strictest(cls, listings: Iterable[str]) -> "Listing":
        """That under which the fewest may see the name."""
        return min(map(cls, listings), key=lambda listing: listing.openness)


def listings_shown_to(viewer: Viewer) -> list[Listing]:
    """The listings whose organisations this viewer may see named."""
    if viewer.is_staff:
        return list(Listing)
    return [Listing.PUBLIC, Listing.MEMBERS] if viewer.is_member else [Listing.PUBLIC]

"""What the personal link of an invitation to a meeting opens."""

from django.urls import reverse

from kpcsc.foundation.links import SignedKeys
from meetings.models import Invitation

_keys = SignedKeys("meetings.links")


def token_of(invitation: Invitation) -> str:
    """The part of the address that stands for an invitation."""
    return _keys.token("m", invitation.key)


def link_path(invitation: Invitation) -> str:
    """The path of the page where it is replied to, in the language that is active."""
    return reverse("meeting_invitation", args=[token_of(invitation)])


def invitation_of(token: str) -> Invitation | None:
    """The invitation whose link this is, withdrawn or not; None for what the portal never made."""
    signed = _keys.read(token)
    if signed is None:
        return None
    invitations = Invitation.objects.select_related("meeting", "person", "organisation")
    return invitations.filter(key=signed[1]).first()

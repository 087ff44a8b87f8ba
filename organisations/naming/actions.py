"""Saying that a word is not the name that it looks like, and taking that back."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_noop

from kpcsc.foundation.history.log import log_action
from kpcsc.foundation.translations.texts import root_of
from organisations.models import DismissedMention, User
from organisations.models.dismissed_mention import LONGEST_SHOWN
from organisations.naming.record_mentions import NamingPassage

MAY_DISMISS = "organisations.add_dismissedmention"


@transaction.atomic
def dismiss_mention(*, passage: NamingPassage, by: User) -> None:
    """Has readers see the words of a passage, which do not name the organisation there.

    It shows what was hidden, so it is for publishers: raises PermissionDenied for others.
    """
    if not by.has_perm(MAY_DISMISS) or not passage.can_be_dismissed:
        raise PermissionDenied
    shown = {"words": passage.mention.words, "sentence": passage.mention.sentence[:LONGEST_SHOWN]}
    DismissedMention.objects.get_or_create(**_place(passage), defaults={"by": by, **shown})
    log_action(root_of(passage.record), gettext_noop("a word that is no name"), by=by)


@transaction.atomic
def reinstate_mention(*, passage: NamingPassage, by: User) -> None:
    """Takes that back: the words name the organisation after all."""
    for dismissed in DismissedMention.objects.filter(**_place(passage)):
        dismissed.delete()
    log_action(root_of(passage.record), gettext_noop("a word that is a name after all"), by=by)


def _place(passage: NamingPassage) -> dict[str, object]:
    return {
        "organisation_id": passage.subject.key,
        "model": passage.record._meta.label_lower,
        "record_id": passage.record.pk,
        "digest": passage.mention.digest,
    }

"""Where Django looks for the models of the foundation."""

from kpcsc.foundation.bin.models import DeletedRecord
from kpcsc.foundation.ledger import LedgerEntry
from kpcsc.foundation.mail.models import Delivery, MailRefusal
from kpcsc.foundation.periodic import PeriodicRun
from kpcsc.foundation.proposals.models import ProposedChange
from kpcsc.foundation.site_revision import SiteRevision
from kpcsc.foundation.translations.models import TranslationReview

__all__ = [
    "DeletedRecord",
    "Delivery",
    "LedgerEntry",
    "MailRefusal",
    "PeriodicRun",
    "ProposedChange",
    "SiteRevision",
    "TranslationReview",
]

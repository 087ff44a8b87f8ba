"""Where Django looks for the models of the foundation."""

from kpcsc.foundation.mail.models import Delivery, MailRefusal
from kpcsc.foundation.translations.models import TranslationReview

__all__ = ["Delivery", "MailRefusal", "TranslationReview"]

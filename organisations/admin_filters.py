"""What wants doing about organisations, as a filter of their change list."""

from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.admin_filters import WantingFilter
from kpcsc.foundation.missing_text import untranslated

# A name is given in the other language only where the organisation has one.
TEXTS = ["description"]


class OrganisationWantingFilter(WantingFilter):
    choices_offered = {
        "consent": (
            _("named without consent"),
            lambda organisations: organisations.named_without_consent(),
        ),
        "texts": (
            _("described in one language"),
            lambda organisations: organisations.filter(
                untranslated(TEXTS, "fr") | untranslated(TEXTS, "en")
            ),
        ),
        "fr": (
            _("its French description is missing"),
            lambda organisations: organisations.filter(untranslated(TEXTS, "fr")),
        ),
        "en": (
            _("its English description is missing"),
            lambda organisations: organisations.filter(untranslated(TEXTS, "en")),
        ),
    }

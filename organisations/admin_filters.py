"""What wants doing about organisations, as a filter of their change list."""

from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.admin_filters import WantingFilter
from kpcsc.foundation.missing_text import record_untranslated
from organisations.models import Organisation


class OrganisationWantingFilter(WantingFilter):
    choices_offered = {
        "consent": (
            _("named without consent"),
            lambda organisations: organisations.named_without_consent(),
        ),
        "texts": (
            _("described in one language"),
            lambda organisations: organisations.unmerged().filter(
                record_untranslated(Organisation, "fr") | record_untranslated(Organisation, "en")
            ),
        ),
        "fr": (
            _("its French description is missing"),
            lambda organisations: organisations.unmerged().filter(
                record_untranslated(Organisation, "fr")
            ),
        ),
        "en": (
            _("its English description is missing"),
            lambda organisations: organisations.unmerged().filter(
                record_untranslated(Organisation, "en")
            ),
        ),
    }

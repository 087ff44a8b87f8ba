from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FoundationConfig(AppConfig):
    name = "kpcsc.foundation"
    label = "foundation"
    verbose_name = _("All records")

    def ready(self) -> None:
        from kpcsc.foundation.replaced_database import (  # noqa: PLC0415 (settings are loaded)
            connect_database_signals,
        )
        from kpcsc.foundation.translations.review_signals import (  # noqa: PLC0415 (models are loaded)
            connect_review_signals,
        )

        connect_database_signals()
        connect_review_signals()

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    name = "kpcsc"
    verbose_name = "KP CSC"

    def ready(self) -> None:
        from kpcsc.search.index import (  # noqa: PLC0415 (models are loaded by now)
            connect_index_signals,
            make_triggers,
        )

        connect_index_signals()
        post_migrate.connect(make_triggers, sender=self)

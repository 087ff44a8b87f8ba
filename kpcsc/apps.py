from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "kpcsc"
    verbose_name = "KP CSC"

    def ready(self) -> None:
        from kpcsc.search_index import follow_records  # noqa: PLC0415 (models are loaded by now)

        follow_records()

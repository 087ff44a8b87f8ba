from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate, post_save, pre_migrate


class PortalConfig(AppConfig):
    name = "kpcsc"
    verbose_name = "KP CSC"

    def ready(self) -> None:
        from kpcsc.search import index  # noqa: PLC0415 (models are loaded by now)
        from kpcsc.site_revision import checks, triggers  # noqa: PLC0415 (likewise)
        from kpcsc.takedown.tasks import check_on_commit  # noqa: PLC0415 (likewise)
        from organisations.models import Organisation  # noqa: PLC0415 (likewise)

        index.connect_index_signals()
        post_save.connect(check_on_commit, sender=Organisation)
        post_migrate.connect(index.make_triggers, sender=self)
        pre_migrate.connect(triggers.remove_triggers, sender=self)
        post_migrate.connect(triggers.make_triggers, sender=self)
        post_migrate.connect(index.index_if_outdated, sender=self)
        register(checks.check_columns)
        register(checks.check_triggers, Tags.database)

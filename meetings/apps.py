from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Meetings and campaigns")

    def ready(self) -> None:
        from meetings.models import Document  # noqa: PLC0415 (models are loaded by now)
        from meetings.tasks import read_documents_on_commit  # noqa: PLC0415 (likewise)
        from organisations.models import Organisation  # noqa: PLC0415 (likewise)

        for named in (Document, Organisation):
            post_save.connect(read_documents_on_commit, sender=named)

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Meetings and campaigns")

    def ready(self) -> None:
        from kpcsc.foundation.site_revision import register_moments  # noqa: PLC0415 (likewise)
        from meetings.models import Document  # noqa: PLC0415 (models are loaded by now)
        from meetings.publishing.moments import moments_after  # noqa: PLC0415 (likewise)
        from meetings.tasks import read_documents_on_commit  # noqa: PLC0415 (likewise)
        from organisations.models import Organisation  # noqa: PLC0415 (likewise)

        register_moments(moments_after)
        for named in (Document, Organisation):
            post_save.connect(read_documents_on_commit, sender=named)

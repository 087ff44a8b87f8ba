from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = _("Surveys")

    def ready(self) -> None:
        from kpcsc.foundation.site_revision import register_moments  # noqa: PLC0415 (needs models)
        from surveys.moments import moments_after  # noqa: PLC0415 (models are loaded by now)

        register_moments(moments_after)

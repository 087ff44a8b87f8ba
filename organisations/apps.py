from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "organisations"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        from allauth.account.signals import (  # noqa: PLC0415 (they need the apps)
            password_changed,
            password_set,
        )
        from allauth.mfa.signals import authenticator_added  # noqa: PLC0415 (likewise)
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415 (likewise)

        from kpcsc.foundation.reader import register_mask  # noqa: PLC0415 (likewise)
        from organisations.naming.mask import hide_names  # noqa: PLC0415 (likewise)
        from organisations.signing_in.second_factor import record_second_factor  # noqa: PLC0415 (likewise)
        from organisations.signing_in.sessions import note_sign_in  # noqa: PLC0415 (likewise)

        user_logged_in.connect(note_sign_in)
        for changed in (password_changed, password_set):
            changed.connect(note_sign_in)  # the session's key is another from then on
        authenticator_added.connect(record_second_factor)
        register_mask(hide_names)

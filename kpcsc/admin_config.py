"""Which admin site the portal has. Apart from `apps.py`, where Django looks for one app alone."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "kpcsc.admin_site.PortalAdminSite"

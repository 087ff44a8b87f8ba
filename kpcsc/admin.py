"""The names that the secretariat's pages carry."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

admin.site.site_title = "KP CSC"
admin.site.site_header = _("KP CSC · Secretariat")
admin.site.index_title = _("Records")

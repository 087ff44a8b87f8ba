"""The desk as a whole: its names, and what libraries put on it."""

import django.contrib.auth.admin  # noqa: F401 - registers the groups before they are taken away
from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from django_tasks_db.admin import DBTaskResult

admin.site.site_title = "KP CSC"
admin.site.site_header = _("KP CSC · Secretariat")
admin.site.index_title = _("Records")

# The log of the task worker: for whoever runs the server, in no language but a program's.
admin.site.unregister(DBTaskResult)
# What allauth keeps: addresses that nobody adds, and second factors, which belong to their owners.
admin.site.unregister([EmailAddress, Authenticator])
# What the groups may do is the portal's own (`kpcsc.roles`); people get them on their own pages.
admin.site.unregister(Group)

"""The settings as the type checker reads them.

modeltranslation replaces every manager by a class made at run time, which no type checker can
name; without it, mypy sees the managers that the models declare.
"""

from kpcsc.settings import *  # noqa: F403

INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig" if name.endswith("AdminConfig") else name
    for name in INSTALLED_APPS  # noqa: F405
    if name != "modeltranslation"
]

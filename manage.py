#!/usr/bin/env python
"""Entry point of the portal's commands."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpcsc.settings")
    try:
        _ = settings.INSTALLED_APPS  # read here, so that a wrong one is said in a sentence
    except (ImproperlyConfigured, ValueError) as error:
        sys.exit(f"The settings are wrong: {error}")
    execute_from_command_line(sys.argv)

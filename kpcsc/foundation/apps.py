from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "kpcsc.foundation"
    label = "foundation"

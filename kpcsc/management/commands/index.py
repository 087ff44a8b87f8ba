"""`manage.py index`: the search index, written anew."""

from typing import Any

from django.core.management.base import BaseCommand

from kpcsc.search.index import INDEXING_RULES, index


class Command(BaseCommand):
    help = "Writes the search index of every record anew, as is needed after loaddata."

    def handle(self, *args: Any, **options: Any) -> None:
        for model in INDEXING_RULES:
            keys = list(model._default_manager.values_list("pk", flat=True))
            index(model, keys)
            self.stdout.write(f"{model._meta.verbose_name_plural}: {len(keys)}")

"""Where Django looks for the models of the roof."""

from kpcsc.search.models import SearchEntry

__all__ = ["SearchEntry"]

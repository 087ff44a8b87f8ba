"""Where Django looks for the models of the roof."""

from kpcsc.search.models import SearchEntry
from kpcsc.takedown.models import NamingCheck

__all__ = ["NamingCheck", "SearchEntry"]

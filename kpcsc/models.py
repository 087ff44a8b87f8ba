"""Where Django looks for the models of the roof."""

from kpcsc.health.models import KnownFault
from kpcsc.search.models import SearchEntry
from kpcsc.takedown.models import NamingCheck

__all__ = ["KnownFault", "NamingCheck", "SearchEntry"]

"""What machines read about an organisation (schema.org)."""

from typing import Any

from kpcsc.foundation.translated_text import translated
from organisations.models import Organisation


def organisation_data(organisation: Organisation, url: str) -> dict[str, Any]:
    """The organisation as schema.org `Organization`, for one that may be named."""
    data = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": translated(organisation, "name").text,
        "alternateName": translated(organisation, "acronym").text,
        "description": translated(organisation, "description").text,
        "url": organisation.website or url,
    }
    return {key: value for key, value in data.items() if value}

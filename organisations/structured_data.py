"""What machines read about an organisation (schema.org)."""

from typing import Any

from organisations.models import Organisation


def organisation_data(organisation: Organisation, url: str) -> dict[str, Any]:
    """The organisation as schema.org `Organization`, for one that may be named."""
    data = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": organisation.name,
        "alternateName": organisation.acronym,
        "description": organisation.description,
        "url": organisation.website or url,
    }
    return {key: value for key, value in data.items() if value}

"""Personal links: made from a random key and the portal's secret, and kept nowhere.

A copy of the database opens nothing, since it lacks the secret.
"""

from uuid import UUID

from django.core.signing import BadSignature, Signer


class SignedKeys:
    """The part of an address that stands for a record's key; `purpose` tells apart who made it."""

    def __init__(self, purpose: str) -> None:
        self._signer = Signer(salt=purpose, sep=".")

    def token(self, kind: str, key: UUID) -> str:
        """The token of a key; `kind` is one letter that says what the key is of."""
        return self._signer.sign(f"{kind}{key.hex}")

    def read(self, token: str) -> tuple[str, UUID] | None:
        """The kind and the key; None for a token that the portal did not make."""
        try:
            signed = self._signer.unsign(token)
        except BadSignature:
            return None
        return signed[0], UUID(signed[1:])

"""Secrets that a copy of the database does not give away: sealed with the portal's own secret.

A seal is a Fernet token (https://github.com/fernet/spec), under a key made from SECRET_KEY.
"""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.encoding import force_bytes


class DecryptionError(ValueError):
    """The text was sealed with another secret, or is no sealed text."""


def encrypt(text: str) -> str:
    """The text, legible to this portal alone."""
    return _fernet().encrypt(text.encode()).decode()


def decrypt(sealed: str) -> str:
    """What was sealed; raises DecryptionError where no secret of the portal opens it."""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise DecryptionError from error


def cache_key(key: str, key_prefix: str, version: int) -> str:
    """The key of a cache entry, hashed: those of rate limits hold addresses (KEY_FUNCTION)."""
    return salted_hmac("cache", f"{key_prefix}:{version}:{key}", algorithm="sha256").hexdigest()


def _fernet() -> MultiFernet:
    """Seals with SECRET_KEY, and opens what an older secret sealed."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str | bytes) -> bytes:
    digest = hmac.digest(b"kpcsc.foundation.sealed", force_bytes(secret), hashlib.sha256)
    return base64.urlsafe_b64encode(digest)

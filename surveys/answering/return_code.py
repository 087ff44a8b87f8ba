"""The code by which somebody comes back to an answer that the portal cannot join to them.

Only the respondent holds it; the portal keeps a hash, and that until the survey closes.
"""

import hashlib
import re
import secrets

# Without letters and figures that are taken for one another on paper or by phone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20  # 98 bits: not to be guessed, so that a hash without salt gives nothing away
GROUP = 4


def new_code() -> str:
    """A code in groups of four, "K7QD-2MXR-9TBA-4HWC-8ZNE"."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def hash_of(code: str) -> str | None:
    """What is kept of a code, however it was typed; None for what cannot be one."""
    letters = re.sub(r"[\s-]", "", code).upper()
    if len(letters) != LENGTH or set(letters) - set(ALPHABET):
        return None
    return hashlib.sha256(letters.encode()).hexdigest()

"""Numbers as people write them: with spaces, with a comma or a point."""

import re
from decimal import Decimal

GROUPED = re.compile(r"[+-]?(\d+|\d{1,3}([ '’.,])\d{3}(\2\d{3})*)", re.ASCII)
FRACTION = re.compile(r"\d*", re.ASCII)


def read_number(typed: str, decimal_sign: str) -> Decimal:
    """The number that somebody wrote: "1 200", "1.200,5", "1,200.5", "3,5".

    `decimal_sign` is that of the page's language, "," or ".". It tells what "1,200" is: with that
    sign it has three decimals, with the other it is more than a thousand. Raises ValueError for
    what is no number.
    """
    text = " ".join(typed.split()).replace("\N{MINUS SIGN}", "-")
    whole, fraction = _parts(text, decimal_sign)
    if not GROUPED.fullmatch(whole) or not FRACTION.fullmatch(fraction):
        raise ValueError(typed)
    digits = re.sub(r"[^\d-]", "", whole)
    return Decimal(f"{digits}.{fraction}" if fraction else digits)


def _parts(text: str, decimal_sign: str) -> tuple[str, str]:
    """What stands before the decimal sign and after it."""
    signs = [letter for letter in text if letter in ".,"]
    kinds = set(signs)
    if not signs or (len(kinds) == 1 and len(signs) > 1):
        return text, ""
    whole, sign, fraction = text.rpartition(signs[-1])
    if len(kinds) == 1 and sign != decimal_sign and GROUPED.fullmatch(text):
        return text, ""
    return whole, fraction

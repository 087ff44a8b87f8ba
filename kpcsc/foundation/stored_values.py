"""Values of columns as JSON keeps them: `Field.to_python` reads each back as it was."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID


def plain_value(value: Any) -> Any:
    """The value as text, number, list or nothing; times to the microsecond."""
    match value:
        case date() | datetime() | time():
            return value.isoformat()
        case UUID() | Decimal():
            return str(value)
        case tuple():
            return list(value)
    return value

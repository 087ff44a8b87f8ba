"""What the name of a copy beside the portal's database or documents says."""

from datetime import UTC, datetime

import pytest

from kpcsc.backups.copy_names import CopyName

MADE_AT = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("db.sqlite3.20260304T023000000000", CopyName(MADE_AT, is_prepared=False)),
        ("portal_20260304T023000000000", CopyName(MADE_AT, is_prepared=False)),
        ("documents.restored.20260304T023000000000", CopyName(MADE_AT, is_prepared=True)),
        ("portal_restored_20260304T023000000000", CopyName(MADE_AT, is_prepared=True)),
        ("restored.20260304T023000000000", CopyName(MADE_AT, is_prepared=False)),
        ("documents.restored", None),
        ("documents.of-last-year", None),
        ("documents.20260304T023000000000-wal", None),
    ],
)
def test_name_is_read(name: str, expected: CopyName | None) -> None:
    assert CopyName.from_text(name) == expected


@pytest.mark.parametrize(
    ("is_prepared", "now", "expected"),
    [
        (False, datetime(2026, 3, 4, 2, 30, tzinfo=UTC), True),
        (True, datetime(2026, 3, 5, 2, 30, tzinfo=UTC), False),
        (True, datetime(2026, 3, 5, 2, 30, 1, tzinfo=UTC), True),
    ],
)
def test_what_is_prepared_is_left_over_a_day_later(
    is_prepared: bool, now: datetime, expected: bool
) -> None:
    assert CopyName(MADE_AT, is_prepared=is_prepared).is_left_over(now) is expected

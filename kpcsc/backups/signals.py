"""A command that is ended by a lost connection, or with its service, deletes what it had made."""

import signal
import sys
from types import FrameType


def exit_in_order() -> None:
    """Has those signals raise SystemExit from now on, as Ctrl-C raises its own exception."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _exit)


def _exit(number: int, _frame: FrameType | None) -> None:
    sys.exit(f"Ended by {signal.Signals(number).name}.")

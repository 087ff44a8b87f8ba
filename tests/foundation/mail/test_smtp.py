"""What a mail server's refusal says, and whether trying again is in vain."""

import smtplib

import pytest

from kpcsc.foundation.mail.smtp import Refusal, refusal_in


@pytest.mark.parametrize(
    ("error", "refusal", "is_permanent"),
    [
        (
            smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"no such\nmailbox")}),
            Refusal(550, "550 no such mailbox"),
            True,
        ),
        (
            smtplib.SMTPRecipientsRefused({"a@example.org": (451, b"later")}),
            Refusal(451, "451 later"),
            False,
        ),
        (
            smtplib.SMTPSenderRefused(421, b"too many", "us@example.org"),
            Refusal(421, "421 too many"),
            False,
        ),
        (smtplib.SMTPDataError(554, b"no \xff"), Refusal(554, "554 no \ufffd"), True),
        (smtplib.SMTPServerDisconnected("gone"), Refusal(0, "gone"), False),
        (ConnectionRefusedError(111, "refused"), Refusal(0, "[Errno 111] refused"), False),
        (TimeoutError(), Refusal(0, "TimeoutError"), False),
    ],
)
def test_a_refusal_is_read(error: OSError, refusal: Refusal, is_permanent: bool) -> None:
    assert refusal_in(error) == refusal
    assert refusal.is_permanent is is_permanent

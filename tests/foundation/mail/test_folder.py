"""On one's own machine, messages go into a folder."""

from email import message_from_bytes, policy
from pathlib import Path

from django.core.mail import EmailMultiAlternatives, mailers
from pytest_django import Settings


def test_each_message_is_a_file_named_in_the_order_of_sending(
    settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "mail"
    backend = "kpcsc.foundation.mail.folder.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"folder": folder}}}
    subjects = ["Première", "Deuxième"]
    sent = [EmailMultiAlternatives(subject, "Où ?", to=["a@example.org"]) for subject in subjects]
    assert mailers.default.send_messages(sent) == 2
    files = sorted(folder.iterdir())
    assert {file.suffix for file in files} == {".eml"}
    found = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    assert [message["Subject"] for message in found] == subjects

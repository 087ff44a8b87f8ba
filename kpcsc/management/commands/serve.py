"""`manage.py serve`: the whole portal on this machine, ready to be looked at."""

import errno
import os
import secrets
import signal
import socket
import subprocess
import sys
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections

from kpcsc.demonstration.reference import RECORD
from kpcsc.messages import compile_messages
from meetings.models import Meeting
from organisations.models import Organisation, User

LOGIN = "secretariat@example.org"
MEMBER = "member@example.org"


class Command(BaseCommand):
    help = "Prepares the database, loads the demonstration if it is empty, and serves the portal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--reload", action="store_true", help="follow changes of the code")

    def handle(self, *args: Any, port: int, reload: bool, **options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError("This is for one machine alone: set DEMO=true, or run gunicorn.")
        refuse_taken_port(port)
        try:
            self.prepare(port)
        except (OSError, OperationalError) as error:
            raise CommandError(f"The portal's folder cannot be written to: {error}") from error
        connections.close_all()
        self.stdout.write(f"The portal is at http://localhost:{port} (Ctrl-C stops it).")
        self.stdout.flush()  # into a pipe or a file, where the passwords would wait for the end
        sys.exit(run_together(port, reload=reload))

    def prepare(self, port: int) -> None:
        """Makes what serving needs, and only what is not there yet."""
        call_command("migrate", verbosity=0)
        compile_messages(settings.BASE_DIR / "locale")
        if not settings.DEBUG and not static_files_are_collected():
            call_command("collectstatic", interactive=False, verbosity=0)
        if not Meeting.objects.exists():
            call_command("demo", stdout=self.stdout)
        if not User.objects.filter(is_staff=True).exists():
            password = secrets.token_urlsafe(12)
            User.objects.create_superuser(LOGIN, password, name="Secrétariat")
            self.stdout.write(f"Admin: http://localhost:{port}/admin/ · {LOGIN} · {password}")
            self.stdout.write(
                "The password is shown this once; manage.py changepassword sets another."
            )
        if settings.DEMO and not User.objects.filter(email=MEMBER).exists():
            make_member()
            self.stdout.write(
                f"Member: http://localhost:{port}/fr/sign-in/ · {MEMBER} · the code is at /outbox/"
            )


def make_member() -> User:
    """Somebody invented of the coalition itself, who may look at the members' pages."""
    coalition = Organisation.objects.filter(slug=RECORD["coalition"]["slug"]).first()
    return User.objects.create_user(
        MEMBER,
        name="Membre inventé pour la démonstration",
        organisation=coalition,
        speaks_for_organisation=True,
    )


def static_files_are_collected() -> bool:
    """Whether no static file, of the portal or of a library, is newer than the last collection."""
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    sources = [settings.BASE_DIR / "requirements.txt", *(settings.BASE_DIR / "static").rglob("*")]
    return manifest.exists() and manifest.stat().st_mtime >= max(
        source.stat().st_mtime for source in sources
    )


def refuse_taken_port(port: int) -> None:
    """Raises CommandError if something else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CommandError(f"Port {port} cannot be used: {error.strerror}.") from error
            raise CommandError(f"Port {port} is taken: choose another, as in PORT=8001.") from error


def run_together(port: int, *, reload: bool) -> int:
    """Runs gunicorn until it ends, and the task worker beside it, started anew if it ends.

    Gives gunicorn's status.
    """
    python = [sys.executable]
    gunicorn = [*python, "-m", "gunicorn", "--config", "kpcsc/gunicorn_conf.py", "kpcsc.wsgi"]
    server = start([*gunicorn, "--reload"] if reload else gunicorn, port)
    worker = start([*python, "manage.py", "worker"], port)
    is_asked_to_stop = Event()

    def stop(*_: object) -> None:
        is_asked_to_stop.set()
        server.send_signal(signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        while server.poll() is None and not is_asked_to_stop.wait(timeout=1):
            if worker.poll() is not None:
                worker = start([*python, "manage.py", "worker"], port)
        return server.wait()
    finally:
        worker.terminate()
        worker.wait()


def start(command: list[str], port: int) -> subprocess.Popen[bytes]:
    """Starts a program of ours beside this one, which ends with it, also where it is killed."""
    end_with_us = ["setpriv", "--pdeathsig", "TERM"]  # of util-linux, which each Debian has
    environment = {
        "PORTAL_URL": f"http://localhost:{port}",
        **os.environ,
        "BIND": f"127.0.0.1:{port}",
    }
    return subprocess.Popen(  # noqa: S603 (our own program, no shell)
        [*end_with_us, *command], cwd=settings.BASE_DIR, env=environment
    )
